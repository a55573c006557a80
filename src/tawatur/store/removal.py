"""Removes a report on purpose: its words go, a tombstone with the reason stays; adding it again does not revive it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from tawatur.store import schema
from tawatur.store.database import Store, StoreError, Writer
from tawatur.store.links import forget_report
from tawatur.store.log import append
from tawatur.store.rows import coding_digest, report_digest, row_digest, sighting_digest


def remove_report(
    store: Store, report_id: str, reason: str, *, with_capture: bool = False, who: str | None = None
) -> str:
    """Remove a report, its claims' words and its evidence copy; says in one sentence what is left.

    A capture that other reports were read from, too, stays unless `with_capture`. Raises StoreError where there is no
    such report or no reason.
    """
    if not reason.strip():
        raise StoreError("a removal needs a reason.")
    with store.writing("remove", who) as writer:
        _forget_deleted(writer.connection)
        found = (
            writer.connection.execute(select(schema.report).where(schema.report.c.id == report_id)).mappings().first()
        )
        if found is None or found["state"] == "removed":
            raise StoreError(f"{report_id}: there is no such report" + (" any more." if found else "."))
        _bury(writer, "report", report_id, reason)
        _empty_report(writer, dict(found))
        forget_report(writer.connection, report_id)
        shared = _others(writer.connection, found["capture"])
        erase = with_capture or not shared
        if erase:
            _bury(writer, "capture", found["capture"], reason)
            _empty_capture(writer, found["capture"])
    if erase:
        store.captures.erase(found["capture"])
    _compact(store)
    if not erase:
        return f"removed; its capture {found['capture'][:12]} stays, {shared} other reports were read from it."
    return f"removed, and its capture {found['capture'][:12]} with it."


def tombstones(connection: Connection) -> list[Any]:
    """All removals, the oldest first."""
    return list(connection.execute(select(schema.tombstone).order_by(schema.tombstone.c.no)).all())


def _bury(writer: Writer, kind: str, subject: str, reason: str) -> None:
    row = {
        "no": int(writer.connection.scalar(select(func.max(schema.tombstone.c.no))) or 0) + 1,
        "kind": kind,
        "subject": subject,
        "reason": reason,
        "run": writer.run,
        "at": writer.at,
    }
    writer.connection.execute(insert(schema.tombstone).values(row))
    append(writer, "removal", [(str(row["no"]), row_digest(row))])


def _empty_report(writer: Writer, row: dict[str, Any]) -> None:
    change = dict.fromkeys(("title", "text", "words", "address", "reason"), "")
    change |= {"anchors": "[]", "notes": "[]", "origin": "{}", "state": "removed"}
    write = writer.connection
    write.execute(update(schema.report).where(schema.report.c.id == row["id"]).values(change))
    append(writer, "report", [(row["id"], report_digest({**row, **change}))])
    coding = write.execute(select(schema.coding).where(schema.coding.c.report == row["id"])).mappings().first()
    if coding is None:
        return
    c = schema.claim.c
    nothing = {"body": "{}", "place": None, "place_id": None, "place_key": None, "admin1_key": None, "country": None}
    write.execute(update(schema.claim).where(c.report == row["id"]).values(state="removed", **nothing))
    claims = write.execute(select(schema.claim).where(c.report == row["id"])).mappings().all()
    append(writer, "coding", [(row["id"], coding_digest(dict(coding), map(dict, claims)))])


def _others(connection: Connection, capture: str) -> int:
    """How many reports that were not removed were read from a capture."""
    c = schema.report.c
    count = select(func.count()).select_from(schema.report).where(c.capture == capture, c.state != "removed")
    return int(connection.scalar(count) or 0)


def _empty_capture(writer: Writer, sha256: str) -> None:
    write = writer.connection
    write.execute(update(schema.capture).where(schema.capture.c.sha256 == sha256).values(state="removed", read=None))
    c = schema.sighting.c
    write.execute(update(schema.sighting).where(c.capture == sha256).values(address="", transport="{}"))
    rows = write.execute(select(schema.sighting).where(c.capture == sha256)).mappings().all()
    append(writer, "sighting", [(row["id"], sighting_digest(dict(row))) for row in rows])


def _forget_deleted(connection: Connection) -> None:
    """Let SQLite overwrite what is deleted, instead of leaving it in free pages."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete=ON"))


def _compact(store: Store) -> None:
    """Take removed words out of the search index's old segments and of the write-ahead log."""
    with store.reading() as connection:
        if connection.dialect.name != "sqlite":
            return  # PostgreSQL's autovacuum reclaims old row versions
        connection.execute(text("INSERT INTO report_words(report_words) VALUES ('optimize')"))
        connection.commit()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
