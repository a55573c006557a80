"""A parsed HTML page: its tree and the blocks of text a reader sees, with what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from lxml import etree, html
from msgspec import Struct

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite em font i ins kbd label mark q s small span strong sub sup time tt u".split()
)
_HIDDEN = frozenset("script style noscript template head title iframe object svg select button textarea".split())
_SPACE = re.compile(r"\s+")


class Block(Struct, frozen=True, eq=False):
    """A run of text between two block elements or line breaks."""

    text: str
    loose: str  # the part outside links
    linked: int  # letters inside links
    box: Any  # the nearest block element (lxml)

    @property
    def density(self) -> float:
        """Share of the letters that are links, 0 to 1."""
        return self.linked / len(self.text)


class Article(Struct, frozen=True):
    """What was found: the paragraphs as a browser shows them, and the headline where the layout tells it."""

    lines: list[str]
    headline: str = ""
    outlet: str = ""
    published: str = ""  # as written by the page's machine
    messages: int = 0  # of a messenger, of which every line counts


class Document:
    """A page's tree. Blocks are made on first use and do not follow later changes of the tree."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self.tree = tree

    @cached_property
    def blocks(self) -> list[Block]:
        """All visible blocks in the order of the page."""
        body = self.tree.find("body")
        return list(_blocks(body if body is not None else self.tree))

    def attribute(self, path: str, name: str) -> str:
        """An attribute of the first element at an ElementTree path, stripped; "" where there is none."""
        element = self.tree.find(path)
        return (element.get(name) or "").strip() if element is not None else ""


def parse(page: str) -> Document | None:
    """The page as a tree, None where there is no element in it at all."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # NUL and lone control characters end libxml2's reading; as spaces they do no harm.
    raw = page.translate(_CONTROLS).encode("utf-8", errors="replace")
    try:
        return Document(html.document_fromstring(raw, parser=parser))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def squeezed(text: str) -> str:
    """Text as a browser shows it: runs of white space are one space."""
    return _SPACE.sub(" ", text).strip()


def shown(element: html.HtmlElement) -> str:
    """The text of an element as a browser shows it on one line."""
    return squeezed("".join(element.itertext()))


def lines_of(element: Any, running: frozenset[str] = _INLINE) -> Iterator[str]:
    """The text of an element, cut at line breaks and at every element inside it that is not running text."""
    pieces: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if inner.tag not in running:
            if line := squeezed("".join(pieces)):
                yield line
            pieces = []
        pieces.append((inner.text if event == "start" else inner.tail if inner is not element else "") or "")
    if line := squeezed("".join(pieces)):
        yield line


def _blocks(body: html.HtmlElement) -> Iterator[Block]:
    pieces: list[tuple[str, bool]] = []  # text, and whether it is linked
    links, hidden = 0, 0
    box = body
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _HIDDEN:
            hidden += 1 if event == "start" else -1
        elif tag == "a":
            links += 1 if event == "start" else -1
        elif tag not in _INLINE:
            yield from _block(pieces, box)
            pieces = []
            parent = element.getparent()
            box = element if event == "start" and tag != "br" else parent if parent is not None else body
        piece = element.text if event == "start" else element.tail
        if piece and not hidden:
            pieces.append((piece, links > 0))
    yield from _block(pieces, box)


def _block(pieces: list[tuple[str, bool]], box: Any) -> Iterator[Block]:
    """The block of these pieces, if they show anything."""
    if text := squeezed("".join(piece for piece, _ in pieces)):
        loose = squeezed(" ".join(piece for piece, linked in pieces if not linked))
        yield Block(text, loose, max(0, len(text) - len(loose)), box)


_CONTROLS = {code: " " for code in (*range(9), 11, *range(14, 32), 0x7F)}
