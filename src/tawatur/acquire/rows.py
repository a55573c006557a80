"""Reads reports that come as JSON rows: `{"id", "source", "published", "title", "text"}`; id and text are needed.

The text of a row is taken exactly as given, since offsets count in it.
"""

from __future__ import annotations

import codecs
import difflib
from collections.abc import Iterator
from datetime import date as Day
from typing import Any, BinaryIO

import msgspec

from tawatur.acquire.items import Found, Given, Source
from tawatur.records import Report

_KEYS = ("id", "source", "published", "title", "text")
_LISTS = ("reports", "items", "articles", "data", "rows")


class _Refused(ValueError):
    """A row that cannot be a report; the text says why."""


def read_json_lines(source: Source) -> Iterator[Found]:
    """The rows of a JSON Lines file, one at a time; memory holds one line."""
    limit = source.given.limits.item_bytes
    number = 0
    while line := source.stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            _skip_line(source.stream)
            yield number, f"the line is longer than {megabytes(limit)}; not read."
        elif (row := line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip():
            yield number, _report_or_reason(row, source.given)
    if not number:
        yield None, "the file is empty."


def read_json(source: Source) -> Iterator[Found]:
    """The rows of a JSON document: a list of rows, one row, or an object that holds the list under "reports"."""
    limit = source.given.limits.document_bytes
    raw = source.stream.read(limit + 1)
    if len(raw) > limit:
        yield None, f"the file is larger than {megabytes(limit)}; give it as JSON Lines instead."
        return
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        rows = _rows(raw)
    except _Refused as refused:
        yield 1, str(refused)
        return
    offset, line = 0, 1
    for row in rows:
        start = raw.find(row, offset)
        line += raw.count(b"\n", offset, start)
        offset = start
        yield line, _report_or_reason(row, source.given)
    if not rows:
        yield None, "the list of reports is empty."


def megabytes(size: int) -> str:
    """A limit as people say it."""
    return f"{size / 1024 / 1024:.3g} MB"


def _rows(raw: bytes) -> list[bytes]:
    """The undecoded rows of a document, so that one bad row spoils no other."""
    try:
        if raw.lstrip().startswith(b"["):
            return [bytes(row) for row in msgspec.json.decode(raw, type=list[msgspec.Raw])]
        whole = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _Refused(f"not valid JSON: {error}.") from error
    for key in _LISTS:
        if key in whole and bytes(whole[key]).startswith(b"[") and "text" not in whole:
            return [bytes(row) for row in msgspec.json.decode(whole[key], type=list[msgspec.Raw])]
    return [raw.strip()]


def _report_or_reason(raw: bytes, given: Given) -> Report | str:
    try:
        return _report(raw, given)
    except _Refused as refused:
        return str(refused)


def _report(raw: bytes, given: Given) -> Report:
    """One row as a report; raises _Refused with the sentence for the user."""
    row = _decoded(raw)
    text = _words(row, "text", needed=True)
    if not text.strip():
        raise _Refused("the `text` is empty.")
    if len(text) > given.limits.text_letters:
        raise _Refused(f"the `text` has {len(text):,} letters, more than the {given.limits.text_letters:,} allowed.")
    return Report(
        id=_words(row, "id", needed=True),
        text=text,
        source=_words(row, "source") or given.outlet or "",
        published=_day(row.get("published")) or given.published,
        title=_words(row, "title"),
    )


def _decoded(raw: bytes) -> dict[str, Any]:
    try:
        row = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _Refused(f"not valid JSON: {error}.") from error
    except RecursionError as error:
        raise _Refused("the JSON is nested too deeply.") from error
    if not isinstance(row, dict):
        raise _Refused("a row is an object with `id` and `text`, this is something else.")
    return row


def _words(row: dict[str, Any], key: str, needed: bool = False) -> str:
    """The value of a key as text; a whole number is allowed as an id."""
    value = row.get(key)
    if value is None or value == "":
        if not needed:
            return ""
        near = difflib.get_close_matches(key, [k for k in row if k not in _KEYS], n=1)
        raise _Refused(f"the row has no `{key}`" + (f"; is `{near[0]}` meant?" if near else "."))
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise _Refused(f"`{key}` is not text.")
    return value


def _day(value: Any) -> Day | None:
    """An ISO day, or the day of an ISO time."""
    if value is None or value == "":
        return None
    try:
        return Day.fromisoformat(value[:10] if value[10:11] in ("T", " ") else value)
    except (TypeError, ValueError) as error:
        raise _Refused(f"`published` is not a date (YYYY-MM-DD): {str(value)[:40]!r}.") from error


def _skip_line(stream: BinaryIO) -> None:
    """Read on to the end of an over-long line without keeping it."""
    while (piece := stream.readline(1024 * 1024)) and not piece.endswith(b"\n"):
        pass
