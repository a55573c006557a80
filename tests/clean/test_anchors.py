"""Anchors: whatever stands in a page is found again at offsets that show the same words."""

import html

from hypothesis import given
from hypothesis import strategies as st

from tawatur.clean.anchors import Visible, followed

WORDS = st.lists(
    st.text(
        alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآةىئؤ\u064e\u0651\u0640\u200f&<>\"'0123456789abc",
        min_size=1,
        max_size=8,
    ),
    min_size=1,
    max_size=8,
)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(st.lists(WORDS, min_size=1, max_size=5), st.sampled_from(["<b>", "</i>", " ", "<br/>", "<!-- x -->", "&nbsp;"]))
def test_found_words_show_the_same(paragraphs: list[list[str]], between: str) -> None:
    page = "<p>" + "</p><p>".join(between.join(html.escape(word) for word in words) for words in paragraphs) + "</p>"
    visible = Visible(page, is_html=True)
    for words in paragraphs:
        place = visible.find(" ".join(words))
        if place is None:
            # Only where nothing is left to compare: marks and tatweel alone.
            assert not any(char.isalnum() or char in "&<>\"'" for word in words for char in word)
            continue
        shown = followed(page, *place)
        assert letters(shown) == letters(" ".join(words))


def letters(text: str) -> str:
    return "".join(char for char in squeezed(text) if char not in "\u064e\u0651\u0640\u200f")


def test_repeated_words_are_found_in_order() -> None:
    page = "<p>قصف جديد</p><p>هدوء</p><p>قصف جديد</p>"
    visible = Visible(page, is_html=True)
    first, second = visible.find("قصف جديد"), visible.find("قصف جديد")
    assert first == (3, 11)
    assert second is not None
    assert second[0] > first[1]


def test_scripts_comments_and_styles_are_not_shown() -> None:
    page = "<script>var a='خبر';</script><!-- خبر --><STYLE>خبر</STYLE><p>خ<b>بَـ</b>ر</p>"
    place = Visible(page, is_html=True).find("خبر")
    assert place is not None
    assert page[slice(*place)] == "خ<b>بَـ</b>ر"


def test_words_that_are_not_there_have_no_place() -> None:
    assert Visible("<p>هدوء</p>", is_html=True).find("قصف") is None
    assert Visible("", is_html=True).find("") is None


def test_entities_count_as_one_letter() -> None:
    page = "<p>&#1582;&#x628;&#1585; &laquo;عاجل&raquo;</p>"
    place = Visible(page, is_html=True).find("خبر «عاجل»")
    assert place == (3, len(page) - 4)
