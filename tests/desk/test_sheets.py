"""A spreadsheet goes out, is edited with a program of others, and comes back as decisions; conflicts are shown."""

import shutil
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from desk_fixtures import SIDES, demo_folder_made, demo_store  # noqa: F401  fixtures

from tawatur.cli import main
from tawatur.desk import acts
from tawatur.desk.deciding import decide
from tawatur.desk.people import Person
from tawatur.desk.reviewing import standing
from tawatur.desk.sheets import edits_of, obey, write_sheet
from tawatur.project.incidents import read_incident
from tawatur.project.judged import judged_claims
from tawatur.project.release import material
from tawatur.store.database import Store, StoreError, open_store
from tawatur.store.incidents import Filters, kept_incident
from tawatur.store.verdicts import holding, verdicts

RIMA, SAMI = Person("rima", "reviewer"), Person("sami", "reviewer")


@pytest.fixture(scope="session")
def written(demo_folder_made: Path, tmp_path_factory) -> Path:  # noqa: F811
    path = tmp_path_factory.mktemp("sheet") / "review.xlsx"
    store = open_store(demo_folder_made)
    assert write_sheet(store, RIMA, path, Filters()) >= 5
    store.close()
    return path


@pytest.fixture
def sheet(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(written, tmp_path))


def edit(path: Path, name: str, changes: dict, **where) -> int:
    """Change cells of the first row that has these values, as a person would; gives its line."""
    book = openpyxl.load_workbook(path)
    table = book[name]
    heads = {str(cell.value).removesuffix(" *"): cell.column for cell in table[1]}
    for line in range(2, table.max_row + 1):
        if all(table.cell(line, heads[k]).value == v for k, v in where.items()):
            for column, value in changes.items():
                table.cell(line, heads[column]).value = value
            book.save(path)
            return line
    raise AssertionError(f"no such row in {name}: {where}")


def rows(path: Path, name: str) -> list[dict]:
    book = openpyxl.load_workbook(path, read_only=True)
    heads, *lines = book[name].values
    book.close()
    return [dict(zip((str(h).removesuffix(" *") for h in heads), line, strict=True)) for line in lines]


def stands(store: Store, name: str):
    with store.reading() as connection:
        return standing(holding(connection, "incident", name))


def test_an_unedited_sheet_decides_nothing(demo_store, sheet):  # noqa: F811
    assert edits_of(sheet) == []
    book = openpyxl.load_workbook(sheet)  # and nothing is lost when another program saves it
    book.save(sheet)
    assert edits_of(sheet) == []
    assert {row["incident"] for row in rows(sheet, "claims")} == {row["incident"] for row in rows(sheet, "incidents")}


def test_edits_become_decisions_of_the_desk(demo_store, sheet):  # noqa: F811
    edit(sheet, "incidents", {"state": "reviewed", "grade": "fair", "reason": "two chains"}, incident=SIDES)
    figure = next(row for row in rows(sheet, "figures") if row["incident"] == SIDES and row["outcome"] == "killed")
    edit(sheet, "figures", {"low": 21, "high": 21}, claim=figure["claim"], outcome="killed", low=figure["low"])
    found = obey(demo_store, RIMA, edits_of(sheet))
    assert [one.result for one in found] == ["done", "done"]
    assert (stands(demo_store, SIDES).state, stands(demo_store, SIDES).grade) == ("reviewed", "fair")
    with demo_store.reading() as connection:
        claim = judged_claims(connection, [figure["claim"]])[figure["claim"]]
        assert 21 in [f.low for f in claim.figures if f.outcome == "killed"]
        view = read_incident(connection, SIDES)
        assert view.incident.killed[1] >= 21
        said = [v for v in verdicts(connection) if v.who == "rima"]
    assert {v.decision for v in said} >= {"state", "grade", "correct"}
    assert "two chains" in {v.reason for v in said}
    entry = next(e for e in material(demo_store, b"k" * 32).entries() if e.incident.id == SIDES)
    assert (entry.review, entry.grade, 21 in [t.low for t in entry.incident.tolls]) == ("reviewed", "fair", True)


def test_the_same_sheet_again_changes_nothing_more(demo_store, sheet):  # noqa: F811
    edit(sheet, "incidents", {"state": "reviewed"}, incident=SIDES)
    obey(demo_store, RIMA, edits_of(sheet))
    with demo_store.reading() as connection:
        before = len(verdicts(connection))
    assert [one.result for one in obey(demo_store, RIMA, edits_of(sheet))] == ["done"]
    with demo_store.reading() as connection:
        assert len(verdicts(connection)) == before


def test_type_status_day_and_rejection(demo_store, sheet):  # noqa: F811
    claims = [row for row in rows(sheet, "claims") if row["incident"] == SIDES]
    one, other = claims[0]["claim"], claims[1]["claim"]
    day = datetime(2019, 7, 8)  # as spreadsheets keep days
    edit(sheet, "claims", {"status": "denied", "date_start": day, "date_end": day}, claim=one)
    edit(sheet, "claims", {"no event": "Yes"}, claim=other)
    assert [o.result for o in obey(demo_store, RIMA, edits_of(sheet))] == ["done", "done"]
    with demo_store.reading() as connection:
        found = judged_claims(connection, [one, other])
        assert kept_incident(connection, SIDES) is not None
    assert set(found) == {one}
    assert (found[one].status, found[one].date.start, found[one].date.precision) == ("denied", "2019-07-08", "day")


def test_what_somebody_else_decided_meanwhile_is_a_conflict_and_stays(demo_store, sheet):  # noqa: F811
    other = next(row["incident"] for row in rows(sheet, "incidents") if row["incident"] != SIDES)
    edit(sheet, "incidents", {"grade": "weak"}, incident=SIDES)
    edit(sheet, "incidents", {"grade": "weak"}, incident=other)
    decide(demo_store, SAMI, SIDES, acts.Grade(grade="confirmed"))
    found = {one.edit.incident: one for one in obey(demo_store, RIMA, edits_of(sheet))}
    assert found[SIDES].result == "conflict"
    assert "sami on" in found[SIDES].why
    assert "grade confirmed" in found[SIDES].why
    assert found[other].result == "done"
    assert stands(demo_store, SIDES).grade == "confirmed"
    again = obey(demo_store, RIMA, edits_of(sheet), anyway=True)
    assert {one.result for one in again} == {"done"}
    assert stands(demo_store, SIDES).grade == "weak"


def test_check_tells_and_decides_nothing(demo_store, sheet):  # noqa: F811
    edit(sheet, "incidents", {"state": "reviewed"}, incident=SIDES)
    [one] = obey(demo_store, RIMA, edits_of(sheet), check=True)
    assert (one.result, one.edit.told()) == ("would be done", "state: machine \N{RIGHTWARDS ARROW} reviewed")
    assert stands(demo_store, SIDES).state == "machine"


def test_states_follow_each_other_and_a_second_review_is_not_made_by_the_first(demo_store, sheet):  # noqa: F811
    edit(sheet, "incidents", {"state": "final"}, incident=SIDES)
    [one] = obey(demo_store, RIMA, edits_of(sheet))
    assert (one.result, one.why) == ("refused", "machine is not followed by final.")
    edit(sheet, "incidents", {"state": "reviewed"}, incident=SIDES)
    obey(demo_store, RIMA, edits_of(sheet))
    edit(sheet, "incidents", {"state": "second_review"}, incident=SIDES)
    [one] = obey(demo_store, RIMA, edits_of(sheet))
    assert "somebody else" in one.why
    [one] = obey(demo_store, SAMI, edits_of(sheet), anyway=True)
    assert one.result == "done"


def test_a_blind_second_review_stays_at_the_desk(demo_store, tmp_path):  # noqa: F811
    for person, to in ((RIMA, "in_review"), (RIMA, "reviewed"), (SAMI, "second_review")):
        decide(demo_store, person, SIDES, acts.State(to=to))
    write_sheet(demo_store, SAMI, tmp_path / "sami.xlsx", Filters())
    write_sheet(demo_store, RIMA, tmp_path / "rima.xlsx", Filters())
    assert SIDES not in {row["incident"] for row in rows(tmp_path / "sami.xlsx", "incidents")}
    assert SIDES in {row["incident"] for row in rows(tmp_path / "rima.xlsx", "incidents")}


@pytest.mark.parametrize(
    ("name", "changes", "says"),
    [
        ("incidents", {"state": "done"}, r"sheet `incidents`, line \d+: `state` is `done`; it may be machine,"),
        ("claims", {"type": "bombing"}, r"sheet `claims`, line \d+: `type` is `bombing`; it may be"),
        ("claims", {"date_start": "7 July"}, r"`date_start` is `7 July`, not a day"),
        ("figures", {"low": "about 5"}, r"`low` is `about 5`, not a whole number"),
        ("figures", {"low": "=1+1"}, r"`low` is `=1\+1`, not a whole number"),
        ("incidents", {"kept": "{}"}, r"the hidden column `kept` was changed"),
    ],
)
def test_a_wrong_cell_is_one_sentence_with_sheet_and_line(sheet, name, changes, says):
    edit(sheet, name, changes)
    with pytest.raises(StoreError, match=says):
        edits_of(sheet)


def test_other_files_are_refused(tmp_path):
    (tmp_path / "a.xlsx").write_text("no workbook")
    with pytest.raises(StoreError, match="not a workbook"):
        edits_of(tmp_path / "a.xlsx")
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    with pytest.raises(StoreError, match="has no sheet `incidents`"):
        edits_of(tmp_path / "b.xlsx")


def test_from_the_command_line(demo_store, tmp_path):  # noqa: F811
    file, project = tmp_path / "r.xlsx", tmp_path / "demo"

    def run(*args, code=0):
        done = CliRunner().invoke(main, ["sheet", *map(str, args), "--project", str(project), "--as", "rima"])
        assert done.exit_code == code, done.output
        return done.output

    assert "incidents" in run("write", file)
    assert "exists already" in run("write", file, code=2)
    assert run("read", file) == ""
    edit(file, "incidents", {"grade": "fair"}, incident=SIDES)
    assert '"result":"would be done"' in run("read", file, "--check")
    assert '"result":"done"' in run("read", file)
    decide(demo_store, SAMI, SIDES, acts.Grade(grade="weak"))
    assert '"result":"conflict"' in run("read", file, code=1)
