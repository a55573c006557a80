"""Reads tables of reports, one a row: CSV and XLSX, and the CSV that bellingcat's auto-archiver writes.

Which column holds what is told by the headings (`reference/sources/columns.yml`) or by the user.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date as Day
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from msgspec import Struct

from tawatur.acquire.items import Found, Given, Source
from tawatur.records import Report
from tawatur.reference import load_yaml

_FIELDS = ("id", "text", "title", "published", "source", "address")
_SPACE = re.compile(r"[\s_-]+")


class Heading(Struct, frozen=True, forbid_unknown_fields=True):
    """The headings that name a field, in small letters with single spaces."""

    id: str
    names: list[str]


def read_csv(source: Source) -> Iterator[Found]:
    """The rows of a CSV table; commas, semicolons, tabs or bars between the cells; UTF-8, UTF-16 or windows-1256."""
    lines = io.TextIOWrapper(cast(Any, source.stream), encoding=_encoding(source.head), errors="replace", newline="")
    first = lines.readline()
    if not first.strip():
        yield 1, "the table has no headings."
        return
    delimiter = max(",;\t|", key=first.count)
    csv.field_size_limit(source.given.limits.item_bytes)
    headings = next(csv.reader([first], delimiter=delimiter))
    reader = csv.reader(lines, delimiter=delimiter)

    def rows() -> Iterator[tuple[int, list[Any]]]:
        for row in reader:
            yield reader.line_num + 1, list(row)

    try:
        yield from _reports(headings, rows(), source)
    except csv.Error as error:
        yield reader.line_num + 1, f"the table cannot be read on: {error}."
    finally:
        lines.detach()


def read_xlsx(source: Source) -> Iterator[Found]:
    """The rows of all sheets of a spreadsheet that have headings."""
    import openpyxl  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

    source.stream.seek(0)
    try:
        book = openpyxl.load_workbook(source.stream, read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, OSError, SyntaxError) as error:
        yield None, f"the spreadsheet cannot be read: {error}."
        return
    try:
        for sheet in book.worksheets:
            rows = enumerate(sheet.iter_rows(values_only=True), 1)
            number, headings = next(rows, (0, ()))
            if number and any(cell is not None for cell in headings):
                yield from _reports(["" if h is None else str(h) for h in headings], rows, source)
    finally:
        book.close()


def _reports(headings: list[str], rows: Iterable[tuple[int, Iterable[Any]]], source: Source) -> Iterator[Found]:
    columns = _columns(headings, source.given)
    if isinstance(columns, str):
        yield 1, columns
        return
    for number, row in rows:
        cells = list(row)
        values = {field: cells[at] for field, at in columns.items() if at < len(cells)}
        if any(value not in (None, "") for value in values.values()):
            yield number, _report(values, source.given)


def _columns(headings: list[str], given: Given) -> dict[str, int] | str:
    """Which column holds which field, or the sentence that says why that cannot be told."""
    plain = [_plain(heading) for heading in headings]
    found: dict[str, int] = {}
    for field, heading in given.columns.items():
        if _plain(heading) not in plain:
            return f"there is no column {heading!r}; there are {', '.join(repr(h) for h in headings if h)}."
        found[field] = plain.index(_plain(heading))
    for known in known_headings():
        at = next((plain.index(_plain(name)) for name in known.names if _plain(name) in plain), None)
        if at is not None:
            found.setdefault(known.id, at)
    if "text" not in found:
        shown = ", ".join(repr(heading) for heading in headings[:20] if heading)
        return f"no column that holds the text; say which with --column text=HEADING. There are {shown}."
    return found


@lru_cache(maxsize=1)
def known_headings() -> tuple[Heading, ...]:
    """The headings by which columns are known without being told."""
    return tuple(load_yaml("sources/columns.yml", list[Heading]))


def _report(values: dict[str, Any], given: Given) -> Report | str:
    """One row as a report, or why it is none."""
    words = {field: _text(value) for field, value in values.items()}
    origin = {field: word for field, word in words.items() if field not in _FIELDS and word}
    if address := words.get("address"):
        origin["address"] = address
    text = words.get("text", "")
    if not text.strip() and "archive_hash" not in origin:
        return "the row has no text."
    published, note = _day(values.get("published"))
    return Report(
        id=words.get("id") or address or hashlib.sha256(repr(sorted(words.items())).encode()).hexdigest()[:16],
        text=text,
        source=words.get("source") or given.outlet or "",
        published=published or given.published,
        title=words.get("title", ""),
        notes=(note,) if note else (),
        origin=origin,
    )


def _day(said: Any) -> tuple[Day | None, str]:
    """A day as tables hold it; a date that could be two days is none, and says so."""
    if said is None or said == "":
        return None, ""
    if isinstance(said, datetime):
        return said.date(), ""
    if isinstance(said, Day):
        return said, ""
    parts = [int(part) for part in re.findall(r"\d+", _western(str(said)))[:3]]
    try:
        if len(parts) == 3 and parts[0] > 31:
            return Day(*parts), ""
        if len(parts) == 3 and parts[2] > 31 and (parts[0] > 12 or parts[0] == parts[1]):
            return Day(parts[2], parts[1], parts[0]), ""
        if len(parts) == 3 and parts[2] > 31 and parts[1] > 12:
            return Day(parts[2], parts[0], parts[1]), ""
    except ValueError:
        pass
    return None, f"the date {str(said)[:40]!r} cannot be read for certain; write it as 2020-12-31."


def _western(text: str) -> str:
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, Day) else str(value)


def _plain(heading: str) -> str:
    return _SPACE.sub(" ", heading.removeprefix("\ufeff")).strip().casefold()


def _encoding(head: bytes) -> str:
    """The encoding of a table: by its byte order mark, UTF-8 where it is that, else the Arabic code page of Windows."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head[: len(head) - 4].decode("utf-8") if len(head) > 60_000 else head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return "cp1256"
    return "utf-8-sig"
