"""Tables of victims by kind, country and year, for which release/tables.yml says what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from tawatur.publish.rows import Count, Row
from tawatur.publish.suppress import OTHER, Cell, Table, can_follow, protected, summed
from tawatur.reference import load_yaml


class Counted(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of tables.yml."""

    id: str
    title: str
    of: str
    victims: tuple[str, ...]


@lru_cache(maxsize=1)
def counted() -> tuple[Counted, ...]:
    """All tables."""
    return tuple(load_yaml("release/tables.yml", list[Counted]))


class Tally:
    """Adds up the victims of released incidents."""

    def __init__(self) -> None:
        self._told: dict[str, list[tuple[str, Cell, int]]] = {table.id: [] for table in counted()}

    def add(self, row: Row, victims: Iterable[Count]) -> None:
        """Count one incident; one without a day or country is in no table."""
        if not row.date_start or not row.country:
            return
        for count in victims:
            for table in counted():
                if count.outcome == table.of and count.group in table.victims and count.low:
                    cell = (f"{row.country} {row.date_start[:4]}", count.group)
                    self._told[table.id].append((row.id, cell, count.low))

    def tables(
        self, threshold: int, day: str, earlier: Sequence[Table] = (), changed: Collection[str] = ()
    ) -> list[Table]:
        """The tables, each protected; one that would tell too much beside an earlier release stays as it was there.

        `changed` are ids of incidents that were added, changed or withdrawn since the earlier release.
        """
        before = {table.id: table for table in earlier}
        made = []
        for what in counted():
            told, old = self._told[what.id], before.get(what.id)
            table, rows = _table(what, told, threshold, day)
            if old is not None:
                since = {*old.changed_since, *changed}
                moved = Counter(cell for name, cell, _ in told if name in since)
                if not can_follow(old, table, summed(moved, rows, table.columns)):
                    table = replace(old, changed_since=tuple(sorted(since)))
            made.append(table)
        return made


def _table(
    what: Counted, told: Iterable[tuple[str, Cell, int]], threshold: int, day: str
) -> tuple[Table, dict[str, str]]:
    """A table, and which of its rows each country and year is in."""
    people: Counter[Cell] = Counter()
    incidents: Counter[Cell] = Counter()
    for _, cell, low in told:
        people[cell] += low
        incidents[cell] += 1
    full, hidden = protected(people, what.victims, threshold, incidents)
    rows = tuple(sorted({row for row, _ in full}))
    columns = tuple(victim for victim in what.victims if any(column == victim for _, column in full))
    made = Table(
        id=what.id,
        title=what.title,
        as_of=day,
        threshold=threshold,
        columns=columns,
        rows=rows,
        cells=tuple(
            tuple(None if (row, column) in hidden else full[row, column] for column in columns) for row in rows
        ),
        row_totals=tuple(sum(full[row, column] for column in columns) for row in rows),
        column_totals=tuple(sum(full[row, column] for row in rows) for column in columns),
    )
    return made, {row: row if row in rows else OTHER for row, _ in people}
