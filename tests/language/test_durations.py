"""Durations: whole units by form, number and word."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawatur.language.durations import Duration, find_durations, read_duration
from tawatur.language.numbers import find_numbers
from tawatur.language.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("ساعتان", 2, "hour"),
        ("أسبوعين", 2, "week"),
        ("ثلاثة أشهر", 3, "month"),
        ("١٥ يوماً", 15, "day"),
        ("عشرين سنة", 20, "year"),
        ("خمس وأربعين دقيقة", 45, "minute"),
        ("يوم واحد", 1, "day"),
        ("عدة أسابيع", None, "week"),
        ("أيام قليلة", None, "day"),
    ],
)
def test_whole_units(text, value, unit):
    assert read_duration(text) == Duration(value, unit)


@pytest.mark.parametrize("text", ["خمسة جنود", "عام كامل من الحصار", "", "15", "الأمين العام"])
def test_other_words_are_no_duration(text):
    assert read_duration(text) is None


def test_half_a_unit_more_is_kept():
    assert read_duration("أسبوع ونصف") == Duration(1, "week", True)


def test_durations_in_a_text_lead_back_to_their_words():
    text = "استمر القصف أربع ساعات وحاصروا البلدة شهرين ثم ظهر المدير العام"
    tokens = tokenize(text)
    found = find_durations(tokens, find_numbers(tokens))
    assert [(text[m.start : m.end], m.duration.value, m.duration.unit) for m in found] == [
        ("أربع ساعات", 4, "hour"),
        ("شهرين", 2, "month"),
    ]


@given(st.integers(3, 999), st.sampled_from([("يوم", "day"), ("شهرا", "month"), ("ساعات", "hour"), ("سنوات", "year")]))
def test_digits_and_a_unit_are_read_back(value, unit):
    assert read_duration(f"{value} {unit[0]}") == Duration(value, unit[1])


def test_peers_durations_in_whole_units(shared):
    lines = (shared / "peers" / "duckling_ar" / "duration.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 10
    for case in map(json.loads, lines):
        assert read_duration(case["text"]) == Duration(case["value"], case["unit"]), case["text"]
