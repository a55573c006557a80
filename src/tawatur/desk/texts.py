"""A report's text as paragraphs to show, each with its offset, a part at a time where it is very long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from tawatur.desk.rendering import direction

PART = 60_000  # code points shown at once
_CONTROLS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"


class Line(Struct, frozen=True):
    """A paragraph; `at` is the offset of its first code point in the report's text."""

    at: int
    text: str
    direction: str
    harm: bool


class Part(Struct, frozen=True, kw_only=True):
    """What is shown of a text."""

    lines: tuple[Line, ...]
    number: int  # from 1
    count: int
    controls: int  # invisible signs in this part that change the direction of writing


def part_of(text: str, number: int, harm: Iterable[tuple[int, int]] = ()) -> Part:
    """One part of a text, cut at a line end where there is one; `harm` are stretches that may be blurred."""
    cuts = [0]
    while cuts[-1] < len(text):
        cuts.append(_cut(text, cuts[-1]))
    count = max(1, len(cuts) - 1)
    number = min(max(number, 1), count)
    start, end = cuts[number - 1], cuts[number] if len(cuts) > 1 else 0
    stretches = tuple(harm)
    return Part(
        lines=tuple(_lines(text, start, end, stretches)),
        number=number,
        count=count,
        controls=sum(text.count(sign, start, end) for sign in _CONTROLS),
    )


def part_at(text: str, offset: int) -> int:
    """Number of the part that an offset stands in."""
    number, at = 0, 0
    while at < len(text):
        at, number = _cut(text, at), number + 1
        if offset < at:
            return number
    return max(number, 1)


def _cut(text: str, start: int) -> int:
    if len(text) - start <= PART:
        return len(text)
    line_end = text.rfind("\n", start + PART // 2, start + PART)
    return line_end + 1 if line_end > 0 else start + PART


def _lines(text: str, start: int, end: int, harm: tuple[tuple[int, int], ...]) -> Iterator[Line]:
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            hurts = any(a < at + len(line) and b > at for a, b in harm)
            yield Line(at, line, direction(line), hurts)
        at += len(line) + 1
