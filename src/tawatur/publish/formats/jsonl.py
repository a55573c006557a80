"""JSON Lines: every released row whole, as this program has it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tawatur.publish.given import Format, Given


def write(given: Given, folder: Path) -> None:
    """A line an incident, keys in the order of the record."""
    encoder = msgspec.json.Encoder()
    with (folder / "incidents.jsonl").open("wb") as file:
        for row in given.rows():
            file.write(encoder.encode(row) + b"\n")


FORMAT = Format(id="jsonl", title="JSON Lines", files=("incidents.jsonl",), write=write)
