"""The bundled reports of 9 July 2019 become the right incidents."""

import json

import pytest
from click.testing import CliRunner

from tawatur.acquire import read_inputs
from tawatur.cli import main
from tawatur.coding import code_items
from tawatur.demo import demo_folder
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


def test_the_commands_link_show_and_judge(tmp_path):
    run, work = CliRunner(), str(tmp_path / "work.sqlite")
    lines = run.invoke(main, ["link", str(demo_folder()), "--work", work], catch_exceptions=False).stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert all(set(row) >= {"incident", "reports", "chains", "killed"} for row in rows)
    first, second = (row["incident"] for row in rows[:2])
    shown = json.loads(run.invoke(main, ["show", first[:8], "--work", work, "--policy", "airwars"]).stdout)
    assert (shown["incident"], shown["policy"]) == (first, "airwars")
    assert run.invoke(main, ["judge", first, "same", second, "--work", work]).exit_code == 0
    kept = [
        json.loads(line)["incident"] for line in run.invoke(main, ["incidents", "--work", work]).stdout.splitlines()
    ]
    assert len(kept) == len(rows) - 1
    gone = next(i for i in (first, second) if i not in kept)
    assert json.loads(run.invoke(main, ["show", gone, "--work", work]).stdout)["former"] == [gone]
    assert "no such incident" in run.invoke(main, ["show", "i-nothing", "--work", work]).output
    assert run.invoke(main, ["incidents", "--work", str(tmp_path / "none.sqlite")]).exit_code == 2
