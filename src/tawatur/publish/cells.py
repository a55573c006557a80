"""CSV cells that no spreadsheet runs: what would be read as a formula gets an apostrophe in front."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # full-width ones, too
HIDDEN = "\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069 '\""


def neutral(value: Any) -> Any:
    """A cell's value: numbers as they are, text so that no spreadsheet takes it for a formula."""
    if not isinstance(value, str) or not value or value[0].isalnum():
        return value
    return "'" + value if value.startswith(STARTS) or value.lstrip(HIDDEN).startswith(STARTS) else value


def plain(value: Any) -> str:
    """A value as a CSV cell: nothing for unknown, true and false, floats without noise."""
    if isinstance(value, str):
        return str(neutral(value))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value)


@contextlib.contextmanager
def csv_file(path: Path, *heads: Sequence[str], quote_all: bool = False) -> Iterator[Callable[[Sequence[Any]], None]]:
    """A CSV file in UTF-8 with its heading lines written; gives what writes one line more."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
        for head in heads:
            writer.writerow(head)
        yield lambda values: writer.writerow([plain(value) for value in values])
