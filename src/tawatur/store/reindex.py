"""Writes the search's shadow column and index anew, after the way in which words are compared has changed."""

from __future__ import annotations

from sqlalchemy import text, update

from tawatur.store import schema
from tawatur.store.database import Store
from tawatur.store.reports import reports_in
from tawatur.store.words import shadow


def reindex(store: Store) -> int:
    """Recompute every report's words and rebuild the index; gives the number of reports whose words changed."""
    changed = 0
    with store.writing("reindex") as writer:
        for row in reports_in(writer.connection):
            if (words := shadow(row.text)) != row.words:
                changed += 1
                writer.connection.execute(update(schema.report).where(schema.report.c.no == row.no).values(words=words))
        if writer.connection.dialect.name == "sqlite":
            writer.connection.execute(text("INSERT INTO report_words(report_words) VALUES ('rebuild')"))
        else:
            writer.connection.execute(text("REINDEX INDEX ix_report_tsv"))
    return changed
