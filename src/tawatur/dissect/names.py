"""The named actors of the country packs (`reference/<cc>/actors.csv`), found in a report's words.

A name is `certain` or `ambiguous`; an ambiguous one ("the army", "the resistance") needs a
second clue: a country that the report speaks of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as Day
from functools import lru_cache

from msgspec import Struct

from tawatur.language.clitics import CLITICS, splits
from tawatur.language.letters import fold_word
from tawatur.records import Token
from tawatur.reference import load_csv, pack_path


class Actor(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of actors.csv; `names` and `ambiguous` hold several, parted by a bar, written with their article."""

    id: str
    name: str  # neutral, as printed
    kind: str  # as in records.ActorMention.kind
    names: str = ""
    ambiguous: str = ""
    side: str = ""
    country: str = ""  # ISO 3166-1 alpha-2, several parted by blanks
    active_from: str = ""
    active_to: str = ""
    source: str = ""

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries where it acts."""
        return tuple(self.country.split())

    def active_on(self, day: Day | None) -> bool:
        """Whether it existed on that day, as far as the row knows."""
        year = str(day.year) if day else ""
        return not year or ((self.active_from or year) <= year <= (self.active_to or year))


class Named(Struct, frozen=True, gc=False):
    """A name of the packs in a report: whose it may be; certain ones first."""

    first: int
    last: int
    skip: int  # folded letters written onto its front that are no part of it
    certain: tuple[Actor, ...]
    ambiguous: tuple[Actor, ...]


class _Name(Struct, frozen=True, gc=False):
    """A name of the packs behind its first word."""

    rest: tuple[str, ...]
    skip: int
    certain: tuple[Actor, ...]
    ambiguous: tuple[Actor, ...]


def find_names(tokens: Sequence[Token]) -> dict[int, Named]:
    """The longest known name that starts at each token, none inside another."""
    found: dict[int, Named] = {}
    after = 0
    for i, token in enumerate(tokens):
        if i < after or token.kind != "word":
            continue
        names = _starting(token.form)
        best = _longest(tokens, i, names) if names else None
        if best is not None:
            found[i] = best
            after = best.last + 1
    return found


def _longest(tokens: Sequence[Token], i: int, names: Mapping[str, tuple[_Name, ...]]) -> Named | None:
    """The longest of the names that go on as the report does."""
    following = i + 1
    while following < len(tokens) and tokens[following].form in _QUOTES:
        following += 1
    second = tokens[following].form if following < len(tokens) else ""
    best: Named | None = None
    for name in (*names.get("", ()), *(names.get(second, ()) if second else ())):
        last = _matched(tokens, i, name.rest)
        if last is not None and (best is None or last > best.last):
            best = Named(i, last, name.skip, name.certain, name.ambiguous)
    return best


def _matched(tokens: Sequence[Token], i: int, rest: tuple[str, ...]) -> int | None:
    """The last token of the name, quotation marks inside it stepped over; None where the words differ."""
    at, quoted = i, False
    for form in rest:
        at += 1
        while at < len(tokens) and tokens[at].form in _QUOTES:
            at += 1
            quoted = True
        if at >= len(tokens) or tokens[at].form != form:
            return None
    return at + 1 if quoted and at + 1 < len(tokens) and tokens[at + 1].form in _QUOTES else at


@lru_cache(maxsize=50_000)
def _starting(form: str) -> Mapping[str, tuple[_Name, ...]]:
    """Names whose first word this folded word can be, clitics taken off, by their second word ("" for none)."""
    for split in splits(form):
        key = (CLITICS.article[0] if split.article else "") + split.rest
        if split.preposition and key.startswith(split.preposition) and CLITICS.article[0] + key in _NAMES:
            key = CLITICS.article[0] + key  # three lams in a row are written as two
        if key in _NAMES and split.preposition not in CLITICS.future:
            skip = split.skip - (len(CLITICS.article[0]) if split.article else 0)
            groups: dict[str, tuple[_Name, ...]] = {}
            for rest, owners in _NAMES[key].items():
                second = rest[0] if rest else ""
                groups[second] = (*groups.get(second, ()), _Name(rest, skip, *owners))
            return groups
    return {}


def _load() -> dict[str, Actor]:
    """All packs' rows by id."""
    rows: dict[str, Actor] = {}
    for path in sorted(pack_path(".").glob("*/actors.csv")):
        for row in load_csv(path, Actor):
            rows[row.id] = row
    return rows


def _index(rows: Mapping[str, Actor]) -> dict[str, dict[tuple[str, ...], tuple[tuple[Actor, ...], tuple[Actor, ...]]]]:
    """First word → other words → (owners for certain, owners perhaps)."""
    found: dict[str, dict[tuple[str, ...], tuple[tuple[Actor, ...], tuple[Actor, ...]]]] = {}
    for row in rows.values():
        for names, place in ((row.names, 0), (row.ambiguous, 1)):
            for name in filter(None, map(str.strip, names.split(_BAR))):
                first, *rest = map(fold_word, name.split())
                owners = found.setdefault(first, {}).get(tuple(rest), ((), ()))
                both = (*owners[0], row) if place == 0 else owners[0], (*owners[1], row) if place else owners[1]
                found[first][tuple(rest)] = both
    return found


_BAR = "|"
_QUOTES = frozenset("\u201c\u201d\u00ab\u00bb\"'\u2018\u2019")
ACTORS: dict[str, Actor] = _load()
_NAMES = _index(ACTORS)
