"""Which coded event tells which annotated one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tawatur.codebook import codebook
from tawatur.scoring.events import Days, Event
from tawatur.scoring.phrases import same_text, sentence_of

FAMILIES = {kind.id: kind.family for kind in codebook().types}


_NEAR = 150  # code points between triggers where the reports' texts are not given
Documents = Mapping[str, Sequence[Event]]


class Pairing(msgspec.Struct, frozen=True):
    """One report's events and which of them belong together (positions)."""

    doc: str
    golds: Sequence[Event]
    predicted: Sequence[Event]
    pairs: Sequence[tuple[int, int]]


def pair_all(gold: Documents, predicted: Documents, texts: Mapping[str, str]) -> list[Pairing]:
    """Each annotated report with its best one-to-one pairing of events."""
    found = []
    for doc, golds in gold.items():
        preds = predicted.get(doc, ())
        found.append(Pairing(doc, golds, preds, pair(golds, preds, texts.get(doc, ""))))
    return found


def pair(golds: Sequence[Event], predicted: Sequence[Event], text: str) -> list[tuple[int, int]]:
    """Positions of events that tell the same, the closest first; each event at most once."""
    scored = sorted(
        ((closeness(g, p, text), i, j) for i, g in enumerate(golds) for j, p in enumerate(predicted)), reverse=True
    )
    pairs: list[tuple[int, int]] = []
    for close, i, j in scored:
        if close > 0 and all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def closeness(gold: Event, predicted: Event, text: str) -> float:
    """How well a predicted event fits an annotated one; 0 means that they cannot be paired."""
    typed = gold.type == predicted.type
    if not typed and FAMILIES.get(gold.type) != FAMILIES.get(predicted.type):
        return 0.0
    g, p = gold.trigger, predicted.trigger
    overlap = g.start < p.end and p.start < g.end
    near = sentence_of(text, g.start) == sentence_of(text, p.start) if text else abs(g.start - p.start) < _NEAR
    figures = len({f.key for f in gold.figures} & {f.key for f in predicted.figures})
    place = bool(gold.place and predicted.place and same_text(gold.place.text, predicted.place.text))
    date = same_days(gold.date, predicted.date)
    by_figures = figures and (place or date or not gold.place)
    if not (overlap or near or by_figures or (place and date)):
        return 0.0
    return 2.0 * typed + 1.5 * overlap + 1.0 * near + 0.8 * figures + 0.7 * place + 0.3 * date


def same_days(a: Days | None, b: Days | None) -> bool:
    """Are both given and the same?"""
    return a is not None and b is not None and (a.start, a.end) == (b.start, b.end)
