"""The words of time expressions: what each word of a text may be, by ar/months.yml and dates.yml."""

from __future__ import annotations

from datetime import date as Day
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tawatur.language.clitics import CLITICS, splits
from tawatur.language.letters import fold_word
from tawatur.language.number_words import read_value
from tawatur.records import NumberMention, Token
from tawatur.reference import load_yaml

Words = tuple[str, ...]


class Month(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of ar/months.yml. `ambiguous`: also another word; `madda`: told apart by its first letter as written."""

    id: str
    month: int
    family: Literal["levant", "gulf", "maghreb", "hijri"]
    names: Words
    ambiguous: bool = False
    madda: bool = False
    after: Words = ()


class Relative(Struct, frozen=True, forbid_unknown_fields=True):
    """Words for a day seen from the day of publication."""

    id: str
    words: Words
    days: int


class NotRelative(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that are no relative day behind or before certain others."""

    words: Words
    before: Words
    after: Words


class Named(Struct, frozen=True, forbid_unknown_fields=True):
    """Words for one thing."""

    id: str
    words: Words


class Season(Struct, frozen=True, forbid_unknown_fields=True):
    """A season and its first and last month."""

    id: str
    words: Words
    months: tuple[int, int]


class Unit(Struct, frozen=True, forbid_unknown_fields=True):
    """A unit of time in its three numbers."""

    id: str
    singular: Words
    dual: Words
    plural: Words


class Feast(Struct, frozen=True, forbid_unknown_fields=True):
    """A feast and the day of its calendar that it begins on; it lasts `days`."""

    id: str
    words: Words
    month: int
    day: int
    days: int = 1
    hijri: bool = True


class DateData(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of ar/dates.yml."""

    weekdays: dict[int, Words]
    relative: tuple[Relative, ...]
    not_relative: tuple[NotRelative, ...]
    parts: tuple[Named, ...]
    qualifiers: dict[str, Words]
    units: tuple[Unit, ...]
    anchors: tuple[Named, ...]
    seasons: tuple[Season, ...]
    feasts: tuple[Feast, ...]
    eras: dict[str, Words]
    lists: dict[str, Words]


class Entry(Struct, frozen=True, gc=False):
    """What a word, with the words `rest` behind it, may be: `value` is a weekday, month, number of days or units."""

    kind: str
    id: str
    value: int = 0
    rest: Words = ()
    month: Month | None = None
    article: bool = False


class Hit(Struct, frozen=True, gc=False):
    """An entry found in the text up to token `after` (exclusive); `skip` letters of its first token are clitics."""

    entry: Entry
    after: int
    skip: int = 0
    conjunction: str = ""
    preposition: str = ""


Kinds = dict[str, tuple[Hit, ...]]


class Line:
    """A text under reading: its tokens, what each may be, its numbers, and the day of publication."""

    __slots__ = ("entries", "numbers", "published", "tokens")

    def __init__(self, tokens: tuple[Token, ...], numbers: tuple[NumberMention, ...], published: Day | None) -> None:
        self.tokens = tokens
        self.published = published
        self.entries = [known(token.form) if token.kind == "word" else _NONE for token in tokens]
        self.numbers = {number.first: number for number in numbers}

    def form(self, i: int) -> str:
        """Folded form at a position, "" outside the text."""
        return self.tokens[i].form if 0 <= i < len(self.tokens) else ""

    def hit(self, i: int, *kinds: str) -> Hit | None:
        """The longest entry of the first of these kinds that stands at token i."""
        if not 0 <= i < len(self.entries) or not (entries := self.entries[i]):
            return None
        for kind in kinds:
            for found in entries.get(kind, ()):
                rest = found.entry.rest
                if not rest or self._follows(rest, i + 1):
                    return Hit(found.entry, i + 1 + len(rest), found.skip, found.conjunction, found.preposition)
        return None

    def _follows(self, rest: Words, i: int) -> bool:
        return all(self.form(i + k) == word for k, word in enumerate(rest))

    def skip(self, i: int, *kinds: str) -> int:
        """Position behind a word of one of these kinds at i, else i itself."""
        found = self.hit(i, *kinds)
        return found.after if found else i

    def digits(self, i: int) -> int | None:
        """The whole number in digits at i, None where there is none or it is joined to more by stroke or colon."""
        if 0 <= i < len(self.tokens) and self.tokens[i].kind == "number" and self.form(i).isdecimal():
            return int(self.form(i)) if len(self.form(i)) <= _LONGEST else None
        return None

    def glued(self, i: int) -> bool:
        """Whether no space stands between token i and the one before."""
        return 0 < i < len(self.tokens) and self.tokens[i - 1].end == self.tokens[i].start

    def count(self, i: int) -> tuple[int, int] | None:
        """A whole number in digits or words at i and the position behind it; a lone article before it is skipped."""
        at = i + 1 if self.form(i) == ARTICLE else i
        if at >= len(self.tokens) or self.tokens[at].kind not in ("number", "word"):
            return None
        mention = self.numbers.get(at)
        if mention and mention.low is not None and mention.low == mention.high and mention.kind != "fraction":
            return mention.low, mention.last + 1
        value = read_value(self.tokens, at)
        if value is None or value.value.denominator != 1:
            return None
        return int(value.value), value.after


@lru_cache(maxsize=100_000)
def known(form: str) -> Kinds:
    """All entries that may begin with a folded word, by kind, longest first; their `after` is not yet known."""
    found: dict[str, dict[Entry, Hit]] = {}
    for split in splits(form):
        key = ARTICLE + split.rest if split.article else split.rest
        skip = split.skip - (len(ARTICLE) if split.article else 0)
        for entry in _INDEX.get(key, ()):
            hit = Hit(entry, 0, skip, split.conjunction, split.preposition)
            found.setdefault(entry.kind, {}).setdefault(entry, hit)
    if not found:
        return _NONE
    return {kind: tuple(sorted(hits.values(), key=lambda h: -len(h.entry.rest))) for kind, hits in found.items()}


def _entries() -> list[tuple[str, Entry]]:
    """All rows as phrases with their entries."""
    found: list[tuple[str, Entry]] = []
    for month in MONTHS:
        found += [(name, Entry("month", month.id, month.month, month=month)) for name in month.names]
    for number, words in DATES.weekdays.items():
        found += [(word, Entry("weekday", "weekday", number)) for word in words]
    for row in DATES.relative:
        found += [(word, Entry("relative", row.id, row.days)) for word in row.words]
    for kind, rows in (("part", DATES.parts), ("anchor", DATES.anchors)):
        found += [(word, Entry(kind, named.id)) for named in rows for word in named.words]
    found += [(word, Entry("feast", feast.id)) for feast in DATES.feasts for word in feast.words]
    found += [(word, Entry("season", row.id, row.months[0])) for row in DATES.seasons for word in row.words]
    for kind, groups in (("qualifier", DATES.qualifiers), ("era", DATES.eras)):
        found += [(word, Entry(kind, name)) for name, words in groups.items() for word in words]
    for unit in DATES.units:
        for number, words in ((1, unit.singular), (2, unit.dual), (0, unit.plural)):
            found += [(word, Entry("unit", unit.id, number)) for word in words]
            found += [(_with_article(word), Entry("unit", unit.id, number, article=True)) for word in words]
    for name, words in DATES.lists.items():
        found += [(word, Entry(name, name)) for word in words]
    return found


def _with_article(word: str) -> str:
    folded = fold_word(word)
    return folded if folded.startswith(ARTICLE) else ARTICLE + folded


def _index() -> dict[str, tuple[Entry, ...]]:
    """Entries by the folded first word of their phrase."""
    found: dict[str, list[Entry]] = {}
    for phrase, entry in _entries():
        first, *rest = (fold_word(word) for word in phrase.split())
        whole = Entry(entry.kind, entry.id, entry.value, tuple(rest), entry.month, entry.article)
        if whole not in found.setdefault(first, []):
            found[first].append(whole)
    return {word: tuple(sorted(entries, key=lambda e: -len(e.rest))) for word, entries in found.items()}


def folded(words: Words) -> frozenset[str]:
    """Words of the data as they are compared."""
    return frozenset(map(fold_word, words))


_LONGEST = 4
_NONE: Kinds = {}
ARTICLE = CLITICS.article[0]
MONTHS = load_yaml("ar/months.yml", tuple[Month, ...])
DATES = load_yaml("ar/dates.yml", DateData)
FEASTS = {row.id: row for row in DATES.feasts}
FRIDAY = 5
SEASONS = {season.id: season.months for season in DATES.seasons}
_INDEX = _index()
