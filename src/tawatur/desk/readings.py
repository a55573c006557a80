"""What chosen words of a report could be: cells read by the same rules as everywhere, for a person to take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from tawatur.dissect import read
from tawatur.records import Place, Reading, Report

REACH = 4_000  # code points before and behind the words that are read with them


class Proposal(Struct, frozen=True, kw_only=True):
    """A cell that the words could be; its offsets count in the report's text."""

    field: str
    cell: dict[str, Any]


def proposals(report: Report, start: int, end: int) -> list[Proposal]:
    """Cells for the words between two offsets. Raises ValueError where there are none."""
    if not 0 <= start < end <= len(report.text):
        raise ValueError("there are no such words in this report")
    first = report.text.rfind("\n", 0, max(0, start - REACH)) + 1 if start > REACH else 0
    last = min(len(report.text), end + REACH)
    part = Report(id=report.id, text=report.text[first:last], source=report.source, published=report.published)
    span = {"text": report.text[start:end], "start": start, "end": end}
    found = list(_found(read(part), start - first, end - first, span))
    return list({(p.field, str(p.cell)): p for p in found}.values())


def _found(reading: Reading, start: int, end: int, span: dict[str, Any]) -> Iterator[Proposal]:
    def meets(mention: Any) -> bool:
        return bool(mention.start < end and mention.end > start)

    for count in filter(meets, reading.counts):
        yield _figure(span, count.low, count.high, count.outcome or "killed", count.who, count.subset)
    if not any(map(meets, reading.counts)):
        for number in filter(meets, reading.numbers):
            yield _figure(span, number.low, number.high, "killed", "unspecified", False)
    for date in filter(meets, reading.dates):
        days = {"start": _iso(date.low), "end": _iso(date.high), "precision": date.precision}
        yield Proposal(field="date", cell={**days, "text": span["text"], "span": span})
    for mention in filter(meets, reading.places):
        if mention.place is not None:
            yield Proposal(field="place", cell={**span, **place_cell(mention.place, mention.reason)})
    for actor in filter(meets, reading.actors):
        party = {"name": actor.name, "kind": actor.kind, "id": actor.id}
        yield from (Proposal(field=field, cell={**span, **party}) for field in ("actors", "targets"))
    for sayer in filter(meets, reading.sayers):
        yield Proposal(field="attribution", cell={**span, "kind": sayer.kind})


def place_cell(place: Place, reason: str = "") -> dict[str, Any]:
    """A row of the gazetteer as the cell of a claim, without its words."""
    names = ("name", "lat", "lon", "precision", "id", "radius_km", "admin1_pcode", "admin2", "admin2_pcode")
    return {**{n: getattr(place, n) for n in names}, "reason": reason, "admin1": place.admin1, "country": place.country}


def _figure(span: dict[str, Any], low: int | None, high: int | None, outcome: str, who: str, subset: bool) -> Proposal:
    cell = {**span, "outcome": outcome, "who": who, "low": low, "high": high, "subset": subset}
    return Proposal(field="figures", cell=cell)


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
