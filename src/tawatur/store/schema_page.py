"""Writes the page that describes the database, from the tables: `python -m tawatur.store.schema_page`."""

from __future__ import annotations

import sys

from sqlalchemy import Column, Table

from tawatur.store import schema_desk, schema_links  # noqa: F401  so that their tables are in `metadata`
from tawatur.store.schema import APPEND_ONLY, metadata

_HEAD = """# The project database

Generated from `src/tawatur/store/schema.py`; do not edit. The same tables are made in SQLite and in PostgreSQL.
Times are ISO 8601 in UTC and days ISO days, as text. Columns named JSON hold JSON as text. The search index is an FTS5
table over `report.words` in SQLite and a generated `tsvector` column in PostgreSQL.
"""


def schema_page() -> str:
    """The page as Markdown."""
    return "\n".join([_HEAD, *(_section(table) for table in metadata.sorted_tables)])


def _section(table: Table) -> str:
    rows = [f"## {table.name}", "", str(table.info["doc"])]
    if table.name in APPEND_ONLY:
        rows += ["", "Append-only: the database refuses to change or delete its rows."]
    rows += ["", "| column | type | |", "|---|---|---|"]
    return "\n".join([*rows, *(_row(column) for column in table.columns), ""])


def _row(column: Column[object]) -> str:
    marks = ["key"] if column.primary_key else []
    marks += [f"→ {key.target_fullname}" for key in column.foreign_keys]
    marks += ["may be empty"] if column.nullable and not column.primary_key else []
    kind = " · ".join([str(column.type).lower(), *marks])
    return f"| `{column.name}` | {kind} | {column.doc} |"


if __name__ == "__main__":
    sys.stdout.write(schema_page())
