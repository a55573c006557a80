"""The day of publication where only the visible text tells it."""

import hashlib
from datetime import date

import pytest

from tawatur.clean import clean
from tawatur.clean.metadata import day_of
from tawatur.records import Page, Report

BODY = (
    "<p>أغلق محتجون الطريق العام عند مدخل القرية مساء الأحد وأشعلوا الإطارات احتجاجاً على انقطاع المياه منذ أسبوع.</p>"
)


def report_of(raw: str, media_type: str = "text/html") -> Report:
    data = raw.encode()
    sha = hashlib.sha256(data).hexdigest()
    return clean(Page(raw=data, sha256=sha, address="x", media_type=media_type))


def page(under_title: str, foot: str = "", top: str = "") -> str:
    title = "محتجون يغلقون الطريق العام"
    body = f"<div>{top}</div><h1>{title}</h1><div>{under_title}</div>{BODY}<div>{foot}</div>"
    return f"<title>{title}</title><body>{body}</body>"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("29 كانون الأول 2019", date(2019, 12, 29)),
        ("الأحد ٢٩ ديسمبر ٢٠١٩ - ١٢:٣٠ مساءً", date(2019, 12, 29)),
        ("نشر في: 14 جانفي 2011", date(2011, 1, 14)),
        ("3 غشت 2020", date(2020, 8, 3)),
        ("الجمعة، 28 آب/أغسطس 2015، آخر تحديث 14:00 (GMT+3)", date(2015, 8, 28)),
        ("تاريخ النشر: 2018/02/17", date(2018, 2, 17)),
        ("17-02-2018 | 09:30", date(2018, 2, 17)),
        ("كتب: محرر الموقع - بتاريخ 5 شباط 2014", date(2014, 2, 5)),
    ],
)
def test_day_under_the_title(line: str, day: date) -> None:
    assert report_of(page(line)).published == day
    report = report_of(f"محتجون يغلقون الطريق العام\n{line}\n\n{BODY[3:-4]}\n", "text/plain")
    assert report.published == day


def test_neither_the_clock_of_the_site_nor_the_foot_is_taken() -> None:
    clock, foot = "الثلاثاء 24 تشرين الثاني 2026", "جميع الحقوق محفوظة © 1 كانون الثاني 2024"
    menu = "<a href='/'>الرئيسية</a><br>" * 5
    assert report_of(page("5 شباط 2014", foot, f"{clock}<br>{menu}")).published == date(2014, 2, 5)
    assert report_of(page("", foot)).published is None
    assert report_of(page("", "© 2024", f"<header>{clock}</header>")).published is None
    assert report_of(page("", "© 2024", clock)).published is None


@pytest.mark.parametrize(
    "sentence",
    [
        "<p>وقعت المجزرة في 13 حزيران 2012.</p>",
        "<p>وكانت القرية قد شهدت في 13 حزيران 2012 مظاهرة مماثلة انتهت بمقتل شابين وجرح آخرين</p>",
    ],
)
def test_a_day_the_report_speaks_of_is_not_that_of_publication(sentence: str) -> None:
    assert report_of(page("") + sentence).published is None
    assert report_of(f"عنوان\n\n{BODY[3:-4]}\n\n{sentence[3:-4]}", "text/plain").published is None


def test_a_title_with_a_day_is_kept_in_the_text() -> None:
    report = report_of(f"<title>موقع</title><body>{BODY}<p>5 شباط 2014</p></body>")
    assert "5 شباط" in report.text


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2019-07-13T10:00:00+03:00", date(2019, 7, 13)),
        ("2019/7/3", date(2019, 7, 3)),
        ("20190713T101500Z", date(2019, 7, 13)),
        ("Sat, 13 Jul 2019 10:00:00 GMT", date(2019, 7, 13)),
        ("2019-02-30", None),
        ("0001-01-01", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_machine_dates(told: str, day: date | None) -> None:
    assert day_of(told) == day


def test_head_wins_over_the_visible_day_and_the_users_day_comes_last() -> None:
    head = '<meta property="article:modified_time" content="2020-01-01"><meta name="date" content="2014-02-06">'
    assert report_of(head + page("5 شباط 2014")).published == date(2014, 2, 6)
    assert report_of('<meta property="article:modified_time" content="2020-01-01">' + page("")).published is None


def test_day_in_the_address() -> None:
    link = '<link rel="canonical" href="https://site.example/2014/02/05/road-closed">'
    report = report_of(link + page(""))
    assert (report.published, report.source) == (date(2014, 2, 5), "site.example")
