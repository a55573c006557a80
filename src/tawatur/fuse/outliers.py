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
    vague: bool = False  # words that name no number ("dozens"): the interval is their floor


def of_one_event(told: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """(kept, left out): tolls of several events together count only where no other one is told."""
    kept = [item for item in told if not item.joint]
    return (kept, [item for item in told if item.joint]) if kept else (list(told), [])


def one_account(told: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """(kept, left out): of a report that tells several tolls, the main one; others may count something else.

    The main one is that nearest to what the other reports tell, else the highest. Another one near it counts if
    another chain tells it as well, or if no other chain gives a number.
    """
    by_report: dict[str, list[Item]] = {}
    for item in told:
        by_report.setdefault(item.report, []).append(item)
    kept: list[Item] = []
    left: list[Item] = []
    for report, own in by_report.items():
        main = _main(own, _usual([item for item in told if item.report != report]))
        elsewhere = [o.interval for o in told if o.chain != own[0].chain and not o.vague and not o.joint]
        for item in own:
            counts = item.interval == main or (_near(item.interval, main) and _is_told(item.interval, elsewhere))
            (kept if counts else left).append(item)
    return kept, left


def _is_told(interval: Interval, elsewhere: Sequence[Interval]) -> bool:
    """Whether other chains give about the same number, or none at all."""
    return not elsewhere or any(_near(interval, number, policies().lone_tolls.same) for number in elsewhere)


def _usual(others: Sequence[Item]) -> int | None:
    """What other reports tell, the middle of their numbers or else of their words that name none."""
    numbers = sorted(item.interval.lowest() for item in others if not item.vague)
    found = numbers or sorted(item.interval.lowest() for item in others)
    return found[(len(found) - 1) // 2] if found else None


def _main(own: Sequence[Item], usual: int | None) -> Interval:
    """The toll nearest to the usual one, numbers before words that name none; the highest where none is near."""
    near = [item for item in own if usual is not None and _near(item.interval, Interval(usual, usual))]
    numbers = [item.interval for item in near if not item.vague] or [item.interval for item in near]
    if usual is None or not numbers:
        return max((item.interval for item in own), key=Interval.highest)
    return min(numbers, key=lambda i: _ratio(i, Interval(usual, usual)))


def _ratio(a: Interval, b: Interval) -> float:
    """How many times the smaller of two tolls the larger one is."""
    low, high = sorted((max(a.lowest(), 1), max(b.lowest(), 1)))
    return high / low


def _near(a: Interval, b: Interval, factor: float = 0.0) -> bool:
    """Whether two tolls may be accounts of one thing: see `lone-tolls` in policies.yml."""
    return _ratio(a, b) <= (factor or policies().lone_tolls.factor)


def set_aside(told: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """(kept, set aside): from both ends, a toll of one chain that is several times the next one; see policies.yml.

    Only where enough reports give tolls: of two tolls nobody can say which is the odd one. Words that name no number
    neither raise the range far above all numbers nor stand by a number as its next one.
    """
    kept = sorted(told, key=lambda item: (item.interval.lowest(), item.interval.highest(), item.report))
    aside = [item for item in kept if item.vague and _is_far_above(item, kept)]
    kept = [item for item in kept if item not in aside]
    while (lone := _lone_end(kept)) is not None:
        aside += [item for item in kept if item.interval == lone]
        kept = [item for item in kept if item.interval != lone]
    return kept, aside


def _is_far_above(item: Item, kept: Sequence[Item]) -> bool:
    numbers = [o.interval.highest() for o in kept if not o.vague]
    return bool(numbers) and item.interval.lowest() > policies().lone_tolls.factor * max(numbers)


def _lone_end(kept: Sequence[Item]) -> Interval | None:
    """The lowest or highest toll if it stands alone, else None."""
    rule = policies().lone_tolls
    if len({item.report for item in kept}) < rule.least:
        return None
    by_high = sorted(kept, key=lambda item: item.interval.highest())
    top, next_top = by_high[-1].interval, _other(by_high[::-1])
    if next_top and _chains(kept, top) == 1 and top.highest() > rule.factor * next_top.highest():
        return top
    by_low = [item for item in kept if not item.vague] or list(kept)
    low, next_low = by_low[0].interval, _other(by_low)
    if next_low and _chains(by_low, low) == 1 and low.lowest() * rule.factor < next_low.lowest():
        return low
    return None


def _other(ordered: Sequence[Item]) -> Interval | None:
    """The next toll that is another one than the first."""
    return next((item.interval for item in ordered if item.interval != ordered[0].interval), None)


def _chains(kept: Sequence[Item], interval: Interval) -> int:
    return len({item.chain for item in kept if item.interval == interval})
