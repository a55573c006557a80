"""Days, months and years: spans of a month or year in two calendars, the latest weekday, months counted back."""

from __future__ import annotations

from calendar import monthrange
from datetime import date as Day
from datetime import timedelta
from functools import lru_cache
from typing import Literal

from hijridate import Gregorian, Hijri
from msgspec import Struct

Precision = Literal["day", "days", "week", "month", "year", "unresolved"]
HIJRI_YEARS = range(1343, 1501)  # what the calendar tables cover
GREGORIAN_YEARS = range(1900, 2101)
_MONTH_PARTS = {"start": (1, 10), "middle": (11, 20), "end": (21, 31), "first-half": (1, 15), "second-half": (16, 31)}
_YEAR_PARTS = {
    "start": (1, 1),
    "middle": (6, 7),
    "end": (12, 12),
    "first-half": (1, 6),
    "second-half": (7, 12),
    "quarter-1": (1, 3),
    "quarter-2": (4, 6),
    "quarter-3": (7, 9),
    "quarter-4": (10, 12),
}


class Time(Struct, frozen=True, gc=False):
    """A stretch of days, both ends inclusive; both None where the day of publication is needed and unknown."""

    low: Day | None
    high: Day | None
    precision: Precision
    rule: str


def unresolved(rule: str) -> Time:
    """A time that is told, but cannot be placed."""
    return Time(None, None, "unresolved", rule)


def one_day(day: Day | None, rule: str) -> Time:
    """A single day."""
    return Time(day, day, "day", rule) if day else unresolved(rule)


def shifted(published: Day | None, low: int, high: int, precision: Precision, rule: str) -> Time:
    """From `low` to `high` days seen from the day of publication."""
    if published is None:
        return unresolved(rule)
    try:
        return Time(published + timedelta(low), published + timedelta(high), precision, rule)
    except OverflowError:
        return unresolved(rule)


def day_of(year: int, month: int, day: int, *, hijri: bool = False) -> Day | None:
    """A day of either calendar as a Gregorian day, None where there is no such day."""
    try:
        return _hijri_day(year, month, day) if hijri else Day(year, month, day)
    except (ValueError, OverflowError):
        return None


def month_span(year: int, month: int, *, hijri: bool = False) -> tuple[Day, Day] | None:
    """First and last day of a month; months beyond 12 reach into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    first = day_of(year, month, 1, hijri=hijri)
    if first is None:
        return None
    if hijri:
        following = day_of(year + month // 12, month % 12 + 1, 1, hijri=True)
        return (first, following - timedelta(1)) if following else None
    return first, first.replace(day=monthrange(year, month)[1])


def year_span(year: int, *, hijri: bool = False) -> tuple[Day, Day] | None:
    """First and last day of a year."""
    first, last = month_span(year, 1, hijri=hijri), month_span(year, 12, hijri=hijri)
    return (first[0], last[1]) if first and last else None


def years_near(published: Day, *, hijri: bool = False) -> int:
    """The year of either calendar that a day lies in."""
    return Gregorian.fromdate(published).to_hijri().year if hijri else published.year


def latest_weekday(published: Day, weekday: int) -> Day:
    """The latest such day on or before publication; 1 is Monday."""
    return published - timedelta((published.isoweekday() - weekday) % 7)


def months_back(published: Day, count: int) -> tuple[int, int]:
    """Year and month `count` calendar months before (negative: after)."""
    index = published.year * 12 + published.month - 1 - count
    return index // 12, index % 12 + 1


def same_day_back(published: Day, months: int) -> Day:
    """The same day of the month so many months before, or the month's last day."""
    year, month = months_back(published, months)
    return Day(year, month, min(published.day, monthrange(year, month)[1]))


def part_of(time: Time, part: str, published: Day | None) -> Time:
    """The beginning, middle or end of a month or year, or its days before publication ("earlier")."""
    rule = f"{time.rule}.{part}"
    if time.low is None or time.high is None:
        return unresolved(rule)
    if part == "earlier":
        inside = published is not None and time.low < published <= time.high
        return Time(time.low, published - timedelta(1) if inside and published else time.high, "days", rule)
    if time.precision == "month" and part in _MONTH_PARTS:
        first, last = _MONTH_PARTS[part]
        length = (time.high - time.low).days + 1
        return Time(time.low + timedelta(first - 1), time.low + timedelta(min(last, length) - 1), "days", rule)
    if time.precision == "year" and (time.low.month, time.low.day) == (1, 1):
        first, last = _YEAR_PARTS[part]
        high = month_span(time.low.year, last)
        return Time(
            time.low.replace(month=first), high[1] if high else None, "month" if first == last else "days", rule
        )
    return Time(time.low, time.high, time.precision, rule)


@lru_cache(maxsize=4096)
def _hijri_day(year: int, month: int, day: int) -> Day:
    gregorian = Hijri(year, month, day, validate=True).to_gregorian()
    return Day(gregorian.year, gregorian.month, gregorian.day)
