"""Plain texts, hostile pages and the seed page."""

import hashlib
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawatur.clean import clean
from tawatur.clean.decode import decode
from tawatur.records import Page, Report

REPORT = "قتل ثلاثة مسلحين في كمين على طريق الوادي، بحسب ما أعلنه متحدث محلي مساء الأحد."


def page_of(content: str | bytes, media_type: str = "text/plain", **more: object) -> Page:
    raw = content if isinstance(content, bytes) else content.encode()
    sha = hashlib.sha256(raw).hexdigest()
    return Page(raw=raw, sha256=sha, address="x", media_type=media_type, **more)  # type: ignore[arg-type]


def test_the_seed_page_loses_its_tail_and_nothing_else(shared: Path) -> None:
    raw = (shared / "seed" / "defections.txt").read_bytes()
    report = clean(page_of(raw))
    whole = raw.decode()
    assert report.text == whole[: whole.index("مقالات ذات صلة")].rstrip()
    assert report.title == whole.split("\n", 1)[0]
    assert report.published is None


def test_plain_text_is_kept_letter_by_letter() -> None:
    text = (
        f"كمين على طريق الوادي\r\n\r\n{REPORT}\u202e\u200f\r\nاقرأ أيضاً: خبر آخر\r\n  {REPORT}\u00a0  \n\nاترك تعليقاً\n"
    )
    report = clean(page_of(text))
    assert report.title == "كمين على طريق الوادي"
    assert report.text == text.replace("اقرأ أيضاً: خبر آخر\r\n", "").replace("\u00a0  \n\nاترك تعليقاً\n", "")
    assert [text[a.page_start : a.page_end] for a in report.anchors] == [
        report.text[a.start : a.end] for a in report.anchors
    ]
    assert report.anchors[0].start == 0
    assert report.anchors[-1].end == len(report.text)


@given(st.text(alphabet="ابتقتل \n\r\u202e\u200fa1.،َ", max_size=300))
def test_anchors_of_plain_text_are_exact(text: str) -> None:
    page = page_of(text)
    report, source = clean(page), decode(page.raw).text
    assert "".join(source[a.page_start : a.page_end] for a in report.anchors) == report.text
    assert bool(report.text) == bool(report.anchors)


def test_what_the_source_says_is_used_where_the_page_tells_none() -> None:
    report = clean(page_of(REPORT, published=date(2020, 5, 1), outlet="جريدة", id="r1", title="كمين"))
    assert report == Report(
        id="r1",
        text=REPORT,
        source="جريدة",
        published=date(2020, 5, 1),
        title="كمين",
        anchors=report.anchors,
    )
    assert clean(page_of(REPORT)).id == hashlib.sha256(REPORT.encode()).hexdigest()[:16]


def test_text_of_nothing_but_boilerplate() -> None:
    report = clean(page_of("اترك تعليقاً\n\nزر الذهاب إلى الأعلى"))
    assert (report.text, report.notes) == ("", ("captured, no content: no line of a report in it.",))


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + REPORT,
        "<" * 500_000,
        "<script>" * 100_000,
        "<!--" * 100_000,
        '<a "' * 100_000,
        "&" * 300_000,
        "<table><tr><td>" * 2000 + REPORT,
        f"<p>{'كلمة ' * 40_000}</p>",
        "\0<p>\0" + REPORT,
        f'<?xml version="1.0" encoding="windows-1256"?><html><p>{REPORT}</p>',
        '<script type="application/ld+json">{"@graph": ' + "[" * 50_000 + "</script>",
        '<meta property="article:published_time" content="9999-99-99"><p>x',
        "",
    ],
    ids=range(13),
)
def test_hostile_pages_neither_fail_nor_choke(page: str) -> None:
    started = time.monotonic()
    report = clean(page_of(page, "text/html"))
    assert time.monotonic() - started < 10
    assert report.text or report.notes[-1].startswith("captured, no content: ")


@given(st.text(alphabet='<>/"=!-&;#x1 pdivtableскripaخبر\n', max_size=200))
def test_any_markup_gives_a_report_or_says_why_not(markup: str) -> None:
    report = clean(page_of(markup, "text/html"))
    assert report.text or report.notes[-1].startswith("captured, no content: ")


def test_short_reports_that_sound_like_notices_are_kept() -> None:
    for said in ("لم يتم العثور على ناجين تحت الأنقاض في الحي الشرقي.", "تم حظر التجول في المدينة حتى الصباح."):
        assert said in clean(page_of(f"<html><title>خبر</title><body><p>{said}</p></body></html>", "text/html")).text


def test_outlet_is_the_pages_own_then_the_users_then_the_site() -> None:
    site = '<link rel="canonical" href="https://www.site.example/1">'
    name = '<meta property="og:site_name" content="جريدة الوادي">'
    body = f"<title>كمين على طريق الوادي</title><p>{REPORT}</p>"
    assert clean(page_of(site + name + body, "text/html", outlet="x")).source == "جريدة الوادي"
    assert clean(page_of(site + body, "text/html", outlet="x")).source == "x"
    assert clean(page_of(site + body, "text/html")).source == "site.example"
    assert clean(page_of(body, "text/html")).source == ""
