"""Files, folders and the standard input: every good item is read, every bad one is one sentence with file and line."""

import gzip
import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from tawatur.acquire import Item, Limits, Problem, read_inputs
from tawatur.records import Page, Report

ROW = {"id": "a", "source": "s", "published": "2020-01-02", "title": "عنوان", "text": "عنوان\n\nنص \u202e مقلوب\u202c "}


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lines(*rows: object) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


def problems(items: list[Item]) -> list[str]:
    return [str(item) for item in items if isinstance(item, Problem)]


def test_row_is_taken_exactly_as_given(tmp_path: Path) -> None:
    (report,) = read_inputs([write(tmp_path, "a.jsonl", lines(ROW))])
    assert report == Report(id="a", source="s", published=date(2020, 1, 2), title="عنوان", text=ROW["text"])


def test_undated_and_nameless_rows_get_what_the_user_says(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", lines({"id": 7, "text": "نص"}, ROW))
    bare, told = read_inputs([path], published=date(2019, 7, 13), outlet="جريدة")
    assert isinstance(bare, Report)
    assert isinstance(told, Report)
    assert (bare.id, bare.published, bare.source) == ("7", date(2019, 7, 13), "جريدة")
    assert (told.published, told.source) == (date(2020, 1, 2), "s")


def test_published_may_be_a_time(tmp_path: Path) -> None:
    (report,) = read_inputs([write(tmp_path, "a.jsonl", lines(ROW | {"published": "2020-01-02T23:10:00Z"}))])
    assert isinstance(report, Report)
    assert report.published == date(2020, 1, 2)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('{"id": "b", "text": ', "not valid JSON"),
        ("[1, 2]", "a row is an object"),
        ({"id": "b", "txt": "نص"}, "the row has no `text`; is `txt` meant?"),
        ({"text": "نص"}, "the row has no `id`."),
        ({"id": "b", "text": " \n"}, "the `text` is empty."),
        ({"id": "b", "text": 5}, "`text` is not text."),
        ({"id": "b", "text": "نص", "published": "2020-13-01"}, "`published` is not a date (YYYY-MM-DD): '2020-13-01'."),
        ({"id": "b", "text": "نص", "published": 2020}, "`published` is not a date (YYYY-MM-DD): '2020'."),
        ({"id": "a", "text": "نص"}, "the id 'a' was already read from"),
        ('{"id": "b", "text": "\\ud800"}', "not valid JSON"),
        ("[" * 100_000, "the JSON is nested too deeply."),
        ({"id": "b", "text": "ن" * 2000}, "the `text` has 2,000 letters, more than the 1,000 allowed."),
        ({"id": "b", "text": "x", "more": "y" * 200_000}, "the line is longer than"),
    ],
    ids=range(13),
)
def test_bad_row_spoils_no_other(tmp_path: Path, row: object, says: str) -> None:
    path = write(tmp_path, "a.jsonl", lines(ROW, row, ROW | {"id": "c"}))
    limits = Limits(item_bytes=150_000, text_letters=1000)
    items = list(read_inputs([path], limits=limits))
    assert [item.id for item in items if isinstance(item, Report)] == ["a", "c"]
    (problem,) = problems(items)
    assert problem.startswith(f"{path}:2: ")
    assert says in problem
    assert "\n" not in problem
    assert len(problem) < 300


def test_bytes_that_are_no_utf8_spoil_one_row(tmp_path: Path) -> None:
    raw = lines(ROW).encode() + b'{"id": "b", "text": "\xff\xfe"}\n' + lines(ROW | {"id": "c"}).encode()
    items = list(read_inputs([write(tmp_path, "a.jsonl", raw)]))
    assert [type(item).__name__ for item in items] == ["Report", "Problem", "Report"]


def test_json_documents(tmp_path: Path) -> None:
    rows = [ROW, {"id": "b"}, ROW | {"id": "c"}]
    listed = write(tmp_path, "a.json", json.dumps(rows, indent=1, ensure_ascii=False))
    held = write(tmp_path, "b.json", json.dumps({"reports": [ROW | {"id": "d"}]}, indent=1))
    single = write(tmp_path, "c.json", json.dumps(ROW | {"id": "e"}, indent=1))
    items = list(read_inputs([listed, held, single]))
    assert [item.id for item in items if isinstance(item, Report)] == ["a", "c", "d", "e"]
    assert problems(items) == [f"{listed}:9: the row has no `text`."]


def test_gzip_and_byte_order_mark(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl.gz", gzip.compress(b"\xef\xbb\xbf" + lines(ROW, "").encode()))
    (report,) = read_inputs([path])
    assert isinstance(report, Report)


def test_cut_gzip_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = lines(*(ROW | {"id": str(i), "text": f"{i * 7919}"} for i in range(5000)))
    cut = write(tmp_path, "a.jsonl.gz", gzip.compress(rows.encode())[:-200])
    items = list(read_inputs([cut, write(tmp_path, "b.jsonl", lines(ROW))]))
    assert isinstance(items[-1], Report)
    assert "cannot be read to its end" in problems(items)[-1]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "the file is empty."),
        ("empty.jsonl", b"", "the file is empty."),
        ("blank.html", b" \n ", "the file is empty."),
        ("a.pdf", b"%PDF-1.7 ...", "this is a PDF, not text; save it as HTML or text first."),
        ("a.html", b"\x00\x01\x02\x03" * 100, "this is binary data, not text; save it as HTML or text first."),
        ("a.txt", b"\x7fELF\x02\x01\x01\x00", "this is a program, not text; save it as HTML or text first."),
        ("list.json", b"[]", "the list of reports is empty."),
        ("large.txt", "نص ".encode() * 1000, "larger than"),
        ("large.html", b"<p>" + b"x" * 5000, "larger than"),
    ],
)
def test_bad_file(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = write(tmp_path, name, content)
    (problem,) = problems(list(read_inputs([path], limits=Limits(item_bytes=4000))))
    assert problem.startswith(f"{path}: ")
    assert says in problem


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    said = problems(list(read_inputs([tmp_path / "none.txt", tmp_path])))
    assert said[0] == f"{tmp_path / 'none.txt'}: cannot be read: no such file or directory."
    assert said[1].startswith(f"{tmp_path}: no reports in this folder; looked for .")


def test_folder_is_searched_in_order_without_what_browsers_save_beside(tmp_path: Path) -> None:
    for name in ("b.html", "a.txt", "c/d.htm", "b_files/frame.html", ".hidden.txt", "x.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path, name, f"<html><p>{name}</p>" if "htm" in name else name)
    pages = [item for item in read_inputs([tmp_path]) if isinstance(item, Page)]
    assert [Path(page.address).name for page in pages] == ["a.txt", "b.html", "d.htm"]
    assert [page.media_type for page in pages] == ["text/plain", "text/html", "text/html"]


def test_same_bytes_are_read_once(tmp_path: Path) -> None:
    first, second = write(tmp_path, "a.txt", "نص واحد"), write(tmp_path, "b.txt", "نص واحد")
    items = list(read_inputs([first, second]))
    assert problems(items) == [f"{second}: the same bytes as {first}; read once."]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (lines(ROW).encode(), Report),
        (b"\n <!DOCTYPE html><html><p>x</p>", Page),
        ("خبر قصير من سطر واحد.".encode(), Page),
        ("<html><p>x".encode("utf-16"), Page),
    ],
    ids=["rows", "html", "text", "utf-16"],
)
def test_standard_input_is_recognised(monkeypatch: pytest.MonkeyPatch, content: bytes, kind: type) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
    (item,) = read_inputs(["-"])
    assert isinstance(item, kind)
    if isinstance(item, Page):
        assert item.address == "<stdin>"
        assert item.media_type == ("text/html" if b"h\0t" in content or b"<html" in content else "text/plain")


def test_html_is_recognised_under_any_name(tmp_path: Path) -> None:
    (page,) = read_inputs([write(tmp_path, "page.txt", "<!-- x --><html><body><p>خبر")])
    assert isinstance(page, Page)
    assert page.media_type == "text/html"


def test_address_of_a_saved_page(tmp_path: Path) -> None:
    saved = "<!DOCTYPE html>\n<!-- saved from url=(0028)https://site.example/2019/1 -->\n<html><p>x"
    (page,) = read_inputs([write(tmp_path, "page.html", saved)])
    assert isinstance(page, Page)
    assert page.address == "https://site.example/2019/1"


def test_one_very_long_line(tmp_path: Path) -> None:
    row = write(tmp_path, "a.jsonl", lines(ROW | {"text": "كلمة " * 40_000}))
    text = write(tmp_path, "a.txt", "كلمة " * 40_000)
    report, page = read_inputs([row, text])
    assert isinstance(report, Report)
    assert len(report.text) == 200_000
    assert isinstance(page, Page)


def test_large_file_of_rows_is_streamed(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", lines(*(ROW | {"id": i} for i in range(1, 2000))))
    items = read_inputs([path], limits=Limits(item_bytes=1000))
    first = next(items)
    assert isinstance(first, Report)
    assert first.id == "1"
    assert sum(isinstance(item, Report) for item in items) == 1998
