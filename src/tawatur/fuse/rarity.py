"""Rare words of a passage: names of small places, of people, of units. Two passages that share some tell of one thing.

Rare is what is not among the 56,000 commonest Arabic forms (wordfreq's small list): a fixed list, so that what counts
as rare does not change with the reports that were read.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tawatur.fuse.spelling import skeleton
from tawatur.language.clitics import splits
from tawatur.language.letters import fold_word

SHORTEST = 4  # letters: shorter ones are mostly misread


def rare_words(forms: Iterable[str]) -> frozenset[str]:
    """All ways to read the rare words among folded forms, with and without the one-letter words before them."""
    return frozenset(rest for form in forms for rest in _rare(form))


def shared_words(a: frozenset[str], b: frozenset[str]) -> frozenset[str]:
    """Rare words that two passages share, one reading each."""
    both = a & b
    return frozenset(w for w in both if not any(v != w and v.endswith(w) for v in both))


@lru_cache(maxsize=200_000)
def is_telling(word: str) -> bool:
    """Whether no common word is written like this one, weak letters left out."""
    return word not in _common_skeletons()


@lru_cache(maxsize=200_000)
def _rare(form: str) -> tuple[str, ...]:
    if len(form) < SHORTEST or form.isdigit():
        return ()
    rests = [split.rest for split in splits(form)]
    if any(rest in _common() for rest in rests):
        return ()
    return tuple(skeleton(rest) for rest in rests if len(rest) >= SHORTEST)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    from wordfreq import get_frequency_dict  # half a second to load, and needed only where claims are linked

    return frozenset(map(fold_word, get_frequency_dict("ar", wordlist="small")))


@lru_cache(maxsize=1)
def _common_skeletons() -> frozenset[str]:
    return frozenset(map(skeleton, _common()))
