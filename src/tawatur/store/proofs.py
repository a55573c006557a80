"""Keeps statements by other tools: time stamps and archive results, imported as they are, never made here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, exists, func, insert, select

from tawatur.store import schema
from tawatur.store.database import Writer
from tawatur.store.log import append, digest_of
from tawatur.store.rows import row_digest


class Proof(Struct, frozen=True, kw_only=True):
    """One statement on the bytes with a hash."""

    sha256: str
    kind: str
    address: str
    statement: dict[str, Any]
    capture: str  # the file that it was read from
    said: str | None = None  # the time that it states


def keep_proofs(writer: Writer, proofs: Sequence[Proof]) -> int:
    """Keep statements; the same twice changes nothing. Gives the number of new ones."""
    named = {digest_of([proof.kind, proof.sha256, proof.address, proof.statement]): proof for proof in proofs}
    if not named:
        return 0
    known = set(writer.connection.scalars(select(schema.proof.c.id).where(schema.proof.c.id.in_(named))))
    rows = [
        {
            "id": key,
            "sha256": proof.sha256,
            "kind": proof.kind,
            "address": proof.address,
            "said": proof.said,
            "statement": msgspec.json.encode(proof.statement, order="deterministic").decode(),
            "capture": proof.capture,
            "run": writer.run,
        }
        for key, proof in named.items()
        if key not in known
    ]
    if rows:
        writer.connection.execute(insert(schema.proof), rows)
        append(writer, "proof", [(str(row["id"]), row_digest(row)) for row in rows])
    return len(rows)


def proof_counts(connection: Connection) -> tuple[int, int]:
    """Number of statements, and of those on captures that are kept here."""
    c = schema.proof.c
    here = exists().where(schema.capture.c.sha256 == c.sha256, schema.capture.c.state == "kept")
    everything = connection.scalar(select(func.count()).select_from(schema.proof))
    return int(everything or 0), int(connection.scalar(select(func.count()).where(c.id.is_not(None), here)) or 0)


def proofs_of(connection: Connection, sha256: str) -> list[Any]:
    """Statements on the bytes with this hash."""
    return list(connection.execute(select(schema.proof).where(schema.proof.c.sha256 == sha256)).all())
