"""What the gazetteer costs: start-up, memory, time for a report; and the share of gold places that are found."""

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tawatur.dissect.places import find_places
from tawatur.dissect.sentences import find_sentences
from tawatur.gazetteer import default_gazetteer
from tawatur.gazetteer.layers import open_gazetteer
from tawatur.language.letters import fold_word
from tawatur.language.tokens import tokenize
from tawatur.records import Report

MEMORY = """
from tawatur.gazetteer import default_gazetteer
default_gazetteer()
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def test_start_up_takes_under_three_tenths_of_a_second(tmp_path):
    default_gazetteer()  # prepared once
    start = time.process_time()
    open_gazetteer(tmp_path)
    assert time.process_time() - start < 0.3


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell a process's memory")
def test_memory_stays_under_150_megabytes():
    default_gazetteer()
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True)
    assert 20 < float(done.stdout) / 1024 < 150


def read(row):
    tokens = tokenize(row["text"])
    return (
        tokens,
        find_sentences(tokens, len(row["title"])),
        Report(id=row["id"], text=row["text"], source=row["source"]),
    )


@pytest.fixture(scope="module")
def gold(shared):
    rows = [json.loads(line) for line in (shared / "gold" / "reports.jsonl").read_text(encoding="utf-8").splitlines()]
    events = [json.loads(line) for line in (shared / "gold" / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row for row in rows}, {row["id"]: row["events"] for row in events}


def test_a_report_of_200_words_takes_a_few_milliseconds_at_most(gold):
    readings = [read(row) for row in gold[0].values()]
    for reading in readings:
        find_places(*reading)
    start = time.process_time()
    for reading in readings:
        find_places(*reading)
    words = sum(len(row["text"].split()) for row in gold[0].values())
    assert (time.process_time() - start) / words * 200 < 0.003  # 0.6 ms on a quiet machine


def same(a, b):
    """Half of the words of two phrases agree, as the score of the gold reports has it."""
    x, y = (Counter(fold_word(word).removeprefix("ال") for word in text.split()) for text in (a, b))
    return 2 * sum((x & y).values()) >= 0.5 * (sum(x.values()) + sum(y.values()))


def test_gold_places_are_mentions_with_division_and_country(gold):
    reports, events = gold
    counted: Counter[str] = Counter()
    for id, row in reports.items():
        found = find_places(*read(row))
        for text, admin1, country in {
            (e["place"]["text"], e["admin1"], e["country"]) for e in events[id] if e["place"]
        }:
            counted["all"] += 1
            hits = [m for m in found if same(row["text"][m.start : m.end], text)]
            counted["found"] += bool(hits)
            if hits and admin1:
                counted["divided"] += 1
                counted["right"] += any(m.admin1 and same(m.admin1, admin1) for m in hits)
            if hits and country:
                counted["placed"] += 1
                counted["home"] += any(m.country == country for m in hits)
    assert counted["found"] / counted["all"] >= 0.92
    assert counted["right"] / counted["divided"] >= 0.92
    assert counted["home"] / counted["placed"] >= 0.95
