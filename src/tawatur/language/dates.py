"""Time expressions of a text, resolved against the day of publication by the codebook's rulings 15 to 18."""

from __future__ import annotations

from datetime import date as Day
from datetime import timedelta

from tawatur.language.calendar import GREGORIAN_YEARS, Time, one_day
from tawatur.language.date_chain import told_day
from tawatur.language.date_parts import Found, bare_year, calendar_day, whole_month, whole_year
from tawatur.language.date_ranges import from_to, since, within
from tawatur.language.date_spells import bare_part, begun_before, days_before_that, spelled
from tawatur.language.date_windows import ago, anchored, window
from tawatur.language.date_words import Line
from tawatur.language.durations import duration_at
from tawatur.language.letters import cut
from tawatur.language.nouns import lookup
from tawatur.records import DateMention, NumberMention, Token


def find_dates(
    tokens: tuple[Token, ...], numbers: tuple[NumberMention, ...], published: Day | None
) -> tuple[DateMention, ...]:
    """All time expressions of a text in order, none inside another.

    Without `published`, times that need it are kept with no days and the precision "unresolved"; with it, an expression
    that names no days («for months») is left out.
    """
    line = Line(tokens, numbers, published)
    found: list[DateMention] = []
    after = 0
    for i, token in enumerate(tokens):
        if i < after or (token.kind != "number" and i not in line.numbers and _STARTS.isdisjoint(line.entries[i])):
            continue
        after = _name_end(line, i)
        if after > i:
            continue
        told = token.kind == "number" or i in line.numbers or not _TOLD.isdisjoint(line.entries[i])
        hit = (read_at(line, i) if told else None) or spelled(line, i)
        hit = hit or _seen_from(line, i, found) or bare_part(line, i)
        if hit is None or (published is not None and hit.time.low is None):
            continue
        found.append(_mention(line, i, hit))
        after = hit.after
    return tuple(found)


def read_at(line: Line, i: int) -> Found | None:
    """The time expression that starts at token i, prepositions that open a stretch of time included."""
    kinds = line.entries[i]
    hit: Found | None = None
    if not _OPENERS.isdisjoint(kinds):
        for kind, read in (("since", since), ("between", from_to), ("from", from_to), ("within", within)):
            if kind in kinds:
                hit = hit or read(line, i, read_time)
        if "ago" in kinds:
            hit = hit or ago(line, i)
    hit = hit or read_time(line, i)
    return hit or (bare_year(line, i) if i in line.numbers and _year_may_stand(line, i) else None)


def read_time(line: Line, i: int) -> Found | None:
    """A time without a preposition: a day however told, a stretch, a month or a year."""
    if i >= len(line.tokens):
        return None
    kinds = line.entries[i]
    if not kinds:
        return _numbered(line, i)
    counted = i in line.numbers
    hit: Found | None = None
    if counted or not kinds.keys().isdisjoint(_WINDOW):
        hit = window(line, i)
    if hit is None and "anchor" in kinds:
        hit = anchored(line, i)
    if hit is None and (counted or not kinds.keys().isdisjoint(_DAY)):
        hit = told_day(line, i)
    if hit is None and not kinds.keys().isdisjoint(_MONTH):
        hit = whole_month(line, i)
    if hit is None and not kinds.keys().isdisjoint(_YEAR):
        hit = whole_year(line, i)
    return hit


def _numbered(line: Line, i: int) -> Found | None:
    """A time that starts with digits or a number word; most numbers are seen at once to count something else."""
    token, number = line.tokens[i], line.numbers.get(i)
    if token.kind != "number" and number is None and line.form(i) not in _ARTICLES:
        return None
    after = number.last + 1 if number else i + 1 + (token.kind != "number")
    behind = line.entries[after] if after < len(line.entries) else {}
    marked = line.form(after) in _DATE_MARKS or token.form.count(".") == 2
    ranks = after in line.numbers and line.numbers[after].kind == "ordinal"
    if not marked and not ranks and behind.keys().isdisjoint(_BEHIND_DAY):
        return None
    return told_day(line, i) or window(line, i)


def _year_may_stand(line: Line, i: int) -> bool:
    """Whether digits at i may be a year: behind «in», «since», …, and not counting a noun."""
    number = line.numbers[i]
    if number.kind != "range" and not line.hit(i - 1, "year-cues"):
        return False
    after = number.last + 1
    if after < len(line.tokens) and line.tokens[after].kind == "word":
        noun = lookup(line.form(after))
        return (noun is None or noun.article) and not line.hit(after, "unit")
    return True


def _name_end(line: Line, i: int) -> int:
    """Position behind a day or month that is part of a name («the 25 January revolution»), else i itself."""
    if line.hit(i - 1, "names") is None:
        return i
    day = calendar_day(line, i) or whole_month(line, i)
    return day.after if day is not None and line.digits(day.after - 1) not in GREGORIAN_YEARS else i


def _seen_from(line: Line, i: int, found: list[DateMention]) -> Found | None:
    """A day seen from the day told last: «the same day», «the day after», «three days after …» (so long before it)."""
    if _FROM_LAST.isdisjoint(line.entries[i]):
        return None
    last = found[-1] if found else None
    if last is None or last.low is None or last.low != last.high:
        return _days_after(line, i, line.published)
    if before := days_before_that(line, i, last.low):
        return before
    same = line.hit(i, "same-day")
    if same:
        return Found(one_day(last.low, "date.same"), same.after)
    following = line.hit(i, "next-day")
    if following:
        return Found(_moved(last.low, 1, "date.next"), following.after)
    if any(line.form(k) in _ENDS for k in range(last.last + 1, i)):
        return _days_after(line, i, line.published)
    eve = line.hit(i, "eve")
    if eve:
        return Found(_moved(last.low, -1, "date.after"), eve.after)
    return _days_after(line, i, last.low)


def _days_after(line: Line, i: int, day: Day | None) -> Found | None:
    """«Three days after the attack» dates the attack three days before the day told last, or before publication."""
    cue = line.hit(i, "after")
    told = duration_at(line, cue.after) if cue else None
    if told is None or told.duration.value is None or not line.hit(told.after, "against"):
        return None
    begun = begun_before(day, told.duration)
    return Found(one_day(begun, "date.after"), told.after) if begun else None


def _moved(day: Day, days: int, rule: str) -> Time:
    return one_day(day + timedelta(days), rule)


def _mention(line: Line, first: int, hit: Found) -> DateMention:
    token, time = line.tokens[first], hit.time
    skip = min((found.skip for hits in line.entries[first].values() for found in hits), default=0)
    if first in line.numbers and token.kind == "word":
        skip = max(skip, int(token.form.startswith(_AND) and not line.entries[first]))
    return DateMention(
        first=first,
        last=hit.after - 1,
        start=token.start + (cut(token.text, skip) if skip else 0),
        end=line.tokens[hit.after - 1].end,
        low=time.low,
        high=time.high,
        precision=time.precision if time.low is not None else "unresolved",
        rule=time.rule,
    )


_WINDOW = frozenset({"this-words", "last-of", "unit"})
_DAY = frozenset({"day-words", "part", "weekday", "relative", "clock", "first-day"})
_MONTH = frozenset({"month", "month-words"})
_YEAR = frozenset({"year-words", "season"})
_OPENERS = frozenset({"since", "between", "from", "within", "ago", "anchor"})
_FROM_LAST = frozenset({"same-day", "next-day", "eve", "after", "ago"})
_SPELLED = frozenset({"unit", "lasting", "feast", "named-friday", "bare-parts"})
_TOLD = _WINDOW | _DAY | _MONTH | _YEAR | _OPENERS
_STARTS = _SPELLED | _WINDOW | _DAY | _MONTH | _YEAR | _OPENERS | _FROM_LAST
_BEHIND_DAY = frozenset({"month", "month-words", "of", "unit", "and", "until"})
_AND = "\u0648"
_ARTICLES = ("\u0627\u0644", "\u0644")
_DATE_MARKS = ("/", "-", ".", "\\", "\u2013")
_ENDS = ("\n", ".")
