"""The frozen pages in `pages/` become the reports written beside them; what is wrong in sum stays under a floor."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from tawatur.acquire import read_inputs
from tawatur.clean import clean
from tawatur.clean.anchors import followed
from tawatur.clean.boilerplate import line_words_all
from tawatur.clean.decode import decode
from tawatur.records import Page, Report
from tawatur.reference import load_yaml

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
SHELLS = Path(__file__).parent / "shells"
# Paragraphs of the frozen pages that stand where they should, among those found and those wanted.
PRECISION_FLOOR = 1.0
RECALL_FLOOR = 0.97


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    published: date | None
    source: str
    paragraphs: list[str]


def read(path: Path) -> tuple[Page, Report]:
    (page,) = read_inputs([path])
    assert isinstance(page, Page)
    return page, clean(page)


def expected_of(path: Path) -> Expected:
    return load_yaml(path.with_suffix(".yml"), Expected)


def body(report: Report) -> list[str]:
    return report.text.removeprefix(report.title).lstrip("\n").split("\n\n")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_head(path: Path) -> None:
    _, report = read(path)
    expected = expected_of(path)
    assert (report.title, report.published, report.source) == (expected.title, expected.published, expected.source)
    assert report.text.startswith(report.title)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_nothing_but_paragraphs(path: Path) -> None:
    _, report = read(path)
    assert [line for line in body(report) if line not in expected_of(path).paragraphs] == []


def test_precision_and_recall() -> None:
    hits = found = wanted = 0
    for path in PAGES:
        paragraphs = expected_of(path).paragraphs
        lines = body(read(path)[1])
        hits += sum(line in paragraphs for line in lines)
        found += len(lines)
        wanted += len(paragraphs)
    assert hits / found >= PRECISION_FLOOR
    assert hits / wanted >= RECALL_FLOOR


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_anchors_lead_back_to_the_same_words(path: Path) -> None:
    page, report = read(path)
    source = decode(page.raw).text
    assert sum(anchor.end - anchor.start for anchor in report.anchors) >= 0.95 * len(report.text.replace("\n\n", ""))
    for anchor in report.anchors:
        here = line_words_all(report.text[anchor.start : anchor.end])
        assert line_words_all(followed(source, anchor.page_start, anchor.page_end)) == here


def test_same_page_gives_the_same_report() -> None:
    for path in PAGES:
        assert read(path)[1] == read(path)[1]


@pytest.mark.parametrize(("name", "reason"), load_yaml(SHELLS / "expected.yml", dict[str, str]).items())
def test_shell(name: str, reason: str) -> None:
    _, report = read(SHELLS / name)
    assert report.text == ""
    assert report.notes[-1] == f"captured, no content: {reason}."


def test_declared_charset_is_not_believed() -> None:
    _, report = read(Path(__file__).parent / "pages" / "table-windows-1256.html")
    assert report.notes == ("declared iso8859-1, but reads as windows-1256.",)
