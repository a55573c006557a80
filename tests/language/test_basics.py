"""Letters, clitics, forms and clauses: the examples beside the data."""

import pytest

from tawatur.dissect.sentences import find_sentences
from tawatur.extract.lexicon import families
from tawatur.language.clitics import splits
from tawatur.language.forms import noun_forms, participle_forms, verb_forms
from tawatur.language.letters import fold, fold_word
from tawatur.language.tokens import tokenize
from tawatur.reference import load_yaml

FAMILIES = ("ar/means.examples.yml", "ar/context.examples.yml")
CONTEXT = [row for name in FAMILIES for row in load_yaml(name, list[dict])]


@pytest.mark.parametrize("example", load_yaml("ar/letters.examples.yml", list[dict]), ids=lambda e: e["text"])
def test_letters(example):
    assert fold(example["text"]).text == example["folded"]
    assert fold_word(example["text"]) == example["folded"]


@pytest.mark.parametrize("example", load_yaml("ar/clitics.examples.yml", list[dict]), ids=lambda e: e["word"])
def test_clitics(example):
    found = {s.rest: s for s in splits(example["word"])}
    if "never" in example:
        assert example["never"] not in found
        return
    split = found[example["rest"]]
    assert split.conjunction == example.get("conjunction", "")
    assert split.preposition == example.get("preposition", "")
    assert split.article == example.get("article", False)
    assert example["word"].endswith(split.rest)


@pytest.mark.parametrize(
    "example", load_yaml("ar/forms.examples.yml", list[dict]), ids=lambda e: next(iter(e.values()))
)
def test_forms(example):
    if "verb" in example:
        forms = verb_forms(*example["verb"].split())
    elif "noun" in example:
        singular, *plurals = example["noun"].split()
        forms = noun_forms(singular, tuple(plurals))
    else:
        forms = participle_forms(example["participle"], "active")
    made = {form.form for form in forms}
    assert set(example["makes"]) <= made
    assert made.isdisjoint(example.get("never", []))


@pytest.mark.parametrize("example", load_yaml("ar/clauses.examples.yml", list[dict]), ids=lambda e: e["text"])
def test_clauses(example):
    tokens = tokenize(example["text"])
    shown = " || ".join(
        " | ".join(
            " ".join(t.text for t in tokens[first : last + 1] if t.kind != "break") for first, last in sentence.clauses
        )
        for sentence in find_sentences(tokens, 0)
    )
    assert shown == example["cut"]


@pytest.mark.parametrize("example", CONTEXT, ids=lambda e: e["family"])
def test_families(example):
    for word in example["words"]:
        assert example["family"] in families(fold_word(word)), word
    for word in example.get("never", []):
        assert example["family"] not in families(fold_word(word)), word
