"""The desk says everything in both languages."""

import re
from pathlib import Path
from typing import get_args

import pytest

from tawatur import records
from tawatur.desk import rendering, words
from tawatur.desk.listing import listed, wanted
from tawatur.desk.looking import incident_view
from tawatur.desk.reviewing import WEIGHTS
from tawatur.desk.words import Speech, arabic
from tawatur.fuse.settings import linking, policies
from tawatur.judge import STATES, next_states

TEMPLATES = sorted((Path(rendering.__file__).parent / "templates").glob("*.html"))
ARABIC, LATIN = re.compile("[\u0620-\u064a]"), re.compile("[a-z]")
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


def test_every_reason_of_linking_is_said_in_arabic():
    said = [answer.says for answers in linking().weights.values() for answer in answers.values()]
    filled = [one.format(a="2019-07-09", b="2019-07-10", km=3, percent=40) for one in said]
    assert len(filled) > 50
    assert [one for one in filled if LATIN.search(Speech(lang="ar").reason(f"+1.0 {one}"))] == []
    titles = [rule.title for rule in policies().policies]
    assert [one for one in titles if not ARABIC.search(Speech(lang="ar").reason(one))] == []


def test_reasons_of_real_incidents_are_said_in_arabic(demo_store, alone):
    with demo_store.reading() as connection:
        rows = listed(connection, wanted({})).rows
        views = [incident_view(connection, alone, row.id, None) for row in rows]
    found = {why for view in views for link in view.links for why in link.reasons}
    found |= {why for view in views for link, _ in view.suggestions for why in link.reasons}
    found |= {why for view in views for chain in view.incident.chains for why in chain.why}
    found |= {part.note for view in views for part in view.incident.ranges if part.note}
    found |= {view.incident.grade.why for view in views if view.incident.grade}
    assert len(found) > 20
    assert [one for one in found if not ARABIC.search(Speech(lang="ar").reason(one))] == []


def test_reasons_keep_their_values_and_name_codes():
    speech = Speech(lang="ar", digits="arab")
    assert speech.reason("+2.1 places within 3 km (كبانة; no place)") == "مكانان ضمن ٣ كم (كبانة؛ بلا مكان)"
    assert (
        speech.reason("types that reports mix up (air_strike; shelling)")
        == "نوعان تخلط التقارير بينهما (غارة جوية؛ قصف)"
    )
    assert Speech().reason("-0.4 types that reports mix up (air_strike; attack)").endswith("(air strike; attack)")
    day = Speech(lang="ar").reason("+2.2 the same day (2019-07-09)")
    assert "\u20662019-07-09\u2069" in day  # else read from right to left it were the 9th year
    assert speech.reason("said by nobody") == "said by nobody"
