"""The quality gate: no figure on the gold reports below its floor in eval/floors.json, which only goes up."""

from pathlib import Path

import pytest

from tawatur.acquire import read_inputs
from tawatur.commands.score import code_all
from tawatur.scoring import below_floors, pair_all, raise_floors, read_events, read_floors, score, write_floors

FLOORS = Path(__file__).parent.parent / "eval" / "floors.json"


@pytest.fixture(scope="module")
def scores(shared):
    """The figures on the gold reports. Where those are absent the tests are skipped, and the summary says so."""
    reports = {report.id: report for report in read_inputs([shared / "gold" / "reports.jsonl"])}
    texts = {name: report.text for name, report in reports.items()}
    return score(pair_all(read_events(shared / "gold" / "gold.jsonl"), code_all(reports), texts))


def test_no_figure_is_below_its_floor(scores):
    assert read_floors(FLOORS), "there are no floors"
    assert below_floors(scores, read_floors(FLOORS)) == []


def test_floors_only_go_up(scores, tmp_path):
    high = {"event": 1.0, "cells": 0.0}
    raised = raise_floors(scores, high)
    assert raised["event"] == 1.0
    assert 0 < raised["cells"] <= scores.cells.f1
    write_floors(tmp_path / "floors.json", raised)
    assert read_floors(tmp_path / "floors.json") == raised
    assert below_floors(scores, raised) == [f"event is {scores.event.f1:.3f}, its floor 1.000"]


def test_a_floor_without_a_figure_is_not_forgotten(scores):
    assert below_floors(scores, {"role:weather": 0.5}) == ["role:weather is 0.000, its floor 0.500"]
