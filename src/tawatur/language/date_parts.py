"""Dates by the calendar: days with their month, months, years, dates in digits; each at one position of a text."""

from __future__ import annotations

from datetime import date as Day

from msgspec import Struct

from tawatur.language.calendar import (
    GREGORIAN_YEARS,
    HIJRI_YEARS,
    Precision,
    Time,
    day_of,
    month_span,
    months_back,
    one_day,
    unresolved,
    year_span,
)
from tawatur.language.date_months import (
    MonthHit,
    goes_on,
    month_at,
    month_told,
    nth_day,
    place_day,
    place_month,
    year_at,
    year_told,
)
from tawatur.language.date_words import MONTHS, SEASONS, Hit, Line
from tawatur.records import NumberMention


class Found(Struct, frozen=True, gc=False):
    """A time read from the text up to token `after` (exclusive)."""

    time: Time
    after: int


def calendar_day(line: Line, i: int) -> Found | None:
    """A day with its month at i: «20 July», «the fifth of May», «3-5 August», «the fifth of this month», digits."""
    first = line.hit(i, "first-day")
    if first and not line.hit(first.after, "month-words"):
        month = line.hit(first.after, "month") and month_at(line, first.after, beside_day=True)
        return Found(one_day(place_day(line, month, 1), "date.calendar"), month.after) if month else None
    days = _days_at(line, i)
    if days is None:
        return None
    low, high, after = days
    if not (1 <= low <= high <= _LAST_DAY):
        return None
    stroke = line.form(after) == "/" and line.hit(after + 1, "month")
    at = after + 1 if stroke else line.skip(after, "of")
    month = month_at(line, at, beside_day=True)
    if month:
        first_day, last_day = place_day(line, month, low), place_day(line, month, high)
        rule = "date.hijri" if month.month.family == "hijri" else "date.calendar"
        return Found(_between(first_day, last_day, rule), month.after)
    if at != after:
        told = month_told(line, at)
        if told and told[0]:
            return Found(_between(nth_day(told[0], low), nth_day(told[0], high), "date.calendar.this"), told[1])
        if told:
            return Found(unresolved("date.calendar.this"), told[1])
        return _of_this_month(line, at, low, high)
    return None


def _of_this_month(line: Line, at: int, low: int, high: int) -> Found | None:
    """«The fifth of the current», «of the month», «of that month»: the latest such day that is not in the future."""
    that = line.skip(at, "that-words")
    month, qualifier = line.hit(that, "month-words"), line.hit(at, "qualifier")
    known = month if month is not None and line.form(that).startswith(_ARTICLES[0]) else qualifier
    if known is None:
        return None
    if line.published is None:
        return Found(unresolved("date.calendar.this"), known.after)
    back = 1 if known is qualifier and qualifier.entry.id == "last" else 0
    for months in (back, back + 1):
        span = month_span(*months_back(line.published, months))
        days = (nth_day(span, low), nth_day(span, high)) if span else (None, None)
        if days[0] is not None and days[0] <= line.published:
            return Found(_between(*days, "date.calendar.this"), line.skip(known.after, "itself"))
    return None


def _second_rank(line: Line, first: NumberMention) -> tuple[int, int]:
    """The end of «the tenth and the thirteenth of May» and the position behind; the first day where it is alone."""
    day, after = first.low or 0, first.last + 1
    at = line.skip(after, "until")
    second = line.numbers.get(at)
    joined = at != after or (second is not None and line.tokens[at].form.startswith(_AND))
    if second is None or not joined or second.kind != "ordinal" or second.low is None or second.low <= day:
        return day, after
    told = line.hit(line.skip(second.last + 1, "of"), "month", "month-words", "qualifier")
    return (second.low, second.last + 1) if told else (day, after)


def _between(low: Day | None, high: Day | None, rule: str) -> Time:
    if low is None or high is None or low > high:
        return unresolved(rule)
    return Time(low, high, "day" if low == high else "days", rule)


def _days_at(line: Line, i: int) -> tuple[int, int, int] | None:
    """One day number, or two joined by a dash or «and», and the position behind."""
    number = line.numbers.get(i)
    if number and number.kind == "range" and number.low is not None and number.high is not None:
        return number.low, number.high, number.last + 1
    at = i + 1 if line.form(i) in _ARTICLES and line.glued(i + 1) else i
    low = line.digits(at)
    if low is None:
        spelled = line.numbers.get(i)
        if spelled is None or spelled.kind != "ordinal" or spelled.low is None:
            return None
        return spelled.low, *_second_rank(line, spelled)
    joint = at + 1
    if (line.form(joint) in _DASHES or line.hit(joint, "and", "until")) and line.digits(joint + 1) is not None:
        high = line.digits(joint + 1) or 0
        if low < high <= _LAST_DAY and line.hit(line.skip(joint + 2, "of"), "month", "month-words"):
            return low, high, joint + 2
    return low, low, at + 1


def numeric_day(line: Line, i: int) -> Found | None:
    """A date in digits: day, month, year with strokes, dashes or dots, or year first."""
    numbers, after = _digit_groups(line, i)
    if len(numbers) != _GROUPS:
        return None
    first, month, last = numbers
    year, day = (first, last) if first > _LAST_DAY else (last, first)
    if month > _MONTHS and day <= _MONTHS:
        day, month = month, day
    era = line.hit(after, "era")
    hijri = year in HIJRI_YEARS and (era is None or era.entry.id == "hijri")
    if year < _CENTURY:
        year += 2000
    if not hijri and year not in GREGORIAN_YEARS:
        return None
    placed = day_of(year, month, day, hijri=hijri)
    if placed is None:
        return None
    return Found(one_day(placed, "date.hijri" if hijri else "date.numeric"), era.after if era else after)


def _digit_groups(line: Line, i: int) -> tuple[list[int], int]:
    """The whole numbers of a date in digits and the position behind it."""
    form = line.form(i)
    if form.count(".") == 2 and line.tokens[i].kind == "number":
        parts = form.split(".")
        return ([int(p) for p in parts], i + 1) if all(p.isdecimal() and len(p) <= 4 for p in parts) else ([], i)
    first, mark = line.digits(i), line.form(i + 1)
    month, last = line.digits(i + 2), line.digits(i + 4)
    if first is None or month is None or last is None or mark not in _DATE_MARKS or line.form(i + 3) != mark:
        return [], i
    glued = mark == "/" or all(line.glued(i + k) for k in range(1, 5))
    more = line.form(i + 5) == mark and line.glued(i + 5) and line.digits(i + 6) is not None
    return ([first, month, last], i + 5) if glued and not more else ([], i)


def short_numeric_day(line: Line, i: int) -> Found | None:
    """Day and month in digits with a stroke; only asked for where a cue stands before."""
    day, month = line.digits(i), line.digits(i + 2)
    if day is None or month is None or line.form(i + 1) != "/" or not 1 <= month <= _MONTHS:
        return None
    row = next((m for m in _GREGORIAN if m.month == month), None)
    if row is None or not 1 <= day <= _LAST_DAY:
        return None
    return Found(one_day(place_day(line, MonthHit(row, i + 3), day), "date.numeric.short"), i + 3)


def whole_month(line: Line, i: int) -> Found | None:
    """A month alone: all its days."""
    found = month_at(line, i)
    if found is None:
        return None
    span = place_month(line, found)
    if line.tokens[found.after : found.after + 1] and (joined := line.hit(found.after, "month")) and joined.conjunction:
        second = month_at(line, found.after, beside_day=True)
        other = place_month(line, second) if second else None
        if second and span and other and span[0] < other[0]:
            return Found(_spanned((span[0], other[1]), "days", "date.months"), second.after)
    return Found(_spanned(span, "month", "date.month"), found.after)


def whole_year(line: Line, i: int) -> Found | None:
    """A year behind its word («year 2013»), or a season of a year."""
    season = line.hit(i, "season")
    if season:
        year = year_at(line, season.after) or year_told(line, season.after) or _season_told(line, season)
        if year is None:
            return None
        first, last = SEASONS[season.entry.id]
        low, high = month_span(year[0], first), month_span(year[0], last)
        return Found(_spanned((low[0], high[1]) if low and high else None, "days", "date.season"), year[1])
    word = line.hit(i, "year-words")
    if word is None:
        return None
    number = line.numbers.get(word.after)
    if number and number.kind == "range" and number.low in GREGORIAN_YEARS and number.high in GREGORIAN_YEARS:
        return Found(_years(number.low, number.high), number.last + 1)  # type: ignore[arg-type]
    value = line.digits(word.after)
    if value is None or goes_on(line, word.after):
        return None
    other = line.digits(word.after + 2) if line.hit(word.after + 1, "and", "until") else None
    if other is not None and value in GREGORIAN_YEARS and other in GREGORIAN_YEARS and value < other:
        return Found(_years(value, other), word.after + 3)
    era = line.hit(word.after + 1, "era")
    hijri = value in HIJRI_YEARS and (era is None or era.entry.id == "hijri")
    if not hijri and value not in GREGORIAN_YEARS:
        return None
    span = year_span(value, hijri=hijri)
    return Found(_spanned(span, "year", "date.year"), era.after if era else word.after + 1)


def _season_told(line: Line, season: Hit) -> tuple[int, int] | None:
    """Year of «last summer», «this winter», and the position behind."""
    qualifier = line.hit(season.after, "qualifier")
    if qualifier is None or line.published is None:
        return None
    year = line.published.year + (qualifier.entry.id == "next")
    if qualifier.entry.id == "last":
        last = month_span(year, SEASONS[season.entry.id][1])
        year -= last is None or last[1] >= line.published
    return year, qualifier.after


def bare_year(line: Line, i: int) -> Found | None:
    """A year in digits alone, or two («between 2011 and 2013»); only asked for where a cue stands before."""
    number = line.numbers.get(i)
    if number and number.kind == "range" and number.low and number.high and _LIKELY <= number.low < number.high:
        if number.high in GREGORIAN_YEARS and number.low in GREGORIAN_YEARS:
            return Found(_years(number.low, number.high), number.last + 1)
    value = line.digits(i)
    latest = line.published.year + 1 if line.published else GREGORIAN_YEARS[-1]
    if value is None or not _LIKELY <= value <= latest or goes_on(line, i):
        return None
    return Found(_years(value, value), line.skip(i + 1, "era"))


def _years(first: int, last: int) -> Time:
    low, high = year_span(first), year_span(last)
    return _spanned((low[0], high[1]) if low and high else None, "year", "date.year")


def _spanned(span: tuple[Day, Day] | None, precision: Precision, rule: str) -> Time:
    return Time(span[0], span[1], precision, rule) if span else unresolved(rule)


_LAST_DAY, _MONTHS, _GROUPS, _CENTURY, _LIKELY = 31, 12, 3, 100, 1930
_STEPS = {"last": -1, "this": 0, "next": 1}
_DASHES = ("-", "\u2013", "\u2014", "\u2212", "/")
_STROKES = (*_DASHES, "(", "\\", "|")
_LOOSE = ("\u060c", ",")
_DATE_MARKS = ("/", "-", ".", "\\")
_MADDA = ("\u0622",)
_AND = "\u0648"
_ARTICLES = ("\u0627\u0644", "\u0644")
_GREGORIAN = tuple(row for row in MONTHS if row.family == "gulf")
