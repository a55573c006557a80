"""The day of publication as a reader sees it on the page, where the head does not tell it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import date as Day
from typing import Any

from tawatur.clean.boilerplate import DATE_WORDS, line_words
from tawatur.clean.document import Block, Document
from tawatur.clean.metadata import in_aside
from tawatur.language.tokens import tokenize

_MOST_WORDS = 16  # a line that tells the day of publication is short
_ONLY_WORDS = 9  # of a line that consists of a date with weekday and hour
_NEAR = 12  # blocks from the title within which the day is looked for first
_HINT = re.compile(r"date|time|publish|posted|meta|entry|info|byline|tarikh", re.IGNORECASE)
_RIGHTS = "\u00a9"
_PUBLISHED = DATE_WORDS["published"]
_OTHER = DATE_WORDS["other"]


def day_of_page(document: Document, title: str) -> Day | None:
    """The likeliest full date on a short line of the page: near the title, marked as a date; never the foot's year."""
    titled = line_words(title)
    blocks = document.blocks
    at = next((i for i, block in enumerate(blocks) if titled and line_words(block.text) == titled), 0)
    best, best_weight = None, 0.0
    for i, block in enumerate(blocks):
        if any(char.isdigit() for char in block.text[:200]) and (day := _full_day(block.text)):
            weight = _weight(block, i - at)
            if weight > best_weight:
                best, best_weight = day, weight
    return best


def day_of_lines(lines: Sequence[str]) -> Day | None:
    """The full date that one of the first or last lines of a text consists of, or is announced by."""
    for line in _edges(lines):
        if (day := _full_day(line)) and (_says_published(line) or len(line_words(line)) <= _ONLY_WORDS):
            return day
    return None


def tells_only_day(line: str) -> bool:
    """Whether a line is a date, perhaps with weekday and hour, and nothing else."""
    return len(line_words(line)) <= _ONLY_WORDS and _full_day(line) is not None


def _edges(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:5]
    yield from lines[max(5, len(lines) - 3) :]


def _weight(block: Block, distance: int) -> float:
    """How likely the date of a block is the day of publication; 0 and less is not."""
    weight = 1.0 + 2 * _says_published(block.text)
    box = block.box
    weight += 2 * any(_HINT.search(f"{e.get('class') or ''} {e.get('id') or ''}") is not None for e in _around(box))
    weight += 2 * (1 - min(abs(distance), _NEAR) / _NEAR) + (distance > 0)
    return weight - 4 * in_aside(box) - 3 * bool(_OTHER.intersection(line_words(block.text)))


def _says_published(line: str) -> bool:
    return not _PUBLISHED.isdisjoint(line_words(line))


def _full_day(line: str) -> Day | None:
    """The one day that a short line names with its year."""
    if _RIGHTS in line or len(line) > 200 or len(line_words(line)) > _MOST_WORDS:
        return None
    try:
        from tawatur.language.dates import find_dates
        from tawatur.language.numbers import find_numbers
    except ImportError:
        return None
    tokens = tokenize(line)
    found = find_dates(tokens, find_numbers(tokens), None)
    days = {mention.low for mention in found if mention.precision == "day" and mention.low == mention.high}
    return days.pop() if len(days) == 1 else None


def _around(box: Any) -> list[Any]:
    """The element and the two around it."""
    return [box, *itertools.islice(box.iterancestors(), 2)]
