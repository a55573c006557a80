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


@given(tables, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_no_small_cell_can_be_computed(rows, chance):
    """Nor one that rests on one or two incidents."""
    told = {key: chance.choice([1, 2, 3, 9, 9, 9]) if value else 0 for key, value in cells_of(rows).items()}
    full, hidden = protected(cells_of(rows), COLUMNS, K, told)
    small = {key for key, value in full.items() if 0 < value < K}
    small |= {key for key, value in full.items() if value and key[0] != "other" and told[key] < 3}
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
    """A table's input: each victim is (country and group, number) of an incident of its own, named by its place."""
    made = Tally()
    for n, (group, low) in enumerate(victims):
        country, _, group = group.rpartition(" ")
        row = Row(id=f"{n}", number=n, type="air_strike", status="occurred", review="final", date_start="2019-07-01",
                  date_end="2019-07-01", country=country or "SY")  # fmt: skip
        made.add(row, [Count(policy="victims", outcome="killed", group=group, low=low)])
    return made


def killed(tables):
    return {table.id: table for table in tables}["killed-by-victim"]


SOME = (*[("child", 5)] * 4, *[("woman", 10)] * 3)


def test_tables_of_a_release_stay_as_they_were_where_one_more_would_show():
    """One child more stays unseen; so do seven of one incident; with two other incidents they are shown, and those of
    the release between count as well."""
    first = tally(*SOME).tables(K, "2019-11-01")
    assert killed(first).cells == ((20, 30, 0, 0, 0),)
    second = tally(*SOME, ("child", 1)).tables(K, "2019-12-01", first, ["7"])
    assert (killed(second).as_of, killed(second).cells) == ("2019-11-01", ((20, 30, 0, 0, 0),))
    third = tally(*SOME, ("child", 1), ("child", 7)).tables(K, "2020-01-01", second, ["8"])
    assert (killed(third).as_of, killed(third).changed_since) == ("2019-11-01", ("7", "8"))
    fourth = tally(*SOME, ("child", 1), ("child", 7), ("child", 2)).tables(K, "2020-02-01", third, ["9"])
    now = killed(fourth)
    assert (now.as_of, now.cells, now.changed_since) == ("2020-02-01", ((30, 30, 0, 0, 0),), ())


def test_a_number_of_one_incident_is_withheld_however_large():
    """Else the table would tell of a single row what the row does not."""
    others = [(key, 9) for key in ("SY child", "SY woman", "YE child") for _ in range(3)]
    one = killed(tally(("IQ child", 40), *others).tables(K, ""))
    assert one.rows == ("SY 2019", "other")
    assert 40 not in set(seen(one).values())
    assert killed(tally(("child", 40), ("woman", 40)).tables(K, "")).rows == ()


def seen(table):
    """All numbers that a reader has of a table."""
    found = {("row", row): total for row, total in zip(table.rows, table.row_totals, strict=True)}
    found |= {("column", c): total for c, total in zip(table.columns, table.column_totals, strict=True)}
    for row, cells in zip(table.rows, table.cells, strict=True):
        found |= {(row, c): cell for c, cell in zip(table.columns, cells, strict=True) if cell is not None}
    return found


KEYS = [f"{country} {group}" for country in ("IQ", "SY", "YE") for group in ("child", "woman")]
told = st.lists(st.tuples(st.sampled_from(KEYS), st.integers(1, 14)), max_size=30)
more = st.lists(st.tuples(st.sampled_from(KEYS), st.integers(1, 14)), max_size=5)


@given(told, more)
@settings(max_examples=150, deadline=None)
def test_no_number_changes_by_a_small_group_between_two_releases(victims, new):
    first = tally(*victims).tables(K, "2019-11-01")
    added = [str(len(victims) + n) for n in range(len(new))]
    second = tally(*victims, *new).tables(K, "2019-12-01", first, added)
    for old, table in zip(first, second, strict=True):
        before, after = seen(old), seen(table)
        for line, name in before.keys() & after.keys():
            change = abs(before[line, name] - after[line, name])
            assert not 0 < change < K
            rows = [(f"{key[:2]} 2019" if f"{key[:2]} 2019" in table.rows else "other", key[3:]) for key, _ in new]
            within = [row for row, group in rows if name in (row, group) and line in ("row", "column", row)]
            assert change == 0 or len(within) >= 3


def test_each_number_stands_in_one_table_only():
    pairs = [(table.of, victim) for table in counted() for victim in table.victims]
    assert len(pairs) == len(set(pairs))
