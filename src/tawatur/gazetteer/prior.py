"""How sure a bare name is a place: from the frequency of the word in Arabic and from the size of the place."""

from __future__ import annotations

import importlib.metadata
from functools import lru_cache

import msgspec
from msgspec import Struct

from tawatur.gazetteer.names import key
from tawatur.gazetteer.paths import prepared_folder
from tawatur.gazetteer.prepared import read_prepared, write_prepared
from tawatur.language.letters import fold_word

SURE, LIKELY, WEAK = 3, 2, 1
COMMON = 3.9  # Zipf frequency (log 10 per thousand million words) from which a word is rather itself than a village
KNOWN = 3.3
EVERYDAY = 4.7  # from here not even a great city's name goes without a cue word
KEPT = 3.2  # rarer words are not kept
GREAT, LARGE = 400_000, 40_000  # people
WORDS = 120_000  # of wordfreq's list; what follows is rarer than KEPT


class Frequencies(Struct, frozen=True):
    """Zipf frequency times ten of folded words, as prepared from a version of wordfreq."""

    version: str
    tenths: dict[str, int]


@lru_cache(maxsize=1)
def frequencies() -> dict[str, int]:
    """Folded word → Zipf frequency times ten, for the words that are not rare; prepared on first use."""
    version, path = importlib.metadata.version("wordfreq"), prepared_folder() / "words.layer"
    prepared = read_prepared(path, Frequencies)
    if prepared is None or prepared.version != version:
        prepared = Frequencies(version, _count())
        write_prepared(path, msgspec.msgpack.encode(prepared))
    return prepared.tenths


def _count() -> dict[str, int]:
    """From wordfreq's list; spellings that fold to one word count together by the most frequent."""
    from wordfreq import top_n_list, zipf_frequency  # a second to load, and needed only here

    tenths: dict[str, int] = {}
    for word in top_n_list("ar", WORDS):
        folded, value = fold_word(word), round(10 * zipf_frequency(word, "ar"))
        if value >= 10 * KEPT and value > tenths.get(folded, 0):
            tenths[folded] = value
    return tenths


def zipf(form: str) -> float:
    """Zipf frequency of a folded word, 0 for a rare one."""
    return frequencies().get(form, 0) / 10


def strength(name: str, population: int) -> int:
    """Strength of a name that nobody has judged: rare words and great places need no cue word."""
    words = key(name).split()
    frequency = min(map(zipf, words), default=0.0)
    letters = sum(map(len, words))
    if len(words) == 1 and (frequency >= EVERYDAY or letters < 3):
        return WEAK
    if letters == 3 or (len(words) == 1 and frequency >= COMMON):
        return LIKELY if population >= GREAT else WEAK
    if population >= LARGE:
        return SURE
    return LIKELY if frequency < KNOWN else WEAK
