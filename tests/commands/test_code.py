"""`tawatur code` as a user calls it: formats, exit statuses, bad input, several cores."""

import csv
import gzip
import io
import json

import pytest
from click.testing import CliRunner

from tawatur.cli import main

REPORT = {
    "id": "a/1",
    "source": "وكالة السفح",
    "published": "2019-07-13",
    "title": "",
    "text": "قُتل ثلاثة جنود وأصيب خمسة في غارة جوية على بلدة كبانة أمس الجمعة، بحسب مصادر محلية.",
}


@pytest.fixture
def code(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments, given=None):
        return CliRunner().invoke(main, ["code", *map(str, arguments)], input=given)

    return run


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(REPORT, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def test_json_lines_by_the_contract(code, rows):
    result = code(rows)
    line = json.loads(result.stdout)
    assert list(line) == ["id", "source", "published", "title", "events"]
    for event in line["events"]:
        assert {"type", "status", "trigger", "actors", "targets", "place", "admin1", "country", "date", "figures",
                "attribution", "rule", "id"} <= set(event)  # fmt: skip
        assert REPORT["text"][event["trigger"]["start"] : event["trigger"]["end"]] == event["trigger"]["text"]
    assert line["events"]


def test_text_only_when_asked_for(code, rows):
    assert json.loads(code(rows, "--text").stdout)["text"] == REPORT["text"]


def test_standard_input_and_formats(code):
    given = json.dumps([REPORT, {**REPORT, "id": "a/2"}], ensure_ascii=False)
    listed = json.loads(code("-", "--format", "json", given=given).stdout)
    assert [report["id"] for report in listed] == ["a/1", "a/2"]
    table = list(csv.DictReader(io.StringIO(code("-", "--format", "csv", given=given).stdout)))
    assert {row["report"] for row in table} == {"a/1", "a/2"}
    assert len(table) == sum(len(report["events"]) for report in listed)


def test_table_has_the_words(code, rows):
    shown = code(rows, "--format", "table", "--bidi", "off").stdout
    assert "بلدة كبانة" in shown
    assert "الجمعة" in shown


def test_published_is_given_to_undated_input(code, tmp_path):
    page = tmp_path / "undated.txt"
    page.write_text(REPORT["text"], encoding="utf-8")
    assert json.loads(code(page).stdout)["published"] is None
    assert json.loads(code(page, "--published", "2019-07-13").stdout)["published"] == "2019-07-13"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "bad.jsonl: the file is empty"),
        (b'{"id": "x"}\n', "bad.jsonl:1: the row has no `text`"),
        (b'{"id": "x", "text": "...", "published": "2019-13-40"}\n', "bad.jsonl:1: `published` is not a date"),
        (b'{"id": "x", "text": \n', "bad.jsonl:1: not valid JSON"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text"),
        (b"\x00" * 5000, "not text"),
    ],
)
def test_bad_input_is_one_sentence_and_the_rest_is_coded(code, rows, tmp_path, content, says):
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(content)
    alone = code(bad)
    assert alone.exit_code == 1
    assert says in alone.stderr
    assert len(alone.stderr.splitlines()) == 1
    together = code(bad, rows)
    assert together.exit_code == 0
    assert json.loads(together.stdout)["id"] == "a/1"
    assert code(bad, rows, "--strict").exit_code == 1


def test_an_id_that_repeats_is_said_and_coded_once(code, tmp_path):
    twice = tmp_path / "twice.jsonl"
    twice.write_text((json.dumps(REPORT) + "\n") * 2, encoding="utf-8")
    result = code(twice)
    assert len(result.stdout.splitlines()) == 1
    assert "twice.jsonl:2: the id 'a/1' was already read" in result.stderr


def test_a_page_without_a_report_is_said(code, tmp_path):
    page = tmp_path / "gone.html"
    page.write_text("<html><body><h1>404</h1><p>الصفحة غير موجودة</p></body></html>", encoding="utf-8")
    result = code(page)
    assert result.exit_code == 1
    assert "captured, no content" in result.stderr


def test_odd_texts_are_coded(code, tmp_path):
    words = REPORT["text"]
    texts = {
        "long-line": " ".join([words, *["وزار السكان سوق المدينة صباحاً"] * 300]) * 20,
        "controls": "\u202e" + words.replace(" ", " \u202b", 3) + "\u2067\u202c",
        "nested": "<div>" * 3000 + words,
        "surrogate-like": words + "\ufffe\U0010ffff",
    }
    path = tmp_path / "odd.jsonl"
    path.write_text("".join(json.dumps({"id": k, "text": t}) + "\n" for k, t in texts.items()), encoding="utf-8")
    result = code(path, "--strict")
    assert result.exit_code == 0
    for line in map(json.loads, result.stdout.splitlines()):
        for event in line["events"]:
            trigger = event["trigger"]
            assert texts[line["id"]][trigger["start"] : trigger["end"]] == trigger["text"]


def test_several_cores_give_the_same_in_the_same_order(code, tmp_path):
    path = tmp_path / "many.jsonl.gz"
    rows = [{**REPORT, "id": f"a/{n}"} for n in range(60)]
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    assert code(path, "--jobs", 2).stdout == code(path).stdout


def test_an_error_in_one_report_costs_only_that_report(code, rows, monkeypatch):
    def trip(report):
        raise ZeroDivisionError("tripped")

    monkeypatch.setattr("tawatur.coding.code_report", trip)
    result = code(rows)
    assert "report a/1: cannot be coded (ZeroDivisionError: tripped)" in result.stderr
    assert result.exit_code == 1
