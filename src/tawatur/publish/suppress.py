"""Withholds small cells of a table with totals, and others with them, so that no small one can be computed.

A reader knows the totals and that a small cell lies between 1 and the threshold. From these, every withheld small cell
must stay uncertain by at least the threshold; `slack` computes how uncertain it is, and cells are withheld until then.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from msgspec import Struct

Cell = tuple[str, str]
Ways = dict[Cell, dict[Cell, int]]  # room from node to node; nodes are ("row", name) and ("column", name)
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


OTHER = "other"


def protected(cells: dict[Cell, int], columns: tuple[str, ...], threshold: int) -> tuple[dict[Cell, int], set[Cell]]:
    """(cells, those to withhold). A column with too small a total is left out, rows with one become a single row;
    a table that stays too small is empty."""
    sums = {column: sum(value for (_, c), value in cells.items() if c == column) for column in columns}
    columns = tuple(column for column in columns if not 0 < sums[column] < threshold)
    merged = _merge_rows({key: value for key, value in cells.items() if key[1] in columns}, threshold)
    rows = sorted({row for row, _ in merged})
    full = {(row, column): merged.get((row, column), 0) for row in rows for column in columns}
    small = {key for key, value in full.items() if 0 < value < threshold}
    hidden = set(small)
    lines = [*([(r, c) for c in columns] for r in rows), *([(r, c) for r in rows] for c in columns)]
    totals = [sum(full[key] for key in line) for line in lines]
    if any(0 < total < threshold for total in totals):
        return {}, set()
    while (weak := _weak(full, hidden, small, threshold)) is not None:
        around = [key for line in lines if weak in line for key in line if key not in hidden and full[key] > 0]
        around = around or [key for line in lines if weak in line for key in line if key not in hidden]
        around = around or [key for key in full if key not in hidden]
        if not around:
            return {}, set()
        hidden.add(min(around, key=lambda key: (full[key], key)))
    return full, hidden


def _merge_rows(cells: dict[Cell, int], threshold: int) -> dict[Cell, int]:
    """Rows with a total below the threshold as one row, with the next smallest row where that is too small."""
    totals: dict[str, int] = {}
    for (row, _), value in cells.items():
        totals[row] = totals.get(row, 0) + value
    few = {row for row, total in totals.items() if total < threshold}
    order = sorted((total, row) for row, total in totals.items() if row not in few)
    while few and sum(totals[row] for row in few) < threshold and order:
        few.add(order.pop(0)[1])
    merged: dict[Cell, int] = {}
    for (row, column), value in cells.items():
        key = OTHER if row in few else row, column
        merged[key] = merged.get(key, 0) + value
    return merged


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


def differences(old: Table, new: Table) -> Iterator[int]:
    """By how much each number that a reader has, or can compute, changes from one release to the next."""
    before, after = _known(old), _known(new)
    for key in before.keys() | after.keys():
        if key[0] != "cell" or (key in before and key in after):
            yield abs(before.get(key, 0) - after.get(key, 0))


def _known(table: Table) -> dict[tuple[str, str, str], int]:
    """Shown cells, totals, and in each line the sum of what is withheld."""
    known: dict[tuple[str, str, str], int] = {}
    for row, total, cells in zip(table.rows, table.row_totals, table.cells, strict=True):
        known["row", row, ""] = total
        known["rest of row", row, ""] = total - sum(cell or 0 for cell in cells)
        for column, cell in zip(table.columns, cells, strict=True):
            if cell is not None:
                known["cell", row, column] = cell
    for n, (column, total) in enumerate(zip(table.columns, table.column_totals, strict=True)):
        known["column", column, ""] = total
        known["rest of column", column, ""] = total - sum(cells[n] or 0 for cells in table.cells)
    return known


def can_follow(old: Table, new: Table) -> bool:
    """Whether two tables together tell of no small group: each number changes by 0 or at least by the threshold."""
    return all(change == 0 or change >= new.threshold for change in differences(old, new))
