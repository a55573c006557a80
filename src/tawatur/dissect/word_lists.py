"""The word lists of noun phrases (ar/phrases, actor-nouns, nations, given-names.yml) as one table of forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from tawatur.language.clitics import CLITICS
from tawatur.language.forms import noun_forms, participle_forms, verb_forms
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
    multitudes: tuple[str, ...]
    ranks: tuple[str, ...]
    person_takers: tuple[str, ...]
    preposition_or_name: tuple[str, ...]
    place_prepositions: tuple[str, ...]
    place_nouns: tuple[str, ...]
    offices: tuple[str, ...]
    fronts: tuple[str, ...]
    idioms: dict[str, tuple[str, ...]]
    not_names: tuple[str, ...]
    relatives: tuple[str, ...]
    demonstratives: tuple[str, ...]
    quantifiers: tuple[str, ...]
    linkers: dict[str, tuple[str, ...]]
    adjectives: tuple[str, ...]
    verbs: tuple[str, ...]
    names_alike: tuple[str, ...]


class Entry(Struct, frozen=True, gc=False):
    """What a form is by the lists."""

    cls: Class
    noun: HeadNoun | None = None
    nation: str = ""
    owned: bool = False
    links: tuple[str, ...] = ()
    adjective: bool = False


PHRASES = load_yaml("ar/phrases.yml", PhraseWords)
HEADS = {row.id: row for row in load_yaml("ar/actor-nouns.yml", tuple[HeadNoun, ...])}
NATIONS = load_yaml("ar/nations.yml", tuple[Nation, ...])
NAMES = load_yaml("ar/given-names.yml", Names)


def _lemmas(lemma: str) -> Iterator[str]:
    """Gender and number forms of a person noun or adjective."""
    yield from (form.form for form in participle_forms(lemma, "noun"))
    if lemma.endswith(_YEH):
        yield from (lemma[:-1] + ending for ending in FREE_ENDS)  # written with one yeh


def _head_forms(row: HeadNoun) -> Iterator[tuple[str, bool]]:
    """Written forms of a row's nouns, and whether a pronoun is written onto them."""
    for noun in row.words:
        yield noun, False
        if row.role not in ("title", "org", "source") and not (len(noun) > _LONG and noun[-2:] in FREE_ENDS):
            yield from ((f.form, True) for f in noun_forms(noun) if f.pronoun)
    for lemma in (*row.masculine, *row.feminine):
        for form in _lemmas(lemma):
            yield form, False
            if form.endswith(_CONSTRUCT) and form != lemma:
                yield from ((form + pronoun, True) for pronoun in CLITICS.pronouns if len(pronoun) > 1)


def index() -> dict[str, Entry]:
    """All known words; a word of a narrower list wins over one of a wider list."""
    found: dict[str, Entry] = {}
    heads = [(row, *forms) for row in HEADS.values() for forms in _head_forms(row)]
    adjectives = {form for lemma in PHRASES.adjectives for form in _lemmas(lemma)}
    for particle in (*PHRASES.particles, *PHRASES.relatives, *PHRASES.demonstratives):
        found.setdefault(particle, Entry("particle"))
    found.update(dict.fromkeys(PHRASES.quantifiers, Entry("quantifier")))
    _add_nations(found)
    for head, form, owned in heads:
        if not owned:
            found.setdefault(form, Entry("noun", head, adjective=form in adjectives or form in head.masculine))
    _add_linkers(found)
    for form in sorted(adjectives):
        found.setdefault(form, Entry("adjective"))
    for name in NAMES.names:
        found.setdefault(name, Entry("name"))
    for name in PHRASES.names_alike:
        found.setdefault(name, Entry("unknown"))
    for head, form, owned in heads:
        found.setdefault(form, Entry("noun", head, owned=owned))
    for past in PHRASES.verbs:
        for verb in verb_forms(past, _YEH + (past[1:] if past[0] == _ALEF else past)):
            found.setdefault(verb.form, Entry("verb"))
    return found


def _add_nations(found: dict[str, Entry]) -> None:
    """Names of countries and capitals of one word, and the adjectives of nations."""
    for row in NATIONS:
        for name in (*row.names, *row.capitals):
            if " " not in name:
                found.setdefault(name, Entry("nation", nation=row.id))
        for form in (*(form for nisba in row.nisba for form in _lemmas(nisba)), *row.plural):
            old = found.get(form)
            found[form] = old or Entry("nisba", nation=row.id)
            if old is not None and old.cls == "nation":
                found[form] = Entry("nation", nation=row.id, adjective=True)  # "Syria" is written as "Syrian" is


def _add_linkers(found: dict[str, Entry]) -> None:
    """Participles with all the prepositions that they take."""
    links: dict[str, list[str]] = {}
    for preposition, lemmas in PHRASES.linkers.items():
        for lemma in lemmas:
            links.setdefault(lemma, []).append(preposition)
    for lemma, prepositions in links.items():
        for form in _lemmas(lemma):
            old = found.get(form)
            if old is not None and old.cls == "noun":
                found[form] = Entry("noun", old.noun, links=tuple(prepositions), adjective=True)
            else:
                found[form] = Entry("linker", links=tuple(prepositions))


_LONG = 4
_YEH, _ALEF = "\u064a", "\u0627"
FREE_ENDS = ("\u0648\u0646", _YEH + "\u0646", _ALEF + "\u0646")
_CONSTRUCT = ("\u0648", _YEH)
