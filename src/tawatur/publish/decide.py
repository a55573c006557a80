"""Which rules of a profile an incident meets, and what they ask for together: the strictest wins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Day

from msgspec import Struct

from tawatur.publish.material import Entry
from tawatur.publish.profiles import DATES, LEVELS, Conditions, Level, Rule
from tawatur.publish.sites import sites_in
from tawatur.records import Place


class Decision(Struct, frozen=True, kw_only=True):
    """What becomes of one incident."""

    withheld_by: tuple[str, ...] = ()
    place: Level = "site"  # nothing finer
    date: str = "day"  # nothing finer
    drop: frozenset[str] = frozenset()
    words: str = ""  # whose: "listed" for those of listed outlets, "" for all
    rules: tuple[str, ...] = ()  # rules that make it coarser


def decide(rules: Iterable[Rule], entry: Entry, row: Place | None, day: Day) -> Decision:
    """The decision on one incident, for a release of `day`; `row` is the gazetteer's row of its place."""
    sites = sites_in(_site_words(entry), row.kind if row else "")
    held = [rule for rule in rules if _meets(rule.when, entry, row, sites, day)]
    levels: list[Level] = [rule.then.place for rule in held if rule.then.place]
    place: Level = max(levels, key=LEVELS.index, default="site")
    date = max((rule.then.date or "day" for rule in held), key=DATES.index, default="day")
    return Decision(
        withheld_by=tuple(rule.id for rule in held if rule.then.withhold),
        place=place,
        date=date,
        drop=frozenset(name for rule in held for name in rule.then.drop),
        words=next((rule.then.words for rule in held if rule.then.words), ""),
        rules=tuple(rule.id for rule in held if not rule.then.withhold),
    )


def last_day(entry: Entry) -> Day | None:
    """The last possible day of an incident; without a day of its own the last day of publication."""
    days = [entry.incident.date_end or entry.incident.date_start]
    if days == [None]:
        days = [report.published for report in entry.reports]
    known = [day for day in days if day]
    return Day.fromisoformat(max(known)[:10]) if known else None


def _meets(when: Conditions, entry: Entry, row: Place | None, sites: frozenset[str], day: Day) -> bool:
    one = entry.incident
    asked = (
        (when.reviews, entry.review in when.reviews),
        (when.types, one.type in when.types),
        (when.statuses, one.status in when.statuses),
        (when.sites, bool(sites.intersection(when.sites))),
        (when.place_kinds, row is not None and row.kind in when.place_kinds),
        (when.country is not None, bool(one.country or (row and row.country)) == when.country),
        (when.younger_than_days is not None, _younger(entry, when.younger_than_days or 0, day)),
    )
    return all(answer for key, answer in asked if key)


def _younger(entry: Entry, days: int, day: Day) -> bool:
    """Whether it may be so young; what has no day at all may have happened today."""
    last = last_day(entry)
    return last is None or (day - last).days < days


def _site_words(entry: Entry) -> list[str]:
    """What claims say on place and targets; one claim that names a hospital is enough."""
    words = [entry.incident.place or "", *entry.incident.targets]
    for _, claim in entry.claims:
        words += [party.text for party in claim.targets]
        if claim.place is not None:
            words += [claim.place.text, claim.place.name]
    return words
