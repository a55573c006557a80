"""Writes coded reports one by one in the formats of the command line; nothing is held back in memory."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

import msgspec

from tawatur.frames import COLUMNS, claim_rows
from tawatur.records import Coded

Write = Callable[[Coded], None]


def as_json(coded: Coded, *, with_text: bool = False) -> bytes:
    """One report by the contract: id, source, published, title, events; notes where there are some, text if wanted."""
    row: dict[str, object] = {name: getattr(coded, name) for name in ("id", "source", "published", "title", "events")}
    if coded.notes:
        row["notes"] = coded.notes
    if with_text:
        row["text"] = coded.text
    return msgspec.json.encode(row)


@contextmanager
def claims_writer(form: str, stream: TextIO, *, with_text: bool = False) -> Iterator[Write]:
    """A function that writes one coded report as "jsonl", "json" (one list) or "csv" (one row a claim)."""
    if form == "csv":
        table = csv.DictWriter(stream, COLUMNS)
        table.writeheader()
        yield lambda coded: table.writerows(claim_rows(coded))
        return
    between = iter(()) if form == "jsonl" else iter(("[\n",))

    def write(coded: Coded) -> None:
        before = "" if form == "jsonl" else next(between, ",\n")
        stream.write(before + as_json(coded, with_text=with_text).decode() + ("\n" if form == "jsonl" else ""))

    yield write
    if form == "json":
        stream.write(next(between, "\n").replace("[\n", "[") + "]\n")
