"""timemap JSON: events, their categories as associations, and sources, for forensic-architecture/timemap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from tawatur.publish.columns import LABELS, alleged
from tawatur.publish.given import Format, Given
from tawatur.publish.names import Source
from tawatur.publish.rows import Row


def write(given: Given, folder: Path) -> None:
    """timemap.json, written event by event."""
    encoder = msgspec.json.Encoder()
    types: set[str] = set()
    with (folder / "timemap.json").open("wb") as file:
        file.write(b'{"events":[')
        first = True
        for row in given.rows():
            if not row.date_start or row.lat is None:
                given.left_out("timemap", row.id, "no date" if not row.date_start else "no place")
                continue
            types.add(row.type)
            file.write((b"\n" if first else b",\n") + encoder.encode(_event(row)))
            first = False
        file.write(b'\n],"associations":' + encoder.encode([_association(kind) for kind in sorted(types)]))
        sources = {key: _source(source) for key, source in sorted(given.sources.items())}
        file.write(b',"sources":' + encoder.encode(sources) + b',"sites":[],"regions":[],"shapes":[]}\n')


def _event(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "description": _description(row),
        "date": row.date_start,
        "time": "",
        "time_precision": row.date_precision,
        "location": ", ".join(filter(None, (row.place, row.admin2, row.admin1))),
        "latitude": f"{row.lat:.4f}",
        "longitude": f"{row.lon:.4f}",
        "location_precision": f"somewhere within {row.radius_km:g} km ({row.level})",
        "type": row.type,
        "category": row.type,
        "associations": [row.type],
        "sources": sorted({source for voice in row.voices for source in voice.sources}),
        "graphic": "FALSE",
        "comments": f"review: {row.review}",
    }


def _description(row: Row) -> str:
    killed = row.count("killed")
    toll = "" if killed is None else f" Killed: {killed.low} to {killed.high}{' or more' if killed.is_open else ''}."
    sides = "; ".join(alleged(side, row) for side in row.actors)
    return f"{row.type.replace('_', ' ')}.{toll} {sides}".strip()


def _association(kind: str) -> dict[str, str]:
    return {"id": kind, "title": kind, "desc": LABELS.get(kind, ""), "mode": "CATEGORY"}


def _source(source: Source) -> dict[str, Any]:
    title = source.name or "not named"
    return {"id": source.id, "title": title, "paths": [], "type": source.kind, "description": source.side}


FORMAT = Format(
    id="timemap",
    title="timemap JSON",
    files=("timemap.json",),
    write=write,
    cannot_hold=(
        "the area: the middle is given, the radius in location_precision, which timemap does not draw",
        "numbers as numbers: they stand in description",
        "events without a date or a place",
    ),
)
