"""Lengths of time («five hours», «two years», «half a day» is none): how many whole units, and where."""

from __future__ import annotations

from msgspec import Struct

from tawatur.language.date_words import Line
from tawatur.language.numbers import find_numbers
from tawatur.language.tokens import tokenize
from tawatur.records import NumberMention, Token


class Duration(Struct, frozen=True, gc=False):
    """So many whole units; `value` is None where the text leaves it open («days», «several weeks»)."""

    value: int | None
    unit: str
    half: bool = False


class DurationMention(Struct, frozen=True, gc=False):
    """A duration in tokens `first` … `last`, both inclusive."""

    first: int
    last: int
    start: int
    end: int
    duration: Duration


class DurationHit(Struct, frozen=True, gc=False):
    """A duration up to token `after` (exclusive)."""

    duration: Duration
    after: int


def read_duration(text: str) -> Duration | None:
    """The duration that a text tells, None where it tells anything else or more."""
    tokens = tokenize(text)
    line = Line(tokens, find_numbers(tokens), None)
    found = duration_at(line, 0)
    return found.duration if found and found.after == len(tokens) else None


def find_durations(tokens: tuple[Token, ...], numbers: tuple[NumberMention, ...]) -> tuple[DurationMention, ...]:
    """All durations with a number or a dual, in order."""
    line = Line(tokens, numbers, None)
    found: list[DurationMention] = []
    i = 0
    while i < len(tokens):
        hit = duration_at(line, i) if _may_begin(line, i) else None
        if hit is None or hit.duration.value is None or not _is_told(line, i):
            i += 1
            continue
        found.append(DurationMention(i, hit.after - 1, tokens[i].start, tokens[hit.after - 1].end, hit.duration))
        i = hit.after
    return tuple(found)


def duration_at(line: Line, i: int) -> DurationHit | None:
    """A duration at i, words such as «about» and «more than» left aside."""
    at = line.skip(i, "about")
    unit = line.hit(at, "unit")
    if unit:
        return _counted_by_form(line, at)
    vague = line.hit(at, "vague")
    if vague:
        unit = line.hit(vague.after, "unit")
        return DurationHit(Duration(None, unit.entry.id), unit.after) if unit else None
    count = line.count(at)
    unit = line.hit(count[1], "unit") if count else None
    if count is None or unit is None or unit.skip:
        return None
    return _with_half(line, Duration(count[0], unit.entry.id), unit.after)


def _counted_by_form(line: Line, at: int) -> DurationHit | None:
    """A unit that says by its form how many: one, two, or an open plural."""
    unit = line.hit(at, "unit")
    if unit is None or (unit.entry.value == 1 and line.digits(unit.after) is not None):  # «year 2013»
        return None
    after = line.skip(unit.after, "vague")
    if unit.entry.value == 0:
        return DurationHit(Duration(None, unit.entry.id), after)
    count = line.count(unit.after)
    same = count is not None and count[0] == unit.entry.value and line.digits(unit.after) is None
    return _with_half(line, Duration(unit.entry.value, unit.entry.id), count[1] if count and same else unit.after)


def _with_half(line: Line, duration: Duration, after: int) -> DurationHit:
    half = line.hit(after, "half")
    if half:
        return DurationHit(Duration(duration.value, duration.unit, True), half.after)
    return DurationHit(duration, after)


def _may_begin(line: Line, i: int) -> bool:
    return line.tokens[i].kind == "number" or bool(line.entries[i]) or i in line.numbers


def _is_told(line: Line, i: int) -> bool:
    """A lone singular is mostly no length of time but the word itself."""
    unit = line.hit(i, "unit")
    return unit is None or unit.entry.value == 2
