"""Writes a whole project database to one file and reads it back: JSON Lines, or SQLite; verdicts and history included.

A line holds one row: `{"table": …, "row": {…}}`, tables in the order in which they refer to each other, rows by key, so
that the same database gives the same bytes, whether it is SQLite or PostgreSQL. Captures are files of their own: copy
their folder. Who is signed in to the desk is not kept.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable, Iterable, Iterator
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
Tick = Callable[[int], None]  # told how many rows more were written


class Head(Struct, frozen=True):
    """The first line of a backup."""

    kind: str
    schema: str
    rows: int  # how many follow, so that a file that was cut short between two of them is known


class Line(Struct, frozen=True):
    """One row."""

    table: str
    row: dict[str, Any]


def row_count(store: Store) -> int:
    """How many rows a backup has."""
    with store.reading() as connection:
        return _count(connection)


def back_up(store: Store, path: Path, tick: Tick = lambda count: None) -> int:
    """Write all rows to a new file (.jsonl, .jsonl.gz, or .db and .sqlite for SQLite); gives their number.

    Raises StoreError where the file exists already or its ending is another.
    """
    if path.exists():
        raise StoreError(f"{path}: exists already; a backup never overwrites.")
    with store.reading() as connection:
        if path.suffix in (".db", ".sqlite"):
            made = create_store(path, path.with_suffix(".captures"))
            try:
                return _fill(made, _told(_rows(connection), tick))
            finally:
                made.close()
        return _write(path, _count(connection), _told(_rows(connection), tick))


def rows_in(path: Path) -> int:
    """How many rows a backup says that it has. Raises StoreError where it is none."""
    if path.suffix in (".db", ".sqlite"):
        kept = open_store(path)
        try:
            return row_count(kept)
        finally:
            kept.close()
    with _opened(path, "rb") as file:
        return _head(path, file.readline()).rows


def restore(path: Path, address: str | Path, captures: Path | None = None, tick: Tick = lambda count: None) -> int:
    """Make a project of a backup; gives the number of rows. Raises StoreError where there is a project already."""
    if path.suffix in (".db", ".sqlite"):
        kept = open_store(path)
        try:
            with kept.reading() as connection:
                return _into_new(address, captures, _told(_rows(connection), tick))
        finally:
            kept.close()
    with _opened(path, "rb") as file:
        head = _head(path, file.readline())
        return _into_new(address, captures, _told(_read(path, file, head.rows), tick))


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


def _count(connection: Connection) -> int:
    own = schema.setting.c.key.in_(OWN_SETTINGS)
    every = sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in _tables())
    return every - (connection.scalar(select(func.count()).select_from(schema.setting).where(own)) or 0)


def _told(lines: Iterable[Line], tick: Tick) -> Iterator[Line]:
    """The same lines; how many they were is told a piece at a time."""
    count = 0
    for count, line in enumerate(lines, 1):
        yield line
        if count % _PIECE == 0:
            tick(_PIECE)
    tick(count % _PIECE)


def _write(path: Path, rows: int, lines: Iterable[Line]) -> int:
    encoder = msgspec.json.Encoder(order="deterministic")
    part = path.with_name(f".part-{path.name}")  # a backup that was cut short must not look like one
    count = 0
    try:
        with _opened(part, "wb") as file:
            file.write(encoder.encode(Head(MARK, head_revision(), rows)) + b"\n")
            for line in lines:
                file.write(encoder.encode(line) + b"\n")  # bytes become base64
                count += 1
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _read(path: Path, file: BinaryIO, rows: int) -> Iterator[Line]:
    decoder = msgspec.json.Decoder(Line)
    number = 1
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
    if number - 1 != rows:
        raise StoreError(f"{path}: it was cut short: {number - 1:,} of {rows:,} rows.")


def _head(path: Path, head: bytes) -> Head:
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
    return said


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
