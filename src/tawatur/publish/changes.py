"""What changed since the last release: incidents added, changed, merged and withdrawn, and tombstones of the last."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from tawatur.publish.rows import Row
from tawatur.publish.suppress import Table


class Tombstone(Struct, frozen=True):
    """An incident that was given away once and is not any more."""

    id: str
    withdrawn: str  # day of the release that no longer has it
    version: int
    merged_into: str = ""


class Earlier(Struct, frozen=True, kw_only=True):
    """What an earlier release of the same profile had."""

    name: str
    version: int
    rows: dict[str, str]  # id → digest
    tombstones: tuple[Tombstone, ...]
    tables: tuple[Table, ...]


class Changes(Struct, frozen=True, kw_only=True):
    """The difference to the earlier release; empty without one."""

    since: str = ""
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()

    def ids(self) -> Iterator[str]:
        """Ids of all incidents that are not as they were."""
        yield from (name for name, _ in self.lines())

    def lines(self) -> Iterator[tuple[str, str]]:
        """(id, what happened), in the order of ids."""
        kinds = ("added", "changed", "withdrawn", "restored")
        yield from sorted((name, kind) for kind in kinds for name in getattr(self, kind))


def digest(row: Row) -> str:
    """SHA-256 of a row as it is given away."""
    return hashlib.sha256(msgspec.json.encode(row)).hexdigest()


def compare(earlier: Earlier | None, rows: dict[str, str], former: dict[str, str], day: str, version: int) -> Changes:
    """Changes from an earlier release to these rows (id → digest); `former` leads merged ids to where they are now."""
    if earlier is None:
        return Changes()
    gone = [name for name in earlier.rows if name not in rows]
    known = {stone.id: stone for stone in earlier.tombstones if stone.id not in rows}
    for name in gone:
        known[name] = Tombstone(name, day, version, former.get(name, ""))
    buried = {stone.id for stone in earlier.tombstones}
    return Changes(
        since=earlier.name,
        added=tuple(name for name in rows if name not in earlier.rows and name not in buried),
        changed=tuple(name for name, value in rows.items() if earlier.rows.get(name, value) != value),
        withdrawn=tuple(gone),
        restored=tuple(name for name in rows if name in buried),
        tombstones=tuple(known[name] for name in sorted(known)),
    )


def read_earlier(folder: Path) -> Earlier:
    """An earlier release from its folder. Raises OSError, KeyError or msgspec.MsgspecError where it is none."""
    facts = msgspec.json.decode((folder / "release.json").read_bytes())
    return Earlier(
        name=facts["name"],
        version=facts["version"],
        rows={line["id"]: line["sha256"] for line in _lines(folder / "index.csv")},
        tombstones=tuple(
            Tombstone(line["id"], line["withdrawn"], int(line["version"]), line["merged_into"])
            for line in _lines(folder / "tombstones.csv")
        ),
        tables=tuple(msgspec.json.decode((folder / "tables.json").read_bytes(), type=list[Table])),
    )


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
