"""Plain CSV: incidents.csv, a row an incident, and chains.csv, a row an independent chain."""

from __future__ import annotations

from pathlib import Path

from tawatur.publish.cells import csv_file
from tawatur.publish.columns import CHAINS, INCIDENTS, chain_rows
from tawatur.publish.given import Format, Given


def write(given: Given, folder: Path) -> None:
    """Both tables."""
    heads = [[column.name for column in columns] for columns in (INCIDENTS, CHAINS)]
    with (
        csv_file(folder / "incidents.csv", heads[0]) as incident,
        csv_file(folder / "chains.csv", heads[1]) as chain,
    ):
        for row in given.rows():
            incident([column.get(row) for column in INCIDENTS])
            for item in chain_rows(row):
                chain([column.get(item) for column in CHAINS])


FORMAT = Format(
    id="csv",
    title="CSV",
    files=("incidents.csv", "chains.csv"),
    write=write,
    cannot_hold=("ranges by other policies than the full range (in incidents.jsonl)",),
)
