"""Folding of Arabic letters for comparison, with a map back to the letters as written.

Drops tashkeel, tatweel, zero-width and bidi marks; writes presentation forms as plain letters; one alef, one yeh,
ه for ة, the hamza's seat for ؤ and ئ; Western digits. Which letters fold to which is `reference/ar/letters.yml`.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from msgspec import Struct

from tawatur.reference import load_letters


class Folded(Struct, frozen=True):
    """Folded text and, for each of its characters, the offset of the original character it comes from.

    `offsets` has one item more than `text`: the length of the original.
    """

    text: str
    offsets: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of `text[start:end]` in the original, trailing marks of its last letter included."""
        return self.offsets[start], self.offsets[end] if end < len(self.text) else self.offsets[-1]


@lru_cache(maxsize=200_000)
def fold_char(char: str) -> str:
    """One character folded: "", one letter, or several for a ligature."""
    return "".join(_TABLE.get(c, c) for c in unicodedata.normalize("NFKC", char) if c not in _DROPPED)


def fold(text: str) -> Folded:
    """Fold a text; idempotent."""
    pieces: list[str] = []
    offsets: list[int] = []
    for i, char in enumerate(text):
        folded = fold_char(char)
        pieces.append(folded)
        offsets.extend([i] * len(folded))
    offsets.append(len(text))
    return Folded("".join(pieces), tuple(offsets))


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """A word folded, without offsets (cached: reports repeat their words)."""
    return "".join(map(fold_char, word))


def cut(word: str, length: int) -> int:
    """Number of characters of `word` as written that carry its first `length` folded letters and their marks."""
    seen = 0
    for i, char in enumerate(word):
        if seen >= length and fold_char(char):
            return i
        seen += len(fold_char(char))
    return len(word)


_LETTERS = load_letters()
_DROPPED = frozenset(_LETTERS.dropped)
_TABLE = {letter: row.to for row in _LETTERS.folds for letter in row.letters}
