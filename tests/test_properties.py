"""What must always hold: offsets lead back, folding is idempotent, the same report gives the same claims."""

import json
import random
from datetime import date
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from tawatur.acquire import read_inputs
from tawatur.dissect import read
from tawatur.language.letters import fold
from tawatur.language.tokens import tokenize
from tawatur.pipeline import code_report
from tawatur.records import Report

# Letters of all kinds that reports hold, and words that start rules, so that random texts have events.
ALPHABET = "ابتةىيأإآؤئءسلمنهوُّـ\u200f\u202e\u2067\u200cﻻﷺﭐ٣۴7٬.,،؛؟!«»()…-\n\t aZ🙂\ud7ff"
WORDS = (
    "قصف مقتل ٣ جنود غارة أمس في حلب قوات المعارضة وقال مصدر اشتباكات ، . \n 135 عنصراً بينهم ضابطان « » عشرات الثلاثاء"
)
TEXTS = st.one_of(
    st.text(alphabet=ALPHABET, max_size=80),
    st.lists(st.sampled_from([*WORDS.split(" "), "اسـ ـتهداف"]), max_size=40).map(" ".join),
)
CORPUS_SAMPLE = 150


def spans(record):
    """Every record with words and offsets inside a record (a date's own start and end are days)."""
    if isinstance(record, Struct):
        if {"text", "start", "end"} <= set(record.__struct_fields__) and isinstance(record.start, int):
            yield record
        for name in record.__struct_fields__:
            yield from spans(getattr(record, name))
    elif isinstance(record, tuple):
        for item in record:
            yield from spans(item)


def assert_spans_lead_back(report):
    coded = code_report(report)
    for claim in coded.events:
        assert claim.date is None or claim.date.text == claim.date.span.text
        for span in spans(claim):
            assert report.text[span.start : span.end] == span.text, (report.id, claim.type)
    return coded


def _reports(path, shared):
    return [item for item in read_inputs([shared / path]) if isinstance(item, Report)]


def test_spans_lead_back_in_gold_reports(shared):
    found = [assert_spans_lead_back(report) for report in _reports("gold/reports.jsonl", shared)]
    assert sum(len(coded.events) for coded in found) > len(found)


def test_spans_lead_back_in_corpus_reports(shared):
    reports = _reports("corpus/conflict.jsonl.gz", shared)
    for report in random.Random(7).sample(reports, CORPUS_SAMPLE):
        assert_spans_lead_back(report)


def test_coding_twice_gives_the_same_and_order_does_not_matter(shared):
    reports = list(islice(_reports("gold/reports.jsonl", shared), 40))
    once = {report.id: code_report(report) for report in reports}
    again = {report.id: code_report(report) for report in reversed(reports)}
    assert once == again
    ids = [claim.id for coded in once.values() for claim in coded.events]
    assert len(set(ids)) == len(ids)


def test_claims_of_the_same_words_in_two_reports_have_different_ids():
    text = "قصفت المدفعية بلدة كبانة وقتل مدنيان"
    first, second = (code_report(Report(id=name, text=text)) for name in ("a", "b"))
    assert first.events
    assert {claim.id for claim in first.events}.isdisjoint(claim.id for claim in second.events)


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_folding_is_idempotent_and_its_offsets_lead_back(text):
    folded = fold(text)
    assert fold(folded.text).text == folded.text
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    for i, letter in enumerate(folded.text):
        start, end = folded.original(i, i + 1)
        assert letter in fold(text[start : max(end, start + 1)]).text


@given(TEXTS)
def test_tokens_cover_the_text_in_order(text):
    at = 0
    for token in tokenize(text):
        assert at <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        at = token.end


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_any_text_is_coded_with_right_spans(text):
    report = Report(id="any", text=text, published=date(2019, 7, 13))
    coded = assert_spans_lead_back(report)
    assert coded == code_report(report)
    reading = read(report)
    for kind in ("numbers", "counts", "dates", "places", "actors", "sayers"):
        for mention in getattr(reading, kind):
            assert 0 <= mention.start < mention.end <= len(text), kind
            assert reading.tokens[mention.first].start <= mention.start, kind
            assert 0 <= mention.first <= mention.last < len(reading.tokens), kind


@pytest.mark.parametrize("published", ["2019-07-13", None])
def test_a_report_without_events_has_none(published):
    text = "افتتحت البلدية حديقة عامة فيها مئة وعشرون شجرة."
    report = Report(id="quiet", text=text, published=date.fromisoformat(published) if published else None)
    assert json.dumps([claim.type for claim in code_report(report).events]) == "[]"
