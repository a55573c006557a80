"""Parquet for analysts: incidents.parquet and chains.parquet, with the columns' meanings in the schema."""

from __future__ import annotations

from pathlib import Path

from tawatur.publish.columns import CHAINS, INCIDENTS, chain_rows
from tawatur.publish.frames import arrow, fields, write_parquet
from tawatur.publish.given import Format, Given


def write(given: Given, folder: Path) -> None:
    """Both tables."""
    pa = arrow()
    write_parquet(folder / "incidents.parquet", pa.schema(fields(INCIDENTS)), given.rows(), INCIDENTS)
    chains = (item for row in given.rows() for item in chain_rows(row))
    write_parquet(folder / "chains.parquet", pa.schema(fields(CHAINS)), chains, CHAINS)


FORMAT = Format(
    id="parquet",
    title="Parquet",
    files=("incidents.parquet", "chains.parquet"),
    write=write,
    cannot_hold=("ranges by other policies than the full range (in incidents.jsonl)",),
    extra="parquet",
)
