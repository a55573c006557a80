"""One claim's figures → its tolls: parts are not added to their whole, groups told side by side are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from tawatur.records import Figure

WHOLE = "unspecified"  # a figure of people without more: the whole, if it is large enough to hold the groups
BESIDE = 24  # letters: two figures so close are told in one breath ("two soldiers and a guard"), not as two accounts


class Interval(Struct, frozen=True, order=True):
    """Whole numbers from low to high, both inclusive; None is open."""

    low: int | None
    high: int | None

    def lowest(self) -> int:
        """The lowest number that the words name: an open end counts as its bound."""
        return self.low if self.low is not None else self.high or 0

    def highest(self) -> int:
        """The highest number that the words name: an open end counts as its bound."""
        return self.high if self.high is not None else self.low or 0


def totals(figures: Iterable[Figure], outcome: str) -> tuple[Interval, ...]:
    """All tolls that a claim gives for an outcome, in text order; two where the report tells two accounts.

    Figures without any bound are left out: unknown is not a number.
    """
    told = [f for f in figures if f.outcome == outcome and not f.subset and (f.low is not None or f.high is not None)]
    groups: dict[str, list[Interval]] = {}
    for who, interval in _breaths(sorted(told, key=lambda f: (f.start, f.end))):
        found = groups.setdefault(who, [])
        if interval not in found:
            found.append(interval)
    if len(groups) < 2:
        return tuple(found for one in groups.values() for found in one)
    return _joined(groups)


def _breaths(figures: Sequence[Figure]) -> list[tuple[str, Interval]]:
    """(group, toll) of each figure; neighbours of one group are one toll: their sum."""
    runs: list[list[Figure]] = [[f] for f in figures[:1]]
    for before, f in pairwise(figures):
        beside = f.who == before.who != WHOLE and 0 < f.start - before.end <= BESIDE
        if beside:
            runs[-1].append(f)
        else:
            runs.append([f])
    return [(run[0].who, _sum([Interval(f.low, f.high) for f in run])) for run in runs]


def _joined(groups: dict[str, list[Interval]]) -> tuple[Interval, ...]:
    """Tolls of several groups: the whole where one is told that can hold them, else their sum, account by account."""
    parts = [found for who, found in groups.items() if who != WHOLE]
    summed = [_sum([found[min(n, len(found) - 1)] for found in parts]) for n in range(max(map(len, parts)))]
    wholes = groups.get(WHOLE, [])
    if not wholes:
        return tuple(summed)
    if max(w.highest() for w in wholes) >= min(s.lowest() for s in summed):
        return tuple(wholes)
    return tuple(_sum([whole, s]) for whole, s in zip(wholes * len(summed), summed, strict=False))


def _sum(intervals: Sequence[Interval]) -> Interval:
    """Sum of intervals; an open end stays open, a single one as it is."""
    if len(intervals) == 1:
        return intervals[0]
    highs = [i.high for i in intervals]
    return Interval(
        sum(i.lowest() if i.low is not None else 0 for i in intervals),
        None if any(high is None for high in highs) else sum(high or 0 for high in highs),
    )
