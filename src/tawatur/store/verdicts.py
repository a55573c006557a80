"""Keeps what people decided: nothing is ever changed or deleted; the newest verdict that was not taken back counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, insert, select

from tawatur.records import Verdict
from tawatur.store import schema
from tawatur.store.database import StoreError, Writer
from tawatur.store.links import pieces
from tawatur.store.log import append
from tawatur.store.rows import verdict_digest
from tawatur.store.schema_desk import verdict_about

ADDED = "added"  # decision on a claim that a person added
UNDO = "undo"  # kind of a verdict that takes another one back; its subject is that one's number


class KeptVerdict(Struct, frozen=True, kw_only=True):
    """One decision about a claim, an incident, a pair of claims or a report; `undone_by`: the one that took it back."""

    kind: str
    subject: str
    decision: str
    version: int | None = None
    value: dict[str, Any] = {}
    reason: str = ""
    who: str = ""
    at: str = ""
    no: int = 0
    undone_by: int | None = None


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
    about = [{"about": name, "verdict": row["no"]} for name in _about(writer.connection, verdict)]
    writer.connection.execute(insert(verdict_about), about)
    append(writer, "verdict", [(str(row["no"]), verdict_digest(row))])
    return int(str(row["no"]))


def take_back(writer: Writer, no: int, reason: str = "") -> KeptVerdict:
    """Append that verdict `no` no longer holds; taking that back in turn lets it hold again. Gives verdict `no`.

    Raises StoreError where there is no such verdict, or where it was taken back before.
    """
    found = next(iter(_read(writer.connection, schema.verdict.c.no == no)), None)
    if found is None:
        raise StoreError(f"{no}: there is no such verdict.")
    if found.undone_by is not None:
        raise StoreError(f"{no}: was taken back before, by verdict {found.undone_by}.")
    keep_verdict(writer, KeptVerdict(kind=UNDO, subject=str(no), decision="taken back", reason=reason))
    return found


def verdicts(connection: Connection, kind: str | None = None, subject: str | None = None) -> list[KeptVerdict]:
    """All decisions, of one kind or on one subject, the oldest first; also those that were taken back."""
    conditions = []
    if kind is not None:
        conditions.append(schema.verdict.c.kind == kind)
    if subject is not None:
        conditions.append(schema.verdict.c.subject == subject)
    return _read(connection, *conditions)


def verdict_numbered(connection: Connection, no: int) -> KeptVerdict | None:
    """One decision by its number."""
    return next(iter(_read(connection, schema.verdict.c.no == no)), None)


def holding(connection: Connection, kind: str, subject: str | None = None) -> list[KeptVerdict]:
    """The decisions that were not taken back, the oldest first."""
    return [verdict for verdict in verdicts(connection, kind, subject) if verdict.undone_by is None]


def latest_verdicts(connection: Connection, kind: str) -> dict[str, KeptVerdict]:
    """The verdict that counts, by subject."""
    return {verdict.subject: verdict for verdict in holding(connection, kind)}


def keep_pair(writer: Writer, verdict: Verdict) -> int:
    """Append what a person decided on two claims; the person and time are the writer's."""
    row = KeptVerdict(
        kind="pair",
        subject=f"{verdict.left} {verdict.right}",
        decision=verdict.judgement,
        value={"by": verdict.by, "at": verdict.at} if verdict.by else {},
        reason=verdict.reason,
    )
    return keep_verdict(writer, row)


def pair_verdicts(connection: Connection) -> list[Verdict]:
    """The decisions on pairs that hold, the oldest first, as linking takes them."""
    return [pair_of(row) for row in holding(connection, "pair")]


def pair_history(connection: Connection, claims: set[str]) -> list[KeptVerdict]:
    """All decisions on pairs with one of these claims, also those that were taken back, the oldest first."""
    return [row for row in verdicts(connection, "pair") if not claims.isdisjoint(row.subject.split(" "))]


def pair_of(row: KeptVerdict) -> Verdict:
    """A kept decision on a pair as linking takes it."""
    left, right = row.subject.split(" ")
    said = {"by": row.value.get("by") or row.who, "at": row.value.get("at") or row.at, "reason": row.reason}
    return msgspec.convert({"left": left, "right": right, "judgement": row.decision, **said}, Verdict)


def verdicts_about(connection: Connection, ids: Iterable[str], kind: str | None = None) -> list[KeptVerdict]:
    """All decisions on any of these claims, incidents or reports, also those taken back, the oldest first."""
    numbers: set[int] = set()
    for some in pieces(ids):
        query = select(verdict_about.c.verdict).where(verdict_about.c.about.in_(some))
        numbers.update(connection.scalars(query))
    return [one for one in verdicts_numbered(connection, numbers) if kind in (None, one.kind)]


def verdicts_numbered(connection: Connection, numbers: Iterable[int]) -> list[KeptVerdict]:
    """Decisions by their numbers, the oldest first."""
    return [one for part in pieces(sorted(numbers)) for one in _read(connection, schema.verdict.c.no.in_(part))]


def newest_verdict(connection: Connection) -> int:
    """Number of the newest decision of any kind, 0 without one."""
    return int(connection.scalar(select(func.max(schema.verdict.c.no))) or 0)


def _read(connection: Connection, *conditions: Any) -> list[KeptVerdict]:
    query = select(schema.verdict, schema.run.c.who).join(schema.run, schema.run.c.no == schema.verdict.c.run)
    rows = connection.execute(query.where(*conditions).order_by(schema.verdict.c.no)).all()
    undone = _undone(connection, [row.no for row in rows])
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
            undone_by=undone.get(row.no),
        )
        for row in rows
    ]


def _about(connection: Connection, verdict: KeptVerdict) -> list[str]:
    """The ids that a decision is about; taking one back is about what that one is about."""
    if verdict.kind != UNDO:
        return list(dict.fromkeys(verdict.subject.split(" ")))
    c = verdict_about.c
    return list(connection.scalars(select(c.about).where(c.verdict == int(verdict.subject))))


def _undone(connection: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Which of some verdicts do not hold, each with the one that took it back."""
    c = schema.verdict.c
    backs: dict[int, list[int]] = {}  # a verdict → those that take it back, some of which may be taken back in turn
    asked = set(numbers)
    while asked:
        found: set[int] = set()
        for some in pieces(sorted(asked)):
            subjects = [str(no) for no in some]
            for row in connection.execute(select(c.no, c.subject).where(c.kind == UNDO, c.subject.in_(subjects))):
                backs.setdefault(int(row.subject), []).append(row.no)
                found.add(row.no)
        asked = found
    undone: dict[int, int] = {}
    for no in sorted(backs, reverse=True):  # an undo is newer than what it takes back, so it is settled before
        held = [back for back in backs[no] if back not in undone]
        if held:
            undone[no] = max(held)
    return undone
