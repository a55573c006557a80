"""Input of `tawatur link`: coded reports as they are, raw reports coded first."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

import msgspec

from tawatur.acquire import Problem, read_inputs
from tawatur.coding import code_items
from tawatur.records import Coded

MARK = b'"events"'  # what a line of coded claims has and a raw report has not
PEEK = 65_536  # bytes of standard input that are looked at before it is read


def coded_reports(paths: Iterable[str], *, jobs: int = 1) -> Iterator[Coded | Problem]:
    """Coded reports of files: JSON Lines of `tawatur code --text` are taken as they are, all else is coded."""
    for path in paths:
        lines = _coded_lines(path)
        yield from lines if lines is not None else code_items(read_inputs([path]), jobs=jobs)


def _coded_lines(path: str) -> Iterator[Coded | Problem] | None:
    """The lines of a file of coded reports, None for any other input."""
    if path == "-":
        return _lines("<stdin>", sys.stdin.buffer) if MARK in _head(sys.stdin.buffer) else None
    file = Path(path)
    if file.suffix not in (".jsonl", ".json") or not file.is_file():
        return None
    with file.open("rb") as lines:
        first = next((line for line in lines if line.strip()), b"")
    return _lines(path, file.open("rb")) if MARK in first else None


def _head(stream: BinaryIO) -> bytes:
    """The first bytes of a stream, which are read again afterwards."""
    if isinstance(stream, BufferedReader):
        return stream.peek(PEEK)
    head = stream.read(PEEK)
    stream.seek(0)
    return head


def _lines(name: str, lines: Iterable[bytes]) -> Iterator[Coded | Problem]:
    decoder = msgspec.json.Decoder(Coded)
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield decoder.decode(line)
            except msgspec.DecodeError as error:
                yield Problem(where=name, says=f"no coded report: {error}.", line=number)
