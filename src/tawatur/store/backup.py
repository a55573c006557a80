"""Writes a whole project database to one file and reads it back: JSON Lines, or SQLite; verdicts and history included.

A line holds one row: `{"table": …, "row": {…}}`, tables in the order in which they refer to each other, rows by key, so
that the same database gives the same bytes, whether it is SQLite or PostgreSQL. Captures are files of their own: copy
their folder. Who is signed in to the desk is not kept.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, LargeBinary, Table, func, insert, select, text

from tawatur.store import schema
from tawatur.store.database import Store, StoreError, create_store, open_store
from tawatur.store.migrate import head_revision
from tawatur.store.schema import metadata

PASSING = ("session",)  # tables whose rows are not kept
OWN_SETTINGS = ("captures",)  # settings that belong to the place, not to the project
MARK = "tawatur backup"
_PIECE = 1_000


class Head(Struct, frozen=True):
    """The first line of a backup."""

    kind: str
    schema: str


class Line(Struct, frozen=True):
    """One row."""

    table: str
    row: dict[str, Any]


def back_up(store: Store, path: Path) -> int:
    """Write all rows to a new file (.jsonl, .jsonl.gz, or .db and .sqlite for SQLite); gives their number.

    Raises StoreError where the file exists already or its ending is another.
    """
    if path.exists():
        raise StoreError(f"{path}: exists already; a backup never overwrites.")
    with store.reading() as connection:
        if path.suffix in (".db", ".sqlite"):
            made = create_store(path, path.with_suffix(".captures"))
            try:
                return _fill(made, _rows(connection))
            finally:
                made.close()
        return _write(path, _rows(connection))


def restore(path: Path, address: str | Path, captures: Path | None = None) -> int:
    """Make a project of a backup; gives the number of rows. Raises StoreError where there is a project already."""
    if path.suffix in (".db", ".sqlite"):
        kept = open_store(path)
        try:
            with kept.reading() as connection:
                return _into_new(address, captures, _rows(connection))
        finally:
            kept.close()
    with _opened(path, "rb") as file:
        head = file.readline()
        _check(path, head)
        return _into_new(address, captures, _read(path, file))


def _into_new(address: str | Path, captures: Path | None, lines: Iterable[Line]) -> int:
    made = create_store(address, captures)
    try:
        with made.reading() as connection:
            if connection.scalar(select(func.count()).select_from(schema.run)):
                raise StoreError(f"{made.name}: holds a project already; restore into a new place.")
        return _fill(made, lines)
    finally:
        made.close()


def _tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if table.name not in PASSING]


def _rows(connection: Connection) -> Iterator[Line]:
    for table in _tables():
        keys = list(table.primary_key.columns)
        rows = connection.execution_options(yield_per=_PIECE).execute(select(table).order_by(*keys)).mappings()
        for row in rows:
            if table is not schema.setting or row["key"] not in OWN_SETTINGS:
                yield Line(str(table.name), {str(key): value for key, value in row.items()})


def _write(path: Path, lines: Iterable[Line]) -> int:
    encoder = msgspec.json.Encoder(order="deterministic")
    part = path.with_name(f".part-{path.name}")  # a backup that was cut short must not look like one
    count = 0
    try:
        with _opened(part, "wb") as file:
            file.write(encoder.encode(Head(MARK, head_revision())) + b"\n")
            for line in lines:
                file.write(encoder.encode(line) + b"\n")  # bytes become base64
                count += 1
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _read(path: Path, file: BinaryIO) -> Iterator[Line]:
    decoder = msgspec.json.Decoder(Line)
    for number, raw in enumerate(file, 2):
        try:
            line = decoder.decode(raw)
            columns = metadata.tables[line.table].columns
            for column in columns:
                if isinstance(column.type, LargeBinary) and line.row.get(column.name) is not None:
                    line.row[column.name] = base64.b64decode(line.row[column.name])
        except (msgspec.MsgspecError, KeyError, ValueError) as error:
            raise StoreError(f"{path}:{number}: no row of a backup ({error}).") from error
        yield line


def _check(path: Path, head: bytes) -> None:
    try:
        said = msgspec.json.decode(head, type=Head)
    except msgspec.MsgspecError as error:
        raise StoreError(f"{path}: not a backup of Tawatur.") from error
    if said.kind != MARK:
        raise StoreError(f"{path}: not a backup of Tawatur.")
    if said.schema != head_revision():
        raise StoreError(
            f"{path}: made with schema {said.schema}, this version has {head_revision()}; restore it with the version "
            "that made it, then run `tawatur init` there."
        )


def _fill(store: Store, lines: Iterable[Line]) -> int:
    """Write rows into a new project, in one transaction: all of them, or none."""
    count = 0
    with store.writing("restore") as writer:
        write = writer.connection
        write.execute(schema.setting.delete().where(schema.setting.c.key.notin_(OWN_SETTINGS)))
        for name, some in groupby(lines, key=lambda line: line.table):
            table = metadata.tables[name]
            while piece := [line.row for line in islice(some, _PIECE)]:
                write.execute(insert(table), piece)
                count += len(piece)
            _count_on(write, table)
    return count


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number the next row behind those that were written."""
    column = table.autoincrement_column
    if connection.dialect.name == "postgresql" and column is not None:
        found = connection.scalar(text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": table.name, "c": column.name})
        last = connection.scalar(select(func.max(column)))
        if found and last:
            connection.execute(text("SELECT setval(:s, :n)"), {"s": found, "n": last})


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[BinaryIO]:
    """A file, gzip by its ending, without a time of day in it."""
    if path.suffix != ".gz":
        with path.open(mode) as file:
            yield cast(BinaryIO, file)
        return
    with path.open(mode) as raw, gzip.GzipFile("", mode, fileobj=cast(BinaryIO, raw), mtime=0) as file:
        yield cast(BinaryIO, file)
