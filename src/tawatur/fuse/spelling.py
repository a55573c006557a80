"""Names as they are compared: folded, without article, generic words and the letters that spellings disagree on."""

from __future__ import annotations

import re
from functools import lru_cache

from tawatur.fuse.settings import linking
from tawatur.language.clitics import CLITICS
from tawatur.language.letters import fold_word

SHORTEST = 3  # letters: a shorter skeleton tells nothing apart


def fold_text(text: str) -> str:
    """A text folded word by word."""
    return " ".join(fold_word(word) for word in text.split())


@lru_cache(maxsize=100_000)
def bare(name: str) -> str:
    """A folded name without its article."""
    folded = fold_text(name)
    return next((folded.removeprefix(a) for a in CLITICS.article if folded.startswith(a) and len(folded) > 4), folded)


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """A folded word without weak letters, so that spellings of one foreign name meet; the word itself if too short."""
    strong = "".join(letter for letter in word if letter not in linking().weak_letters)
    return strong if len(strong) >= SHORTEST else word


@lru_cache(maxsize=100_000)
def sound(skeleton_: str) -> str:
    """A skeleton with one letter for each group of letters that reports write one foreign sound with."""
    return skeleton_.translate(_sounds()) if len(skeleton_) >= SHORTEST else skeleton_


@lru_cache(maxsize=1)
def _sounds() -> dict[int, str]:
    return {ord(letter): group[0] for group in linking().foreign_sounds for letter in group}


@lru_cache(maxsize=100_000)
def name_words(*names: str) -> frozenset[str]:
    """Skeletons of the words of a place's names that tell places apart: no "city of"."""
    words = {bare(word) for name in names for word in re.findall(r"\w+", fold_text(name))}
    return frozenset(map(skeleton, words - _generic() - {""} or words))


@lru_cache(maxsize=100_000)
def own_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are spelt, in order and without article, but for those such as "city of"."""
    words = [bare(word) for word in re.findall(r"\w+", fold_text(name))]
    return tuple(word for word in words if word not in _generic()) or tuple(words)


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset(bare(w) for w in linking().place_words)
