"""Stage 2: from the bytes of a page to one report with title, text, day, outlet, and anchors that lead back."""

from __future__ import annotations

import re

from msgspec import Struct

from tawatur.clean.anchors import Visible
from tawatur.clean.article import article
from tawatur.clean.boilerplate import is_prose, kept, line_words
from tawatur.clean.decode import Decoded, decode
from tawatur.clean.document import Article, parse, squeezed
from tawatur.clean.metadata import Facts, day_of, facts, host_of
from tawatur.clean.prune import prune
from tawatur.clean.shells import shell
from tawatur.clean.visible_date import day_of_lines, day_of_page, tells_only_day
from tawatur.records import Anchor, Page, Report
from tawatur.reference.outlets import outlet_of

_GAP = "\n\n"
_LINE = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029]|$)")
_NAME_WORDS = 4  # a title of no more words may be the outlet's name
_TITLE_WORDS = 30  # a longer first line is no headline


class _Piece(Struct, frozen=True):
    """Words of the report and where they stand in the decoded page, if they were found there."""

    text: str
    place: tuple[int, int] | None


def clean(page: Page) -> Report:
    """The report of a page. A page without one gives an empty text and the note "captured, no content: why"."""
    outlet = outlet_of(page.address)
    decoded = decode(page.raw, page.charset or (outlet.charset if outlet else None))
    if page.media_type != "text/html":
        return _from_text(page, decoded)
    return _from_html(page, decoded, outlet.body if outlet else None)


def _from_html(page: Page, decoded: Decoded, body: str | None) -> Report:
    document = parse(decoded.text)
    if document is None:
        return _empty(page, decoded, "the page is empty")
    told = facts(document, page.address)
    document = prune(document)
    found = article(document, body)
    title = _title(told, found) or page.title
    lines = [found.lines[i] for i in kept(found.lines)]
    lines = _without_head(lines, title)
    if reason := shell(document, told, lines):
        return _empty(page, decoded, reason, told)
    text, anchors = _joined(_pieces(decoded.text, ([title] if title else []) + lines))
    told_day = day_of(found.published) or told.published
    return Report(
        id=page.id or page.sha256[:16],
        text=text,
        source=_outlet(page, told, found),
        published=told_day
        or (None if found.messages else day_of_page(document, title, bool(found.headline)))
        or page.published,
        title=title,
        anchors=anchors,
        notes=(*decoded.notes, *_many(found)),
    )


def _outlet(page: Page, told: Facts, found: Article | None = None) -> str:
    """Who publishes the page: as it says itself, else as the user says, else the site it stands on."""
    return (found.outlet if found else "") or told.outlet or page.outlet or host_of(told.address)


def _many(found: Article) -> tuple[str, ...]:
    """A page of several messages is one report only for want of someone who splits it before."""
    return (f"{found.messages} messages of one page, read as one report.",) if found.messages > 1 else ()


def _without_head(lines: list[str], title: str) -> list[str]:
    """The lines without those before the first paragraph that repeat the title or tell nothing but the day."""
    first = next((i for i, line in enumerate(lines) if is_prose(line)), len(lines) - 1)
    head = [line for line in lines[:first] if line_words(line) != line_words(title) and not tells_only_day(line)]
    return head + lines[max(first, 0) :]


def _title(told: Facts, found: Article) -> str:
    """The headline; that of the layout where the head has only the outlet's name. A message has none."""
    if found.messages:
        return ""
    short = len(line_words(told.title)) <= _NAME_WORDS
    return found.headline if found.headline and short else told.title


def _from_text(page: Page, decoded: Decoded) -> Report:
    """A plain text without its boilerplate lines; what is kept is the text letter by letter."""
    lines = [line for line in _LINE.finditer(decoded.text) if line[0].strip()]
    words = [squeezed(line[0]) for line in lines]
    chosen = kept(words)
    if not chosen:
        return _empty(page, decoded, "no line of a report in it")
    text, anchors = _stretches(decoded.text, [(lines[i].start(), lines[i].end(), i) for i in chosen])
    return Report(
        id=page.id or page.sha256[:16],
        text=text,
        source=page.outlet or "",
        published=day_of_lines([words[i] for i in chosen]) or page.published,
        title=page.title or _headline([words[i] for i in chosen]),
        anchors=anchors,
        notes=decoded.notes,
    )


def _headline(lines: list[str]) -> str:
    """The first line, where it is a headline: short, no sentence with a full stop, and more follows."""
    first = lines[0]
    long = len(line_words(first)) > _TITLE_WORDS or len(first) > 400
    return "" if long or len(lines) == 1 or first.endswith((".", ":", "\u060c")) else first


def _stretches(page: str, lines: list[tuple[int, int, int]]) -> tuple[str, tuple[Anchor, ...]]:
    """The kept lines (start, end, position), neighbours with the blank lines between them as one stretch."""
    joined: list[list[int]] = []
    for start, end, position in lines:
        if joined and position == joined[-1][2] + 1:
            joined[-1][1:] = [end, position]
        else:
            joined.append([start, end, position])
    joined[-1][1] = joined[-1][0] + len(page[joined[-1][0] : joined[-1][1]].rstrip())
    anchors, text = [], ""
    for start, end, _ in joined:
        anchors.append(Anchor(len(text), len(text) + end - start, start, end))
        text += page[start:end]
    return text, tuple(anchors)


def _pieces(page: str, lines: list[str]) -> list[_Piece]:
    """The lines with their places; words that are not shown (of a meta element) are looked for in the source."""
    visible = Visible(page, is_html=True)
    places = [visible.find(line) for line in lines]
    if None in places:
        source = Visible(page, is_html=False)
        places = [place or source.find(line) for place, line in zip(places, lines, strict=True)]
    return [_Piece(line, place) for line, place in zip(lines, places, strict=True)]


def _joined(pieces: list[_Piece]) -> tuple[str, tuple[Anchor, ...]]:
    """The pieces with blank lines between them, and the anchors of those whose place is known."""
    anchors = []
    at = 0
    for piece in pieces:
        if piece.place:
            anchors.append(Anchor(at, at + len(piece.text), *piece.place))
        at += len(piece.text) + len(_GAP)
    return _GAP.join(piece.text for piece in pieces), tuple(anchors)


def _empty(page: Page, decoded: Decoded, reason: str, told: Facts | None = None) -> Report:
    return Report(
        id=page.id or page.sha256[:16],
        text="",
        source=_outlet(page, told) if told else page.outlet or "",
        published=(told.published if told else None) or page.published,
        title=told.title if told else "",
        notes=(*decoded.notes, f"captured, no content: {reason}."),
    )
