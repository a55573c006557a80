"""What a word can be inside a noun phrase: a noun of a role, an adjective, a name, or a word that ends the phrase.

A word that stands in none of the lists (see word_lists.py) is judged by its shape. Each form is decided once.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from tawatur.dissect.word_lists import FREE_ENDS, HEADS, NAMES, PHRASES, Class, Entry, HeadNoun, Role, index
from tawatur.language.clitics import CLITICS, splits
from tawatur.language.nouns import lookup
from tawatur.records import Who


class Word(Struct, frozen=True, gc=False):
    """One word read for phrases: `base` is the word without what is written onto its front (`skip` folded letters)."""

    cls: Class
    base: str
    skip: int = 0
    conjunction: str = ""
    preposition: str = ""
    article: bool = False
    noun: HeadNoun | None = None
    nation: str = ""
    owned: bool = False  # a pronoun is written onto it: its phrase is definite and closed
    free: bool = False  # ends in the noon of dual or plural: nothing can stand in the genitive behind it
    links: tuple[str, ...] = ()  # prepositions that a participle may take
    adjective: bool = False  # a noun that may also stand as an adjective


NO_WORD = Word("particle", "")  # stands where a token is no word
RELATIVES = frozenset(PHRASES.relatives)
OPENERS = frozenset(NAMES.openers)
DIVINE = frozenset(NAMES.allah)


@lru_cache(maxsize=100_000)
def word(form: str) -> Word:
    """The most likely reading of a folded word inside or around a noun phrase."""
    verb = None
    for split in splits(form):
        entry = _WORDS.get(split.rest)
        if entry is None or (entry.cls == "particle" and (split.article or split.preposition)):
            continue
        if entry.cls == "nation" and split.article:
            if not entry.adjective:
                continue
            entry = Entry("nisba", nation=entry.nation)
        if entry.cls == "verb" and (split.article or (split.preposition and split.preposition not in CLITICS.future)):
            continue
        if entry.cls == "verb" and form.startswith(CLITICS.article[0], split.skip) and verb is None:
            verb = _known(entry, split.rest, split.skip, (split.conjunction, split.preposition, False))
            continue  # rather a noun with its article
        return _known(entry, split.rest, split.skip, (split.conjunction, split.preposition, split.article))
    return _by_noun_list(form) or verb or _by_shape(form)


def _known(entry: Entry, rest: str, skip: int, front: tuple[str, str, bool]) -> Word:
    return Word(
        entry.cls,
        rest,
        skip,
        front[0],
        front[1],
        front[2] or (entry.cls == "nation" and rest.startswith(CLITICS.article[0])),
        entry.noun,
        entry.nation,
        entry.owned,
        _is_free(rest) and not entry.owned,
        entry.links,
        entry.adjective,
    )


def _is_free(rest: str) -> bool:
    return len(rest) > _LONG and rest[-2:] in FREE_ENDS


def _by_noun_list(form: str) -> Word | None:
    """A noun of ar/nouns.yml that ar/actor-nouns.yml does not hold."""
    noun = lookup(form)
    if noun is None or noun.kind not in _ROLE_OF or noun.family.weak:
        return None
    role, kind = _ROLE_OF[noun.kind]
    head = _head_of(f"noun-{noun.id}", role, kind, noun.who)
    base = form[noun.skip :]
    return Word(
        "noun",
        base,
        noun.skip,
        noun.conjunction,
        noun.preposition,
        noun.article,
        head,
        owned=bool(noun.pronoun),
        free=_is_free(base) and not noun.pronoun,
        adjective=noun.kind in ("person", "national"),
    )


@lru_cache(maxsize=4_000)
def _head_of(name: str, role: Role, kind: str, who: Who) -> HeadNoun:
    if role == "people" and who == "combatant":
        return HeadNoun(name, "member", "combatant", who)
    return HeadNoun(name, role, kind, who)


def _by_shape(form: str) -> Word:
    """A word of no list: an adjective, a verb or anything, by its endings and what is written onto its front."""
    for split in reversed(splits(form)):
        if split.article:
            rest = split.rest
            cls: Class = "adjective" if _looks_adjective(rest) else "unknown"
            return Word(cls, rest, split.skip, split.conjunction, split.preposition, True, free=_is_free(rest))
    if form[0] == _LAM and len(form) > _MASDAR - 1:
        return Word("unknown", form[1:], 1, preposition=_LAM)
    conjunction, rest = "", form
    if form[0] == CLITICS.conjunctions[0] and len(form) > _LONG:
        conjunction, rest = form[0], form[1:]
    if _looks_verb(rest):
        return Word("verb", rest, len(conjunction), conjunction)
    cls = "adjective" if rest.endswith(_NISBA_ENDS) and len(rest) > _LONG else "unknown"
    return Word(cls, rest, len(conjunction), conjunction, free=_is_free(rest))


def _looks_adjective(rest: str) -> bool:
    """A nisba or a participle by its letters; only trusted behind an article."""
    return (len(rest) > _SHORT and rest.endswith(_NISBA_ENDS)) or (rest[0] == _MEEM and len(rest) > _LONG)


def _looks_verb(rest: str) -> bool:
    """A past with the feminine ending, a plural past, or a present by its prefix."""
    if rest[-1] == _TEH and rest[-2:] != _FEMININE_PLURAL and len(rest) > _SHORT:
        return True
    if rest.endswith(_PLURAL_PAST) and len(rest) > _LONG:
        return True
    if rest[0] == _YEH and len(rest) > _SHORT:
        return True
    if rest[0] == _SEEN and len(rest) > _LONG and rest[1] in (_YEH, _TEH) and rest[-1] not in _NOUN_LAST:
        return True
    masdar = len(rest) == _MASDAR and rest[3] == _YEH
    plural = rest.endswith(_FEMININE_PLURAL)
    if rest[0] == _TEH and rest[-1] == _YEH and len(rest) == _LONG:
        return True
    return (
        rest[0] == _TEH and _SHORT < len(rest) < _MASDAR + 3 and rest[-1] not in _NOUN_LAST and not (masdar or plural)
    )


__all__ = ["DIVINE", "HEADS", "NO_WORD", "OPENERS", "PHRASES", "RELATIVES", "Word", "word"]
_SHORT, _LONG, _MASDAR = 3, 4, 5
_LAM = "\u0644"
_YEH, _TEH, _SEEN, _MEEM, _ALEF = "\u064a", "\u062a", "\u0633", "\u0645", "\u0627"
_FEMININE_PLURAL = _ALEF + _TEH
_PLURAL_PAST = "\u0648" + _ALEF
_NOUN_LAST = ("\u0647", "\u0621", _YEH, _ALEF)
_NISBA_ENDS = (
    _YEH,
    _YEH + "\u0647",
    _YEH + "\u0648\u0646",
    _YEH + _YEH + "\u0646",
    _YEH + _ALEF,
    _YEH + _FEMININE_PLURAL,
)
_ROLE_OF: dict[str, tuple[Role, str]] = {
    "person": ("people", "civilian"),
    "national": ("people", "civilian"),
    "people": ("people", "civilian"),
    "victim": ("victim", "unknown"),
    "group": ("other", "unknown"),
    "vehicle": ("thing", "object"),
    "vessel": ("thing", "object"),
    "aircraft": ("air", "unknown"),
    "weapon": ("thing", "object"),
    "munition": ("thing", "object"),
    "site": ("site", "site"),
}
_WORDS = index()
