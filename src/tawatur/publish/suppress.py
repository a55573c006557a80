"""Withholds small cells of a table with totals, and others with them, so that no small one can be computed.

A reader knows the totals and that a small cell lies between 1 and the threshold. From these, every withheld small cell
must stay uncertain by at least the threshold; `slack` computes how uncertain it is, and cells are withheld until then.
A cell that rests on few incidents is as small as one of few people: it would tell what a row of a release withholds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from msgspec import Struct

Cell = tuple[str, str]
Ways = dict[Cell, dict[Cell, int]]  # room from node to node; nodes are ("row", name) and ("column", name)
Counts = Mapping[Cell, int]
FEW_INCIDENTS = 3  # a number of fewer is withheld, however many people it counts
UNBOUNDED = 10**12


class Table(Struct, frozen=True, kw_only=True):
    """A table as it is given away: None is withheld. Totals are those of all cells, shown or not."""

    id: str
    title: str
    as_of: str  # day of the release that made it
    threshold: int
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    changed_since: tuple[str, ...] = ()  # ids of incidents that did, where the table stayed as it was


OTHER = "other"


def protected(
    cells: Counts, columns: tuple[str, ...], threshold: int, incidents: Counts | None = None
) -> tuple[dict[Cell, int], set[Cell]]:
    """(cells, those to withhold). A column with too small a total is left out, rows with one become a single row;
    a table that stays too small is empty. `incidents` are those that a cell rests on; without it they are many."""
    rests = incidents if incidents is not None else dict.fromkeys(cells, FEW_INCIDENTS)
    few = min(threshold, FEW_INCIDENTS)

    def too_small(people: int, told: int) -> bool:
        return people > 0 and (people < threshold or told < few)

    def column(name: str, of: Counts) -> int:
        return sum(value for (_, c), value in of.items() if c == name)

    columns = tuple(c for c in columns if not too_small(column(c, cells), column(c, rests)))
    rows = merged_rows({key: value for key, value in cells.items() if key[1] in columns}, rests, threshold)
    full, rests = summed(cells, rows, columns), summed(rests, rows, columns)
    small = {key for key, value in full.items() if too_small(value, rests[key])}
    hidden = set(small)
    lines = _lines(full, columns)
    if any(too_small(sum(full[k] for k in line), told) for line, told in ((x, _told(rests, x)) for x in lines)):
        return {}, set()
    while (weak := _weak(full, hidden, small, threshold)) is not None:
        around = [key for line in lines if weak in line for key in line if key not in hidden and full[key] > 0]
        around = around or [key for line in lines if weak in line for key in line if key not in hidden]
        around = around or [key for key in full if key not in hidden]
        if not around:
            return {}, set()
        hidden.add(min(around, key=lambda key: (full[key], key)))
    return full, hidden


def _lines(full: Counts, columns: tuple[str, ...]) -> list[list[Cell]]:
    """Rows, then columns, as their cells."""
    rows = sorted({row for row, _ in full})
    return [*([(r, c) for c in columns] for r in rows), *([(r, c) for r in rows] for c in columns)]


def _told(rests: Counts, line: list[Cell]) -> int:
    """Incidents that a line rests on at least: one may count children and women, so a row has no more for sure than its
    largest cell; in a column each incident is once."""
    counts = [rests.get(key, 0) for key in line]
    is_row = len({row for row, _ in line}) == 1
    return max(counts, default=0) if is_row else sum(counts)


def merged_rows(cells: Counts, rests: Counts, threshold: int) -> dict[str, str]:
    """Row → row of the table: those with too small a total are one, with the next smallest where that is too small."""
    few = min(threshold, FEW_INCIDENTS)
    totals: dict[str, int] = {}
    told: dict[str, int] = {}
    for (row, column), value in cells.items():
        totals[row] = totals.get(row, 0) + value
        told[row] = max(told.get(row, 0), rests.get((row, column), 0))
    other = {row for row, total in totals.items() if total < threshold or (total and told[row] < few)}
    order = sorted((total, row) for row, total in totals.items() if row not in other)

    def enough() -> bool:
        columns = {column for _, column in cells}
        most = max((sum(rests.get((row, column), 0) for row in other) for column in columns), default=0)
        return sum(totals[row] for row in other) >= threshold and most >= few

    while other and not enough() and order:
        other.add(order.pop(0)[1])
    return {row: OTHER if row in other else row for row in totals}


def summed(cells: Counts, rows: Mapping[str, str], columns: tuple[str, ...]) -> dict[Cell, int]:
    """Cells of the table's own rows."""
    full = {(row, column): 0 for row in sorted(set(rows.values())) for column in columns}
    for (row, column), value in cells.items():
        if row in rows and column in columns:
            full[rows[row], column] += value
    return full


def _weak(full: dict[Cell, int], hidden: set[Cell], small: set[Cell], threshold: int) -> Cell | None:
    """A withheld small cell of which too much is known, None where all are safe."""
    return next((cell for cell in sorted(small) if slack(full, hidden, cell, threshold) < threshold), None)


def slack(full: dict[Cell, int], hidden: set[Cell], cell: Cell, enough: int) -> int:
    """By how much a withheld cell may vary while all totals and shown cells stay as they are; counted up to `enough`.

    Exact: what one cell gains, others lose along a closed way through withheld cells, so the most that it can gain is
    a largest flow from its column to its row, and the most that it can lose one from its row to its column.
    """
    row, column = ("row", cell[0]), ("column", cell[1])
    up = _flow(_ways(full, hidden, cell), column, row, enough)
    down = min(full[cell], _flow(_ways(full, hidden, cell), row, column, enough - up))
    return up + down


def _ways(full: dict[Cell, int], hidden: set[Cell], cell: Cell) -> Ways:
    """From a row to a column a withheld cell can grow without end; from a column to a row it can shrink to nothing."""
    ways: Ways = {}
    for key in hidden - {cell}:
        row, column = ("row", key[0]), ("column", key[1])
        ways.setdefault(row, {})[column] = UNBOUNDED
        ways.setdefault(column, {})[row] = full[key]
    return ways


def _flow(ways: Ways, start: Cell, end: Cell, enough: int) -> int:
    """A largest flow, found way by way (Edmonds and Karp), up to `enough`; uses up `ways`."""
    total = 0
    while total < enough:
        came = _shortest(ways, start, end)
        if end not in came:
            break
        steps, at = [], end
        while at != start:
            steps.append((came[at], at))
            at = came[at]
        size = min(enough - total, *(ways[one][other] for one, other in steps))
        for one, other in steps:
            ways[one][other] -= size
            ways.setdefault(other, {})[one] = ways.get(other, {}).get(one, 0) + size
        total += size
    return total


def _shortest(ways: Ways, start: Cell, end: Cell) -> dict[Cell, Cell]:
    """Where each node on the way to `end` was come from."""
    came, queue = {start: start}, deque([start])
    while queue and end not in came:
        at = queue.popleft()
        for other, room in ways.get(at, {}).items():
            if room > 0 and other not in came:
                came[other] = at
                queue.append(other)
    return came


Number = tuple[str, str, str]  # what a reader knows: "cell", "row", "column", "rest of row" …, row, column


def can_follow(old: Table, new: Table, moved: Counts | None = None) -> bool:
    """Whether two tables together tell of no small group: each number that a reader has, or can compute, changes by
    nothing, or by at least the threshold and by several incidents. `moved`: incidents that are new or changed since the
    old table, by cell of the new one; without it they are many."""
    few = min(new.threshold, FEW_INCIDENTS)
    return all(
        change == 0 or (change >= new.threshold and (moved is None or _moved(number, new, moved) >= few))
        for number, change in differences(old, new)
    )


def differences(old: Table, new: Table) -> Iterator[tuple[Number, int]]:
    """By how much each number that a reader has, or can compute, changes from one release to the next."""
    before, after = _known(old), _known(new)
    for key in before.keys() | after.keys():
        if key[0] != "cell" or (key in before and key in after):
            yield key, abs(before.get(key, 0) - after.get(key, 0))


def _moved(number: Number, table: Table, moved: Counts) -> int:
    """Incidents that a number's change rests on, at least."""
    what, row, column = number
    hidden = {
        (r, c) for r, line in zip(table.rows, table.cells, strict=True)
        for c, cell in zip(table.columns, line, strict=True) if cell is None
    }  # fmt: skip
    line = [(row, c) for c in table.columns] if "row" in what else [(r, column) for r in table.rows]
    if what == "cell":
        return moved.get((row, column), 0)
    return _told(moved, [key for key in line if key in hidden or "rest" not in what])


def _known(table: Table) -> dict[Number, int]:
    """Shown cells, totals, and in each line the sum of what is withheld."""
    known: dict[Number, int] = {}
    for row, total, cells in zip(table.rows, table.row_totals, table.cells, strict=True):
        known["row", row, ""] = total
        known["rest of row", row, ""] = total - sum(cell or 0 for cell in cells)
        for column, cell in zip(table.columns, cells, strict=True):
            if cell is not None:
                known["cell", row, column] = cell
    for n, (column, total) in enumerate(zip(table.columns, table.column_totals, strict=True)):
        known["column", "", column] = total
        known["rest of column", "", column] = total - sum(cells[n] or 0 for cells in table.cells)
    return known
