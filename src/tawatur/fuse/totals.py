"""One claim's figures → its tolls: parts are not added to their whole, groups told side by side are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from tawatur.records import Figure

WHOLE = "unspecified"  # a figure of people without more: the whole, if it is large enough to hold the groups
BESIDE = 24  # letters: two figures so close are told in one breath ("two soldiers and a guard"), not as two accounts
TOGETHER = 80  # letters: groups told farther apart are not side by side, and may be the dead of two sides or events


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


def totals(figures: Iterable[Figure], outcome: str, openers: frozenset[int] = frozenset()) -> tuple[Interval, ...]:
    """All tolls that a claim gives for an outcome, in text order; two where the report tells two accounts.

    Figures without any bound are left out: unknown is not a number. `openers` are the first offsets of figures in
    another sentence than the one before: those are not told in one breath.
    """
    told = [f for f in figures if f.outcome == outcome and not f.subset and (f.low is not None or f.high is not None)]
    runs = _breaths(sorted(told, key=lambda f: (f.start, f.end)), openers)
    groups: dict[str, list[Interval]] = {}
    for run in runs:
        found = groups.setdefault(run[0].who, [])
        if (interval := _sum([Interval(f.low, f.high) for f in run])) not in found:
            found.append(interval)
    if len(groups) < 2:
        return tuple(found for one in groups.values() for found in one)
    mixed = [(a[-1], b[0]) for a, b in pairwise(runs) if a[0].who != b[0].who]
    beside = all(b.start - a.end <= TOGETHER and b.start not in openers for a, b in mixed)
    return _joined(groups, beside=beside)


def _breaths(figures: Sequence[Figure], openers: frozenset[int]) -> list[list[Figure]]:
    """Figures that are one toll: neighbours of one group, which are summed, else each alone."""
    runs: list[list[Figure]] = [[f] for f in figures[:1]]
    for before, f in pairwise(figures):
        if f.who == before.who != WHOLE and 0 < f.start - before.end <= BESIDE and f.start not in openers:
            runs[-1].append(f)
        else:
            runs.append([f])
    return runs


def _joined(groups: dict[str, list[Interval]], *, beside: bool) -> tuple[Interval, ...]:
    """Tolls of several groups: the whole where one is told that can hold them, else their sum, account by account.

    Groups that are not told side by side are not summed; each is an account.
    """
    parts = [found for who, found in groups.items() if who != WHOLE]
    summed = [_sum([found[min(n, len(found) - 1)] for found in parts]) for n in range(max(map(len, parts)))]
    wholes = groups.get(WHOLE, [])
    if wholes and max(w.highest() for w in wholes) >= min(s.lowest() for s in summed):
        return tuple(wholes)
    if not beside:
        return tuple(dict.fromkeys(interval for found in groups.values() for interval in found))
    if not wholes:
        return tuple(summed)
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
