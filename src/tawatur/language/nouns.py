"""Nouns for people and things that reports count or target: which family a word belongs to, in which number.

The families are rows of ar/nouns.yml; duals, sound plurals, feminines and case endings are formed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tawatur.language.clitics import CLITICS, Split, splits
from tawatur.language.forms import ENDINGS
from tawatur.records import Outcome, Who
from tawatur.reference import load_yaml

Kind = Literal[
    "person",
    "national",
    "people",
    "victim",
    "other",
    "group",
    "vehicle",
    "vessel",
    "aircraft",
    "weapon",
    "munition",
    "strike",
    "site",
    "thing",
]
Number = Literal["singular", "dual", "plural", "either"]
PEOPLE: frozenset[Kind] = frozenset({"person", "national", "people", "victim", "other"})


class Family(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of ar/nouns.yml."""

    id: str
    who: Who
    kind: Kind
    singular: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    bound: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    outcome: Outcome | None = None
    sound: bool = False
    feminine: bool = False
    weak: bool = False


class Noun(Struct, frozen=True, gc=False):
    """One way to read a word as a noun: its family, its number and what is written onto it.

    `number` is "either" for an ending that is dual or plural (yeh and noon). `construct`: the ending stands only before
    a genitive or a pronoun. `accusative`: it ends in the alef of the indefinite accusative, which is also the ending of
    a dual before a genitive. `skip`: folded letters before the noun (conjunction, preposition, article).
    """

    family: Family
    number: Number
    feminine: bool = False
    construct: bool = False
    accusative: bool = False
    article: bool = False
    conjunction: str = ""
    preposition: str = ""
    pronoun: str = ""
    skip: int = 0

    @property
    def id(self) -> str:
        """Id of the family."""
        return self.family.id

    @property
    def who(self) -> Who:
        """Whom the family counts as, by the codebook."""
        return self.family.who

    @property
    def kind(self) -> Kind:
        """What sort of thing the family names."""
        return self.family.kind


class _Entry(Struct, frozen=True, gc=False):
    """A written form without clitics."""

    family: Family
    number: Number
    feminine: bool = False
    construct: bool = False
    accusative: bool = False
    bound: bool = False  # stands only before a pronoun
    free: bool = False  # never stands before one


@lru_cache(maxsize=100_000)
def lookup(form: str, written: str = "") -> Noun | None:
    """The noun that a folded word is, clitics and pronouns allowed for; None where it is none.

    `written` is the word as it stands in the report: its last letter tells a feminine from a pronoun.
    """
    for split in splits(form):
        if not (noun := _direct(split)):
            noun = _with_pronoun(split)
            if noun and noun.pronoun == ENDINGS.feminine and written.endswith(_TEH_MARBUTA):
                noun = None
        elif written.endswith(_HEH) and noun.feminine and noun.kind == "person":
            noun = _with_pronoun(split) or noun
        if noun and split.preposition not in CLITICS.future:
            return noun
    return None


def _direct(split: Split) -> Noun | None:
    """The noun of a split without a pronoun."""
    entry = _FORMS.get(split.rest)
    if entry is None or entry.bound or (split.article and entry.construct):
        return None
    return _noun(entry, split, "")


def _with_pronoun(split: Split) -> Noun | None:
    """The noun of a split with a possessive pronoun behind it."""
    if split.article:
        return None
    for pronoun in ENDINGS.objects:
        if not split.rest.endswith(pronoun) or len(split.rest) - len(pronoun) < 2:
            continue
        for base in _before_pronoun(split.rest[: -len(pronoun)]):
            entry = _FORMS.get(base)
            if entry is not None and _takes_pronoun(entry):
                return _noun(entry, split, pronoun)
    return None


def _before_pronoun(base: str) -> Iterator[str]:
    """Forms that may be written as `base` before a pronoun."""
    if not base.endswith(ENDINGS.feminine):
        yield base
    if base.endswith(ENDINGS.feminine_bound):
        yield base[:-1] + ENDINGS.feminine
    if base[-2:] in _HAMZA_SEATS:
        yield base[:-1] + _HAMZA
    if base.endswith(ENDINGS.indefinite):
        yield base[:-1] + _YEH


def _takes_pronoun(entry: _Entry) -> bool:
    """Free endings with a noon do not stand before a pronoun, nor does an accusative alef, but for a dual of people."""
    if entry.construct or entry.bound:
        return True
    if entry.accusative:
        return entry.number == "singular" and entry.family.kind in PEOPLE
    return entry.number not in ("dual", "either") and not entry.free


def _noun(entry: _Entry, split: Split, pronoun: str) -> Noun:
    dual = pronoun and entry.accusative  # an accusative never stands before a pronoun, so its alef is the dual's
    return Noun(
        entry.family,
        "dual" if dual else entry.number,
        entry.feminine,
        entry.construct,
        entry.accusative and not dual,
        split.article,
        split.conjunction,
        split.preposition,
        pronoun,
        split.skip,
    )


def _written(family: Family) -> Iterator[tuple[str, _Entry]]:
    """The forms that the row itself gives."""
    for word in family.singular:
        yield word, _Entry(family, "singular", _is_feminine(family, word))
    for word in family.plural:
        yield word, _Entry(family, "plural")
    for word in family.bound:
        yield word, _Entry(family, "singular", bound=True)


def _formed(family: Family) -> Iterator[tuple[str, _Entry]]:
    """The forms that follow from the row."""
    for word in family.singular:
        if _is_feminine(family, word):
            yield from _feminine(family, word[:-1], plural=not family.plural)
            continue
        yield word + ENDINGS.indefinite, _Entry(family, "singular", accusative=True)
        if family.sound:
            yield from _sound(family, word)
        yield from _dual(family, word)
        if family.feminine:
            yield word + ENDINGS.feminine, _Entry(family, "singular", True)
            yield from _feminine(family, word, plural=True)
    for word in family.plural:
        yield word + ENDINGS.indefinite, _Entry(family, "plural", accusative=True)


def _is_feminine(family: Family, word: str) -> bool:
    """A last heh is a feminine's teh marbuta, but for words with a sound masculine plural."""
    return word.endswith(ENDINGS.feminine) and not family.sound


def _dual(family: Family, word: str) -> Iterator[tuple[str, _Entry]]:
    """Duals of a masculine noun; the one before a genitive in yeh only for people, as it looks like an adjective."""
    nominative, oblique = ENDINGS.dual
    yield word + nominative, _Entry(family, "dual")
    yield word + oblique, _Entry(family, "dual")
    if family.kind in PEOPLE:
        yield word + oblique[:-1], _Entry(family, "dual", construct=True)


def _sound(family: Family, word: str) -> Iterator[tuple[str, _Entry]]:
    """Sound masculine plurals; an adjective's second yeh is often left out."""
    nominative, oblique = ENDINGS.masculine_plural
    yield word + nominative, _Entry(family, "plural", free=True)
    yield word + nominative[:-1], _Entry(family, "plural", construct=True)
    yield word + oblique, _Entry(family, "either")
    yield word + oblique[:-1], _Entry(family, "plural", construct=True)
    if word.endswith(_YEH) and len(word) > _SHORT:
        yield word[:-1] + oblique, _Entry(family, "either")


def _feminine(family: Family, stem: str, *, plural: bool) -> Iterator[tuple[str, _Entry]]:
    """Dual and plural of a feminine noun without its last letter."""
    for ending in ENDINGS.dual:
        dual = stem + ENDINGS.feminine_bound + ending
        yield dual, _Entry(family, "dual", True)
        yield dual[:-1], _Entry(family, "dual", True, construct=True)
    if plural:
        yield stem + ENDINGS.feminine_plural, _Entry(family, "plural", True)


def _index() -> dict[str, _Entry]:
    """All forms; a form written in a row wins over a formed one, then the earlier row."""
    found: dict[str, _Entry] = {}
    for forms_of in (_written, _formed):
        for family in FAMILIES.values():
            for word, entry in forms_of(family):
                if word not in family.never:
                    found.setdefault(word, entry)
    return found


_SHORT = 3  # a three-letter nisba would lose too much of itself
_HEH, _TEH_MARBUTA, _HAMZA, _YEH, _WAW = "\u0647", "\u0629", "\u0621", "\u064a", "\u0648"
_HAMZA_SEATS = (ENDINGS.indefinite + _YEH, ENDINGS.indefinite + _WAW)
FAMILIES: dict[str, Family] = {row.id: row for row in load_yaml("ar/nouns.yml", tuple[Family, ...])}
_FORMS = _index()
