"""The figures of `tawatur score`: its own examples, and equality with the scorer that ships with the gold reports."""

import json
import random
import subprocess
import sys

import msgspec
import pytest

from tawatur.reference import load_yaml
from tawatur.scoring import Event, Words, pair, pair_all, read_events, same_text, score, sentence_of

EXAMPLES = load_yaml("scoring.examples.yml", list[dict[str, object]])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: " / ".join(e["phrases"]))
def test_phrases(example):
    assert same_text(*example["phrases"]) is example["same"]


def test_sentences_end_at_arabic_marks_too():
    text = "أين هم؟ هناك؛ هنا"
    assert sentence_of(text, 0) == sentence_of(text, 5)
    assert sentence_of(text, 8) == (7, 12)
    assert sentence_of(text, len(text) - 1)[1] == len(text)


def test_an_event_pairs_once():
    gold = [Event(type="attack", trigger=Words("هجوم", 0, 4))]
    twice = [*gold, Event(type="attack", trigger=Words("هجوم", 0, 4))]
    assert len(pair(gold, twice, "هجوم هنا")) == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_figures_as_the_shared_scorer(shared, tmp_path, seed):
    """Gold events, broken at random in every way that a figure can see."""
    gold, reports = shared / "gold" / "gold.jsonl", shared / "gold" / "reports.jsonl"
    docs = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    predicted = tmp_path / "predicted.jsonl"
    chance = random.Random(seed)
    predicted.write_text("\n".join(json.dumps(_broken(doc, chance)) for doc in docs), encoding="utf-8")
    theirs = subprocess.run(
        [sys.executable, shared / "gold" / "score.py", gold, predicted, "--reports", reports, "--json"],
        capture_output=True,
        check=True,
    ).stdout
    texts = {row["id"]: row["text"] for row in map(json.loads, reports.read_text(encoding="utf-8").splitlines())}
    ours = score(pair_all(read_events(gold), read_events(predicted), texts))
    assert msgspec.to_builtins(ours) == json.loads(theirs)
    assert 0.3 < ours.cells.f1 < 0.99


def _broken(doc, chance):
    """The document with events left out, told twice, of another type or place, and with cells wrong."""
    events = []
    for event in doc["events"]:
        fate = chance.random()
        if fate > 0.1:
            events.append(_bent(event, chance))
        if fate > 0.9:
            events.append(_bent(event, chance))
    return {"id": doc["id"], "events": events}


def _bent(event, chance):
    event = json.loads(json.dumps(event))
    if chance.random() < 0.1:
        event["type"] = chance.choice(["attack", "air_strike", "shelling", "armed_clash"])
    if chance.random() < 0.1:
        event["status"] = "denied"
    for key in ("place", "admin1", "country", "date", "attribution"):
        if chance.random() < 0.15:
            event[key] = None
    for key in ("actors", "targets", "figures"):
        if chance.random() < 0.2:
            event[key] = event[key][1:] or [{**event["trigger"], "outcome": "killed", "low": 1, "high": None}]
    if chance.random() < 0.3:
        event["trigger"]["start"] += chance.choice([-200, 3, 200])
        event["trigger"]["end"] = event["trigger"]["start"] + 3
    return event
