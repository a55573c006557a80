"""The figures of a comparison, the same as any scorer of the codebook gives.

An event is right when its type is right at the right spot; a cell is a filled field of an event; a ready row is an
event that an analyst need not touch.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from tawatur.scoring.events import Event, Words
from tawatur.scoring.pairs import Pairing, same_days
from tawatur.scoring.phrases import same_text

ROLES = ("type", "status", "actor", "target", "place", "admin1", "country", "date", "figure", "attribution")


class Rate(msgspec.Struct, frozen=True):
    """Precision, recall and their mean, with the numbers they come from."""

    p: float
    r: float
    f1: float
    gold: int
    predicted: int
    right: int


class Scores(msgspec.Struct, frozen=True):
    """All figures of one comparison."""

    reports: int
    event: Rate
    family: Rate
    cells: Rate
    ready_rows: float
    roles: dict[str, Rate]
    types: dict[str, Rate]


def score(pairings: Iterable[Pairing]) -> Scores:
    """Figures over all pairings."""
    roles: defaultdict[str, _Tally] = defaultdict(_Tally)
    types: defaultdict[str, _Tally] = defaultdict(_Tally)
    family, ready, reports, n_gold = _Tally(), 0, 0, 0
    for p in pairings:
        reports, n_gold = reports + 1, n_gold + len(p.golds)
        for side, events in (("gold", p.golds), ("predicted", p.predicted)):
            for event in events:
                types[event.type].add(side, 1)
                family.add(side, 1)
                for role, n in cells(event).items():
                    roles[role].add(side, n)
        family.add("right", len(p.pairs))
        for i, j in p.pairs:
            for role, n in right_cells(p.golds[i], p.predicted[j]).items():
                roles[role].add("right", n)
            types[p.golds[i].type].add("right", p.golds[i].type == p.predicted[j].type)
            ready += is_ready(p.golds[i], p.predicted[j])
    rates = {role: roles[role].rate() for role in ROLES}
    return Scores(
        reports=reports,
        event=rates["type"],
        family=family.rate(),
        cells=sum((roles[role] for role in ROLES), _Tally()).rate(),
        ready_rows=ready / n_gold if n_gold else 0.0,
        roles=rates,
        types={name: types[name].rate() for name in sorted(types)},
    )


def cells(event: Event) -> dict[str, int]:
    """Number of filled cells of an event by role."""
    return {
        "type": 1,
        "status": 1,
        "actor": len(event.actors),
        "target": len(event.targets),
        "place": int(event.place is not None),
        "admin1": int(bool(event.admin1)),
        "country": int(bool(event.country)),
        "date": int(event.date is not None),
        "figure": len(event.figures),
        "attribution": int(event.attribution is not None),
    }


def right_cells(gold: Event, predicted: Event) -> dict[str, int]:
    """Number of right cells of a paired event by role."""
    figures = Counter(f.key for f in gold.figures) & Counter(f.key for f in predicted.figures)
    return {
        "type": int(gold.type == predicted.type),
        "status": int(gold.status == predicted.status),
        "actor": _same_spans(gold.actors, predicted.actors),
        "target": _same_spans(gold.targets, predicted.targets),
        "place": int(_same_words(gold.place, predicted.place)),
        "admin1": int(same_text(gold.admin1 or "", predicted.admin1 or "")),
        "country": int(bool(gold.country) and gold.country == predicted.country),
        "date": int(same_days(gold.date, predicted.date)),
        "figure": sum(figures.values()),
        "attribution": int(_same_words(gold.attribution, predicted.attribution)),
    }


def is_ready(gold: Event, predicted: Event) -> bool:
    """Are type, status, place, country, date and figures of a paired event all right?"""
    place = (
        _same_words(gold.place, predicted.place) if gold.place and predicted.place else gold.place is predicted.place
    )
    days = same_days(gold.date, predicted.date) if gold.date and predicted.date else gold.date is predicted.date
    figures = Counter(f.key for f in gold.figures) == Counter(f.key for f in predicted.figures)
    plain = (gold.type, gold.status, gold.country) == (predicted.type, predicted.status, predicted.country)
    return plain and place and days and figures


class _Tally:
    """Counts of right, predicted and annotated things."""

    def __init__(self) -> None:
        self.counts = {"right": 0, "predicted": 0, "gold": 0}

    def add(self, side: str, n: int) -> None:
        self.counts[side] += n

    def __add__(self, other: _Tally) -> _Tally:
        both = _Tally()
        both.counts = {side: n + other.counts[side] for side, n in self.counts.items()}
        return both

    def rate(self) -> Rate:
        right, predicted, gold = self.counts["right"], self.counts["predicted"], self.counts["gold"]
        p = right / predicted if predicted else 0.0
        r = right / gold if gold else 0.0
        return Rate(p, r, 2 * p * r / (p + r) if p + r else 0.0, gold, predicted, right)


def _same_words(a: Words | None, b: Words | None) -> bool:
    return a is not None and b is not None and same_text(a.text, b.text)


def _same_spans(gold: Sequence[Words], predicted: Sequence[Words]) -> int:
    """Number of predicted phrases that name an annotated one, one to one."""
    left, right = list(gold), 0
    for p in predicted:
        hit = next((g for g in left if same_text(g.text, p.text)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return right
