"""Times seen from the day of publication: «last week», «the past two days», «three days ago», «since»."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Day
from datetime import timedelta

from tawatur.language.calendar import (
    Time,
    month_span,
    months_back,
    part_of,
    same_day_back,
    shifted,
    unresolved,
    year_span,
)
from tawatur.language.date_months import month_told, year_told
from tawatur.language.date_parts import Found, whole_month, whole_year
from tawatur.language.date_words import ARTICLE, Line
from tawatur.language.durations import Duration, duration_at
from tawatur.language.nouns import lookup

Reader = Callable[[Line, int], Found | None]


def window(line: Line, i: int) -> Found | None:
    """A stretch before, around or behind publication: unit with «last», «this» or «next», counted or not."""
    this = line.hit(i, "this-words")
    if this:
        unit = line.hit(this.after, "unit")
        good = unit is not None and unit.entry.article and unit.entry.value == 1 and unit.entry.id in _STEPPED
        return Found(_stepped(line, unit.entry.id, 0), unit.after) if unit and good else None
    last = line.hit(i, "last-of")
    if last:
        told = duration_at(line, last.after)
        if told is None or (told.duration.value or 0) < 2:
            return None
        return Found(_past(line, told.duration), line.skip(told.after, "qualifier"))
    return _qualified(line, i)


def _qualified(line: Line, i: int) -> Found | None:
    """A unit with the article, its number before or behind it, and a qualifier."""
    count, at = None, i
    before = line.count(i)
    if before and (line.form(i).startswith(ARTICLE) or line.form(i - 1) == ARTICLE):
        count, at = before
    unit = line.hit(at, "unit")
    if unit is None or (not unit.entry.article and count is None) or (_is_title(line, i)):
        return None
    after = unit.after
    if count is None and unit.entry.value == 0:
        behind = line.count(after)
        if behind:
            count, after = behind
    vague = line.skip(after, "vague")
    before_last = line.skip(vague, "before-last")
    qualifier = line.hit(before_last, "qualifier")
    if qualifier is None or (qualifier.skip and not qualifier.conjunction):
        return None
    value = count if count is not None else (unit.entry.value or None)
    step = _STEPS[qualifier.entry.id] * (2 if before_last != vague else 1)
    return Found(_placed(line, Duration(value, unit.entry.id), step), qualifier.after)


def _is_title(line: Line, i: int) -> bool:
    """«The Secretary-General» ends in the word for year."""
    return line.hit(i - 1, "titles") is not None


def _placed(line: Line, duration: Duration, step: int) -> Time:
    if duration.unit in _STEPPED and duration.value == 1:
        return _stepped(line, duration.unit, step)
    if duration.unit == "day" and duration.value == 1:
        return shifted(line.published, step, step, "day", "date.window.day")
    if step < 0:
        return _past(line, duration)
    if step > 0:
        return _coming(line, duration)
    return unresolved("date.window.this")


def _stepped(line: Line, unit: str, step: int) -> Time:
    """The week, month or year so many steps from the present one."""
    rule = f"date.window.{unit}"
    published = line.published
    if published is None:
        return unresolved(rule)
    if unit == "week":
        low, high = (-6, 0) if step == 0 else (7 * step, 7 * step + 6) if step < 0 else (7 * step - 6, 7 * step)
        return shifted(published, low, high, "week", rule)
    if unit == "month":
        span = month_span(*months_back(published, -step))
        return Time(span[0], span[1], "month", rule) if span else unresolved(rule)
    span = year_span(published.year + step)
    return Time(span[0], span[1], "year", rule) if span else unresolved(rule)


def _past(line: Line, duration: Duration) -> Time:
    """The last hours, days, weeks, months or years."""
    value, unit, published = duration.value, duration.unit, line.published
    rule = f"date.window.{unit}"
    if unit in _CLOCK_UNITS:
        hours = value if unit == "hour" and value else 1
        return shifted(published, -max(1, -(-hours // _DAY_HOURS)), 0, "days", rule)
    if unit == "day":
        return shifted(published, -(value or 7), -1, "day" if value == 1 else "days", rule)
    if value is None or published is None or value > _MANY:
        return unresolved(rule)
    if unit == "week":
        return shifted(published, -7 * value, -1, "days", rule)
    months = value * _MONTHS_OF[unit]
    low = month_span(*months_back(published, months)) if unit == "month" else year_span(published.year - months // 12)
    high = month_span(*months_back(published, 1)) if unit == "month" else year_span(published.year - 1)
    return Time(low[0], high[1], "days", rule) if low and high else unresolved(rule)


def _coming(line: Line, duration: Duration) -> Time:
    """The next hours, days or weeks."""
    value, unit = duration.value, duration.unit
    rule = f"date.window.{unit}"
    if unit in _CLOCK_UNITS:
        hours = value if unit == "hour" and value else 1
        return shifted(line.published, 0, max(1, -(-hours // _DAY_HOURS)), "days", rule)
    if unit in ("day", "week"):
        days = (value or 7) if unit == "day" else 7 * (value or 1)
        return shifted(line.published, 1, days, "days", rule)
    return unresolved(rule)


def ago(line: Line, i: int) -> Found | None:
    """«Two days ago»; not «two days before» or «after» something else."""
    cue = line.hit(i, "ago")
    told = duration_at(line, cue.after) if cue else None
    if cue is None or told is None or _before_something(line, told.after):
        return None
    return Found(_back(line, told.duration), told.after)


def _before_something(line: Line, i: int) -> bool:
    """Whether «two days before» goes on with «the election», and not with the place that somebody was taken from."""
    of = line.hit(i, "of")
    return of is not None and not line.hit(of.after, "place-words") and lookup(line.form(of.after)) is None


def _back(line: Line, duration: Duration) -> Time:
    value, unit, published = duration.value, duration.unit, line.published
    rule = "date.ago"
    if unit in _CLOCK_UNITS:
        days = (value or 1) // _DAY_HOURS if unit == "hour" else 0
        if unit == "hour" and value and value % _DAY_HOURS == 0:
            return shifted(published, -days, -days, "day", rule)
        return shifted(published, -days - (unit == "hour"), -days, "days" if unit == "hour" else "day", rule)
    if value is None:
        return shifted(published, -7, -1, "days", rule) if unit == "day" else unresolved(rule)
    if published is None or value > _MANY:
        return unresolved(rule)
    if unit in ("day", "week"):
        days = value * (7 if unit == "week" else 1)
        half = (4 if unit == "week" else 1) if duration.half else 0
        return shifted(published, -days - half, -days - max(0, half - 1), "days" if half > 1 else "day", rule)
    months = value * _MONTHS_OF[unit]
    if duration.half and unit == "year":
        unit, months = "month", months + _MONTHS_OF["year"] // 2
    span = month_span(*months_back(published, months)) if unit == "month" else year_span(published.year - months // 12)
    return Time(span[0], span[1], "month" if unit == "month" else "year", rule) if span else unresolved(rule)


def since(line: Line, i: int, read: Reader) -> Found | None:
    """From a time, or from a duration before, up to publication or to the time behind «until»."""
    cue = line.hit(i, "since")
    if cue is None:
        return None
    at = line.skip(line.skip(cue.after, "about"), "day-words") if line.hit(cue.after, "about") else cue.after
    inner = read(line, at)
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
    back, published = _back(line, duration), line.published
    if back.low is None or published is None or duration.unit not in _MONTHS_OF or duration.value is None:
        return back
    day = same_day_back(published, duration.value * _MONTHS_OF[duration.unit])
    return Time(day, day, "day", back.rule)


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
    if known or told is None or told.duration.unit != "hour" or (told.duration.value or 0) < _DAY_HOURS:
        return None
    if line.hit(told.after, "of", "qualifier"):
        return None
    return Found(_past(line, told.duration), told.after)


def anchored(line: Line, i: int) -> Found | None:
    """The beginning, middle or end of a month or year."""
    cue = line.hit(i, "anchor")
    if cue is None:
        return None
    whole = whole_month(line, cue.after) or _told(line, cue.after) or whole_year(line, cue.after)
    if whole is None:
        return None
    return Found(part_of(whole.time, cue.entry.id, line.published), whole.after)


def _told(line: Line, i: int) -> Found | None:
    """A month, year or week told from publication, as «this month», «last year»."""
    month = month_told(line, i)
    if month:
        span = month[0]
        return Found(Time(span[0], span[1], "month", "date.month") if span else unresolved("date.month"), month[1])
    year = year_told(line, i)
    if year:
        span = year_span(year[0])
        return Found(Time(span[0], span[1], "year", "date.year") if span else unresolved("date.year"), year[1])
    return window(line, i)


_STEPS = {"last": -1, "this": 0, "next": 1}
_STEPPED = ("week", "month", "year")
_CLOCK_UNITS = ("second", "minute", "hour")
_MONTHS_OF = {"month": 1, "year": 12, "decade": 120}
_DAY_HOURS, _MANY = 24, 150
_COMMAS = ("\u060c", ",")
