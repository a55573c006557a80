"""A month at one position of a text with its other name and its year, and the days it stands for."""

from __future__ import annotations

from datetime import date as Day
from datetime import timedelta

from msgspec import Struct

from tawatur.language.calendar import GREGORIAN_YEARS, HIJRI_YEARS, day_of, month_span, months_back, years_near
from tawatur.language.date_words import Hit, Line, Month, folded


class MonthHit(Struct, frozen=True, gc=False):
    """A month with what tells its year: a year, a direction from publication ("last", "this", "next"), or neither."""

    month: Month
    after: int
    year: int | None = None
    direction: str = ""
    cued: bool = False


def month_at(line: Line, i: int, *, beside_day: bool = False) -> MonthHit | None:
    """A month at i with its other name and its year; an ambiguous word only where something tells that it is one."""
    at = line.skip(i, "month-words")
    hit = line.hit(at, "month")
    if hit is None or hit.entry.month is None or (hit.preposition and at != i):
        return None
    after, cued = _other_name(line, hit), at != i or beside_day
    cued = cued or after != hit.after
    found = _with_year(line, MonthHit(hit.entry.month, after, cued=cued))
    if hit.entry.month.ambiguous and not _is_month(line, hit, at, found):
        return None
    return found


def _is_month(line: Line, hit: Hit, at: int, found: MonthHit) -> bool:
    """Whether an ambiguous word is a month here."""
    month = hit.entry.month
    if month is None:
        return False
    if month.madda:
        spelled = line.tokens[at].text[hit.skip : hit.skip + 1] in _MADDA
        return spelled or (not hit.skip and (found.cued or found.year is not None))
    return found.cued or found.year is not None or bool(found.direction) or line.form(at - 1) in folded(month.after)


def _other_name(line: Line, hit: Hit) -> int:
    """Position behind the same month's name in another family: with a stroke, dash, brackets or a space between."""
    at, opened = hit.after, False
    if line.form(at) in _STROKES:
        opened, at = line.form(at) == "(", at + 1
    other = line.hit(at, "month")
    if other is None or other.skip or other.entry.month is None or hit.entry.month is None:
        return hit.after
    same = other.entry.value == hit.entry.value and other.entry.month.family != hit.entry.month.family
    if not same or "hijri" in (other.entry.month.family, hit.entry.month.family):
        return hit.after
    if opened and line.form(other.after) != ")":
        return hit.after
    return other.after + 1 if opened else other.after


def _with_year(line: Line, found: MonthHit) -> MonthHit:
    """The month with a year or qualifier behind it."""
    year = year_at(line, found.after, found.month.family == "hijri")
    if year:
        return MonthHit(found.month, year[1], year[0], cued=found.cued)
    qualifier = line.hit(found.after, "qualifier")
    if qualifier:
        return MonthHit(found.month, qualifier.after, direction=qualifier.entry.id, cued=found.cued)
    at = line.skip(found.after, "of")
    told = year_told(line, at)
    if told:
        return MonthHit(found.month, told[1], told[0], cued=found.cued)
    return found


def year_at(line: Line, i: int, hijri: bool = False) -> tuple[int, int] | None:
    """A year in digits at i, with its era; behind a comma, bracket or the word for year if need be."""
    at = i + 1 if line.form(i) in _LOOSE else i
    at = line.skip(line.skip(at, "of"), "year-words")
    if line.form(at) == "(" and at == i:
        at += 1
    year = line.digits(at)
    if year is None or year not in (HIJRI_YEARS if hijri else GREGORIAN_YEARS) or goes_on(line, at):
        return None
    after = at + 1
    if line.form(i) == "(" or line.form(at - 1) == "(":
        after += line.form(after) == ")"
    return year, line.skip(after, "era")


def year_told(line: Line, i: int) -> tuple[int, int] | None:
    """A year told from publication ("last year", "this year")."""
    this = line.skip(i, "this-words")
    hit = line.hit(this, "year-words")
    qualifier = line.hit(hit.after, "qualifier") if hit else None
    if hit is None or line.published is None or (qualifier is None and this == i):
        return None
    step = _STEPS[qualifier.entry.id] if qualifier else 0
    return line.published.year + step, qualifier.after if qualifier else hit.after


def goes_on(line: Line, at: int) -> bool:
    """Whether digits are joined to more digits (a clock time, a longer number)."""
    return (
        line.form(at + 1) in (":", "/", ".")
        and line.glued(at + 1)
        and line.glued(at + 2)
        and (line.digits(at + 2) is not None)
    )


def place_month(line: Line, found: MonthHit) -> tuple[Day, Day] | None:
    """First and last day of a month; without a year the latest one that is not in the future."""
    hijri, number, published = found.month.family == "hijri", found.month.month, line.published
    if found.year is not None:
        return month_span(found.year, number, hijri=hijri)
    if published is None:
        return None
    year = years_near(published, hijri=hijri)
    span = month_span(year, number, hijri=hijri)
    if span is None:
        return None
    if found.direction == "next":
        step = 1 if span[0] <= published else 0
    elif found.direction == "last":
        step = -1 if span[1] >= published else 0
    elif found.direction == "this":
        step = 0
    else:
        step = -1 if span[0] > published else 0
    return month_span(year + step, number, hijri=hijri) if step else span


def place_day(line: Line, found: MonthHit, day: int) -> Day | None:
    """A day of a month; without a year the latest one that is not in the future."""
    published, hijri = line.published, found.month.family == "hijri"
    if found.year is not None or found.direction in ("next", "this") or published is None:
        span = place_month(line, found)
        return nth_day(span, day) if span else None
    year = years_near(published, hijri=hijri)
    past = found.direction == "last"
    for candidate in (year, year - 1):
        placed = day_of(candidate, found.month.month, day, hijri=hijri)
        if placed and (placed < published or (placed == published and not past)):
            return placed
    return None


def nth_day(span: tuple[Day, Day], day: int) -> Day | None:
    """Day number `day` of a month, None where it has fewer."""
    placed = span[0] + timedelta(day - 1)
    return placed if span[0] <= placed <= span[1] else None


def month_told(line: Line, i: int) -> tuple[tuple[Day, Day] | None, int] | None:
    """A month told from publication ("last month", "this month") with the position behind it."""
    this = line.skip(i, "this-words")
    hit = line.hit(this, "month-words")
    qualifier = line.hit(hit.after, "qualifier") if hit else None
    if hit is None or (qualifier is None and this == i):
        return None
    after = qualifier.after if qualifier else hit.after
    if line.published is None:
        return None, after
    year, month = months_back(line.published, -_STEPS[qualifier.entry.id] if qualifier else 0)
    return month_span(year, month), after


_STEPS = {"last": -1, "this": 0, "next": 1}
_STROKES = ("-", "\u2013", "\u2014", "\u2212", "/", "(", "\\", "|")
_LOOSE = ("\u060c", ",", "/")
_MADDA = ("\u0622",)
