"""Withholds small cells of a table with totals, and others with them, so that no small one can be computed.

A reader knows the totals and that a small cell lies between 1 and the threshold. From these, every withheld small cell
must stay uncertain by at least the threshold; `bounds` computes what can be known, and cells are withheld until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

Cell = tuple[str, str]


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
    while (weak := _weak(full, lines, hidden, small, threshold)) is not None:
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


def bounds(full: dict[Cell, int], lines: Iterable[list[Cell]], hidden: set[Cell]) -> dict[Cell, tuple[int, int]]:
    """What follows for each withheld cell from the totals of its lines: (lowest, highest), narrowed until it holds."""
    unknown = [[key for key in line if key in hidden] for line in lines]
    open_lines = [(keys, sum(full[key] for key in keys)) for keys in unknown if keys]
    found = {key: (0, min(total for keys, total in open_lines if key in keys)) for key in hidden}
    changed = True
    while changed:
        changed = False
        for keys, total in open_lines:
            for key in keys:
                low, high = found[key]
                others = [found[other] for other in keys if other != key]
                new = max(low, total - sum(h for _, h in others)), min(high, total - sum(lo for lo, _ in others))
                changed |= new != (low, high)
                found[key] = new
    return found


def _weak(
    full: dict[Cell, int], lines: list[list[Cell]], hidden: set[Cell], small: set[Cell], threshold: int
) -> Cell | None:
    """A withheld small cell of which too much is known, None where all are safe."""
    found = bounds(full, lines, hidden)
    return next((key for key in sorted(small) if found[key][1] - found[key][0] < threshold), None)


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
