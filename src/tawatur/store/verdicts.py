"""Keeps what people decided; the newest verdict on a subject counts, none is ever changed or deleted."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, insert, select

from tawatur.records import Verdict
from tawatur.store import schema
from tawatur.store.database import Writer
from tawatur.store.log import append
from tawatur.store.rows import verdict_digest


class KeptVerdict(Struct, frozen=True, kw_only=True):
    """One decision about a claim, an incident, a pair of incidents or a report."""

    kind: str
    subject: str
    decision: str
    version: int | None = None
    value: dict[str, Any] = {}
    reason: str = ""
    who: str = ""
    at: str = ""
    no: int = 0


def keep_verdict(writer: Writer, verdict: KeptVerdict) -> int:
    """Append a decision by the writer's person; gives its number."""
    row = {
        "no": int(writer.connection.scalar(select(func.max(schema.verdict.c.no))) or 0) + 1,
        "kind": verdict.kind,
        "subject": verdict.subject,
        "version": verdict.version,
        "decision": verdict.decision,
        "value": msgspec.json.encode(verdict.value, order="deterministic").decode(),
        "reason": verdict.reason,
        "run": writer.run,
        "at": writer.at,
    }
    writer.connection.execute(insert(schema.verdict).values(row))
    append(writer, "verdict", [(str(row["no"]), verdict_digest(row))])
    return int(str(row["no"]))


def verdicts(connection: Connection, kind: str | None = None, subject: str | None = None) -> list[KeptVerdict]:
    """All decisions, of one kind or on one subject, the oldest first."""
    query = select(schema.verdict, schema.run.c.who).join(schema.run, schema.run.c.no == schema.verdict.c.run)
    if kind is not None:
        query = query.where(schema.verdict.c.kind == kind)
    if subject is not None:
        query = query.where(schema.verdict.c.subject == subject)
    return [
        KeptVerdict(
            kind=row.kind,
            subject=row.subject,
            decision=row.decision,
            version=row.version,
            value=msgspec.json.decode(row.value),
            reason=row.reason,
            who=row.who,
            at=row.at,
            no=row.no,
        )
        for row in connection.execute(query.order_by(schema.verdict.c.no)).all()
    ]


def latest_verdicts(connection: Connection, kind: str) -> dict[str, KeptVerdict]:
    """The verdict that counts, by subject."""
    return {verdict.subject: verdict for verdict in verdicts(connection, kind)}


def keep_pair(writer: Writer, verdict: Verdict) -> int:
    """Append what a person decided on two claims or incidents; the person and time are the writer's."""
    row = KeptVerdict(
        kind="pair",
        subject=f"{verdict.left} {verdict.right}",
        decision=verdict.judgement,
        value={"by": verdict.by, "at": verdict.at} if verdict.by else {},
        reason=verdict.reason,
    )
    return keep_verdict(writer, row)


def pair_verdicts(connection: Connection) -> list[Verdict]:
    """All decisions on pairs, the oldest first, as linking takes them."""
    return [
        msgspec.convert(
            {
                "left": row.subject.split(" ")[0],
                "right": row.subject.split(" ")[1],
                "judgement": row.decision,
                "by": row.value.get("by") or row.who,
                "at": row.value.get("at") or row.at,
                "reason": row.reason,
            },
            Verdict,
        )
        for row in verdicts(connection, "pair")
    ]
