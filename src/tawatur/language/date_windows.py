"""Times seen from the day of publication: «last week», «the past two days», «three days ago», «since»."""

from __future__ import annotations

from msgspec.structs import replace

from tawatur.language.calendar import (
    Time,
    month_span,
    months_back,
    part_of,
    shifted,
    unresolved,
    year_span,
    years_near,
)
from tawatur.language.date_months import month_at, month_told, place_month, year_told
from tawatur.language.date_parts import Found, whole_month, whole_year
from tawatur.language.date_words import ARTICLE, Hit, Line
from tawatur.language.durations import Duration, duration_at
from tawatur.language.nouns import lookup


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
        return Found(past(line, told.duration), line.skip(told.after, "qualifier"))
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
    if value == 1 and unit.entry.id in _CLOCK_UNITS:  # «until the last minute»
        return None
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
        return past(line, duration)
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


def past(line: Line, duration: Duration) -> Time:
    """The last hours, days, weeks, months or years."""
    value, unit, published = duration.value, duration.unit, line.published
    rule = f"date.window.{unit}"
    if unit in _CLOCK_UNITS:
        hours = value if unit == "hour" and value else 1
        return shifted(published, -max(1, -(-hours // DAY_HOURS)), 0, "days", rule)
    if unit == "day":
        return shifted(published, -(value or 7), -1, "day" if value == 1 else "days", rule)
    if value is None or published is None or value > _MANY:
        return unresolved(rule)
    if unit == "week":
        return shifted(published, -7 * value, -1, "days", rule)
    months = value * MONTHS_OF[unit]
    low = month_span(*months_back(published, months)) if unit == "month" else year_span(published.year - months // 12)
    high = month_span(*months_back(published, 1)) if unit == "month" else year_span(published.year - 1)
    return Time(low[0], high[1], "days", rule) if low and high else unresolved(rule)


def _coming(line: Line, duration: Duration) -> Time:
    """The next hours, days or weeks."""
    value, unit = duration.value, duration.unit
    rule = f"date.window.{unit}"
    if unit in _CLOCK_UNITS:
        hours = value if unit == "hour" and value else 1
        return shifted(line.published, 0, max(1, -(-hours // DAY_HOURS)), "days", rule)
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
    return Found(back(line, told.duration), told.after)


def _before_something(line: Line, i: int) -> bool:
    """Whether «two days before» goes on with «the election», and not with the place that somebody was taken from."""
    of = line.hit(i, "of")
    return of is not None and not line.hit(of.after, "place-words") and lookup(line.form(of.after)) is None


def back(line: Line, duration: Duration) -> Time:
    """So long before publication: a day, or the calendar month or year it lies in."""
    value, unit, published = duration.value, duration.unit, line.published
    rule = "date.ago"
    if unit in _CLOCK_UNITS:
        days = (value or 1) // DAY_HOURS if unit == "hour" else 0
        if unit == "hour" and value and value % DAY_HOURS == 0:
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
    months = value * MONTHS_OF[unit]
    if duration.half and unit == "year":
        unit, months = "month", months + MONTHS_OF["year"] // 2
    span = month_span(*months_back(published, months)) if unit == "month" else year_span(published.year - months // 12)
    return Time(span[0], span[1], "month" if unit == "month" else "year", rule) if span else unresolved(rule)


def anchored(line: Line, i: int) -> Found | None:
    """The beginning, middle or end of a month or year."""
    cue = line.hit(i, "anchor")
    if cue is None:
        return None
    at = cue.after
    whole = whole_month(line, at) or _told(line, at) or whole_year(line, at) or _present(line, at)
    if whole is None:
        return None
    part = part_of(whole.time, cue.entry.id, line.published)
    if part.low and line.published and part.low > line.published:
        return _year_before(line, cue, whole.after) or Found(part, whole.after)
    return Found(part, whole.after)


def _present(line: Line, i: int) -> Found | None:
    """«The month», «the year» alone behind «the end of»: the present one."""
    unit = line.hit(i, "unit")
    if unit is None or not unit.entry.article or unit.entry.value != 1 or unit.entry.id not in ("month", "year"):
        return None
    return Found(_stepped(line, unit.entry.id, 0), unit.after)


def _year_before(line: Line, cue: Hit, after: int) -> Found | None:
    """The same part of a month told without its year, a year before, where this year's is still to come."""
    month = month_at(line, cue.after)
    if month is None or month.year is not None or month.direction or line.published is None:
        return None
    year = years_near(line.published, hijri=month.month.family == "hijri") - 1
    span = place_month(line, replace(month, year=year))
    if span is None:
        return None
    return Found(part_of(Time(span[0], span[1], "month", "date.month"), cue.entry.id, line.published), after)


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
MONTHS_OF = {"month": 1, "year": 12, "decade": 120}
DAY_HOURS, _MANY = 24, 150
