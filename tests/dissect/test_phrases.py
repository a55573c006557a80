"""Phrases of sides, people, things and sites: the examples beside the data, and what must hold for any text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from tawatur.dissect.actors import find_actors
from tawatur.dissect.sentences import find_sentences
from tawatur.language.tokens import tokenize
from tawatur.reference import load_yaml


class Row(Struct, forbid_unknown_fields=True, rename={"absent": "not"}):
    text: str
    has: list[str] = []
    absent: list[str] = []
    ids: dict[str, str] = {}


EXAMPLES = load_yaml("ar/phrases.examples.yml", list[Row])


def mentions_of(text):
    tokens = tokenize(text)
    return find_actors(tokens, find_sentences(tokens, 0))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.text[:30])
def test_example(example):
    found = {example.text[m.start : m.end]: m for m in mentions_of(example.text)}
    assert [phrase for phrase in example.has if phrase not in found] == [], list(found)
    assert [phrase for phrase in example.absent if phrase in found] == []
    assert {phrase: found[phrase].id for phrase in example.ids} == example.ids


LETTERS = "ابتثحدرسعفقكلمنهويةى "


@given(st.text(alphabet=LETTERS + "،.«»():\n123", max_size=120))
def test_mentions_lie_inside_a_sentence_and_hold_their_head(text):
    tokens = tokenize(text)
    sentences = find_sentences(tokens, 0)
    for mention in find_actors(tokens, sentences):
        assert mention.first <= mention.head <= mention.last
        assert any(s.first <= mention.first and mention.last <= s.last for s in sentences)
        assert 0 <= mention.start < mention.end <= len(text)


def test_loaded_wording_gets_one_neutral_name():
    names = {
        mention.name
        for wording in ("مليشيات الحوثي", "أنصار الله", "المتمردين الحوثيين", "عصابات الحوثي")
        for mention in mentions_of(f"هاجمت {wording} القرية")
        if mention.id
    }
    assert names == {"أنصار الله (الحوثيون)"}


def test_an_ambiguous_name_needs_a_country():
    (alone,) = [m for m in mentions_of("قصفت طائرات التحالف التلة") if m.kind != "site"]
    assert alone.id is None
    yemen = next(
        m for m in mentions_of("قصفت طائرات التحالف التلة في اليمن قرب مواقع الحوثيين") if "تحالف" in m.name or m.id
    )
    assert yemen.id == "ye.arab-coalition"


def test_a_long_line_takes_linear_time():
    def seconds(times):
        text = "هاجمت ميليشيات الجبل مواقع الجيش و" * times
        start = time.perf_counter()
        mentions_of(text)
        return time.perf_counter() - start

    seconds(200)
    assert seconds(4000) < 60 * max(seconds(400), 0.002)
