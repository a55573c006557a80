"""Reads a file that is one page: HTML, or a plain text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tawatur.acquire.items import Found, Source
from tawatur.acquire.rows import megabytes
from tawatur.acquire.sniff import binary_kind
from tawatur.records import Page

# Browsers write the address into pages they save.
_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(\S+) -->", re.IGNORECASE)


def read_html(source: Source) -> Iterator[Found]:
    """A saved HTML page."""
    yield None, _page(source, "text/html")


def read_text(source: Source) -> Iterator[Found]:
    """A plain text."""
    yield None, _page(source, "text/plain")


def _page(source: Source, media_type: str) -> Page | str:
    limits = source.given.limits
    limit = limits.item_bytes if media_type == "text/html" else min(limits.item_bytes, 2 * limits.text_letters)
    raw = source.stream.read(limit + 1)
    if len(raw) > limit:
        return f"larger than {megabytes(limit)}, too much for one report; split it or give JSON Lines."
    if not raw.strip():
        return "the file is empty."
    if kind := binary_kind(raw[:4096]):
        return f"this is {kind}, not text; save it as HTML or text first."
    return Page(
        raw=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        address=_address(raw, source.name) if media_type == "text/html" else source.name,
        media_type=media_type,
        outlet=source.given.outlet,
        published=source.given.published,
    )


def _address(raw: bytes, name: str) -> str:
    """The address a browser wrote into a saved page, else the path."""
    saved = _SAVED_FROM.search(raw, 0, 4096)
    address = saved[1].decode("ascii", errors="replace") if saved else ""
    return address if urlsplit(address).scheme in ("http", "https") else name
