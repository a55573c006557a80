"""The desk says everything in both languages."""

import re
from pathlib import Path
from typing import get_args

import pytest

from tawatur import records
from tawatur.desk import rendering, words
from tawatur.desk.reviewing import WEIGHTS
from tawatur.desk.words import Speech, arabic
from tawatur.judge import STATES, next_states

TEMPLATES = sorted((Path(rendering.__file__).parent / "templates").glob("*.html"))
SAYS = re.compile(r"""\bt\(\s*(?:"([^"]*)"|'([^']*)')""")


def said() -> set[str]:
    return {one or other for path in TEMPLATES for one, other in SAYS.findall(path.read_text(encoding="utf-8"))}


def test_every_sentence_of_the_templates_is_said_in_arabic():
    assert len(said()) > 150
    assert said() - set(arabic().sentences) == set()


def test_no_arabic_sentence_is_left_over():
    pages = "\n".join(path.read_text(encoding="utf-8") for path in Path(rendering.__file__).parent.rglob("*.*py"))
    templates = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    assert [one for one in arabic().sentences if one not in templates and one not in pages] == []


@pytest.mark.parametrize("text", sorted(arabic().sentences))
def test_a_translation_fills_the_same_names(text):
    names = re.compile(r"{(\w+)}")
    assert set(names.findall(text)) == set(names.findall(arabic().sentences[text]))


def test_every_code_has_an_arabic_label():
    kinds = {
        "type": get_args(records.EventType),
        "status": get_args(records.Status),
        "outcome": get_args(records.Outcome),
        "who": get_args(records.Who),
        "state": STATES,
        "why": WEIGHTS,
        "step": [f"{state}_{to}" for state in STATES for to in next_states(state)],
    }
    speech = Speech(lang="ar")
    missing = [
        (kind, code)
        for kind, codes in kinds.items()
        for code in codes
        if not re.search("[\u0620-\u064a]", speech.label(kind, code))
    ]
    assert missing == []


def test_digits_are_latin_unless_asked_for():
    assert Speech(lang="ar").number(1234) == "1,234"
    assert Speech(lang="ar", digits="arab").amount(10, 25) == "١٠–٢٥"
    assert Speech(lang="ar", digits="arab").say("Page {number} of {pages}", number=2, pages=13) == "صفحة ٢ من ١٣"
    assert Speech().amount(None, None) == "?"  # unknown is not zero


def test_an_unknown_code_is_shown_as_it_is():
    assert Speech(lang="ar").label("side", "some_side") == "some side"
    assert words.Speech().label("state", "second_review") == "second review"
