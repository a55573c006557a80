"""Finds words of a report again in the page they were taken from."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

from tawatur.language.letters import fold_char

_GONE = "\0"  # stands for a letter that is not compared: markup, spaces, marks
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?")
_TAG = re.compile(r"<[!/?a-zA-Z][^<>]*>?")
_WHOLE = re.compile(r"(script|style|template)\b", re.IGNORECASE)
_RUN = re.compile("[^\0]+")


class _Letters(dict[int, str]):
    """For str.translate: a letter as it is compared, always one for one."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFKD", chr(code))[:1]
        folded = "" if base.isspace() or unicodedata.combining(base) else fold_char(base)
        self[code] = folded[:1] or _GONE
        return self[code]


_LETTERS = _Letters()


class Visible:
    """The visible letters of a decoded page, compared without markup, entities, spaces and marks.

    `find` looks for words from where the last ones were found, so that words that stand twice are found in order.
    """

    def __init__(self, page: str, is_html: bool) -> None:
        masked = _masked(page) if is_html else page.translate(_LETTERS)
        runs = list(_RUN.finditer(masked))
        self._page = page
        self._letters = masked.replace(_GONE, "")
        self._starts = [run.start() for run in runs]
        self._before = [0, *accumulate(run.end() - run.start() for run in runs)]
        self._from = 0

    def find(self, words: str) -> tuple[int, int] | None:
        """Start and end (exclusive) of the words in the page, markup inside them included; None if not there."""
        key = words.translate(_LETTERS).replace(_GONE, "")
        if not key:
            return None
        at = self._letters.find(key, self._from)
        if at < 0:
            at = self._letters.find(key)
        if at < 0:
            return None
        self._from = at + len(key)
        return self._offset(at), self._end(self._offset(at + len(key) - 1))

    def _offset(self, letter: int) -> int:
        """Offset in the page of a compared letter."""
        run = bisect_right(self._before, letter) - 1
        return self._starts[run] + letter - self._before[run]

    def _end(self, last: int) -> int:
        """The offset behind the letter at `last`, its marks or the rest of its entity included."""
        entity = _ENTITY.match(self._page, last)
        end = entity.end() if entity else last + 1
        while end < len(self._page) and unicodedata.combining(self._page[end]):
            end += 1
        return end


def followed(page: str, start: int, end: int) -> str:
    """What a reader sees between two offsets of an HTML page: without markup, entities as letters."""
    return html.unescape(_TAG.sub(" ", page[start:end]))


def _masked(page: str) -> str:
    """The page as compared letters at the same offsets, with everything that is not shown masked."""
    pieces: list[str] = []
    at = 0
    while at < len(page):
        opened = page.find("<", at)
        if opened < 0:
            opened = len(page)
        pieces.append(_text(page[at:opened]))
        at = _behind_markup(page, opened)
        pieces.append(_GONE * (at - opened) if at > opened + 1 else page[opened:at])
    return "".join(pieces)


def _behind_markup(page: str, opened: int) -> int:
    """Where what opens with the "<" at `opened` ends; a "<" that opens nothing is a letter."""
    if page.startswith("<!--", opened):
        closed = page.find("-->", opened)
        return closed + 3 if closed >= 0 else len(page)
    tag = _TAG.match(page, opened)
    if tag is None:
        return min(opened + 1, len(page))
    whole = _WHOLE.match(page, opened + 1)
    if whole:
        closed = _closing(page, tag.end(), whole[1].lower())
        return closed if closed >= 0 else len(page)
    return tag.end()


def _closing(page: str, at: int, name: str) -> int:
    """Offset of the closing tag of a script or style, in capitals or not; -1 where it is never closed."""
    closed = page.find(f"</{name}", at)
    shouted = page.find(f"</{name.upper()}", at, closed if closed >= 0 else len(page))
    return shouted if shouted >= 0 else closed


def _text(piece: str) -> str:
    """Text between tags as compared letters; an entity becomes its letter and masked places."""
    if "&" in piece:
        piece = _ENTITY.sub(_entity, piece)
    return piece.translate(_LETTERS)


def _entity(found: re.Match[str]) -> str:
    letter = html.unescape(found[0])[:1] or _GONE
    return letter + _GONE * (len(found[0]) - 1)
