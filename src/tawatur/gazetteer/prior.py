"""How sure a bare name is a place, from the frequency of its words in Arabic and the place's size."""

from __future__ import annotations

from functools import lru_cache

from tawatur.gazetteer.index import LIKELY, SURE, WEAK
from tawatur.gazetteer.names import key

COMMON = 4.0  # Zipf frequency (per thousand million words, log 10) from which a word is rather itself than a village
KNOWN = 3.3
GREAT, LARGE = 400_000, 40_000  # people


@lru_cache(maxsize=100_000)
def zipf(word: str) -> float:
    """Zipf frequency of a word in Arabic (wordfreq)."""
    from wordfreq import zipf_frequency  # a second to load, and needed only where a layer is built

    return float(zipf_frequency(word, "ar"))


def strength(name: str, population: int) -> int:
    """Strength of a name that nobody has judged: rare words and great places need no cue word."""
    words = name.split()
    frequency = max(zipf(words[0]), zipf(key(words[0]) or words[0])) if len(words) == 1 else min(map(zipf, words))
    letters = len(key(name))
    if letters <= 3 or (len(words) == 1 and frequency >= COMMON):
        return LIKELY if population >= GREAT and letters >= 3 else WEAK
    if population >= LARGE or (frequency < KNOWN and letters >= 5 and population > 0):
        return SURE if population >= LARGE else LIKELY
    return LIKELY if frequency < COMMON and letters >= 4 else WEAK
