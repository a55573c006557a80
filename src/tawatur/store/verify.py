"""Proves that nothing was changed or lost, and names what was: captures, rows, and the log that vouches for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct
from sqlalchemy import Column, Connection, String, Table, cast, exists, select, text
from sqlalchemy.exc import DatabaseError

from tawatur.store import log, schema
from tawatur.store.database import Store
from tawatur.store.rows import LOGGED, Row, coding_digest

_PIECE = 500
Tick = Callable[[int], None]  # told how many rows or files more were checked


class Fault(Struct, frozen=True):
    """Something that is not as it was: what it is about and, in a few words, what is wrong."""

    kind: str
    subject: str
    says: str


class Verified(Struct, kw_only=True):
    """What was checked and what was found."""

    faults: list[Fault]
    notes: list[str]
    captures: int = 0
    rows: int = 0
    entries: int = 0
    head: str = log.FIRST


def to_verify(store: Store) -> int:
    """How many captures and rows there are to check."""
    with store.reading() as connection:
        tables = (schema.capture, schema.coding, *(table for table, _, _ in LOGGED.values()))
        return sum(_count(connection, table) for table in tables)


def verify(store: Store, *, expect_head: str | None = None, tick: Tick = lambda count: None) -> Verified:
    """Check everything; `expect_head` is a head that was noted earlier and must still be in the log."""
    found = Verified(faults=[], notes=[])
    with store.reading() as connection:
        found.entries, found.head = log.length(connection), log.head(connection)
        found.faults += [Fault("log", str(seq), says) for seq, says in log.broken(log.entries(connection))]
        if expect_head and not _in_log(connection, expect_head):
            found.faults.append(
                Fault("log", expect_head[:12], "this head is not in the log: entries were taken out or changed")
            )
        for fault in _captures(store, connection, found, tick):
            found.faults.append(fault)
        for kind, (table, key, digest) in LOGGED.items():
            found.faults += _rows(connection, kind, table.c[key], digest, _Counter(found, tick))
        found.faults += _codings(connection, _Counter(found, tick))
        found.faults += _index(connection)
    return found


class _Counter:
    def __init__(self, found: Verified, tick: Tick) -> None:
        self.found, self.tick = found, tick

    def add(self, count: int) -> None:
        self.found.rows += count
        self.tick(count)


def _captures(store: Store, connection: Connection, found: Verified, tick: Tick) -> Iterator[Fault]:
    """Each capture's file has the bytes that its name says; a removed one's file is gone."""
    known: dict[str, str] = {}
    for row in connection.execute(select(schema.capture).order_by(schema.capture.c.sha256)).all():
        known[row.sha256] = row.state
        found.captures += 1
        tick(1)
        if row.state == "kept" and (wrong := store.captures.check(row.sha256, row.size)):
            yield Fault("capture", row.sha256, f"{wrong} ({', '.join(_addresses(connection, row.sha256))})")
    loose = 0
    for name in store.captures.files():
        if known.get(name) == "removed":
            yield Fault("capture", name, "was removed, but its file is still there")
        loose += name not in known
    if loose:
        found.notes.append(
            f"{loose} files in the folder belong to no capture: an interrupted run left them; they do no harm."
        )


def _addresses(connection: Connection, sha256: str) -> list[str]:
    c = schema.sighting.c
    return [str(address) for address in connection.scalars(select(c.address).where(c.capture == sha256).limit(3))]


def _rows(
    connection: Connection, kind: str, key: Column[Any], digest: Callable[[Row], str], counter: _Counter
) -> Iterator[Fault]:
    """Each row is as the log's last entry on it says, and each entry's row is there."""
    for rows in _pieces(connection, key):
        logged = _logged(connection, kind, [str(row[key.name]) for row in rows])
        for row in rows:
            yield from _compared(kind, str(row[key.name]), logged, digest(row))
        counter.add(len(rows))
    gone = select(schema.log.c.subject).distinct().where(schema.log.c.kind == kind, ~_row_exists(key))
    for subject in connection.scalars(gone):
        yield Fault(kind, subject, "the row is lost")


def _compared(kind: str, subject: str, logged: dict[str, str], digest: str) -> Iterator[Fault]:
    if subject not in logged:
        yield Fault(kind, subject, "the row is not in the log: it was written by other means")
    elif logged[subject] != digest:
        yield Fault(kind, subject, "the row was changed by other means")


def _codings(connection: Connection, counter: _Counter) -> Iterator[Fault]:
    """Each report's claims are those that the log vouches for."""
    key = schema.coding.c.report
    for rows in _pieces(connection, key):
        names = [row["report"] for row in rows]
        logged = _logged(connection, "coding", names)
        claims: dict[str, list[Row]] = {name: [] for name in names}
        for claim in connection.execute(select(schema.claim).where(schema.claim.c.report.in_(names))).mappings():
            claims[claim["report"]].append(dict(claim))
        for row in rows:
            for fault in _compared("coding", row["report"], logged, coding_digest(row, claims[row["report"]])):
                yield Fault("claims of", fault.subject, fault.says.replace("the row was", "they were"))
        counter.add(len(rows))
    gone = select(schema.log.c.subject).distinct().where(schema.log.c.kind == "coding", ~_row_exists(key))
    yield from (Fault("claims of", subject, "they are lost") for subject in connection.scalars(gone))


def _index(connection: Connection) -> Iterator[Fault]:
    """SQLite's own checks of the file and of the search index; a server does its own."""
    if connection.dialect.name != "sqlite":
        return
    for row in connection.execute(text("PRAGMA quick_check(5)")):
        if row[0] != "ok":
            yield Fault("database", "file", str(row[0]))
    try:
        connection.execute(text("INSERT INTO report_words(report_words, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError:
        yield Fault("search", "index", "does not match the reports' words; run `tawatur verify --reindex`")


def _pieces(connection: Connection, key: Column[Any]) -> Iterator[list[Row]]:
    """The rows of the key's table in the key's order, some at a time."""
    query = select(key.table).order_by(key).limit(_PIECE)
    after: Any = None
    while rows := [
        dict(row) for row in connection.execute(query if after is None else query.where(key > after)).mappings()
    ]:
        yield list(rows)
        after = rows[-1][key.name]


def _logged(connection: Connection, kind: str, subjects: Iterable[str]) -> dict[str, str]:
    """The last digest of each subject in the log."""
    c = schema.log.c
    rows = connection.execute(
        select(c.subject, c.digest).where(c.kind == kind, c.subject.in_(list(subjects))).order_by(c.seq)
    ).all()
    return {row.subject: row.digest for row in rows}


def _row_exists(key: Column[Any]) -> Any:
    """Whether the row that an entry is about is there; a key that is cast is not looked up in its index."""
    plain = key if isinstance(key.type, String) else cast(key, String)
    return exists().where(plain == schema.log.c.subject)


def _in_log(connection: Connection, head: str) -> bool:
    return head == log.FIRST or connection.scalar(select(schema.log.c.seq).where(schema.log.c.hash == head)) is not None


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {table.name}")).scalar() or 0)
