"""Words read for phrases: the examples beside the lists, and the shapes of words that stand in no list."""

import pytest

from tawatur.dissect.phrase_parts import is_name
from tawatur.dissect.words import HEADS, word
from tawatur.language.letters import fold_word
from tawatur.reference import load_yaml

HEAD_EXAMPLES = load_yaml("ar/actor-nouns.examples.yml", list[dict[str, str | None]])
NATION_EXAMPLES = load_yaml("ar/nations.examples.yml", list[dict[str, str]])
NAME_EXAMPLES = load_yaml("ar/given-names.examples.yml", list[dict[str, str | bool]])


@pytest.mark.parametrize("example", HEAD_EXAMPLES, ids=lambda e: e["word"])
def test_head(example):
    noun = word(fold_word(example["word"])).noun
    assert (noun and noun.id) == example["id"]
    assert (noun and noun.role) == example["role"]


@pytest.mark.parametrize("example", NATION_EXAMPLES, ids=lambda e: e["word"])
def test_nation(example):
    found = word(fold_word(example["word"]))
    assert (found.nation, found.cls) == (example["nation"], example["cls"])


@pytest.mark.parametrize("example", NAME_EXAMPLES, ids=lambda e: e["word"])
def test_name(example):
    assert is_name(word(fold_word(example["word"]))) == example["name"]


def test_each_noun_of_a_row_heads_its_row_or_an_earlier_one():
    order = list(HEADS)
    for row in HEADS.values():
        for form in row.words:
            found = word(form)
            if found.noun is not None and found.noun.id in HEADS:
                assert order.index(found.noun.id) <= order.index(row.id), form


@pytest.mark.parametrize(
    ("form", "cls"), [("تقصفها", "verb"), ("سيقصف", "verb"), ("اقتحموا", "verb"), ("المنتظمه", "adjective")]
)
def test_shapes(form, cls):
    assert word(form).cls == cls


def test_what_is_written_onto_the_front_is_counted():
    found = word("وللمسلحين")
    assert (found.conjunction, found.preposition, found.article, found.skip) == ("و", "ل", True, 3)
    assert found.free
