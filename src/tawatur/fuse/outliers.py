"""Tolls that one report alone tells, far from all others: likely misread, so set aside and named, never deleted."""

from __future__ import annotations

from collections.abc import Sequence

from tawatur.fuse.settings import policies
from tawatur.fuse.totals import Interval

Item = tuple[str, Interval]  # report and what it tells


def one_account(told: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """(kept, left out): of a report that tells several tolls, those near its main one; others count something else.

    The main one is that nearest to what the other reports tell, else the highest.
    """
    by_report: dict[str, list[Interval]] = {}
    for report, interval in told:
        by_report.setdefault(report, []).append(interval)
    kept: list[Item] = []
    left: list[Item] = []
    for report, own in by_report.items():
        others = sorted(i.lowest() for name, i in told if name != report)
        main = _main(own, others[(len(others) - 1) // 2] if others else None)
        for interval in own:
            (kept if _near(interval, main) else left).append((report, interval))
    return kept, left


def _main(own: Sequence[Interval], usual: int | None) -> Interval:
    if usual is None or not any(_near(i, Interval(usual, usual)) for i in own):
        return max(own, key=Interval.highest)
    return min(own, key=lambda i: abs(i.lowest() - usual))


def _near(a: Interval, b: Interval) -> bool:
    """Whether two tolls may be accounts of one thing: see `lone-tolls` in policies.yml."""
    low, high = sorted((max(a.lowest(), 1), max(b.lowest(), 1)))
    return high <= policies().lone_tolls.factor * low


def set_aside(told: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """(kept, set aside): from both ends, a toll of one report that is several times the next one; see policies.yml.

    Only where enough reports give tolls: of two tolls nobody can say which is the odd one.
    """
    kept = sorted(told, key=lambda item: (item[1].lowest(), item[1].highest(), item[0]))
    aside: list[Item] = []
    while (lone := _lone_end(kept)) is not None:
        aside += [item for item in kept if item[1] == lone]
        kept = [item for item in kept if item[1] != lone]
    return kept, aside


def _lone_end(kept: Sequence[Item]) -> Interval | None:
    """The lowest or highest toll if it stands alone, else None."""
    rule = policies().lone_tolls
    if len({report for report, _ in kept}) < rule.least:
        return None
    by_high = sorted(kept, key=lambda item: item[1].highest())
    top, next_top = by_high[-1][1], _other(by_high[::-1])
    if next_top and _reports(kept, top) == 1 and top.highest() > rule.factor * next_top.highest():
        return top
    low, next_low = kept[0][1], _other(kept)
    if next_low and _reports(kept, low) == 1 and low.lowest() * rule.factor < next_low.lowest():
        return low
    return None


def _other(ordered: Sequence[Item]) -> Interval | None:
    """The next toll that is another one than the first."""
    return next((interval for _, interval in ordered if interval != ordered[0][1]), None)


def _reports(kept: Sequence[Item], interval: Interval) -> int:
    return len({report for report, told in kept if told == interval})
