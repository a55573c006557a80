"""A shelf in one SQLite file: what linking derived from the claims, so that a new report touches only what it must.

All of it but the verdicts can be made anew from the coded reports, which are kept beside it as they were given.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tawatur.fuse.candidates import filed_under
from tawatur.fuse.shelf import Memory, Name
from tawatur.fuse.told import Told
from tawatur.records import Coded, Verdict

TABLES = """
create table if not exists report (id text primary key, source text, published text, body blob not null) without rowid;
create table if not exists claim (id text primary key, report text not null, told blob not null, incident text)
  without rowid;
create index if not exists claim_incident on claim (incident);
create index if not exists claim_report on claim (report);
create table if not exists filed (key text, claim text, primary key (key, claim)) without rowid;
create table if not exists pair (one text, other text, weight real, primary key (one, other)) without rowid;
create table if not exists name (anchor text primary key, id text not null, day integer, claim text) without rowid;
create index if not exists name_id on name (id);
create table if not exists verdict (no integer primary key, body blob not null);
"""
VERSION = 1
PIECE = 500  # values in one query
Item = TypeVar("Item")


class WorkFile:
    """A shelf in a SQLite file; changes are kept when the `with` block ends without an error."""

    def __init__(self, path: Path | str) -> None:
        """Open or make the file; a file of another version is a ValueError."""
        self._db = sqlite3.connect(path)
        version = self._db.execute("pragma user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise ValueError(
                f"{path}: made by another version of tawatur ({version}); link the reports into a new file"
            )
        self._db.executescript(TABLES)
        self._db.execute(f"pragma user_version = {VERSION}")

    def __enter__(self) -> WorkFile:
        """Begin."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Keep the changes, or none of them after an error."""
        if kind is None:
            self._db.commit()
        self._db.close()

    # --- reports ---

    def put_reports(self, reports: Iterable[Coded]) -> None:
        """Keep coded reports as given."""
        rows = ((r.id, r.source, r.published, msgspec.msgpack.encode(r)) for r in reports)
        self._db.executemany("insert or replace into report values (?, ?, ?, ?)", rows)

    def reports(self, ids: Iterable[str] | None = None) -> Iterator[Coded]:
        """Coded reports by id, all without ids."""
        if ids is None:
            bodies: Iterable[Any] = self._db.execute("select body from report order by id")
        else:
            bodies = self._asked("select body from report where id in ({})", ids)
        for (body,) in bodies:
            yield msgspec.msgpack.decode(body, type=Coded)

    def claims_of(self, report: str) -> list[str]:
        """Ids of a report's claims."""
        return [row[0] for row in self._db.execute("select id from claim where report = ?", (report,))]

    def reports_of(self, claims: Iterable[str]) -> set[str]:
        """Reports that tell these claims."""
        return {row[0] for row in self._asked("select distinct report from claim where id in ({})", claims)}

    # --- the shelf ---

    def put(self, told: Iterable[Told]) -> None:
        """See Shelf."""
        new = {t.id: t for t in told}
        self.take_out(self.told(new))
        self._put(new.values())

    def _put(self, told: Iterable[Told]) -> None:
        for some in _pieces(told):
            claims = ((t.id, t.report, msgspec.msgpack.encode(t)) for t in some)
            self._db.executemany("insert into claim (id, report, told) values (?, ?, ?)", claims)
            keys = ((key, t.id) for t in some for key in filed_under(t))
            self._db.executemany("insert or ignore into filed values (?, ?)", keys)

    def take_out(self, claims: Iterable[str]) -> None:
        """See Shelf."""
        for claim, t in self.told(list(claims)).items():
            self._db.executemany("delete from filed where key = ? and claim = ?", [(k, claim) for k in filed_under(t)])
            others = list(self.pairs(claim))
            self._db.executemany("delete from pair where one = ? and other = ?", [(o, claim) for o in others])
            self._db.execute("delete from pair where one = ?", (claim,))
            self._db.execute("delete from claim where id = ?", (claim,))

    def told(self, ids: Iterable[str]) -> dict[str, Told]:
        """See Shelf."""
        rows = self._asked("select told from claim where id in ({})", ids)
        found = (msgspec.msgpack.decode(body, type=Told) for (body,) in rows)
        return {t.id: t for t in found}

    def filed(self, keys: Iterable[str]) -> set[str]:
        """See Shelf."""
        return {row[0] for row in self._asked("select distinct claim from filed where key in ({})", keys)}

    def put_pairs(self, pairs: Mapping[tuple[str, str], float]) -> None:
        """See Shelf."""
        both = (row for (a, b), weight in pairs.items() for row in ((a, b, weight), (b, a, weight)))
        self._db.executemany("insert or replace into pair values (?, ?, ?)", both)

    def pairs(self, claim: str) -> Mapping[str, float]:
        """See Shelf."""
        return dict(self._db.execute("select other, weight from pair where one = ?", (claim,)).fetchall())

    def decide(self, verdicts: Iterable[Verdict]) -> None:
        """See Shelf."""
        rows = ((msgspec.msgpack.encode(v),) for v in verdicts)
        self._db.executemany("insert into verdict (body) values (?)", rows)

    def verdicts(self) -> list[Verdict]:
        """See Shelf."""
        rows = self._db.execute("select body from verdict order by no")
        return [msgspec.msgpack.decode(body, type=Verdict) for (body,) in rows]

    def names(self, claims: Collection[str]) -> list[Name]:
        """See Shelf."""
        rows = self._asked("select id, anchor, day, claim from name where anchor in ({})", claims)
        return [Name(i, anchor, (day, claim)) for i, anchor, day, claim in rows]

    def anchor(self, incident: str) -> str | None:
        """See Shelf."""
        row = self._db.execute("select anchor from name where id = ?", (incident,)).fetchone()
        return row[0] if row else None

    def put_groups(self, groups: Mapping[str, Collection[str]], names: Iterable[Name]) -> None:
        """See Shelf."""
        rows = ((n.anchor, n.id, *n.rank) for n in names)
        self._db.executemany("insert or replace into name values (?, ?, ?, ?)", rows)
        placed = ((incident, claim) for incident, claims in groups.items() for claim in claims)
        self._db.executemany("update claim set incident = ? where id = ?", placed)

    def incident_of(self, claim: str) -> str | None:
        """See Shelf."""
        row = self._db.execute("select incident from claim where id = ?", (claim,)).fetchone()
        return row[0] if row else None

    def members(self, incident: str) -> tuple[str, ...]:
        """See Shelf."""
        return tuple(r[0] for r in self._db.execute("select id from claim where incident = ? order by id", (incident,)))

    def incidents(self) -> dict[str, tuple[str, ...]]:
        """See Shelf."""
        found: dict[str, list[str]] = {}
        for incident, claim in self._db.execute("select incident, id from claim order by incident, id"):
            found.setdefault(incident, []).append(claim)
        return {incident: tuple(claims) for incident, claims in found.items()}

    # --- many at once ---

    def size(self) -> int:
        """Number of claims."""
        return int(self._db.execute("select count(*) from claim").fetchone()[0])

    def into_memory(self) -> Memory:
        """Everything as a shelf in memory: quicker where thousands of claims come at once."""
        memory = Memory()
        memory.put(msgspec.msgpack.decode(body, type=Told) for (body,) in self._db.execute("select told from claim"))
        weights = self._db.execute("select one, other, weight from pair where one < other")
        memory.put_pairs({(a, b): weight for a, b, weight in weights})
        memory.decide(self.verdicts())
        names = [Name(i, a, (d, c)) for a, i, d, c in self._db.execute("select anchor, id, day, claim from name")]
        memory.put_groups(self.incidents(), names)
        return memory

    def replace(self, memory: Memory) -> None:
        """Everything anew from a shelf in memory; reports stay."""
        for table in ("claim", "filed", "pair", "name", "verdict"):
            self._db.execute(f"delete from {table}")
        told = memory.all_told()
        self._put(told)
        for some in _pieces(told):
            self.put_pairs({(t.id, o): w for t in some for o, w in memory.pairs(t.id).items() if t.id < o})
        self.decide(memory.verdicts())
        self.put_groups(memory.incidents(), memory.names([t.id for t in told]))

    def _asked(self, query: str, values: Iterable[str]) -> Iterator[Any]:
        """Rows of a query with an `in ({})`, a piece of the values at a time."""
        for some in _pieces(values):
            yield from self._db.execute(query.format(",".join("?" * len(some))), some).fetchall()


def _pieces(items: Iterable[Item]) -> Iterator[list[Item]]:
    ahead = iter(items)
    while some := list(islice(ahead, PIECE)):
        yield some
