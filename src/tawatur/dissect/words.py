"""What a word can be inside a noun phrase: a noun of a role, an adjective, a name, or a word that ends the phrase.

The word lists are ar/phrases.yml, ar/actor-nouns.yml, ar/nations.yml and ar/given-names.yml; a word that stands in none of
them is judged by its shape. Everything is decided once a form and then looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tawatur.language.clitics import CLITICS, splits
from tawatur.language.forms import noun_forms, participle_forms, verb_forms
from tawatur.language.nouns import lookup
from tawatur.records import Who
from tawatur.reference import load_yaml

Role = Literal[
    "force", "air", "member", "side", "state", "org", "title", "source", "people", "thing", "site", "other", "victim"
]
Class = Literal["noun", "adjective", "linker", "nisba", "nation", "name", "particle", "verb", "quantifier", "unknown"]


class HeadNoun(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of ar/actor-nouns.yml."""

    id: str
    role: Role
    kind: str
    who: Who
    words: tuple[str, ...] = ()
    masculine: tuple[str, ...] = ()
    feminine: tuple[str, ...] = ()


class Nation(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of ar/nations.yml."""

    id: str
    names: tuple[str, ...]
    capitals: tuple[str, ...] = ()
    nisba: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()


class Names(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of ar/given-names.yml."""

    names: tuple[str, ...]
    openers: tuple[str, ...]
    allah: tuple[str, ...]


class PhraseWords(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of ar/phrases.yml."""

    particles: tuple[str, ...]
    partitive: tuple[str, ...]
    membership: tuple[str, ...]
    spoken_for: tuple[str, ...]
    pronoun_links: dict[str, tuple[str, ...]]
    trailing_quantifiers: tuple[str, ...]
    ranks: tuple[str, ...]
    relatives: tuple[str, ...]
    demonstratives: tuple[str, ...]
    quantifiers: tuple[str, ...]
    linkers: dict[str, tuple[str, ...]]
    adjectives: tuple[str, ...]
    verbs: tuple[str, ...]
    names_alike: tuple[str, ...]


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


class _Entry(Struct, frozen=True, gc=False):
    cls: Class
    noun: HeadNoun | None = None
    nation: str = ""
    owned: bool = False
    links: tuple[str, ...] = ()
    adjective: bool = False


NO_WORD = Word("particle", "")  # stands where a token is no word
PHRASES = load_yaml("ar/phrases.yml", PhraseWords)
HEADS = {row.id: row for row in load_yaml("ar/actor-nouns.yml", tuple[HeadNoun, ...])}
NATIONS = load_yaml("ar/nations.yml", tuple[Nation, ...])
NAMES = load_yaml("ar/given-names.yml", Names)
RELATIVES = frozenset(PHRASES.relatives)
OPENERS = frozenset(NAMES.openers)
DIVINE = frozenset(NAMES.allah)


@lru_cache(maxsize=100_000)
def word(form: str) -> Word:
    """The most likely reading of a folded word inside or around a noun phrase."""
    for split in splits(form):
        entry = _WORDS.get(split.rest)
        if entry is None or (entry.cls == "particle" and (split.article or split.preposition)):
            continue
        if entry.cls == "verb" and (split.article or (split.preposition and split.preposition not in CLITICS.future)):
            continue
        return _known(entry, split.rest, split.skip, (split.conjunction, split.preposition, split.article))
    return _by_noun_list(form) or _by_shape(form)


def _known(entry: _Entry, rest: str, skip: int, front: tuple[str, str, bool]) -> Word:
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
    return len(rest) > _LONG and rest[-2:] in _FREE_ENDS


def _by_noun_list(form: str) -> Word | None:
    """A noun of ar/nouns.yml that ar/actor-nouns.yml does not hold."""
    noun = lookup(form)
    if noun is None or noun.kind not in _ROLE_OF:
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
        adjective=noun.kind == "person",
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
    if rest[0] == _SEEN and len(rest) > _LONG and rest[1] in (_YEH, _TEH):
        return True
    masdar = len(rest) == _MASDAR and rest[3] == _YEH
    return rest[0] == _TEH and _SHORT < len(rest) < _MASDAR + 3 and rest[-1] not in _NOUN_LAST and not masdar


def _lemmas(lemma: str) -> Iterator[str]:
    """Gender and number forms of a person noun or adjective."""
    yield from (form.form for form in participle_forms(lemma, "noun"))
    if lemma.endswith(_YEH):
        yield from (lemma[:-1] + ending for ending in _FREE_ENDS)  # written with one yeh


def _head_forms(row: HeadNoun) -> Iterator[tuple[str, bool]]:
    """Written forms of a row's nouns, and whether a pronoun is written onto them."""
    for noun in row.words:
        yield noun, False
        if row.role not in ("title", "org", "source") and not (len(noun) > _LONG and noun[-2:] in _FREE_ENDS):
            yield from ((f.form, True) for f in noun_forms(noun) if f.pronoun)
    for lemma in (*row.masculine, *row.feminine):
        for form in _lemmas(lemma):
            yield form, False
            if form.endswith(_CONSTRUCT) and form != lemma:
                yield from ((form + pronoun, True) for pronoun in CLITICS.pronouns if len(pronoun) > 1)


def _index() -> dict[str, _Entry]:
    """All known words; a word of a narrower list wins over one of a wider list."""
    found: dict[str, _Entry] = {}
    heads = [(row, *forms) for row in HEADS.values() for forms in _head_forms(row)]
    adjectives = {form for lemma in PHRASES.adjectives for form in _lemmas(lemma)}
    for particle in (*PHRASES.particles, *PHRASES.relatives, *PHRASES.demonstratives):
        found.setdefault(particle, _Entry("particle"))
    for quantifier in PHRASES.quantifiers:
        found[quantifier] = _Entry("quantifier")
    for row in NATIONS:
        for name in (*row.names, *row.capitals):
            if " " not in name:
                found.setdefault(name, _Entry("nation", nation=row.id))
        for nisba in row.nisba:
            for form in _lemmas(nisba):
                found.setdefault(form, _Entry("nisba", nation=row.id))
        for plural in row.plural:
            found.setdefault(plural, _Entry("nisba", nation=row.id))
    for head, form, owned in heads:
        if not owned:
            found.setdefault(form, _Entry("noun", head, adjective=form in adjectives or form in head.masculine))
    _add_linkers(found)
    for form in adjectives:
        found.setdefault(form, _Entry("adjective"))
    for name in NAMES.names:
        found.setdefault(name, _Entry("name"))
    for name in PHRASES.names_alike:
        found.setdefault(name, _Entry("unknown"))
    for head, form, owned in heads:
        found.setdefault(form, _Entry("noun", head, owned=owned))
    for past in PHRASES.verbs:
        for form in verb_forms(past, _YEH + (past[1:] if past[0] == _ALEF else past)):
            found.setdefault(form.form, _Entry("verb"))
    return found


def _add_linkers(found: dict[str, _Entry]) -> None:
    """Participles with all the prepositions that they take."""
    links: dict[str, list[str]] = {}
    for preposition, lemmas in PHRASES.linkers.items():
        for lemma in lemmas:
            links.setdefault(lemma, []).append(preposition)
    for lemma, prepositions in links.items():
        for form in _lemmas(lemma):
            old = found.get(form)
            if old is not None and old.cls == "noun":
                found[form] = _Entry("noun", old.noun, links=tuple(prepositions), adjective=True)
            else:
                found[form] = _Entry("linker", links=tuple(prepositions))


_SHORT, _LONG, _MASDAR = 3, 4, 5
_YEH, _TEH, _SEEN, _MEEM, _ALEF = "\u064a", "\u062a", "\u0633", "\u0645", "\u0627"
_FEMININE_PLURAL = _ALEF + _TEH
_PLURAL_PAST = "\u0648" + _ALEF
_NOUN_LAST = ("\u0647", _YEH, _ALEF)
_FREE_ENDS = ("\u0648\u0646", _YEH + "\u0646", _ALEF + "\u0646")
_CONSTRUCT = ("\u0648", _YEH)
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
_WORDS = _index()
