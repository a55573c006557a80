"""Event rules as data: loads ar/events/*.yml and ar/means.yml and indexes every written form of their words."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from tawatur.language.clitics import CLITICS, Split, splits
from tawatur.language.forms import ENDINGS, Form, noun_forms, participle_forms, passive_of, verb_forms
from tawatur.reference import DataError, load_yaml, pack_path


class Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One lemma that starts a rule; `then` must follow within `gap` tokens."""

    verb: str = ""  # "past present", third person masculine
    passive: str = ""  # the same for a passive written differently, where it cannot be derived
    masdar: str = ""  # "singular plural …"
    active: str = ""  # active participle
    patient: str = ""  # passive participle
    noun: str = ""  # "singular plural …"
    then: list[str] = []
    gap: int | None = None
    needs: list[str] = []
    also: list[str] = []  # other types that it may turn out to be
    weak: bool = False
    strict: bool = False  # see Rule

    @property
    def lemma(self) -> str:
        """The word's dictionary form."""
        return (self.verb or self.masdar or self.noun or self.active or self.patient).split()[0]


class Turn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another type that the event takes where a family of words stands near; type "" drops it."""

    type: str
    near: list[str] = []
    before: list[str] = []
    only: list[str] = []


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What starts an event of a type, and what else must stand near.

    A word of which a condition fails is kept for `why-not` and for the weighing; one of a strict rule is not: it is too
    common to be looked at elsewhere.
    """

    id: str
    words: list[Word]
    why: str
    then: list[str] = []
    gap: int = 1
    becomes: list[Turn] = []
    needs: list[str] = []
    unless: list[str] = []
    unless_forms: list[str] = []
    also: list[str] = []  # other types that the event may turn out to be
    strict: bool = False
    outcome: str = ""
    status: str = ""
    weak: bool = False


class RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file an event type."""

    type: str
    rules: list[Rule]


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A written form that can start a rule."""

    type: str
    rule: Rule
    word: Word
    form: Form
    lemma: str  # of the word


MEANS: dict[str, frozenset[str]] = {
    name: frozenset(words)
    for file in ("ar/means.yml", "ar/context.yml")
    for name, words in load_yaml(file, dict[str, list[str]]).items()
}


@lru_cache(maxsize=200_000)
def keys(form: str) -> frozenset[str]:
    """The ways to read a folded word without its clitics."""
    return frozenset(split.rest for split in splits(form))


@lru_cache(maxsize=200_000)
def families(form: str) -> frozenset[str]:
    """The families of ar/means.yml that a folded word belongs to."""
    return frozenset(name for name, words in MEANS.items() if keys(form) & words)


@lru_cache(maxsize=200_000)
def bare(form: str) -> str:
    """A folded word without all the clitics that it can lose."""
    return splits(form)[-1].rest


@lru_cache(maxsize=200_000)
def entries(form: str) -> tuple[tuple[Split, Entry], ...]:
    """The rules that a folded word can start, with the clitics that were taken off; the longest word first."""
    found = []
    for split in splits(form):
        for entry in _INDEX.get(split.rest, ()):
            if _fits(split, entry.form):
                found.append((split, entry))
    return tuple(found)


def rules() -> tuple[tuple[str, Rule], ...]:
    """All rules with the type of their file."""
    return _RULES


def _fits(split: Split, form: Form) -> bool:
    """A verb takes no article; in the present it takes the future's letter, "so that", and the dialects' prefix; a noun
    takes no future."""
    if form.part.endswith("present"):
        return not split.article and split.preposition in _BEFORE_PRESENT
    if form.part.endswith("past"):
        return not split.article and not split.preposition
    return split.preposition not in _FUTURE and not (split.article and form.pronoun)


def _load() -> tuple[tuple[str, Rule], ...]:
    found: list[tuple[str, Rule]] = []
    for path in sorted(pack_path("ar/events").glob("*.yml")):
        if path.name.endswith(".examples.yml"):
            continue
        file = load_yaml(path, RuleFile)
        for rule in file.rules:
            unknown = {f for turn in rule.becomes for f in turn.near} | set(rule.needs) | set(rule.unless)
            unknown = {f for f in unknown if f not in MEANS}
            if unknown:
                raise DataError(
                    f"{path.name}: rule {rule.id} names unknown word families {sorted(unknown)}; add them to means.yml"
                )
            found.append((file.type, rule))
    return tuple(found)


def _forms(word: Word) -> list[Form]:
    """All written forms of one lemma."""
    found: list[Form] = []
    if word.verb:
        past, present = word.verb.split()
        found += verb_forms(past, present)
        if not word.passive and (passive := passive_of(past, present)):
            found += verb_forms(*passive, "passive_")
    if word.passive:
        past, present = word.passive.split()
        found += verb_forms(past, present, "passive_")
    for names, part in ((word.masdar, "masdar"), (word.noun, "noun")):
        if names:
            singular, *plurals = names.split()
            found += noun_forms(singular, tuple(plurals), part)
    for name, part in ((word.active, "active"), (word.patient, "patient")):
        if name:
            found += participle_forms(name, part)
    return found


def _index(loaded: tuple[tuple[str, Rule], ...]) -> dict[str, list[Entry]]:
    index: dict[str, list[Entry]] = {}
    for type_, rule in loaded:
        for word in rule.words:
            for form in _forms(word):
                here = index.setdefault(form.form, [])
                if not any(e.rule is rule and e.word is word and e.form.part == form.part for e in here):
                    here.append(Entry(type_, rule, word, form, word.lemma))
    return index


_FUTURE = tuple(CLITICS.future)
_BEFORE_PRESENT = ("", *_FUTURE, *ENDINGS.before_present)
_RULES = _load()
_INDEX = _index(_RULES)
