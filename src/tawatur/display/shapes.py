"""Joined letter shapes for terminals that show each Arabic letter alone; the table is Unicode's own."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from msgspec import Struct

_FORMS = {"<isolated>": 0, "<final>": 1, "<initial>": 2, "<medial>": 3}
_BLOCKS = (range(0xFB50, 0xFDFF), range(0xFE70, 0xFEFF))
_TATWEEL = "\u0640"
_LAM = "\u0644"
_ALEFS = "\u0622\u0623\u0625\u0627"


class Shapes(Struct, frozen=True):
    """Shape by letter (or letter pair) and position; "" where the letter has none."""

    single: dict[str, tuple[str, str, str, str]]
    lam_alef: dict[str, tuple[str, str, str, str]]


def shaped(text: str) -> list[tuple[str, int]]:
    """Clusters of a text in logical order, each with the offset of its first character in the text.

    A cluster is a letter in its joined shape (lam and alef as one) with the marks that stand on it, or another
    character.
    """
    letters = _clusters(text)
    found: list[tuple[str, int]] = []
    i = 0
    while i < len(letters):
        base, marks, at = letters[i]
        before = i > 0 and _joins_left(letters[i - 1][0])
        pair = base + letters[i + 1][0] if base == _LAM and i + 1 < len(letters) else ""
        if pair in _shapes().lam_alef:
            found.append((_shapes().lam_alef[pair][before] + marks + letters[i + 1][1], at))
            i += 2
            continue
        after = i + 1 < len(letters) and _joins_left(base) and _joins_right(letters[i + 1][0])
        found.append((_shape(base, before, after) + marks, at))
        i += 1
    return found


def _clusters(text: str) -> list[tuple[str, str, int]]:
    """Base, its marks, offset."""
    found: list[tuple[str, str, int]] = []
    for at, char in enumerate(text):
        if found and unicodedata.category(char) == "Mn":
            base, marks, start = found[-1]
            found[-1] = (base, marks + char, start)
        else:
            found.append((char, "", at))
    return found


def _shape(base: str, before: bool, after: bool) -> str:
    forms = _shapes().single.get(base)
    if forms is None:
        return base
    before = before and bool(forms[1])
    return forms[before + 2 * (after and bool(forms[2]))] or base


def _joins_left(char: str) -> bool:
    """Does the letter join the one behind it (to its left)?"""
    forms = _shapes().single.get(char)
    return char == _TATWEEL or (forms is not None and bool(forms[2]))


def _joins_right(char: str) -> bool:
    """Does the letter join the one before it (to its right)?"""
    forms = _shapes().single.get(char)
    return char == _TATWEEL or (forms is not None and bool(forms[1]))


@lru_cache(maxsize=1)
def _shapes() -> Shapes:
    tables: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
    for block in _BLOCKS:
        for code in block:
            form, *letters = unicodedata.decomposition(chr(code)).split() or [""]
            word = "".join(chr(int(letter, 16)) for letter in letters)
            is_pair = len(word) == 2 and word[0] == _LAM and word[1] in _ALEFS
            if form in _FORMS and (len(word) == 1 or is_pair):
                tables[is_pair].setdefault(word, ["", "", "", ""])[_FORMS[form]] = chr(code)
    single, pairs = ({word: (a, b, c, d) for word, (a, b, c, d) in table.items()} for table in tables)
    return Shapes(single, pairs)
