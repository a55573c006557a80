"""What must hold before any file is written; a check that fails means that there is no release.

The checks do not trust how rows were made: they look at the rows again, each text against the lists that it may come
from, each rule against what the row shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date as Day
from typing import get_args

from tawatur.publish.derive import VICTIMS
from tawatur.publish.excerpts import LONGEST
from tawatur.publish.material import REVIEWS
from tawatur.publish.names import Source, actors, listed_outlet, organisation
from tawatur.publish.places import Places
from tawatur.publish.profiles import DATES, LEVELS, Profile, Rule
from tawatur.publish.rows import Row
from tawatur.publish.suppress import Table
from tawatur.records import EventType, Outcome, Status

PCODE = re.compile(r"[A-Z]{2}[A-Z]?[0-9]+([A-Z][0-9]+)*|")
ID = re.compile(r"TW[0-9]{15}")
GRADES = ("", "confirmed", "fair", "weak", "contested", "discounted")
PRIVATE = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    "a handle": re.compile(r"(?:^|[\s(])@\w{2,}"),
    "a phone number": re.compile(r"(?:\+|00)?\d(?:[\s.-]?\d){7,}"),
    "a web address": re.compile(r"https?://|www\.|t\.me/", re.I),
}
KINDS = re.compile(r"[a-z_]{1,30}")
MOST = 20  # failures that are told


class CheckFailed(Exception):
    """There is no release; the text says why, one line a failure."""


def check_rows(rows: Iterable[Row], sources: dict[str, Source], profile: Profile, day: Day, places: Places) -> None:
    """All checks on rows. Raises CheckFailed."""
    failures: list[str] = []
    seen: set[str] = set()
    for row in rows:
        failures += [f"{row.id}: {says}" for says in _wrong(row, sources, profile, day, places)]
        if row.id in seen:
            failures.append(f"{row.id}: two incidents have this id")
        seen.add(row.id)
        if len(failures) >= MOST:
            break
    refuse(failures)


def refuse(failures: list[str]) -> None:
    """Raise CheckFailed where there is a failure."""
    if failures:
        raise CheckFailed("No release was written:\n" + "\n".join(failures[:MOST]))


def _wrong(row: Row, sources: dict[str, Source], profile: Profile, day: Day, places: Places) -> Iterator[str]:
    yield from _codes(row)
    yield from _numbers(row)
    yield from _days(row, day)
    for rule in profile.rules:
        yield from _against(rule, row, day)
    if profile.file.outlets != "all":
        yield from _names(row, sources, places)
        yield from _excerpts(row, sources)
        yield from _private(row, profile)


def _codes(row: Row) -> Iterator[str]:
    asked: tuple[tuple[str, str, Iterable[str]], ...] = (
        ("type", row.type, get_args(EventType)),
        ("status", row.status, get_args(Status)),
        ("review", row.review, REVIEWS),
        ("level", row.level, LEVELS),
        ("grade", row.grade, GRADES),
        ("grade", row.grade_suggested, GRADES),
    )
    yield from (f"{name} `{value}` is not in the codebook" for name, value, known in asked if value not in known)
    if not ID.fullmatch(row.id) or row.id != f"TW{row.number:015d}":
        yield "the id is not one of a release"
    for code in (row.admin1_pcode, row.admin2_pcode):
        if not PCODE.fullmatch(code):
            yield f"`{code}` is no P-code"
    kinds = [side.kind for side in (*row.actors, *row.targets)] + [voice.kind for voice in row.voices]
    yield from (f"`{kind}` is no kind" for kind in kinds if not KINDS.fullmatch(kind))


def _numbers(row: Row) -> Iterator[str]:
    for count in (*row.counts, *(c for voice in row.voices for c in voice.counts)):
        known = [value for value in (count.low, count.best, count.high) if value is not None]
        if known != sorted(known) or any(value < 0 for value in known):
            yield f"{count.outcome} {count.low}, {count.best}, {count.high} is no range"
        if count.outcome not in get_args(Outcome) or count.group not in ("", "belligerent", *VICTIMS):
            yield f"{count.outcome} {count.group} is not in the codebook"
    if not -90 <= (row.lat or 0.0) <= 90 or not -180 <= (row.lon or 0.0) <= 180:
        yield "the point is not on earth"


def _days(row: Row, day: Day) -> Iterator[str]:
    if bool(row.date_start) != bool(row.date_end):
        yield "one of its days is missing"
    elif row.date_start and row.date_start > row.date_end:
        yield "it ends before it begins"
    if row.date_precision == "day" and row.date_start > day.isoformat() and row.status != "planned":
        yield "it happens after the day of the release"


def _against(rule: Rule, row: Row, day: Day) -> Iterator[str]:
    """Whether a row shows what a rule forbids, as far as the row tells that the rule is met."""
    when, then = rule.when, rule.then
    told = (
        (when.reviews, row.review in when.reviews),
        (when.types, row.type in when.types),
        (when.statuses, row.status in when.statuses),
        (when.country is not None, bool(row.country) == when.country),
        (when.younger_than_days is not None, _younger(row, when.younger_than_days or 0, day)),
        (when.sites or when.place_kinds, False),  # words are not in a row: that the rule was met cannot be seen
    )
    if not all(answer for key, answer in told if key):
        return
    if then.withhold:
        yield f"rule {rule.id} withholds it"
    if then.place and LEVELS.index(row.level) < LEVELS.index(then.place):
        yield f"its place is finer than rule {rule.id} allows"
    if then.date and row.date_precision in ("day", "days") and DATES.index(then.date) > 0:
        yield f"its day is finer than rule {rule.id} allows"
    victims = any(count.policy == "victims" for count in row.counts)
    shown = {"targets": row.targets, "victims": victims, "voices": row.voices, "words": row.words}
    yield from (f"rule {rule.id} takes out {name}" for name in then.drop if shown[name])


def _younger(row: Row, days: int, day: Day) -> bool:
    return bool(row.date_end) and (day - Day.fromisoformat(row.date_end)).days < days


def _names(row: Row, sources: dict[str, Source], places: Places) -> Iterator[str]:
    """Each name against the list that it may come from."""
    for name in (row.place, row.admin1, row.admin2):
        if name and not places.knows(name):
            yield "a name of a place is not in the gazetteer"
    if row.place and row.level not in ("site", "settlement", "area"):
        yield f"a place is named at the level {row.level}"
    for side in (*row.actors, *row.targets):
        known = actors().get(side.id)
        if side.name and (known is None or known.name != side.name):
            yield "a side is named that is not in the list of organisations"
    for voice in row.voices:
        if voice.name and not organisation(voice.name) and listed_outlet(voice.name) is None:
            yield "a sayer is named that is no listed organisation"
        if any(source not in sources for source in voice.sources):
            yield "a source is not in the list of sources"


def _excerpts(row: Row, sources: dict[str, Source]) -> Iterator[str]:
    """Words of reports: of listed outlets, short, and none that may name somebody."""
    for words in row.words:
        if words.source not in sources or not sources[words.source].name:
            yield "words of an outlet that is not listed are shown"
        if words.field in ("actor", "target", "place") or len(words.text) > LONGEST:
            yield "words for people or places, or a long quotation, are shown"


def _private(row: Row, profile: Profile) -> Iterator[str]:
    """Texts that look private, wherever they stand; addresses of listed outlets only where the profile gives them."""
    for voice in row.voices:
        if voice.addresses and not profile.file.addresses:
            yield "an address of an article is shown"
        if any(listed_outlet(address) is None for address in voice.addresses):
            yield "an address is not of a listed outlet"
    for text in texts(row):
        yield from (f"a text looks like {what}" for what, pattern in PRIVATE.items() if pattern.search(text))


def texts(row: Row) -> Iterator[str]:
    """All texts of a row that are not codes."""
    yield from (row.place, row.admin1, row.admin2)
    for side in (*row.actors, *row.targets):
        yield from (side.name, side.kind, *side.alleged_by)
    for voice in row.voices:
        yield from (voice.name, voice.kind)
    yield from (words.text for words in row.words)


def check_sources(sources: Iterable[Source], profile: Profile) -> None:
    """Only listed outlets are named. Raises CheckFailed."""
    unlisted = (s.id for s in sources if s.name and listed_outlet(s.name) is None)
    refuse(
        [] if profile.file.outlets == "all" else [f"{name}: an outlet is named that is not listed" for name in unlisted]
    )


def check_tables(tables: Iterable[Table], threshold: int) -> None:
    """No shown number of a table is small. Raises CheckFailed."""
    small: Callable[[int | None], bool] = lambda value: value is not None and 0 < value < threshold  # noqa: E731
    refuse(
        [
            f"table {table.id}: a number below {threshold} is shown"
            for table in tables
            if any(small(value) for line in (*table.cells, table.row_totals, table.column_totals) for value in line)
        ]
    )
