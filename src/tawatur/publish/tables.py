"""Tables of victims by kind, country and year, for which release/tables.yml says what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from tawatur.publish.rows import Count, Row
from tawatur.publish.suppress import Cell, Table, can_follow, protected
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
        self._cells: dict[str, Counter[Cell]] = {table.id: Counter() for table in counted()}

    def add(self, row: Row, victims: Iterable[Count]) -> None:
        """Count one incident; one without a day or country is in no table."""
        if not row.date_start or not row.country:
            return
        for count in victims:
            for table in counted():
                if count.outcome == table.of and count.group in table.victims and count.low:
                    self._cells[table.id][f"{row.country} {row.date_start[:4]}", count.group] += count.low

    def tables(self, threshold: int, day: str, earlier: Sequence[Table] = ()) -> list[Table]:
        """The tables, each protected; one that would tell too much beside an earlier release stays as it was there."""
        before = {table.id: table for table in earlier}
        made = []
        for what in counted():
            table = _table(what, self._cells[what.id], threshold, day)
            old = before.get(what.id)
            made.append(old if old is not None and not can_follow(old, table) else table)
        return made


def _table(what: Counted, cells: Counter[Cell], threshold: int, day: str) -> Table:
    full, hidden = protected(dict(cells), what.victims, threshold)
    rows = tuple(sorted({row for row, _ in full}))
    columns = tuple(victim for victim in what.victims if any(column == victim for _, column in full))
    return Table(
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
