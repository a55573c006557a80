from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawatur.language.tokens import tokenize
from tawatur.store.search import highlight
from tawatur.store.words import key_of, matches, parse, shadow, widened


def found(query: str, text: str) -> list[str]:
    spans, _ = highlight(text, parse(query))
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("قتل", "قُتِلَ حارسُ المخزن", ["قُتِلَ"]),
        ("قُتِل", "قتل حارس المخزن", ["قتل"]),
        ("إدلب", "خرجت القافلة من ادلب", ["ادلب"]),
        ("ادلب", "وصلوا إلى إدلب", ["إدلب"]),
        ("ادلب", "مكتبٌ بإدلب وآخرُ لإدلب", ["بإدلب", "لإدلب"]),
        ("فلوجة", "طريق الفلوجة مغلق", ["الفلوجة"]),
        ("الفلوجة", "أهل فلوجة والفلوجة", ["فلوجة", "والفلوجة"]),
        ("ألغام", "فريق الألغام ونزع الغام", ["الألغام", "الغام"]),
        ("اللاجئين", "مدرسة للاجئين", ["للاجئين"]),
        ("صنعا", "سوق صنعاء", ["صنعاء"]),
        ("سوق", "الســــوق القديم", ["الســــوق"]),
        ("45", "سقطت ٤٥ قذيفة", ["٤٥"]),
        ("٣٥٠٠", "نحو 3,500 خيمة", ["3,500"]),
        ("۱۲", "بعد 12 يوماً", ["12"]),
        ("UNICEF", "بيان unicef اليوم", ["unicef"]),
        ('"جسر خشبي"', "انهار جسرٌ خشبيّ قرب جسر", ["جسرٌ", "خشبيّ"]),
        ("قذائ*", "القذائف وقذائفهم", ["القذائف", "وقذائفهم"]),
        ("الله", "عبد الله له بيت", ["الله"]),
    ],
)
def test_finds_words_as_people_type_them(query: str, text: str, expected: list[str]) -> None:
    assert found(query, text) == expected


@pytest.mark.parametrize(
    ("query", "text"), [("وليد", "ليد"), ("بحر", "حر"), ("فجر", "جر"), ('"جسر خشبي"', "خشبي جسر"), ("كتيبة", "تيبة")]
)
def test_does_not_find_other_words(query: str, text: str) -> None:
    assert found(query, text) == []


def test_a_typed_preposition_is_taken_off_only_in_the_wider_query() -> None:
    terms = parse("بإدلب")
    assert matches(shadow("مدينة إدلب").split(), terms) == set()
    assert matches(shadow("مدينة إدلب").split(), widened(terms)) == {1}


def test_excluded_words_are_not_highlighted() -> None:
    assert found("جسر -نهر", "جسر على نهر") == ["جسر"]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_query_and_text_is_taken(text: str) -> None:
    parse(text)
    assert " ".join(shadow(text).split()) == shadow(text)


@given(st.text(alphabet="ابتثجدرسلمنوهيةىأإآءؤئكفق ًَُِّـ٠١5", min_size=1, max_size=20))
def test_a_text_is_found_by_each_of_its_own_words(text: str) -> None:
    keys = shadow(text).split()
    for token in tokenize(text):
        if key_of(token):
            assert matches(keys, parse(token.text)), token.text
