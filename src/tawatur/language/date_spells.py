"""Days that are told without a date: «for the fifth day», «three weeks after …», «at dawn», a feast, a named Friday."""

from __future__ import annotations

from datetime import date as Day
from datetime import timedelta

from tawatur.language.calendar import (
    Time,
    day_of,
    latest_weekday,
    one_day,
    same_day_back,
    shifted,
    unresolved,
    years_near,
)
from tawatur.language.date_parts import Found
from tawatur.language.date_windows import MONTHS_OF
from tawatur.language.date_words import FEASTS, FRIDAY, Line
from tawatur.language.durations import Duration, duration_at


def spelled(line: Line, i: int) -> Found | None:
    """A day or stretch at i that is counted from publication without naming a date."""
    kinds = line.entries[i]
    hit = running(line, i) if "unit" in kinds else None
    if hit is None and "lasting" in kinds:
        hit = lasting(line, i)
    if hit is None and "feast" in kinds:
        hit = feast(line, i)
    if hit is None and "named-friday" in kinds and line.form(i - 1) in _QUOTES:
        day = latest_weekday(line.published, FRIDAY) if line.published else None
        hit = Found(one_day(day, "date.friday"), i + 1)
    return hit


def running(line: Line, i: int) -> Found | None:
    """«For the fifth day in a row», «the fifth day of the siege»: from so many days before up to publication."""
    unit = line.hit(i, "unit")
    number = line.numbers.get(unit.after) if unit else None
    if unit is None or number is None or number.kind != "ordinal" or number.low is None:
        return None
    if unit.entry.id not in _DAYS or not unit.entry.article or not 1 < number.low < _MOST:
        return None
    behind = number.last + 1
    of = line.hit(behind, "of")
    of_something = of is not None and line.hit(of.after, "month", "month-words", "qualifier", "feast") is None
    if unit.preposition != _FOR and not line.hit(behind, "in-a-row") and not of_something:
        return None
    days = (number.low - 1) * _DAYS[unit.entry.id]
    return Found(shifted(line.published, -days, 0, "days", "date.running"), line.skip(behind, "in-a-row"))


def lasting(line: Line, i: int) -> Found | None:
    """«In ten days», «lasted three weeks», «within two months of …»: up to publication."""
    cue = line.hit(i, "lasting")
    told = duration_at(line, cue.after) if cue else None
    if told is None or (told.duration.value or 0) < 2 or line.hit(told.after, "qualifier"):
        return None
    begun = begun_before(line.published, told.duration)
    if begun is None:
        return None
    return Found(Time(begun, line.published, "days", "date.lasting"), told.after)


def begun_before(day: Day | None, duration: Duration) -> Day | None:
    """The day so many days, weeks or months before another; None for hours and open durations."""
    value = duration.value
    if day is None or value is None or value > _MOST:
        return None
    if duration.unit in _DAYS:
        return day - timedelta(value * _DAYS[duration.unit])
    if duration.unit in MONTHS_OF:
        return same_day_back(day, value * MONTHS_OF[duration.unit])
    return None


def feast(line: Line, i: int) -> Found | None:
    """The days of a feast, the latest that has begun by publication; its first day where that is said."""
    hit = line.hit(i, "feast")
    if hit is None:
        return None
    row, published = FEASTS[hit.entry.id], line.published
    if published is None:
        return Found(unresolved("date.feast"), hit.after)
    year = years_near(published, hijri=row.hijri)
    for candidate in (year, year - 1):
        first = day_of(candidate, row.month, row.day, hijri=row.hijri)
        if first is not None and first <= published:
            first_only = line.hit(i - 2, "first-of") is not None or line.hit(i - 1, "first-of") is not None
            last = first if first_only else first + timedelta(row.days - 1)
            return Found(Time(first, last, "day" if first == last else "days", "date.feast"), hit.after)
    return None


def bare_part(line: Line, i: int) -> Found | None:
    """«At dawn», «at noon» without a day: the day of publication; «at night»: the night before it."""
    hit = line.hit(i, "bare-parts")
    if hit is None:
        return None
    back = line.hit(i, "bare-nights") is not None
    return Found(shifted(line.published, -back, -back, "day", "date.part"), hit.after)


def days_before_that(line: Line, i: int, day: Day) -> Found | None:
    """«Two days before that»: seen from the day told last."""
    cue = line.hit(i, "ago")
    if cue is None:
        return None
    for at in range(cue.after, min(cue.after + _NEAR, len(line.tokens))):
        unit = line.hit(at, "unit")
        if unit is not None and unit.preposition == _BY and unit.entry.id in _DAYS and unit.entry.value:
            days = unit.entry.value * _DAYS[unit.entry.id]
            return Found(one_day(day - timedelta(days), "date.before"), unit.after)
    return None


_DAYS = {"day": 1, "week": 7}
_FOR, _BY = "\u0644", "\u0628"
_MOST, _NEAR = 400, 3
_QUOTES = ("\u00ab", '"', "\u201c", "\u201d")
