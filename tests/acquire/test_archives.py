"""Web archives and packed folders, written by the tools that people use."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tawatur.acquire import Limits, Problem, read_inputs
from tawatur.records import Page, Report

# warcio leaves its temporary files to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

BODY = "<html><head><title>خبر</title></head><body><p>سُمع دويّ انفجار قرب المخفر</p></body></html>"


FILES = Path(__file__).parent / "files"


def warc(*pages: tuple[str, str, bytes, str], compressed: bool = True) -> bytes:
    """A WARC of (address, content type, body, status) as warcio writes it, with a request and warcinfo beside them."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "test"}))
    for address, kind, body, status in pages:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            address,
            "response",
            payload=io.BytesIO(body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2021-03-04T05:06:07Z"},
        )
        writer.write_record(record)
    return out.getvalue()


def wacz(members: dict[str, bytes], hashes: bool = True) -> bytes:
    """A WACZ package as the format's specification lays it out."""
    rows = [
        {"name": Path(n).name, "path": n, "hash": f"sha256:{hashlib.sha256(b).hexdigest()}", "bytes": len(b)}
        for n, b in members.items()
    ]
    package = {"profile": "data-package", "wacz_version": "1.1.1", "resources": rows if hashes else []}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
        archive.writestr("datapackage.json", json.dumps(package))
    return out.getvalue()


def read(folder: Path, name: str, content: bytes, **limits: int) -> tuple[list[Page | Report], list[str]]:
    (folder / name).write_bytes(content)
    items = list(read_inputs([folder / name], limits=Limits(**limits)))
    return [i for i in items if not isinstance(i, Problem)], [str(i) for i in items if isinstance(i, Problem)]


PAGES = (
    ("https://a.example/1", "text/html; charset=utf-8", BODY.encode(), "200 OK"),
    ("https://a.example/pic", "image/png", b"\x89PNG", "200 OK"),
    ("https://a.example/gone", "text/html", b"<p>gone</p>", "404 Not Found"),
    ("https://a.example/2", "text/html; charset=windows-1256", BODY.encode("cp1256"), "200 OK"),
)


@pytest.mark.parametrize(("name", "compressed"), [("a.warc.gz", True), ("a.warc", False)])
def test_pages_of_a_warc(tmp_path: Path, name: str, compressed: bool) -> None:
    pages, problems = read(tmp_path, name, warc(*PAGES, compressed=compressed))
    assert problems == []
    assert [page.address for page in pages if isinstance(page, Page)] == ["https://a.example/1", "https://a.example/2"]
    first, second = pages
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert first.raw.decode() == BODY
    assert first.captured is not None
    assert first.captured.isoformat() == "2021-03-04T05:06:07+00:00"
    assert second.charset is not None
    assert second.raw.decode(second.charset) == BODY


def test_a_packed_body_is_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    headers = StatusAndHeaders(
        "200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1"
    )
    packed = io.BytesIO(gzip.compress(BODY.encode()))
    writer.write_record(
        writer.create_warc_record("https://a.example/z", "response", payload=packed, http_headers=headers)
    )
    [page], problems = read(tmp_path, "z.warc.gz", out.getvalue())
    assert isinstance(page, Page)
    assert (page.raw.decode(), problems) == (BODY, [])


def test_a_warc_of_wget_and_a_wacz_of_py_wacz(tmp_path: Path) -> None:
    """Made by these tools (files/README.md), with their habits: addresses in angle brackets, notes of the tool as
    records, and a list of pages that lacks those that are not in UTF-8."""
    *pages, last = read_inputs([FILES / "crawl.warc.gz"])
    assert [page.address for page in (*pages, last) if isinstance(page, Page)] == [
        f"http://paper.example/{name}" for name in ("", "1.html", "2.html")
    ]
    assert isinstance(last, Page)
    assert "تلة الحمام" in last.raw.decode("cp1256")
    listed = list(read_inputs([FILES / "crawl.wacz"]))
    assert [item.address for item in listed if isinstance(item, Page)] == [
        "http://paper.example/",
        "http://paper.example/1.html",
    ]
    [problem] = [str(item) for item in listed if isinstance(item, Problem)]
    assert "pages that the package does not list, left out: 1; add the WARC itself" in problem


def test_a_truncated_warc_gives_what_is_whole(tmp_path: Path) -> None:
    whole = warc(*PAGES[:1], *(("https://a.example/9", "text/html", BODY.encode() * 50, "200 OK"),))
    pages, problems = read(tmp_path, "cut.warc.gz", whole[:-200])
    assert len(pages) == 1
    assert len(problems) == 1
    assert "cannot be read to its end" in problems[0] or "cut off" in problems[0]
    plain = warc(PAGES[0], ("https://a.example/9", "text/html", BODY.encode() * 50, "200 OK"), compressed=False)
    pages, problems = read(tmp_path, "cut.warc", plain[:-300])
    assert len(pages) == 1
    assert "cut off" in problems[0] or "cannot be read to its end" in problems[0]


def test_a_forged_warc_is_named(tmp_path: Path) -> None:
    honest = warc(PAGES[0], compressed=False)
    forged = honest.replace("المخفر".encode(), "المصنع".encode())
    pages, problems = read(tmp_path, "forged.warc", forged)
    assert pages == []
    assert "do not fit the digest" in problems[0]


def test_only_the_listed_pages_of_a_wacz_are_read(tmp_path: Path) -> None:
    lines = (
        '{"format": "json-pages-1.0", "id": "pages"}\n{"url": "https://a.example/2", "ts": "2021-03-04T05:06:07Z"}\n'
    )
    members = {"archive/data.warc.gz": warc(*PAGES), "pages/pages.jsonl": lines.encode()}
    pages, problems = read(tmp_path, "a.wacz", wacz(members))
    assert ["does not list, left out: 1" in problem for problem in problems] == [True]
    assert [page.address for page in pages if isinstance(page, Page)] == ["https://a.example/2"]


def test_a_changed_wacz_is_named(tmp_path: Path) -> None:
    good = {"archive/data.warc": warc(PAGES[0], compressed=False)}
    packed = wacz(good).replace("المخفر".encode(), "المصنع".encode())
    pages, problems = read(tmp_path, "a.wacz", packed)
    assert pages == []
    assert problems


def test_a_packed_folder(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("day/one.txt", "سقطت قذيفة على السوق")
        archive.writestr("day/rows.jsonl", json.dumps({"id": "r1", "text": "اعتقال حارس"}) + "\n")
        archive.writestr("../../etc/passwd.txt", "خارج")
        archive.writestr("/abs.txt", "خارج")
        archive.writestr("c:\\x.txt", "خارج")
        archive.writestr("inner.zip", b"PK\x03\x04")
        archive.writestr("pic.png", b"\x89PNG")
    pages, problems = read(tmp_path, "a.zip", out.getvalue())
    assert len(pages) == 2
    assert sum("leads out of the archive" in p for p in problems) == 3
    assert sum("an archive within an archive" in p for p in problems) == 1
    assert not (tmp_path.parent.parent / "etc").exists()


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"\0" * (80 * 1024 * 1024))
        archive.writestr("fine.txt", "هدنة في البلدة")
    pages, problems = read(tmp_path, "bomb.zip", out.getvalue())
    assert len(pages) == 1
    assert "unpacks to more than 200 times" in problems[0]
    bomb = gzip.compress(b'{"id": 1, "text": "' + b"a" * (90 * 1024 * 1024))
    pages, problems = read(tmp_path, "bomb.jsonl.gz", bomb)
    assert pages == []
    assert any("unpacks to more than 200 times" in p or "longer than" in p for p in problems)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.wacz", b"PK\x03\x04 not really a zip"),
        ("a.xlsx", b"PK\x03\x04 not really a zip"),
        ("a.warc.gz", gzip.compress(b"WARC/1.0\r\nnonsense", mtime=0)[:-4]),
        ("a.warc", b"WARC/1.0\r\n\r\n"),
        ("empty.zip", b"PK\x05\x06" + b"\0" * 18),
    ],
    ids=["wacz", "xlsx", "cut gzip", "no record", "empty"],
)
def test_damaged_archives_are_problems(tmp_path: Path, name: str, content: bytes) -> None:
    pages, problems = read(tmp_path, name, content)
    assert pages == []
    assert len(problems) == 1
