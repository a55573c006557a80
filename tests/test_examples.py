"""Each example beside a data file is a test; one example, one test, named by its text.

Files of the grammars are run by the tests of their modules; here run the sentences beside the event rules,
and what holds for every file.
"""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from tawatur.codebook import codebook
from tawatur.dissect import read
from tawatur.extract import diagnose
from tawatur.extract.lexicon import rules
from tawatur.pipeline import code_report
from tawatur.records import Report
from tawatur.reference import load_yaml, pack_path

TESTS = Path(__file__).parent
EVENTS = sorted(pack_path("ar/events").glob("*.examples.yml"))
PUBLISHED = date(2019, 7, 13)


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence and the types of its claims in any order; `todo` says why it is not yet read so."""

    text: str
    expect: list[str]
    published: date = PUBLISHED
    why: str = ""
    todo: str = ""


def _event_examples():
    for path in EVENTS:
        for n, example in enumerate(load_yaml(path, list[Example])):
            # Not strict: the weights are learned anew, and a sentence that comes to be read is no reason to fail.
            marks = [pytest.mark.xfail(reason=example.todo, strict=False)] if example.todo else []
            yield pytest.param(example, id=f"{path.name.split('.')[0]}-{n}: {example.text[:60]}", marks=marks)


@pytest.mark.parametrize("example", list(_event_examples()))
def test_sentence_gives_these_claims(example):
    coded = code_report(Report(id="example", text=example.text, published=example.published))
    assert sorted(event.type for event in coded.events) == sorted(example.expect), example.why


@pytest.mark.parametrize("kind", [row.id for row in codebook().types])
def test_each_type_has_sentences_that_are_events_and_some_that_are_not(kind):
    examples = load_yaml(f"ar/events/{kind}.examples.yml", list[Example])
    assert any(kind in example.expect for example in examples)
    assert any(kind not in example.expect for example in examples)


def test_each_rule_stands_in_a_sentence():
    seen = {
        found.rule
        for path in EVENTS
        for example in load_yaml(path, list[Example])
        for found in diagnose(read(Report(id="example", text=example.text)))
    }
    assert {rule.id for _, rule in rules()} <= seen


def test_every_examples_file_is_run():
    """A file that no test names would look like a promise and be none."""
    tests = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py"))
    listed = [path for path in pack_path(".").rglob("*.examples.yml") if path not in EVENTS]
    idle = [path.name for path in listed if path.name not in tests]
    assert listed
    assert not idle
