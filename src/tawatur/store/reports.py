"""Keeps and finds captures, sightings and reports. Every query of these tables is one named function."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Day
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, insert, select, update

from tawatur.records import Anchor, Report
from tawatur.store import schema
from tawatur.store.database import Writer
from tawatur.store.log import append, digest_of
from tawatur.store.rows import report_digest, row_digest, sha256_of, sighting_digest
from tawatur.store.words import shadow

_PIECE = 500


class Sighting(Struct, frozen=True, kw_only=True):
    """Bytes that were seen somewhere."""

    sha256: str
    size: int
    media_type: str
    address: str
    outlet: str | None = None
    captured: str | None = None  # ISO time
    restricted: bool = False
    transport: dict[str, Any] = {}


class Filing(Struct, frozen=True, kw_only=True):
    """A report on its way into the project, with the evidence it was read from."""

    report: Report
    capture: str
    locator: str = ""
    page: str = ""  # SHA-256 of the page's bytes, where they are a part of the capture
    address: str = ""
    restricted: bool = False
    shell: str = ""  # why the page has no content


class Filed(Struct, frozen=True):
    """What became of a filing: new, shell, known, replaced (a newer text of a kept one), clash or removed."""

    id: str
    outcome: str


def keep_sighting(writer: Writer, seen: Sighting) -> str:
    """Keep that these bytes were seen there; nothing changes where that is known. Gives the sighting's id.

    A capture without a stated time is the same sighting however often it is added.
    """
    key = digest_of([seen.sha256, seen.address, seen.captured or ""])
    write = writer.connection
    if write.scalar(select(schema.sighting.c.id).where(schema.sighting.c.id == key)):
        return key
    if write.scalar(select(schema.capture.c.sha256).where(schema.capture.c.sha256 == seen.sha256)) is None:
        write.execute(
            insert(schema.capture).values(sha256=seen.sha256, size=seen.size, media_type=seen.media_type, state="kept")
        )
    row = {
        "id": key,
        "capture": seen.sha256,
        "address": seen.address,
        "outlet": seen.outlet,
        "captured": seen.captured,
        "added": writer.at,
        "run": writer.run,
        "restricted": seen.restricted,
        "transport": msgspec.json.encode(seen.transport, order="deterministic").decode(),
    }
    write.execute(insert(schema.sighting).values(row))
    append(writer, "sighting", [(key, sighting_digest(row))])
    return key


def capture_state(connection: Connection, sha256: str) -> tuple[str, str | None] | None:
    """State of a capture and the options it was read with to its end; None for one that is not here."""
    found = connection.execute(
        select(schema.capture.c.state, schema.capture.c.read).where(schema.capture.c.sha256 == sha256)
    ).first()
    return (str(found.state), found.read) if found else None


def mark_read(writer: Writer, sha256: str, options: str) -> None:
    """Note that a capture was read to its end, so that adding it again need not read it."""
    writer.connection.execute(
        update(schema.capture)
        .where(schema.capture.c.sha256 == sha256, schema.capture.c.state == "kept")
        .values(read=options)
    )


def file_reports(writer: Writer, filings: Sequence[Filing]) -> list[Filed]:
    """Keep reports; what is known changes nothing. Two texts under one id are both kept, see `_place`."""
    known = _Known(writer.connection, filings)
    filed, rows = [], []
    for filing in filings:
        placed = _place(known, filing)
        filed.append(placed)
        if placed.outcome in ("known", "removed"):
            continue
        row = _row(writer, filing, placed.id)
        if placed.outcome == "replaced":
            row["reason"] = row["reason"] or f"a newer text of {filing.report.id}"
            _replace(writer, known, filing, placed.id, rows)
        rows.append(row)
        known.add(row)
    for row in rows:
        row["words"] = shadow(row["text"]) if row["state"] == "report" else ""
    if rows:
        writer.connection.execute(insert(schema.report), rows)
        append(writer, "report", [(row["id"], report_digest(row)) for row in rows])
    return filed


def report_of(row: Any) -> Report:
    """A row of the table as the record it came from."""
    return Report(
        id=row.id,
        text=row.text,
        source=row.source,
        published=Day.fromisoformat(row.published) if row.published else None,
        title=row.title,
        anchors=tuple(Anchor(*anchor) for anchor in msgspec.json.decode(row.anchors)),
        notes=tuple(msgspec.json.decode(row.notes)),
        origin=msgspec.json.decode(row.origin, type=dict[str, str]),
    )


def report_row(connection: Connection, report_id: str) -> Any | None:
    """The row of one report, whatever its state."""
    return connection.execute(select(schema.report).where(schema.report.c.id == report_id)).first()


def reports_in(connection: Connection, state: str = "report") -> Iterator[Any]:
    """Rows of all reports in this state, in the order in which they came."""
    after = 0
    while rows := connection.execute(
        select(schema.report)
        .where(schema.report.c.state == state, schema.report.c.no > after)
        .order_by(schema.report.c.no)
        .limit(_PIECE)
    ).all():
        yield from rows
        after = rows[-1].no


def report_counts(connection: Connection) -> dict[str, int]:
    """Number of reports by state."""
    rows = connection.execute(select(schema.report.c.state, func.count()).group_by(schema.report.c.state)).all()
    return {str(state): int(count) for state, count in rows}


def outlet_counts(connection: Connection) -> list[tuple[str, int, str | None, str | None]]:
    """Outlet, number of its reports, first and last day of publication; the largest first."""
    c = schema.report.c
    rows = connection.execute(
        select(c.source, func.count(), func.min(c.published), func.max(c.published))
        .where(c.state == "report")
        .group_by(c.source)
        .order_by(func.count().desc(), c.source)
    ).all()
    return [(row[0], int(row[1]), row[2], row[3]) for row in rows]


class _Known:
    """What the database already holds of the ids and addresses of a batch, kept in step while the batch is placed."""

    def __init__(self, connection: Connection, filings: Sequence[Filing]) -> None:
        c = schema.report.c
        ids = {name for f in filings for name in (f.report.id, _versioned(f))}
        addresses = {f.address for f in filings if _is_url(f.address)}
        wanted = (c.id, c.text_sha256, c.source, c.address, c.state)
        rows = list(connection.execute(select(*wanted).where(c.id.in_(ids))).mappings())
        if addresses:
            rows += connection.execute(select(*wanted).where(c.address.in_(addresses))).mappings()
        self.by_id: dict[str, dict[str, Any]] = {}
        self.by_address: dict[str, dict[str, dict[str, Any]]] = {}
        for row in rows:
            self.add(dict(row))

    def add(self, row: dict[str, Any]) -> None:
        self.by_id[row["id"]] = row
        if _is_url(row["address"]):
            self.by_address.setdefault(row["address"], {})[row["id"]] = row


def _place(known: _Known, filing: Filing) -> Filed:
    """Under which id a report is kept.

    The same text under the same id or web address is known. Another text under the same address, or under the same id
    by the same outlet, is a newer text of the same report; under the same id by another outlet it is another report
    whose id was given twice. Both get the id followed by "@" and the start of their text's hash: ids never change.
    """
    digest = sha256_of(filing.report.text)
    same_address = list(known.by_address.get(filing.address, {}).values())
    same_id = [row for name in (filing.report.id, _versioned(filing)) if (row := known.by_id.get(name))]
    for row in same_id + same_address:
        if row["state"] == "removed" and (row["text_sha256"] == digest or row["id"] == filing.report.id):
            return Filed(row["id"], "removed")
        if row["text_sha256"] == digest:
            return Filed(row["id"], "known")
    if not same_id and all(row["state"] == "shell" for row in same_address):
        return Filed(filing.report.id, "shell" if filing.shell else "new")
    name = _versioned(filing) if filing.report.id in known.by_id else filing.report.id
    if filing.shell:
        return Filed(name, "shell")
    edited = same_address or any(row["source"] and row["source"] == filing.report.source for row in same_id)
    return Filed(name, "replaced" if edited else "clash")


def _replace(writer: Writer, known: _Known, filing: Filing, by: str, pending: list[dict[str, Any]]) -> None:
    """Mark the older texts of a report as replaced: they stay, with their claims, but are not coded again."""
    older = [known.by_id.get(filing.report.id), *known.by_address.get(filing.address, {}).values()]
    waiting = {row["id"]: row for row in pending}
    for name in {row["id"] for row in older if row and row["state"] == "report" and row["id"] != by}:
        known.by_id[name]["state"] = "replaced"
        change = {"state": "replaced", "reason": f"by {by}"}
        if name in waiting:
            waiting[name].update(change)
            continue
        writer.connection.execute(update(schema.report).where(schema.report.c.id == name).values(change))
        row = writer.connection.execute(select(schema.report).where(schema.report.c.id == name)).mappings().one()
        append(writer, "report", [(name, report_digest(row))])


def _row(writer: Writer, filing: Filing, name: str) -> dict[str, Any]:
    report = filing.report
    encode = msgspec.json.encode
    return {
        "id": name,
        "capture": filing.capture,
        "locator": filing.locator,
        "page": filing.page,
        "source": report.source,
        "address": filing.address,
        "published": report.published.isoformat() if report.published else None,
        "title": report.title,
        "text": report.text,
        "text_sha256": sha256_of(report.text),
        "anchors": encode([(a.start, a.end, a.page_start, a.page_end) for a in report.anchors]).decode(),
        "notes": encode(report.notes).decode(),
        "origin": encode(report.origin, order="deterministic").decode(),
        "state": "shell" if filing.shell else "report",
        "reason": filing.shell,
        "restricted": filing.restricted,
        "added": writer.at,
    }


def _versioned(filing: Filing) -> str:
    return f"{filing.report.id}@{sha256_of(filing.report.text)[:8]}"


def _is_url(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def keep_skips(writer: Writer, skips: Sequence[tuple[str, str]]) -> int:
    """Keep (place, reason) of what could not be read; the same twice changes nothing. Gives the number of new ones."""
    rows = {digest_of(list(skip)): skip for skip in skips}
    if not rows:
        return 0
    known = set(writer.connection.scalars(select(schema.skip.c.id).where(schema.skip.c.id.in_(rows))))
    new = [
        {"id": key, "place": place, "reason": reason, "at": writer.at, "run": writer.run}
        for key, (place, reason) in rows.items()
        if key not in known
    ]
    if new:
        writer.connection.execute(insert(schema.skip), new)
        append(writer, "skip", [(str(row["id"]), row_digest(row)) for row in new])
    return len(new)


def skips(connection: Connection, limit: int = 1000) -> list[Any]:
    """Rows of what could not be read, the newest first."""
    return list(
        connection.execute(select(schema.skip).order_by(schema.skip.c.at.desc(), schema.skip.c.id).limit(limit)).all()
    )
