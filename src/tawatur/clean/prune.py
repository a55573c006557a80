"""Takes lists of other reports out of a page before the report is looked for, so that no teaser is taken for it."""

from __future__ import annotations

from typing import Any

from tawatur.clean.boilerplate import is_prose, judge
from tawatur.clean.document import Block, Document, shown

_HEADING_MOST = 60  # letters of a heading over a list of reports
_KEPT = frozenset(("body", "html", "main", "article"))
_LINKED_MOST = 0.3


def prune(document: Document) -> Document:
    """The document without the lists that stand under headings such as "related"; the tree itself is changed."""
    found = [_element(block) for block in document.blocks if _heads_a_list(block.text)]
    headings = [element for element in found if element is not None]
    for heading in headings:
        if document.tree in heading.iterancestors():  # not removed with an earlier list
            _remove_list(heading)
    return Document(document.tree) if headings else document


def _element(block: Block) -> Any:
    """The element that shows the block and nothing else; None where its words stand loose among others."""
    return next((element for element in (block.box, *block.box) if shown(element) == block.text), None)


def _heads_a_list(text: str) -> bool:
    return len(text) <= _HEADING_MOST and judge(text).does == "aside"


def _remove_list(heading: Any) -> None:
    """Remove what follows the heading as long as it is links or teasers; then the heading."""
    top = _outermost(heading)
    if top is None:
        return
    while (after := top.getnext()) is not None and _is_list(after):
        _drop(after)
    _drop(top)


def _outermost(heading: Any) -> Any:
    """The largest element that shows nothing but the heading; None where that would be a main part of the page."""
    text = shown(heading)
    while (box := heading.getparent()) is not None and box.tag not in _KEPT and shown(box) == text:
        heading = box
    return None if heading.tag in _KEPT or heading.getparent() is None else heading


def _is_list(element: Any) -> bool:
    """Whether an element is a list of links, with or without teasers; a paragraph with a link in it is none."""
    if not isinstance(element.tag, str):
        return True
    text = shown(element)
    if not text:
        return True
    linked = sum(len(shown(link)) for link in element.iter("a"))
    own = " ".join(shown(paragraph) for paragraph in element.iter("p"))
    return linked > 0 and (linked > _LINKED_MOST * len(text) or (element.tag != "p" and not is_prose(own)))


def _drop(element: Any) -> None:
    """Remove an element but not the text behind it."""
    tail, parent, before = element.tail, element.getparent(), element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
