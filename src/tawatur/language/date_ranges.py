"""Stretches between two times: «since», «from … until», «between … and», «within 24 hours»."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Day
from datetime import timedelta

from tawatur.language.calendar import Time, same_day_back, shifted, unresolved
from tawatur.language.date_parts import Found
from tawatur.language.date_windows import DAY_HOURS, MONTHS_OF, back, past
from tawatur.language.date_words import Line
from tawatur.language.durations import Duration, duration_at

Reader = Callable[[Line, int], Found | None]


def since(line: Line, i: int, read: Reader) -> Found | None:
    """From a time, or from a duration before, up to publication or to the time behind «until»."""
    cue = line.hit(i, "since")
    if cue is None:
        return None
    inner = read(line, line.skip(cue.after, "about"))
    dawn = line.hit(line.skip(cue.after, "unit"), "part") if inner is None else None
    if dawn:  # «since the hours of dawn»
        return Found(shifted(line.published, 0, 0, "day", "date.since"), dawn.after)
    if inner is None:
        told = duration_at(line, cue.after)
        if told is None:
            return None
        inner = Found(_begun(line, told.duration), told.after)
    end = until(line, inner.after, read)
    if end:
        return Found(_from_to(inner.time, end.time, "date.since.until"), end.after)
    high = line.published
    if inner.time.low is None or high is None or inner.time.low > high:
        return Found(Time(inner.time.low, inner.time.high, inner.time.precision, "date.since"), inner.after)
    return Found(Time(inner.time.low, high, "day" if inner.time.low == high else "days", "date.since"), inner.after)


def _begun(line: Line, duration: Duration) -> Time:
    """The day so long ago, for «since»."""
    begun, published = back(line, duration), line.published
    if begun.low is None or published is None or duration.unit not in MONTHS_OF or duration.value is None:
        return begun
    day = same_day_back(published, duration.value * MONTHS_OF[duration.unit])
    return Time(day, day, "day", begun.rule)


def until(line: Line, i: int, read: Reader) -> Found | None:
    """The time behind «until» at i, a comma before it allowed."""
    at = i + 1 if line.form(i) in _COMMAS else i
    word = line.hit(at, "until")
    return read(line, word.after) if word else None


def from_to(line: Line, i: int, read: Reader) -> Found | None:
    """«From one time to another», «between one time and another»."""
    between = line.hit(i, "between")
    opener = between or line.hit(i, "from")
    if opener is None:
        return None
    first = read(line, opener.after)
    if first is None:
        return None
    last = _and(line, first.after, read) if between else until(line, first.after, read)
    return Found(_from_to(first.time, last.time, "date.range"), last.after) if last else None


def _and(line: Line, i: int, read: Reader) -> Found | None:
    """The time joined on by «and», written as a word of its own or onto the next."""
    if line.hit(i, "and"):
        return read(line, i + 1)
    joined = i < len(line.tokens) and any(hit.conjunction for hits in line.entries[i].values() for hit in hits)
    return read(line, i) if joined or i in line.numbers else None


def _from_to(first: Time, last: Time, rule: str) -> Time:
    low, high = first.low, last.high
    if low is None or high is None:
        return unresolved(rule)
    if low > high:
        low, high = _earlier(first, last)
    return Time(low, high, "day" if low == high else "days", rule)


def _earlier(first: Time, last: Time) -> tuple[Day, Day]:
    """Ends of a range whose first weekday was taken from the week after."""
    low, high = first.low or Day.min, last.high or Day.max
    week = low - timedelta(7)
    return (week, high) if week <= high else (high, low)


def within(line: Line, i: int, read: Reader) -> Found | None:
    """«Within 24 hours» without more: the day of publication and the one before."""
    cue = line.hit(i, "within")
    if cue is None:
        return None
    told = duration_at(line, cue.after)
    known = read(line, cue.after)
    if known or told is None or told.duration.unit != "hour" or (told.duration.value or 0) < DAY_HOURS:
        return None
    if line.hit(told.after, "of", "qualifier"):
        return None
    return Found(past(line, told.duration), told.after)


_COMMAS = ("\u060c", ",")
