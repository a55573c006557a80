"""timemap JSON: events, their categories as associations, and sources, for forensic-architecture/timemap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from tawatur.publish.columns import LABELS, alleged
from tawatur.publish.given import Format, Given
from tawatur.publish.names import Source
from tawatur.publish.rows import Row

EVENTS, ASSOCIATIONS, SOURCES = "timemap-events.json", "timemap-associations.json", "timemap-sources.json"


def write(given: Given, folder: Path) -> None:
    """A file for each address that timemap's settings ask for (EVENTS_EXT, ASSOCIATIONS_EXT, SOURCES_EXT)."""
    encoder = msgspec.json.Encoder()
    types: set[str] = set()
    with (folder / EVENTS).open("wb") as file:
        file.write(b"[")
        for row in given.rows():
            if not row.date_start or row.lat is None:
                given.left_out("timemap", row.id, "no date" if not row.date_start else "no place")
                continue
            file.write((b",\n" if types else b"\n") + encoder.encode(_event(row)))
            types.add(row.type)
        file.write(b"\n]\n")
    sources = {key: _source(source) for key, source in sorted(given.sources.items())}
    (folder / ASSOCIATIONS).write_bytes(encoder.encode([_association(kind) for kind in sorted(types)]) + b"\n")
    (folder / SOURCES).write_bytes(encoder.encode(sources) + b"\n")


def _event(row: Row) -> dict[str, Any]:
    """An event; timemap drops those with a field that it does not know, or a day in another order."""
    year, month, day = row.date_start.split("-")
    where = ", ".join(filter(None, (row.place, row.admin2, row.admin1)))
    return {
        "id": row.id,
        "description": _description(row),
        "date": f"{month}/{day}/{year}",
        "time": "",
        "time_precision": row.date_precision,
        "location": f"{where} (somewhere within {row.radius_km:g} km, {row.level})".strip(),
        "latitude": f"{row.lat:.4f}",
        "longitude": f"{row.lon:.4f}",
        "type": row.type,
        "category": row.type,
        "associations": [row.type],
        "sources": sorted({source for voice in row.voices for source in voice.sources}),
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
    files=(EVENTS, ASSOCIATIONS, SOURCES),
    write=write,
    cannot_hold=(
        "the area: the middle is given, the radius in location; timemap draws a point",
        "numbers as numbers: they stand in description",
        "the last possible day: time_precision says how fine the first is",
        "events without a date or a place",
    ),
)
