"""A day told by several words: part of the day, weekday, relative day, calendar day and clock time, in any order.

A calendar day wins over a weekday, a weekday over a relative word such as «yesterday».
"""

from __future__ import annotations

from datetime import date as Day
from datetime import timedelta

from msgspec import Struct

from tawatur.language.calendar import Time, latest_weekday, one_day, unresolved
from tawatur.language.date_parts import Found, calendar_day, numeric_day, short_numeric_day
from tawatur.language.date_words import ARTICLE, DATES, Line, folded


class _Chain(Struct):
    """A day under construction: what has been told of it so far, and the token behind."""

    after: int
    calendar: Time | None = None
    weekday: int | None = None
    direction: str = ""
    weeks_back: int = 0
    relative: int | None = None
    night: bool = False
    clock: bool = False
    last_weekday: int | None = None
    days: int = 1  # weekdays in a row

    @property
    def told(self) -> bool:
        """Whether a day is told."""
        return self.calendar is not None or self.weekday is not None or self.relative is not None


def told_day(line: Line, i: int) -> Found | None:
    """A day told by one or more of calendar, weekday, relative word, part of the day and clock."""
    chain = _Chain(i)
    while _grow(line, chain):
        pass
    if not chain.told:
        return None
    return Found(_resolved(line, chain), _closed(line, i, chain.after))


def _closed(line: Line, first: int, after: int) -> int:
    """Position behind the bracket or quote that closes what was opened inside the expression."""
    opened = sum(line.form(k) == "(" for k in range(first, after))
    closed = sum(line.form(k) == ")" for k in range(first, after))
    return after + 1 if opened > closed and line.form(after) == ")" else after


def _grow(line: Line, chain: _Chain) -> bool:
    """Add the next part at the chain's end, fillers skipped; False where there is none."""
    at = chain.after
    for gap in range(_GAP + 1):
        if _add(line, chain, at, gap > 0):
            return True
        following = _over_filler(line, chain, at)
        if following == at:
            return False
        at = following
    return False


def _over_filler(line: Line, chain: _Chain, at: int) -> int:
    """Position behind one filler at `at`, `at` itself where none stands."""
    form = line.form(at)
    if chain.told and form in _FILLERS:
        return at + 1
    if chain.told:
        return line.skip(at, "joints", "of")
    if form == "(" and line.hit(at + 1, "relative", "weekday"):
        return at + 1
    return line.skip(at, "part-inner", "clock-inner") if chain.after != at or chain.clock or chain.night else at


def _add(line: Line, chain: _Chain, at: int, gap: bool) -> bool:
    """Add one part that stands at `at`."""
    return (
        _add_calendar(line, chain, at)
        or _add_weekday(line, chain, at, gap)
        or _add_relative(line, chain, at)
        or _add_part(line, chain, at)
    )


def _add_calendar(line: Line, chain: _Chain, at: int) -> bool:
    cued = chain.weekday is not None or line.hit(at - 1, "numeric-cues") is not None
    found = numeric_day(line, at) or calendar_day(line, at) or (short_numeric_day(line, at) if cued else None)
    if found is None:
        return False
    if chain.calendar is not None:
        return _add_other_calendar(chain, found)
    if chain.relative is not None and found.time.high != found.time.low:
        return False
    chain.calendar, chain.after = found.time, found.after
    return True


def _add_other_calendar(chain: _Chain, found: Found) -> bool:
    """The same day told again in the other calendar; the Gregorian day counts, as sightings shift the Hijri one."""
    known, new = chain.calendar, found.time
    if known is None or known.low is None or new.low is None or abs((known.low - new.low).days) > _CALENDARS_APART:
        return False
    if (known.rule == _HIJRI) == (new.rule == _HIJRI):
        return False
    chain.calendar, chain.after = new if known.rule == _HIJRI else known, found.after
    return True


def _add_weekday(line: Line, chain: _Chain, at: int, gap: bool) -> bool:
    hit = line.hit(at, "weekday")
    if hit is None or (hit.preposition and at != chain.after) or line.hit(at - 1, "not-weekday-after"):
        return False
    if chain.weekday is not None:
        return _add_second(line, chain, at)
    if hit.conjunction and chain.told:
        return False
    if gap and chain.relative is not None and line.published and line.form(at - 1) in _COMMAS:
        told = line.published + timedelta(chain.relative)
        if told.isoweekday() != hit.entry.value:
            return False
    chain.weekday, chain.after = hit.entry.value, hit.after
    _qualify(line, chain)
    return True


def _qualify(line: Line, chain: _Chain) -> None:
    """Take «last», «next» or «before last» behind a weekday."""
    at = line.skip(chain.after, "before-last")
    qualifier = line.hit(at, "qualifier")
    if qualifier and not qualifier.skip:
        chain.direction = qualifier.entry.id
        chain.weeks_back = int(at != chain.after)
        chain.after = qualifier.after


def _add_second(line: Line, chain: _Chain, at: int) -> bool:
    """A second weekday: the other end of a night or of some days in a row."""
    hit = line.hit(at, "weekday")
    if hit is None or chain.calendar is not None or chain.weekday is None:
        return False
    joined = bool(hit.conjunction) or line.form(at - 1) in _JOINTS or line.hit(at - 1, "until") is not None
    following = (hit.entry.value - (chain.last_weekday or chain.weekday)) % 7 == 1
    if not following or not (joined or chain.night):
        return False
    chain.last_weekday, chain.after, chain.days = hit.entry.value, hit.after, chain.days + 1
    _qualify(line, chain)
    return True


def _add_relative(line: Line, chain: _Chain, at: int) -> bool:
    hit = line.hit(at, "relative")
    if hit is None or chain.relative is not None or (hit.conjunction and chain.told):
        return False
    if _not_relative(line, at, hit.after) or chain.calendar is not None:
        return False
    if line.hit(hit.after, "weekday") is None and _quoted(line, at, hit.after):
        return False
    chain.relative, chain.after = hit.entry.value, hit.after
    return True


def _not_relative(line: Line, at: int, after: int) -> bool:
    """Whether the words around tell that this is no day («the same day», a newspaper's name)."""
    before, behind = line.form(at - 1), line.form(after)
    return any(
        line.form(after - 1).endswith(words) and (before in bad_before or behind in bad_behind)
        for words, bad_before, bad_behind in _NOT_RELATIVE
    )


def _quoted(line: Line, at: int, after: int) -> bool:
    """Whether a word alone stands in quotes, as names of papers do."""
    return (
        line.form(at - 1) in _OPEN_QUOTES and line.form(after) in _CLOSE_QUOTES and line.hit(at - 2, "relative") is None
    )


def _add_part(line: Line, chain: _Chain, at: int) -> bool:
    """A part of the day, a clock time or the word for day: before the day, or behind it in its adverbial form."""
    if chain.told:
        trailing = line.hit(at, "trailing-parts")
        if trailing and not trailing.skip and line.form(at - 1) not in _COMMAS:
            chain.after = trailing.after
            return True
        return _add_clock(line, chain, at)
    day_word = line.hit(at, "day-words")
    if day_word and not (day_word.conjunction and at != chain.after):
        chain.after = day_word.after
        return True
    part = line.hit(at, "part")
    if part and not (part.conjunction and at != chain.after):
        chain.night = chain.night or part.entry.id == "night"
        chain.after = part.after
        return True
    return _add_clock(line, chain, at)


def _add_clock(line: Line, chain: _Chain, at: int) -> bool:
    """A clock time with its minutes and its half of the day."""
    word = line.hit(at, "clock")
    if word is None or chain.clock:
        return False
    after = word.after + (line.form(word.after) == "(")
    hour = line.count(after)
    if hour is None and line.digits(after) is None and line.tokens[min(after, len(line.tokens) - 1)].kind != "number":
        return False
    after = hour[1] if hour else after + 1
    if line.form(after) in (":", ".") and line.digits(after + 1) is not None:
        after += 2
    after += line.form(after) == ")"
    while (further := line.skip(after, "clock-inner", "clock-suffixes")) != after:
        after = further
    chain.clock, chain.after = True, after
    return True


def _resolved(line: Line, chain: _Chain) -> Time:
    """The chain's day: calendar before weekday before relative word."""
    if chain.calendar is not None:
        return chain.calendar
    published = line.published
    if chain.weekday is not None:
        rule = f"date.weekday.{chain.direction}" if chain.direction else "date.weekday"
        if published is None:
            return unresolved(rule)
        last = _weekday(published, chain.last_weekday or chain.weekday, chain)
        if chain.last_weekday is None:
            return one_day(last, rule)
        return Time(last - timedelta(chain.days - 1), last, "days", "date.night" if chain.night else "date.weekdays")
    if published is None or chain.relative is None:
        return unresolved("date.relative")
    return one_day(published + timedelta(chain.relative), "date.relative")


def _weekday(published: Day, weekday: int, chain: _Chain) -> Day:
    """The weekday by its qualifier and by the relative word beside it."""
    day = latest_weekday(published, weekday)
    if chain.direction == "next" or (chain.relative or 0) > 0:
        return day + timedelta(7)
    if chain.direction == "last" and day == published and chain.relative is None:
        day -= timedelta(7)
    return day - timedelta(7 * chain.weeks_back)


_HIJRI = "date.hijri"
_GAP, _CALENDARS_APART = 2, 2
_COMMAS = ("\u060c", ",")
_JOINTS = ("-", "\u2013", "\u2014", "\u2212", "/", "\u0648")
_FILLERS = (*_COMMAS, *_JOINTS, "(", ")", ":", "|")
_OPEN_QUOTES = ("\u00ab", '"', "\u201c", "\u201d", "'", "(")
_CLOSE_QUOTES = ("\u00bb", '"', "\u201d", "\u201c", "'", ")")
_NOT_RELATIVE = tuple(
    (tuple(word.removeprefix(ARTICLE) for word in folded(row.words)), folded(row.before), folded(row.after))
    for row in DATES.not_relative
)
