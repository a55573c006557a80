"""The bundled reports of 9 July 2019 become the right incidents."""

import json
from io import StringIO

import pytest
from click.testing import CliRunner
from rich.console import Console

from tawatur.acquire import read_inputs
from tawatur.cli import main
from tawatur.coding import code_items
from tawatur.demo import demo_folder
from tawatur.display.incidents import incidents_table
from tawatur.fuse.shelf import Memory
from tawatur.fuse.working import linked
from tawatur.records import Coded


@pytest.fixture(scope="module")
def found():
    coded = [c for c in code_items(read_inputs([str(demo_folder())])) if isinstance(c, Coded)]
    return list(linked(Memory(), coded))


def test_the_battle_is_told_by_several_chains_that_disagree(found):
    (battle,) = (i for i in found if len(i.chains) >= 3 and i.date_start == "2019-07-09")
    killed = {toll.low for toll in battle.tolls if toll.outcome in ("killed", "casualties") and not toll.subset}
    assert {25, 30, 135} <= killed
    hurt = [(r.low, r.high) for r in battle.ranges if r.outcome in ("killed", "casualties") and not r.side]
    assert min(low for low, _ in hurt) == 25, "killed and hurt in one number"
    assert max(high for _, high in hurt) == 135
    assert [(r.low, r.high) for r in battle.ranges if r.outcome == "killed" and r.side] == [(17, 17)], "its own dead"
    assert {len(chain.reports) for chain in battle.chains} == {1}
    assert all(chain.head for chain in battle.chains)


def test_the_raid_of_the_saturday_before_stays_apart(found):
    (raid,) = (i for i in found if i.killed == (15, 15))
    assert raid.date_start == "2019-07-06"
    assert len(raid.reports) == 1


def test_the_copied_story_of_the_defections_is_one_chain(found):
    stories = [i for i in found if i.type == "defection" and len(i.reports) > 1]
    assert stories
    assert all(len(i.chains) == 1 and "share" in i.chains[0].why[0] for i in stories)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("demo") / "p")
    for words in (["init", folder], ["add", "--project", folder, str(demo_folder())], ["code", "--project", folder]):
        assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code == 0
    return folder


def test_files_are_linked_and_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = CliRunner().invoke(main, ["link", str(demo_folder())], catch_exceptions=False).stdout.splitlines()
    assert len(lines) > 5
    assert all(set(json.loads(line)) >= {"incident", "reports", "chains", "killed"} for line in lines)
    assert not list(tmp_path.iterdir())


def test_the_commands_link_show_judge_and_undo(project, tmp_path):
    def run(*words):
        return CliRunner().invoke(main, [*words, "--project", project])

    def listed(*words):
        return [json.loads(line)["incident"] for line in run("incidents", *words).stdout.splitlines()]

    rows = [json.loads(line) for line in run("link").stdout.splitlines()]
    assert sorted(row["incident"] for row in rows) == sorted(listed())
    assert not run("link").stdout, "linked before: nothing changes"
    first, second = (row["incident"] for row in rows[:2])
    shown = json.loads(run("show", first[:8], "--policy", "airwars").stdout)
    assert (shown["incident"], shown["policy"]) == (first, "airwars")
    assert run("judge", first, "same", second, "--as", "x").exit_code == 0
    assert len(listed()) == len(rows) - 1
    gone = next(i for i in (first, second) if i not in listed())
    assert json.loads(run("show", gone).stdout)["former"] == [gone]
    assert run("judge", "--undo", "1").exit_code == 0
    assert sorted(listed()) == sorted(row["incident"] for row in rows)
    assert "no such incident" in run("show", "i-nothing").output
    assert "no such verdict" in run("judge", "--undo", "77").output
    assert listed("--chains", "3")
    assert run("incidents", "--policy", "nobody").exit_code == 2
    assert CliRunner().invoke(main, ["incidents", "--project", str(tmp_path)]).exit_code == 2


def test_places_stand_whole_in_a_table_of_eighty_columns(found):
    console = Console(width=80, file=StringIO())
    console.print(incidents_table(found, "none"))
    lines = console.file.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.rstrip().endswith(" اللاذقية") for line in lines)
    assert any(line.rstrip().endswith(" place") for line in lines)
