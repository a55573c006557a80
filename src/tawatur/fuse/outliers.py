"""Tolls that one voice alone tells, far from all others: likely misread, so set aside and named, never deleted.

A voice is a chain: a number that copies of one text repeat is told once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tawatur.fuse.settings import policies
from tawatur.fuse.totals import Interval


class Item(NamedTuple):
    """What a report tells, and the chain that it is of."""

    report: str
    chain: int
    interval: Interval
    joint: bool = False  # of several events together


def of_one_event(told: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """(kept, left out): tolls of several events together count only where no other one is told."""
    kept = [item for item in told if not item.joint]
    return (kept, [item for item in told if item.joint]) if kept else (list(told), [])


def one_account(told: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """(kept, left out): of a report that tells several tolls, those near its main one; others count something else.

    The main one is that nearest to what the other reports tell, else the highest.
    """
    by_report: dict[str, list[Item]] = {}
    for item in told:
        by_report.setdefault(item.report, []).append(item)
    kept: list[Item] = []
    left: list[Item] = []
    for report, own in by_report.items():
        others = sorted(item.interval.lowest() for item in told if item.report != report)
        main = _main([item.interval for item in own], others[(len(others) - 1) // 2] if others else None)
        for item in own:
            (kept if _near(item.interval, main) else left).append(item)
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
    """(kept, set aside): from both ends, a toll of one chain that is several times the next one; see policies.yml.

    Only where enough reports give tolls: of two tolls nobody can say which is the odd one.
    """
    kept = sorted(told, key=lambda item: (item.interval.lowest(), item.interval.highest(), item.report))
    aside: list[Item] = []
    while (lone := _lone_end(kept)) is not None:
        aside += [item for item in kept if item.interval == lone]
        kept = [item for item in kept if item.interval != lone]
    return kept, aside


def _lone_end(kept: Sequence[Item]) -> Interval | None:
    """The lowest or highest toll if it stands alone, else None."""
    rule = policies().lone_tolls
    if len({item.report for item in kept}) < rule.least:
        return None
    by_high = sorted(kept, key=lambda item: item.interval.highest())
    top, next_top = by_high[-1].interval, _other(by_high[::-1])
    if next_top and _chains(kept, top) == 1 and top.highest() > rule.factor * next_top.highest():
        return top
    low, next_low = kept[0].interval, _other(kept)
    if next_low and _chains(kept, low) == 1 and low.lowest() * rule.factor < next_low.lowest():
        return low
    return None


def _other(ordered: Sequence[Item]) -> Interval | None:
    """The next toll that is another one than the first."""
    return next((item.interval for item in ordered if item.interval != ordered[0].interval), None)


def _chains(kept: Sequence[Item], interval: Interval) -> int:
    return len({item.chain for item in kept if item.interval == interval})
