"""SQLite for analysts: tables incident, chain and source, and a table `column_doc` that says what each column holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from tawatur.publish.columns import CHAINS, INCIDENTS, Column, chain_rows
from tawatur.publish.given import Format, Given

TYPES = {"text": "text", "integer": "integer", "number": "real", "day": "text", "flag": "integer"}


def write(given: Given, folder: Path) -> None:
    """release.sqlite."""
    with closing(sqlite3.connect(folder / "release.sqlite")) as database:
        database.execute("pragma journal_mode = off")
        _table(database, "incident", INCIDENTS, "primary key (id)")
        _table(database, "chain", CHAINS, "primary key (incident, chain)")
        _fill(database, "incident", INCIDENTS, given.rows())
        _fill(database, "chain", CHAINS, (item for row in given.rows() for item in chain_rows(row)))
        database.execute("create table source (id text primary key, name, kind, owner, country, side)")
        sources = (msgspec.structs.astuple(source) for _, source in sorted(given.sources.items()))
        database.executemany("insert into source values (?, ?, ?, ?, ?, ?)", sources)
        database.commit()


def _table(database: sqlite3.Connection, name: str, columns: Sequence[Column], key: str) -> None:
    said = ", ".join(f'"{column.name}" {TYPES[column.kind]}' for column in columns)
    database.execute(f"create table {name} ({said}, {key}) without rowid")
    database.execute("create table if not exists column_doc (table_name text, column_name text, doc text)")
    docs = [(name, column.name, column.doc) for column in columns]
    database.executemany("insert into column_doc values (?, ?, ?)", docs)


def _fill(database: sqlite3.Connection, name: str, columns: Sequence[Column], items: object) -> None:
    marks = ", ".join("?" * len(columns))
    rows = ([_value(column.get(item)) for column in columns] for item in items)  # type: ignore[attr-defined]
    database.executemany(f"insert into {name} values ({marks})", rows)


def _value(value: object) -> object:
    return None if value == "" else int(value) if isinstance(value, bool) else value


FORMAT = Format(
    id="sqlite",
    title="SQLite",
    files=("release.sqlite",),
    write=write,
    cannot_hold=("ranges by other policies than the full range (in incidents.jsonl)",),
)
