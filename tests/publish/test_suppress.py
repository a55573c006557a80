"""Withheld cells cannot be computed: checked against an exact solver, for one table and for two releases of it."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.publish.rows import Count, Row
from tawatur.publish.suppress import Table, can_follow, protected
from tawatur.publish.tables import Tally, counted

COLUMNS = ("child", "woman", "medic", "journalist")
K = 5
numbers = st.one_of(st.integers(0, 4), st.integers(0, 30))
tables = st.lists(st.lists(numbers, min_size=4, max_size=4), min_size=1, max_size=5)


def cells_of(rows):
    return {(f"r{r}", c): value for r, row in enumerate(rows) for c, value in zip(COLUMNS, row, strict=True)}


def feasible(full, hidden, cell, value):
    """Whether the withheld cell may have this value, given totals and shown cells: a flow through them."""
    graph = nx.DiGraph()
    row_rest, column_rest = {}, {}
    for row, column in hidden:
        row_rest[row] = row_rest.get(row, 0) + full[row, column]
        column_rest[column] = column_rest.get(column, 0) + full[row, column]
        if (row, column) != cell:
            graph.add_edge(("r", row), ("c", column))
    row_rest[cell[0]] -= value
    column_rest[cell[1]] -= value
    if min(row_rest[cell[0]], column_rest[cell[1]]) < 0:
        return False
    for row, rest in row_rest.items():
        graph.add_edge("from", ("r", row), capacity=rest)
    for column, rest in column_rest.items():
        graph.add_edge(("c", column), "to", capacity=rest)
    return nx.maximum_flow_value(graph, "from", "to") == sum(row_rest.values())


def known_within(full, hidden, cell):
    """How many values a withheld cell may have, less one."""
    most = sum(full[key] for key in hidden if key[0] == cell[0])
    possible = [value for value in range(most + 1) if feasible(full, hidden, cell, value)]
    return possible[-1] - possible[0]


@given(tables)
@settings(max_examples=100, deadline=None)
def test_no_small_cell_can_be_computed(rows):
    full, hidden = protected(cells_of(rows), COLUMNS, K)
    small = {key for key, value in full.items() if 0 < value < K}
    assert small <= hidden
    for cell in small:
        assert known_within(full, hidden, cell) >= K, (full, hidden, cell)
    lines = {}
    for (row, column), value in full.items():
        lines["row", row] = lines.get(("row", row), 0) + value
        lines["column", column] = lines.get(("column", column), 0) + value
    assert not any(0 < total < K for total in lines.values())


def test_large_numbers_are_all_shown():
    full, hidden = protected(cells_of([[10, 20, 30, 0], [7, 8, 9, 11]]), COLUMNS, K)
    assert not hidden
    assert sum(full.values()) == 95


def test_one_small_number_takes_others_with_it():
    full, hidden = protected(cells_of([[2, 20, 30, 9], [40, 8, 9, 11]]), COLUMNS, K)
    assert ("r0", "child") in hidden
    assert len(hidden) >= 4  # one more in its row and column each, and where these cross
    assert known_within(full, hidden, ("r0", "child")) >= K


def test_of_a_table_of_little_nothing_but_zeros_is_shown():
    full, hidden = protected(cells_of([[1, 0, 2, 0]]), COLUMNS, K)
    assert {column for _, column in full} == {"woman", "journalist"}
    assert not hidden
    assert not any(full.values())


def table(cells, columns=("child", "woman"), rows=("IQ 2019", "SY 2019")):
    full, hidden = protected(
        {(r, c): v for r, line in zip(rows, cells, strict=True) for c, v in zip(columns, line, strict=True)}, columns, K
    )
    shown = tuple(tuple(None if (r, c) in hidden else full[r, c] for c in columns) for r in rows)
    return Table(
        id="t", title="", as_of="", threshold=K, columns=columns, rows=rows, cells=shown,
        row_totals=tuple(sum(full[r, c] for c in columns) for r in rows),
        column_totals=tuple(sum(full[r, c] for r in rows) for c in columns),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "may"),
    [
        ([[10, 20], [30, 40]], True),  # nothing changed
        ([[11, 20], [30, 40]], False),  # one child more, seen by subtraction
        ([[15, 20], [30, 40]], True),  # five more
        ([[15, 19], [30, 40]], False),  # five more and one less
        ([[10, 20], [30, 33]], True),
    ],
)
def test_two_releases_must_not_tell_of_a_small_group(now, may):
    assert can_follow(table([[10, 20], [30, 40]]), table(now)) is may


def tally(*victims):
    made = Tally()
    for n, (group, low) in enumerate(victims):
        country, _, group = group.rpartition(" ")
        row = Row(id=f"{n}", number=n, type="air_strike", status="occurred", review="final", date_start="2019-07-01",
                  date_end="2019-07-01", country=country or "SY")  # fmt: skip
        made.add(row, [Count(policy="victims", outcome="killed", group=group, low=low)])
    return made


def test_tables_of_a_release_stay_as_they_were_where_one_more_would_show():
    first = tally(("child", 20), ("woman", 30)).tables(K, "2019-11-01")
    second = tally(("child", 21), ("woman", 30)).tables(K, "2019-12-01", first)
    third = tally(("child", 26), ("woman", 30)).tables(K, "2020-01-01", second)
    by_id = [{t.id: t for t in tables}["killed-by-victim"] for tables in (first, second, third)]
    assert [t.as_of for t in by_id] == ["2019-11-01", "2019-11-01", "2020-01-01"]
    assert [t.cells[0][0] for t in by_id] == [20, 20, 26]


def seen(table):
    """All numbers that a reader has of a table."""
    found = {("row", row): total for row, total in zip(table.rows, table.row_totals, strict=True)}
    found |= {("column", c): total for c, total in zip(table.columns, table.column_totals, strict=True)}
    for row, cells in zip(table.rows, table.cells, strict=True):
        found |= {(row, c): cell for c, cell in zip(table.columns, cells, strict=True) if cell is not None}
    return found


@given(st.lists(st.integers(0, 14), min_size=6, max_size=6), st.integers(0, 5), st.integers(1, 4))
@settings(max_examples=100, deadline=None)
def test_no_number_changes_by_a_small_group_between_two_releases(lows, where, more):
    keys = [f"{country} {group}" for country in ("IQ", "SY", "YE") for group in ("child", "woman")]
    first = tally(*zip(keys, lows, strict=True)).tables(K, "2019-11-01")
    lows[where] += more
    second = tally(*zip(keys, lows, strict=True)).tables(K, "2019-12-01", first)
    for old, new in zip(first, second, strict=True):
        before, after = seen(old), seen(new)
        assert not [key for key in before.keys() & after.keys() if 0 < abs(before[key] - after[key]) < K]


def test_each_number_stands_in_one_table_only():
    pairs = [(table.of, victim) for table in counted() for victim in table.victims]
    assert len(pairs) == len(set(pairs))
