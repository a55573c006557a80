"""The net in numpy says what the net that was learned says, and it is never needed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from learn.data import report_of
from quoting import lines

from tawatur.dissect import read
from tawatur.extract import extract
from tawatur.extract.net import NetWeighing
from tawatur.extract.scene import Scene
from tawatur.extract.weighing import RULES_ONLY, RuleWeighing, weigh
from tawatur.extract.weights import load

LEARNED = json.loads(Path(__file__).with_name("net-check.json").read_text(encoding="utf-8"))
LABELS = Path(__file__).parents[2] / "eval/labels/own.jsonl"


@pytest.fixture(scope="module")
def scenes() -> dict[str, Scene]:
    return {r["id"]: Scene(read(report_of(r))) for r in lines(LABELS) if r["id"] in LEARNED}


def test_numpy_says_what_was_learned(scenes):
    assert len(scenes) == len(LEARNED) >= 3
    for name, scene in scenes.items():
        told = weigh(scene)
        assert np.allclose(told.told, LEARNED[name]["told"], atol=0.05), name
        assert np.allclose(told.lead, LEARNED[name]["lead"], atol=0.05), name
        assert told.types.argmax(1).tolist() == LEARNED[name]["types"], name


def test_the_net_speaks_where_its_weights_are(scenes):
    assert load() is not None
    assert all(isinstance(weigh(scene), NetWeighing) for scene in scenes.values())


def test_rules_alone_read_a_report_too(scenes, monkeypatch):
    monkeypatch.setenv(RULES_ONLY, "1")
    for scene in scenes.values():
        assert isinstance(weigh(scene), RuleWeighing)
        assert extract(scene.reading)
