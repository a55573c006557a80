"""Do two phrases name the same thing? Letters, articles and sentence ends as in `reference/scoring.yml`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from tawatur.reference import load_yaml


def same_text(a: str, b: str) -> bool:
    """Do two phrases share at least half of their words?"""
    x, y = _stems(a), _stems(b)
    shared = sum((x & y).values())
    return bool(shared) and 2 * shared >= 0.5 * (sum(x.values()) + sum(y.values()))


def sentence_of(text: str, offset: int) -> tuple[int, int]:
    """Start and end of the sentence that holds an offset."""
    for start, end, behind in _sentences(text):
        if behind > offset:
            return start, end
    return 0, len(text)


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[tuple[int, int, int], ...]:
    """Start, end, and start of the next sentence, of each sentence."""

    def parts() -> Iterator[tuple[int, int, int]]:
        start = 0
        for mark in _ENDS.finditer(text):
            yield start, mark.start(), mark.end()
            start = mark.end()
        yield start, len(text), len(text) + 1

    return tuple(parts())


@lru_cache(maxsize=100_000)
def _stems(text: str) -> Counter[str]:
    plain = _EDGE.sub("", _DROPPED.sub("", text).translate(_FOLDS))
    return Counter(_ARTICLE.sub("", word) if len(word) > _SHORT else word for word in re.findall(r"\w+", plain))


class _Fold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    letters: str
    to: str


class _Comparison(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    dropped: str
    folds: tuple[_Fold, ...]
    article: str
    sentence_ends: str


_SHORT = 4
_DATA = load_yaml("scoring.yml", _Comparison)
_DROPPED = re.compile(f"[{_DATA.dropped}]")
_FOLDS = str.maketrans({letter: row.to for row in _DATA.folds for letter in row.letters})
_ARTICLE = re.compile(f"^(?:{_DATA.article})")
_ENDS = re.compile(f"[{re.escape(_DATA.sentence_ends)}]+")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
