"""Outlets and headings are data; their examples run here."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tawatur.acquire.tables import _plain, known_headings
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
