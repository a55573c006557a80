"""Numbers: the examples beside the data, other projects' cases, and what must hold for any text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawatur.language.numbers import find_numbers
from tawatur.language.tokens import tokenize
from tawatur.reference import load_yaml

EXAMPLES = load_yaml("ar/numbers.examples.yml", list[dict])

# A dash before a number is a bullet or part of a range in reports, not a sign.
UNREASONABLE = {"-1200000", "-١٢٠٠٠٠٠", "-١٢٠٠٠٠٠٫٠٠", "-١٬٢٠٠٬٠٠٠", "-١٬٢٠٠٬٠٠٠٫٠٠"}


def read(text):
    """Every number as [words, low, high] or [words, kind] for ranks and fractions."""
    return [
        [text[n.start : n.end], n.kind] if n.kind in ("ordinal", "fraction") else [text[n.start : n.end], n.low, n.high]
        for n in find_numbers(tokenize(text))
    ]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["text"])
def test_example(example):
    assert read(example["text"]) == example["numbers"]


@pytest.mark.parametrize("name", ["numeral", "numeral_eg", "ordinal"])
def test_duckling(shared, name):
    wrong = []
    for line in (shared / "peers" / "duckling_ar" / f"{name}.jsonl").read_text().splitlines():
        case = json.loads(line)
        if case["value"] != int(case["value"]) or case["text"] in UNREASONABLE:
            continue
        found = find_numbers(tokenize(case["text"]))
        whole = [(n.low, n.high, n.start, n.end) for n in found if (n.kind == "ordinal") == (case["kind"] == "ordinal")]
        if whole != [(case["value"], case["value"], 0, len(case["text"]))]:
            wrong.append((case["text"], case["value"], whole))
    assert wrong == []


@given(
    st.lists(
        st.sampled_from("عشرين و خمسة 10 15 ألف ما لا يقل عن بين إلى - / مئات الثالث نصف مليون «".split()), max_size=12
    )
)
def test_spans_lie_in_the_text_and_never_overlap(words):
    text = " ".join(words)
    end = 0
    for number in find_numbers(tokenize(text)):
        assert end <= number.start < number.end <= len(text)
        assert number.low is None or number.high is None or number.low <= number.high
        end = number.end


def test_long_line_is_linear():
    assert len(find_numbers(tokenize("ثلاثة آلاف و " * 20_000))) == 20_000
