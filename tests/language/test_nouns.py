"""Nouns: the examples beside the data, and what must hold for every row."""

import pytest

from tawatur.language.letters import fold_word
from tawatur.language.nouns import FAMILIES, PEOPLE, lookup
from tawatur.reference import load_yaml

EXAMPLES = load_yaml("ar/nouns.examples.yml", list[dict[str, str | None]])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["word"])
def test_example(example):
    noun = lookup(fold_word(example["word"]), example["word"])
    assert (noun and noun.id) == example["id"]
    if noun:
        assert noun.number == example["number"]


def test_rows_are_folded_and_found_again():
    for family in FAMILIES.values():
        for word in (*family.singular, *family.plural):
            assert fold_word(word) == word, family.id
            found = lookup(word)
            assert found is not None
            assert found.family.id == family.id or word in (*found.family.singular, *found.family.plural)


def test_only_people_and_bodies_are_not_objects():
    for family in FAMILIES.values():
        assert (family.who == "object") == (family.kind not in PEOPLE and family.kind != "group"), family.id


def test_clitics_are_counted():
    noun = lookup("وبالجنود")
    assert (noun.skip, noun.conjunction, noun.preposition, noun.article) == (4, "و", "ب", True)


def test_the_written_ending_tells_a_sister_from_his_brother():
    assert lookup("شقيقه", "شقيقة").id == "sister"
    assert lookup("شقيقه", "شقيقه").id == "brother"
