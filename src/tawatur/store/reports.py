"""Keeps and finds reports. Every query of the table is one named function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Day
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, func, insert, select, update

from tawatur.records import Anchor, Report
from tawatur.store import schema
from tawatur.store.database import Writer
from tawatur.store.log import append
from tawatur.store.rows import report_digest, sha256_of, storable
from tawatur.store.words import shadow

_PIECE = 500


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


def file_reports(writer: Writer, filings: Sequence[Filing]) -> list[Filed]:
    """Keep reports; what is known changes nothing. Two texts under one id are both kept, see `_place`."""
    filings = [_storable(filing) for filing in filings]
    known = _Known(writer.connection, filings)
    filed: list[Filed] = []
    rows: list[dict[str, Any]] = []
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


def reports_by_id(connection: Connection, ids: Iterable[str]) -> Iterator[Any]:
    """Rows of these reports, whatever their state."""
    wanted = list(ids)
    for start in range(0, len(wanted), _PIECE):
        some = wanted[start : start + _PIECE]
        yield from connection.execute(select(schema.report).where(schema.report.c.id.in_(some))).all()


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
        addresses = {f.address for f in filings if _is_page(f.address, f.locator, f.page)}
        wanted = (c.id, c.text_sha256, c.source, c.address, c.locator, c.page, c.state)
        rows = list(connection.execute(select(*wanted).where(c.id.in_(ids))).mappings())
        if addresses:
            rows += connection.execute(select(*wanted).where(c.address.in_(addresses))).mappings()
        self.by_id: dict[str, dict[str, Any]] = {}
        self.by_address: dict[str, dict[str, dict[str, Any]]] = {}
        for row in rows:
            self.add(dict(row))

    def at_address(self, filing: Filing) -> list[dict[str, Any]]:
        """Reports of the page that the filing is a report of."""
        is_page = _is_page(filing.address, filing.locator, filing.page)
        return list(self.by_address.get(filing.address, {}).values()) if is_page else []

    def add(self, row: dict[str, Any]) -> None:
        self.by_id[row["id"]] = row
        if _is_page(row["address"], row["locator"], row["page"]):
            self.by_address.setdefault(row["address"], {})[row["id"]] = row


def _place(known: _Known, filing: Filing) -> Filed:
    """Under which id a report is kept.

    The same text under the same id or web address is known. Another text under the same address, or under the same id
    by the same outlet, is a newer text of the same report; under the same id by another outlet it is another report
    whose id was given twice. Both get the id followed by "@" and the start of their text's hash: ids never change.
    """
    digest = sha256_of(filing.report.text)
    same_address = known.at_address(filing)
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
    older = [known.by_id.get(filing.report.id), *known.at_address(filing)]
    waiting = {row["id"]: row for row in pending}
    for name in {row["id"] for row in older if row and row["state"] == "report" and row["id"] != by}:
        known.by_id[name]["state"] = "replaced"
        change = {"state": "replaced", "reason": f"by {by}"}
        if name in waiting:
            waiting[name].update(change)
            continue
        writer.connection.execute(update(schema.report).where(schema.report.c.id == name).values(change))
        row = writer.connection.execute(select(schema.report).where(schema.report.c.id == name)).mappings().one()
        append(writer, "report", [(name, report_digest(dict(row)))])


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


def _storable(filing: Filing) -> Filing:
    """The filing with only such characters as every database takes."""
    report = filing.report
    clean = replace(
        report,
        id=storable(report.id),
        text=storable(report.text),
        title=storable(report.title),
        source=storable(report.source),
        notes=tuple(map(storable, report.notes)),
        origin={storable(key): storable(value) for key, value in report.origin.items()},
    )
    if clean.text != report.text:
        clean = replace(clean, notes=(*clean.notes, "characters that cannot be stored were replaced by U+FFFD."))
    return replace(filing, report=clean, address=storable(filing.address), shell=storable(filing.shell))


def _versioned(filing: Filing) -> str:
    return f"{filing.report.id}@{sha256_of(filing.report.text)[:8]}"


def _is_page(address: str, locator: str, page: str) -> bool:
    """Whether a report is what stands at its web address; rows of a table, which have no page, may share one."""
    return address.startswith(("http://", "https://")) and bool(page or not locator)
