"""Telegram exports, tables, mail and saved feeds; all words are our own."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tawatur.acquire import Problem, read_inputs
from tawatur.acquire.feeds import feed_entries, sitemap_entries
from tawatur.acquire.intake import read_stream
from tawatur.acquire.items import Given
from tawatur.records import Page, Report

CHAT = {
    "name": "قناة نهر الرماد",
    "type": "public_channel",
    "id": 77,
    "messages": [
        {"id": 1, "type": "service", "date": "2020-05-04T08:00:00", "action": "create_channel", "text": ""},
        {"id": 2, "type": "message", "date": "2020-05-04T09:00:00", "text": "سقوط قذيفتين على سوق البصل"},
        {
            "id": 3,
            "type": "message",
            "date": "2020-05-04T10:00:00",
            "edited": "2020-05-04T10:30:00",
            "forwarded_from": "مرصد التلال",
            "reply_to_message_id": 2,
            "text": [
                "ارتفاع ",
                {"type": "bold", "text": "الحصيلة"},
                " إلى ثلاثة ",
                {"type": "link", "text": "https://x.example"},
            ],
        },
        {"id": 4, "type": "message", "date": "2020-05-04T11:00:00", "photo": "photos/1.jpg", "text": ""},
        {"id": 5, "type": "message", "date": "yesterday", "text": "هدوء حذر عند الجسر"},
    ],
}


def read(path: Path, **given: object) -> tuple[list[Page | Report], list[str]]:
    found, problems = [], []
    with path.open("rb") as stream:
        for _, line, item in read_stream(str(path), stream, Given(**given), path):  # type: ignore[arg-type]
            if isinstance(item, str):
                problems.append(f"{line}: {item}")
            else:
                found.append(item)
    return found, problems


def test_telegram_export(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(CHAT, ensure_ascii=False, indent=1), encoding="utf-8")
    reports, problems = read(path)
    assert problems == []
    assert [report.id for report in reports] == ["telegram/77/2", "telegram/77/3", "telegram/77/5"]
    second, third = reports[1], reports[2]
    assert isinstance(second, Report)
    assert isinstance(third, Report)
    assert second.text == "ارتفاع الحصيلة إلى ثلاثة https://x.example"
    assert second.published == date(2020, 5, 4)
    assert second.origin["forwarded_from"] == "مرصد التلال"
    assert second.origin["reply_to"] == "telegram/77/2"
    assert second.origin["edited"] == "2020-05-04T10:30:00"
    assert "restricted" not in second.origin
    assert (third.published, third.notes) == (None, ("the message's date cannot be read.",))


def test_all_chats_of_an_account_and_private_ones_restricted(tmp_path: Path) -> None:
    group = {**CHAT, "id": 78, "type": "private_supergroup", "name": "غرفة الحي"}
    whole = {"about": "Here is the data you requested. Telegram", "chats": {"about": "", "list": [CHAT, group]}}
    path = tmp_path / "result.json"
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    reports, _ = read(path)
    marked = {
        report.id.split("/")[1] for report in reports if isinstance(report, Report) and "restricted" in report.origin
    }
    assert (len(reports), marked) == (6, {"78"})


def test_a_cut_off_export_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(CHAT, ensure_ascii=False)[:-20], encoding="utf-8")
    reports, problems = read(path)
    assert reports == []
    assert "not a whole export" in problems[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "t.csv"
    rows = [
        ["التاريخ", "المصدر", "النص"],
        ["2020-05-04", "وكالة الوادي", '"خطف مهندسين\nقرب السد"'],
        ["٢٠٢٠/٥/٥", "", "قصف"],
    ]
    path.write_bytes("\n".join(delimiter.join(row) for row in rows).replace("٢٠٢٠/٥/٥", "2020/5/5").encode(encoding))
    reports, problems = read(path, outlet="given")
    assert problems == []
    assert [(r.text, r.source, r.published) for r in reports if isinstance(r, Report)] == [
        ("خطف مهندسين\nقرب السد", "وكالة الوادي", date(2020, 5, 4)),
        ("قصف", "given", date(2020, 5, 5)),
    ]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2020-05-04", date(2020, 5, 4)),
        ("2020-05-04T10:00:00Z", date(2020, 5, 4)),
        ("٢٠٢٠-٠٥-٠٤", date(2020, 5, 4)),
        ("25/12/2020", date(2020, 12, 25)),
        ("12/25/2020", date(2020, 12, 25)),
        ("4/5/2020", None),
        ("gestern", None),
        ("2020-13-45", None),
    ],
)
def test_dates_in_tables_are_certain_or_none(tmp_path: Path, said: str, day: date | None) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"date,text\n{said},هجوم على حاجز\n", encoding="utf-8")
    [report], _ = read(path)
    assert report.published == day
    assert isinstance(report, Report)
    assert bool(report.notes) == (day is None)


def test_xlsx_with_a_column_mapping(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["When", "Who", "What they wrote"])
    sheet.append([datetime(2020, 5, 4, 10), "شبكة الهضبة", "اشتباك عند المعبر"])
    sheet.append([None, None, None])
    sheet.append([datetime(2020, 5, 5), "شبكة الهضبة", None])
    path = tmp_path / "t.xlsx"
    book.save(path)
    reports, problems = read(path)
    assert reports == []
    assert "say which with --column text=HEADING" in problems[0]
    reports, problems = read(path, columns={"text": "what they wrote", "published": "When", "source": "who"})
    [report] = reports
    assert isinstance(report, Report)
    assert (report.text, report.source, report.published) == ("اشتباك عند المعبر", "شبكة الهضبة", date(2020, 5, 4))
    assert problems == ["4: the row has no text."]
    _, problems = read(path, columns={"text": "nowhere"})
    assert "there is no column 'nowhere'" in problems[0]


def test_auto_archiver_sheet(tmp_path: Path) -> None:
    path = tmp_path / "archiver.csv"
    path.write_text(
        "Link,Archive status,Archive location,Archive date,Upload timestamp,Upload title,Text content,Hash,WACZ\n"
        "https://p.example/1,telethon: success,s3://b/1,2021-01-02T03:04:05,2021-01-01T00:00:00,,قصف المرفأ ليلاً,"
        f"SHA-256:{'ab' * 32},s3://b/1.wacz\n"
        f"https://p.example/2,wayback: success,s3://b/2,2021-01-02T03:04:05,,,,{'cd' * 32},\n",
        encoding="utf-8",
    )
    (first, second), problems = read(path)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert problems == []
    assert (first.id, first.published) == ("https://p.example/1", date(2021, 1, 1))
    assert first.origin["archive_hash"] == f"SHA-256:{'ab' * 32}"
    assert second.text == ""


def test_mail_and_mailboxes(tmp_path: Path) -> None:
    one = (
        b"From: alerts@example.org\nSubject: =?utf-8?b?2KrZhtio2YrZhw==?=\nDate: Mon, 04 May 2020 10:00:00 +0300\n"
        b"Message-ID: <1@example.org>\nContent-Type: text/plain; charset=windows-1256\n"
        b"Content-Transfer-Encoding: 8bit\n\n"
    ) + "انفجار في المستودع\n".encode("cp1256")
    (tmp_path / "a.eml").write_bytes(one)
    [page], problems = read(tmp_path / "a.eml")
    assert isinstance(page, Page)
    assert (page.title, page.published, page.charset, problems) == ("تنبيه", date(2020, 5, 4), "windows-1256", [])
    assert page.raw.decode("cp1256") == "انفجار في المستودع\n"
    (tmp_path / "a.mbox").write_bytes(b"From x\n" + one + b"\nFrom y\n" + one.replace(b"<1@", b"<2@") + b"\nFrom z\n\n")
    pages, problems = read(tmp_path / "a.mbox")
    assert len({page.id for page in pages}) == 2
    assert problems == ["3: the message has no text."]


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>f</title>
<item><title>أول</title><link>/1</link><guid>g1</guid><pubDate>Tue, 05 May 2020 01:00:00 +0300</pubDate>
<description>قصير</description>
<content:encoded><![CDATA[<p>نص طويل عن حريق في المخزن</p>]]></content:encoded></item>
<item><title>ثان</title><link>https://a.example/2</link><pubDate>the day after</pubDate></item>
<item><title>ثالث</title><link>javascript:alert(1)</link><guid>g3</guid></item>
</channel></rss>"""


def test_feed_entries_keep_their_own_day_and_drop_broken_ones() -> None:
    first, second, third = feed_entries(RSS.encode(), "https://a.example/feed/")
    assert (first.address, first.published, first.title) == ("https://a.example/1", date(2020, 5, 5), "أول")
    assert "حريق" in first.content
    assert (second.address, second.published) == ("https://a.example/2", None)
    assert (third.address, third.id) == ("", "g3")


def test_a_saved_feed_is_read(tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_text(RSS, encoding="utf-8")
    pages, problems = read(tmp_path / "f.xml")
    assert [page.title for page in pages] == ["أول"]
    assert [p.split(":")[0] for p in problems] == ["2", "3"]


def test_sitemaps_do_not_read_files_or_explode() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://a.example/&e;</loc></url></urlset>'
    assert all("root:" not in entry.address for entry in sitemap_entries(evil, ""))
    [entry] = sitemap_entries(
        b"<urlset xmlns='x'><url><loc>/p</loc><lastmod>2020-05-04</lastmod></url></urlset>", "https://a.example/"
    )
    assert (entry.address, entry.published) == ("https://a.example/p", date(2020, 5, 4))
    with pytest.raises(SyntaxError):
        sitemap_entries(b"not xml", "")


def test_exports_are_read_by_the_usual_intake(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text(json.dumps(CHAT), encoding="utf-8")
    items = list(read_inputs([tmp_path]))
    assert [type(item) for item in items] == [Report, Report, Report]
    assert not any(isinstance(item, Problem) for item in items)
