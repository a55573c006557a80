"""Words around place names, loaded from the language pack: cue words, directions, units named after places."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from tawatur.language.clitics import CLITICS, Split, splits
from tawatur.reference import load_yaml


class Cue(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of ar/place-cues.yml."""

    id: str
    forms: tuple[str, ...]
    kind: str
    many: tuple[str, ...] = ()
    keep: bool = False  # the word is part of the name
    unknown: bool = False  # a name that no gazetteer has is still a place after it
    area: bool = False  # it says that the place contains others
    loose: bool = False  # it also stands before other things


class Words(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of ar/place-words.yml, see the remarks there."""

    directions: frozenset[str]
    direction_adjectives: frozenset[str]
    around: frozenset[str]
    name_heads: frozenset[str]
    name_adjectives: frozenset[str]
    units: frozenset[str]
    person_titles: frozenset[str]
    prepositions: frozenset[str]
    containers: frozenset[str]
    not_names: frozenset[str]
    before_places: frozenset[str]
    locatives: frozenset[str]
    grounds: frozenset[str]
    alone: frozenset[str]
    offices: frozenset[str]
    ways: frozenset[str]
    not_grounds: frozenset[str]
    distance_units: frozenset[str]
    adjective_ends: tuple[str, ...]
    bearings: dict[str, int]
    roles: dict[str, frozenset[str]]


class Names(Struct, frozen=True):
    """The part of ar/given-names.yml that is needed here."""

    names: frozenset[str]
    openers: frozenset[str]


class FoundCue(Struct, frozen=True):
    """A cue word as it stands in the report; `form[skip:]` is the word itself."""

    cue: Cue
    many: bool
    skip: int
    article: bool
    conjunction: str
    preposition: str


CUES: dict[str, tuple[Cue, bool]] = {}
for _cue in load_yaml("ar/place-cues.yml", list[Cue]):
    CUES.update({form: (_cue, False) for form in _cue.forms})
    CUES.update({form: (_cue, True) for form in _cue.many})
WORDS = load_yaml("ar/place-words.yml", Words)
GIVEN = load_yaml("ar/given-names.yml", Names)


@lru_cache(maxsize=100_000)
def cue_of(form: str) -> FoundCue | None:
    """The cue word that a folded word is, clitics allowed for."""
    for split in splits(form):
        entry = CUES.get(split.rest)
        if entry and split.preposition not in CLITICS.future:
            return FoundCue(*entry, split.skip, split.article, split.conjunction, split.preposition)
    return None


@lru_cache(maxsize=100_000)
def bare(form: str, words: frozenset[str]) -> Split | None:
    """The split whose rest is one of the words (without an article), None where there is none."""
    return next((s for s in splits(form) if s.rest in words and not s.article), None)


@lru_cache(maxsize=100_000)
def direction_of(form: str) -> Split | None:
    """The split of a word that says «north of», «around»."""
    return bare(form, WORDS.directions) or bare(form, WORDS.around)
