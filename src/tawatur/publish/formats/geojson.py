"""GeoJSON (RFC 7946): an area an incident, never a pin; written feature by feature."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from tawatur.publish.areas import ring
from tawatur.publish.columns import INCIDENTS
from tawatur.publish.given import Format, Given
from tawatur.publish.rows import Row


def write(given: Given, folder: Path) -> None:
    """incidents.geojson."""
    encoder = msgspec.json.Encoder()
    with (folder / "incidents.geojson").open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[')
        for number, row in enumerate(given.rows()):
            file.write((b",\n" if number else b"\n") + encoder.encode(_feature(row)))
        file.write(b"\n]}\n")


def _feature(row: Row) -> dict[str, Any]:
    outline = ring(row)
    values = {column.name: column.get(row) for column in INCIDENTS}
    return {
        "type": "Feature",
        "id": row.id,
        "geometry": {"type": "Polygon", "coordinates": [outline]} if outline else None,
        "properties": {name: value for name, value in values.items() if value not in ("", None)},
    }


FORMAT = Format(
    id="geojson",
    title="GeoJSON with areas",
    files=("incidents.geojson",),
    write=write,
    cannot_hold=("one row an independent chain (in chains.csv)",),
)
