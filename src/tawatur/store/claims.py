"""Keeps claims: an id stays where its claim still holds; what newer rules read otherwise becomes obsolete."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from tawatur.records import Claim, Coded
from tawatur.store import schema
from tawatur.store.database import StoreError, Writer
from tawatur.store.log import append
from tawatur.store.rows import coding_digest, sha256_of
from tawatur.store.words import name_key

_PIECE = 500
PERSON = "person"  # stands for the rules, and for the rule, of a claim whose words a person chose


class Reading(Struct, frozen=True, kw_only=True):
    """What the rules read in one report: `coded`, or None and the problem that stopped them."""

    report: str
    coded: Coded | None
    problem: str = ""


class Changes(Struct, kw_only=True):
    """What a re-reading changed."""

    reports: int = 0
    new: int = 0
    same: int = 0
    changed: int = 0  # the same claim, read otherwise: a new version under its id
    obsolete: int = 0

    def __iadd__(self, more: Changes) -> Changes:
        """Add the numbers of another re-reading."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(more, name))
        return self


def keep_claims(writer: Writer, rules: str, readings: Sequence[Reading]) -> Changes:
    """Keep what the rules (their fingerprint) read in these reports; a report whose claims are unchanged keeps them."""
    changes = Changes()
    names = [reading.report for reading in readings]
    connection = writer.connection
    kept: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for row in connection.execute(select(schema.claim).where(schema.claim.c.report.in_(names))).mappings():
        kept[row["report"]].append(dict(row))
    owners = _owners(connection, readings)
    codings, entries, rows = [], [], []
    for reading in readings:
        old = kept[reading.report]
        reading = _with_own_ids(reading, owners)
        new = _changed_rows(writer, rules, reading, old, changes)
        coding = {
            "report": reading.report,
            "rules": rules,
            "at": writer.at,
            "claims": sum(1 for row in [*old, *new] if row["state"] == "current"),
            "problem": reading.problem,
        }
        rows += new
        codings.append(coding)
        entries.append((reading.report, coding_digest(coding, [*old, *new])))
    changes.reports = len(readings)
    connection.execute(delete(schema.coding).where(schema.coding.c.report.in_(names)))
    if codings:
        connection.execute(insert(schema.coding), codings)
    if rows:
        connection.execute(insert(schema.claim), rows)
    append(writer, "coding", entries)
    return changes


def keep_persons_claim(writer: Writer, report: str, claim: Claim, *, holds: bool = True) -> None:
    """Keep a claim whose words a person chose, or let it no longer hold; what rules read meanwhile stays.

    Raises StoreError where the report was not coded yet.
    """
    connection, c = writer.connection, schema.claim.c
    coding = connection.execute(select(schema.coding).where(schema.coding.c.report == report)).mappings().first()
    if coding is None:
        raise StoreError(f"{report}: code this report first.")
    rows = [dict(row) for row in connection.execute(select(schema.claim).where(c.report == report)).mappings()]
    own = [row for row in rows if row["id"] == claim.id]
    current = next((row for row in own if row["state"] == "current"), None)
    if holds and current is None:
        row = _row(writer, PERSON, report, claim, max((row["version"] for row in own), default=0) + 1)
        connection.execute(insert(schema.claim).values(row))
        rows.append(row)
    elif not holds and current is not None and current["rules"] == PERSON:
        _outdate(writer, current)
    count = sum(1 for row in rows if row["state"] == "current")
    connection.execute(update(schema.coding).where(schema.coding.c.report == report).values(claims=count))
    append(writer, "coding", [(report, coding_digest(dict(coding), rows))])


def uncoded(connection: Connection, rules: str, after: int = 0, limit: int = 200) -> list[Any]:
    """Rows of reports that these rules have not read yet, the next ones behind row number `after`."""
    report, coding = schema.report, schema.coding
    return list(
        connection.execute(
            select(report)
            .outerjoin(coding, coding.c.report == report.c.id)
            .where(_to_code(rules), report.c.no > after)
            .order_by(report.c.no)
            .limit(limit)
        ).all()
    )


def uncoded_count(connection: Connection, rules: str) -> int:
    """How many reports these rules have not read yet."""
    report, coding = schema.report, schema.coding
    return int(
        connection.scalar(
            select(func.count())
            .select_from(report.outerjoin(coding, coding.c.report == report.c.id))
            .where(_to_code(rules))
        )
        or 0
    )


def current_claims(connection: Connection) -> Iterator[tuple[str, Claim]]:
    """All claims that hold, each with the id of its report, in the order of the reports."""
    after = 0
    while reports := connection.execute(
        select(schema.report.c.no, schema.report.c.id)
        .where(schema.report.c.no > after, schema.report.c.state == "report")
        .order_by(schema.report.c.no)
        .limit(_PIECE)
    ).all():
        found = claims_of(connection, [row.id for row in reports])
        for row in reports:
            yield from ((row.id, claim) for claim in found.get(row.id, ()))
        after = reports[-1].no


def claims_of(connection: Connection, reports: Iterable[str]) -> dict[str, list[Claim]]:
    """The claims that hold of these reports, in the order of their words."""
    c = schema.claim.c
    rows = connection.execute(select(c.report, c.body).where(c.report.in_(list(reports)), c.state == "current")).all()
    found: dict[str, list[Claim]] = {}
    for row in rows:
        found.setdefault(row.report, []).append(msgspec.json.decode(row.body, type=Claim))
    for claims in found.values():
        claims.sort(key=lambda claim: (claim.trigger.start, claim.id))
    return found


def claim_versions(connection: Connection, claim_id: str) -> list[Any]:
    """All versions of a claim, obsolete ones too, the oldest first."""
    c = schema.claim.c
    return list(connection.execute(select(schema.claim).where(c.id == claim_id).order_by(c.version)).all())


def claim_counts(connection: Connection) -> dict[str, int]:
    """Number of claims by state."""
    rows = connection.execute(select(schema.claim.c.state, func.count()).group_by(schema.claim.c.state)).all()
    return {str(state): int(count) for state, count in rows}


def _owners(connection: Connection, readings: Sequence[Reading]) -> dict[str, str]:
    """Which report holds the ids that these readings give."""
    c = schema.claim.c
    ids = {claim.id for reading in readings if reading.coded for claim in reading.coded.events}
    return {row.id: row.report for row in connection.execute(select(c.id, c.report).where(c.id.in_(ids)))}


def _with_own_ids(reading: Reading, owners: dict[str, str]) -> Reading:
    """The reading with ids that no other report holds: copies of one text may be given the same."""
    if reading.coded is None:
        return reading
    claims = []
    for claim in reading.coded.events:
        if owners.setdefault(claim.id, reading.report) != reading.report:
            claim = msgspec.structs.replace(claim, id=f"{claim.id}~{sha256_of(reading.report)[:8]}")
        claims.append(claim)
    return msgspec.structs.replace(reading, coded=msgspec.structs.replace(reading.coded, events=tuple(claims)))


def _to_code(rules: str) -> ColumnElement[bool]:
    coding = schema.coding.c
    return and_(schema.report.c.state == "report", or_(coding.report.is_(None), coding.rules != rules))


def _changed_rows(
    writer: Writer, rules: str, reading: Reading, old: list[dict[str, Any]], changes: Changes
) -> list[dict[str, Any]]:
    """Rows to add for one report; marks rows of `old` that no longer hold, in the database and in the list.

    A problem leaves the claims as they are: rules that fail do not take back what others read.
    """
    if reading.coded is None:
        return []
    current = {row["id"]: row for row in old if row["state"] == "current"}
    versions: dict[str, int] = {}
    for row in old:
        versions[row["id"]] = max(versions.get(row["id"], 0), row["version"])
    rows = []
    for claim in _under_kept_ids(reading.coded.events, current, versions):
        before = current.pop(claim.id, None)
        row = _row(writer, rules, reading.report, claim, versions.get(claim.id, 0) + 1)
        if before is not None and before["body"] == row["body"]:
            changes.same += 1
            continue
        changes.new += before is None
        changes.changed += before is not None
        rows.append(row)
        if before is not None:
            _outdate(writer, before)
    gone = [row for row in current.values() if row["rules"] != PERSON]
    for row in gone:
        _outdate(writer, row)
    changes.obsolete += len(gone)
    return rows


def _under_kept_ids(
    claims: Sequence[Claim], current: dict[str, dict[str, Any]], versions: dict[str, int]
) -> Iterator[Claim]:
    """The claims, each under the id it is already kept by: the same id, or the same type at overlapping words."""
    given = {claim.id for claim in claims}
    free = [msgspec.json.decode(row["body"], type=Claim) for key, row in current.items() if key not in given]
    for claim in claims:
        if claim.id in versions:
            yield claim
            continue
        same = next((old for old in free if old.type == claim.type and _overlap(old, claim)), None)
        if same is not None:
            free.remove(same)
        yield msgspec.structs.replace(claim, id=same.id) if same is not None else claim


def _overlap(one: Claim, other: Claim) -> bool:
    return one.trigger.start < other.trigger.end and other.trigger.start < one.trigger.end


def _outdate(writer: Writer, row: dict[str, Any]) -> None:
    c = schema.claim.c
    row.update(state="obsolete", until=writer.at)
    writer.connection.execute(
        update(schema.claim)
        .where(c.id == row["id"], c.version == row["version"])
        .values(state="obsolete", until=writer.at)
    )


def _row(writer: Writer, rules: str, report: str, claim: Claim, version: int) -> dict[str, Any]:
    place, when = claim.place, claim.date
    return {
        "id": claim.id,
        "version": version,
        "report": report,
        "type": claim.type,
        "status": claim.status,
        "date_start": when.start if when else None,
        "date_end": when.end if when else None,
        "place": place.name if place else None,
        "place_id": place.id if place else None,
        "place_key": name_key(place.name) if place else None,
        "admin1_key": name_key(claim.admin1) if claim.admin1 else None,
        "country": claim.country,
        "body": msgspec.json.encode(claim, order="deterministic").decode(),
        "rules": rules,
        "state": "current",
        "since": writer.at,
        "until": None,
    }
