"""XLSX for those who work in spreadsheets: incidents, chains and what the columns hold; made row by row."""

from __future__ import annotations

from pathlib import Path

from tawatur.publish.columns import CHAINS, INCIDENTS, chain_rows
from tawatur.publish.given import Format, Given
from tawatur.publish.workbook import Book

MOST_LINES = 1_000_000  # a sheet holds 1,048,576


def write(given: Given, folder: Path) -> None:
    """incidents.xlsx."""
    book = Book(given.title, given.day)
    book.sheet("incidents", [column.name for column in INCIDENTS])
    for n, row in enumerate(given.rows()):
        if n < MOST_LINES:
            book.line([column.get(row) for column in INCIDENTS])
        else:
            given.left_out("xlsx", row.id, "the sheet of incidents is full")
    book.sheet("chains", [column.name for column in CHAINS])
    written = 0
    for row in given.rows():
        if written + len(row.voices) > MOST_LINES:
            given.left_out("xlsx", row.id, "its chains: the sheet is full")
            continue
        written += len(row.voices)
        for item in chain_rows(row):
            book.line([column.get(item) for column in CHAINS])
    book.sheet("columns", ["sheet", "column", "what it holds"])
    for name, columns in (("incidents", INCIDENTS), ("chains", CHAINS)):
        for column in columns:
            book.line([name, column.name, column.doc])
    book.save(folder / "incidents.xlsx")


FORMAT = Format(
    id="xlsx",
    title="XLSX",
    files=("incidents.xlsx",),
    write=write,
    cannot_hold=(
        "ranges by other policies than the full range (in incidents.jsonl)",
        f"more than {MOST_LINES:,} incidents or chains",
    ),
)
