"""Kinds of sensitive sites in words and in the gazetteer's kinds; the words are rows of release/sites.yml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from tawatur.language.clitics import splits
from tawatur.language.letters import fold_word
from tawatur.reference import load_yaml

_WORD = re.compile(r"\w+")


class Site(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of sites.yml."""

    id: str
    kinds: tuple[str, ...]
    words: tuple[str, ...]


def sites_in(texts: Iterable[str], kind: str = "") -> frozenset[str]:
    """Ids of the kinds of sites that these words, or this kind of place, speak of."""
    found = {site for text in texts for site in _in_words(text)}
    return frozenset(found | {row.id for row in _rows() if kind in row.kinds})


@lru_cache(maxsize=50_000)
def _in_words(text: str) -> frozenset[str]:
    words = [_forms(fold_word(word)) for word in _WORD.findall(text)]
    return frozenset(
        site
        for start in range(len(words))
        for first in words[start]
        for phrase, site in _phrases().get(first, ())
        if len(phrase) <= len(words) - start and all(word in words[start + n] for n, word in enumerate(phrase))
    )


@lru_cache(maxsize=50_000)
def _forms(word: str) -> frozenset[str]:
    """A folded word in all ways to read its front, with and without the alef of tanwin."""
    rests = {split.rest for split in splits(word)}
    return frozenset(rests | {rest[:-1] for rest in rests if rest.endswith(_TANWIN) and len(rest) > 3})


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Phrases by their first word."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in _rows():
        for phrase in row.words:
            words = tuple(fold_word(word) for word in phrase.split())
            found.setdefault(words[0], []).append((words, row.id))
    return found


@lru_cache(maxsize=1)
def _rows() -> tuple[Site, ...]:
    return tuple(load_yaml("release/sites.yml", list[Site]))


_TANWIN = fold_word("\u0627")
