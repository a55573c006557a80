"""The append-only log: every entry's hash covers the entry before it, so that no entry can be changed or taken out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select

from tawatur.store import schema
from tawatur.store.database import Writer

FIRST = "0" * 64  # what the first entry's hash covers
_PIECE = 5000


class Entry(msgspec.Struct, frozen=True):
    """One line of the log."""

    seq: int
    at: str
    run: int
    kind: str
    subject: str
    digest: str
    hash: str


def digest_of(values: Any) -> str:
    """SHA-256 of a row's lasting content, given as what JSON can hold; keys are sorted."""
    return hashlib.sha256(msgspec.json.encode(values, order="deterministic")).hexdigest()


def append(writer: Writer, kind: str, entries: Sequence[tuple[str, str]]) -> None:
    """Write (subject, digest) pairs at the end of the chain."""
    if not entries:
        return
    last = writer.connection.execute(
        select(schema.log.c.seq, schema.log.c.hash).order_by(schema.log.c.seq.desc()).limit(1)
    ).first()
    seq, before = (int(last.seq), str(last.hash)) if last else (0, FIRST)
    rows = []
    for subject, digest in entries:
        seq += 1
        before = _hash(before, seq, writer.at, writer.run, kind, subject, digest)
        rows.append(
            {
                "seq": seq,
                "at": writer.at,
                "run": writer.run,
                "kind": kind,
                "subject": subject,
                "digest": digest,
                "hash": before,
            }
        )
    writer.connection.execute(insert(schema.log), rows)


def entries(connection: Connection) -> Iterator[Entry]:
    """The whole log in order."""
    after = 0
    while rows := connection.execute(
        select(schema.log).where(schema.log.c.seq > after).order_by(schema.log.c.seq).limit(_PIECE)
    ).all():
        yield from (Entry(*row) for row in rows)
        after = rows[-1].seq


def head(connection: Connection) -> str:
    """Hash of the newest entry; who notes it elsewhere can later prove that nothing before it was changed."""
    found = connection.scalar(select(schema.log.c.hash).order_by(schema.log.c.seq.desc()).limit(1))
    return str(found) if found else FIRST


def length(connection: Connection) -> int:
    """Number of entries."""
    return int(connection.scalar(select(func.count()).select_from(schema.log)) or 0)


def broken(chain: Iterable[Entry]) -> Iterator[tuple[int, str]]:
    """Where the chain does not hold: (position, what is wrong)."""
    expected, before = 1, FIRST
    for entry in chain:
        if entry.seq != expected:
            yield entry.seq, f"entries {expected} to {entry.seq - 1} of the log are missing"
        hash_now = _hash(before, entry.seq, entry.at, entry.run, entry.kind, entry.subject, entry.digest)
        if entry.seq == expected and hash_now != entry.hash:
            yield entry.seq, f"entry {entry.seq} of the log was changed ({entry.kind} {entry.subject})"
        expected, before = entry.seq + 1, entry.hash


def _hash(before: str, *values: str | int) -> str:
    return hashlib.sha256("\n".join([before, *map(str, values)]).encode()).hexdigest()
