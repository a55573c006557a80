"""Counts: the examples beside the data, agreement with the gold figures, and what must hold for any text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawatur.dissect.counts import find_counts
from tawatur.dissect.sentences import find_sentences
from tawatur.language.numbers import find_numbers
from tawatur.language.tokens import tokenize
from tawatur.reference import load_yaml

EXAMPLES = load_yaml("ar/counts.examples.yml", list[dict])
# Share of the gold figures (names of single persons included) that some count meets with the same low and high.
FLOOR = 0.965
NUMBERED_FLOOR = 0.98


def counts_of(text):
    tokens = tokenize(text)
    return find_counts(tokens, find_sentences(tokens, 0), find_numbers(tokens), ())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["text"])
def test_example(example):
    text = example["text"]
    found = [
        [text[c.start : c.end], c.low, c.high, c.who, *(["part"] if c.subset else [])]
        for c in counts_of(text)
        if example.get("all") or c.kind not in ("one", "plural")
    ]
    assert found == example["counts"]


def test_gold_figures_are_met(shared):
    reports = {}
    for line in (shared / "gold" / "reports.jsonl").read_text().splitlines():
        report = json.loads(line)
        reports[report["id"]] = report
    met = numbered_met = total = numbered = 0
    for line in (shared / "gold" / "gold.jsonl").read_text().splitlines():
        gold = json.loads(line)
        report = reports[gold["id"]]
        counts = counts_of(report["text"])
        for figure in (f for e in gold["events"] for f in e["figures"]):
            hit = any(
                c.start < figure["end"]
                and figure["start"] < c.end
                and (c.low, c.high) == (figure["low"], figure["high"])
                for c in counts
            )
            several = (figure["low"], figure["high"]) != (1, 1)
            total, met = total + 1, met + hit
            numbered, numbered_met = numbered + several, numbered_met + (hit and several)
    assert met / total >= FLOOR
    assert numbered_met / numbered >= NUMBERED_FLOOR


def test_outcome_of_the_noun():
    assert [c.outcome for c in counts_of("سقوط 3 قتلى و7 جرحى")] == ["killed", "injured"]
    assert [c.outcome for c in counts_of("عشرات القتلى والجرحى")] == ["casualties"]


@given(
    st.lists(
        st.sampled_from(
            "مقتل 5 عشرين و جندي جنود ضابطان من منهم بينهم على الأقل آخرين ، . « عدد القتلى عام غارات عدة".split()
        ),
        max_size=14,
    )
)
def test_spans_lie_in_the_text_and_never_overlap(words):
    text = " ".join(words)
    end = 0
    for count in counts_of(text):
        assert end <= count.start < count.end <= len(text)
        assert count.low is None or count.high is None or count.low <= count.high
        end = count.end


def test_long_line_is_linear():
    assert len(counts_of("مقتل 5 جنود و " * 15_000)) == 15_000
