"""The day of publication as a reader sees it on the page, where the head does not tell it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import date as Day
from datetime import timedelta
from typing import Any

from msgspec import Struct

from tawatur.clean.boilerplate import DATE_WORDS, line_words
from tawatur.clean.document import Block, Document
from tawatur.clean.metadata import in_aside
from tawatur.language.dates import find_dates
from tawatur.language.numbers import find_numbers
from tawatur.language.tokens import tokenize

_MOST_LETTERS = 200
_MOST_WORDS = 16  # a line that tells the day of publication is short
_EDGE = 4  # lines at the start and end of a text in which the day may stand
_NEAR = 12  # blocks from the title within which the day is looked for first
_CALENDARS_APART = timedelta(days=2)
_HINT = re.compile(r"date|time|publish|posted|meta|entry|info|byline|tarikh", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}|\d[-/.]\d")
_SENTENCE_END = re.compile(r"[.!\u061f]\s*$")
_COPYRIGHT = "\u00a9"
_PUBLISHED = DATE_WORDS["published"]
_CHANGED = DATE_WORDS["changed"]
_RIGHTS = DATE_WORDS["rights"]
_BESIDE = DATE_WORDS["beside"] | _PUBLISHED | _CHANGED


class _Told(Struct, frozen=True):
    """The one full date of a short line, and the folded words beside it."""

    day: Day
    beside: frozenset[str]

    @property
    def alone(self) -> bool:
        """Whether nothing stands beside the date but words such as "published" and the hour."""
        return self.beside <= _BESIDE

    @property
    def announced(self) -> bool:
        """Whether a word beside the date says that it is the day of publication."""
        return not self.beside.isdisjoint(_PUBLISHED)

    @property
    def changed(self) -> bool:
        """Whether the date is told as that of the last change, which is mostly the same day, but not surely."""
        return not self.beside.isdisjoint(_CHANGED)


def day_of_page(document: Document, title: str, above: bool) -> Day | None:
    """The likeliest full date on a short line of the page: near the title, marked as a date; never the foot's year.

    `above`: a bare date above the title counts, as on the printed head of old pages; on newer ones it is a clock.
    """
    titled = line_words(title)
    blocks = document.blocks
    at = next((i for i, block in enumerate(blocks) if titled and line_words(block.text) == titled), 0)
    best, best_weight = None, 0.0
    for i, block in enumerate(blocks):
        if i != at and (told := _told(block.loose or block.text)):
            weight = _weight(block, told, i - at) + (0 if above else 1 if i > at else -3)
            if weight > best_weight:
                best, best_weight = told.day, weight
    return best


def day_of_lines(lines: Sequence[str]) -> Day | None:
    """The full date that one of the first or last lines of a text consists of, or announces as that of publication."""
    edges = (*lines[:_EDGE], *lines[max(_EDGE, len(lines) - _EDGE) :])
    found = [told for line in edges if (told := _told(line)) and (told.alone or told.announced)]
    return next((told.day for told in sorted(found, key=lambda told: told.changed)), None)


def tells_only_day(line: str) -> bool:
    """Whether a line is a date, perhaps with weekday and hour, and nothing else."""
    told = _told(line)
    return told is not None and told.alone


def _weight(block: Block, told: _Told, distance: int) -> float:
    """How likely the date of a block is the day of publication; 0 and less is not."""
    box = block.box
    hinted = any(_HINT.search(f"{e.get('class') or ''} {e.get('id') or ''}") is not None for e in _around(box))
    if not (told.alone or told.announced or hinted):
        return 0.0
    if not block.loose and (not told.alone or abs(distance) > _NEAR // 3):
        return 0.0  # a link far from the title leads to another day's reports
    near = 2 * (1 - min(abs(distance), _NEAR) / _NEAR)
    weight = near + 1 + 2 * told.announced + 2 * hinted
    return weight - 4 * in_aside(box) - 2 * told.changed


def _told(line: str) -> _Told | None:
    """The full date of a short line that is no sentence; None where it names none or several."""
    if len(line) > _MOST_LETTERS or _COPYRIGHT in line or not _YEAR.search(line) or _SENTENCE_END.search(line):
        return None
    tokens = tokenize(line)
    if sum(token.kind == "word" for token in tokens) > _MOST_WORDS:
        return None
    found = find_dates(tokens, find_numbers(tokens), None)
    days = [
        mention.low for mention in found if mention.precision == "day" and mention.low and mention.low == mention.high
    ]
    inside = {i for mention in found for i in range(mention.first, mention.last + 1)}
    # A lunar and a solar date of the same day may differ by one; the solar one stands last.
    day = days[-1] if days and max(days) - min(days) <= _CALENDARS_APART else None
    return (
        _Told(day, frozenset(t.form for i, t in enumerate(tokens) if i not in inside and t.kind == "word"))
        if day
        else None
    )


def _around(box: Any) -> list[Any]:
    """The element and the two around it."""
    return [box, *itertools.islice(box.iterancestors(), 2)]
