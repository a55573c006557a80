"""Outlets and headings are data; their examples run here."""

from __future__ import annotations

import codecs
from typing import Any

import pytest
import yaml
from lxml import etree
from msgspec.structs import replace

from tawatur.acquire.tables import _plain, known_headings
from tawatur.clean import clean
from tawatur.records import Page
from tawatur.reference.loader import pack_path
from tawatur.reference.outlets import outlet_of, outlets
from tawatur.store.outlets import outlet_named


def rows(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load(pack_path(f"sources/{name}").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("row", rows("outlets.examples.yml"), ids=str)
def test_outlets(row: dict[str, Any]) -> None:
    found = outlet_of(row["address"]) if "address" in row else outlet_named(row["name"])
    assert (found.id if found else None) == row["outlet"]


STORY = "وصلت قافلة من ثلاثين شاحنة إلى بلدة تل الزيتون صباح اليوم، وفق ما ذكر مسؤول في البلدية."
OTHER = "تشهد أسواق المدينة هذه الأيام ارتفاعا كبيرا في أسعار الخضار والفواكه، بحسب عدد من التجار."


def test_pages_of_an_outlet_are_read_as_its_row_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site whose server names no charset and whose reports stand in marked boxes, below a longer text of another."""
    boxes = f"<div>{f'<p>{OTHER}</p>' * 9}</div><div class='story x'>{STORY}<br>ولم ترد تفاصيل أخرى حتى الآن.</div>"
    raw = f"<html><head><title>قافلة</title></head><body>{boxes}</body></html>".encode("cp1256")
    page = Page(raw=raw, sha256="", address="https://paper.example/1", media_type="text/html", charset=None)
    row = outlets()[0]
    described = replace(row, charset="windows-1256", body="//div[contains(@class, 'story')]")
    assert OTHER in clean(page).text
    monkeypatch.setattr("tawatur.clean.page.outlet_of", lambda address: described)
    assert clean(page).text.split("\n\n")[-2:] == [STORY, "ولم ترد تفاصيل أخرى حتى الآن."]
    assert OTHER not in clean(page).text
    monkeypatch.setattr("tawatur.clean.page.outlet_of", lambda address: replace(described, body="//article"))
    assert OTHER in clean(page).text  # nothing there: read as any page


def test_what_rows_say_on_pages_can_be_used() -> None:
    for outlet in outlets():
        assert outlet.body is None or etree.XPath(outlet.body)
        assert outlet.charset is None or codecs.lookup(outlet.charset)


@pytest.mark.parametrize("row", rows("columns.examples.yml"), ids=str)
def test_headings(row: dict[str, Any]) -> None:
    found = [known.id for known in known_headings() if _plain(row["heading"]) in map(_plain, known.names)]
    assert found == ([row["field"]] if row["field"] else [])


def test_no_two_outlets_share_an_id_host_or_name() -> None:
    for key in (lambda o: [o.id], lambda o: o.hosts, lambda o: o.names):
        said = [value for outlet in outlets() for value in key(outlet)]
        assert len(said) == len(set(said))


def test_no_heading_names_two_fields() -> None:
    said = [_plain(name) for known in known_headings() for name in known.names]
    assert len(said) == len(set(said))
