"""GeoParquet 1.1: the incidents with their areas as polygons (WKB, longitude and latitude of WGS 84)."""

from __future__ import annotations

import struct
from pathlib import Path

import msgspec

from tawatur.publish.areas import Ring, ring
from tawatur.publish.columns import INCIDENTS
from tawatur.publish.frames import arrow, fields, write_parquet
from tawatur.publish.given import Format, Given
from tawatur.publish.rows import Row


def write(given: Given, folder: Path) -> None:
    """incidents-areas.parquet."""
    pa = arrow()
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Polygon"]}},
    }
    schema = pa.schema(
        [*fields(INCIDENTS), pa.field("geometry", pa.binary())], metadata={"geo": msgspec.json.encode(geo)}
    )
    write_parquet(folder / "incidents-areas.parquet", schema, given.rows(), INCIDENTS, _wkb_of)


def _wkb_of(row: Row) -> bytes | None:
    outline = ring(row)
    return wkb(outline) if outline else None


def wkb(outline: Ring) -> bytes:
    """A polygon of one ring as well-known binary, little-endian."""
    return struct.pack("<BIII", 1, 3, 1, len(outline)) + b"".join(struct.pack("<dd", *corner) for corner in outline)


FORMAT = Format(
    id="geoparquet",
    title="GeoParquet with areas",
    files=("incidents-areas.parquet",),
    write=write,
    cannot_hold=("one row an independent chain (in chains.parquet)",),
    extra="parquet",
)
