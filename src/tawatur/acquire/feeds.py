"""Reads feeds (RSS, Atom) and sitemaps: the pages they name, their titles and days, and the words they hold."""

from __future__ import annotations

import hashlib
import html
import io
import zlib
from collections.abc import Iterator
from datetime import date as Day
from datetime import datetime
from typing import Any, BinaryIO, cast
from urllib.parse import urljoin, urlsplit

from lxml import etree
from msgspec import Struct

from tawatur.acquire.guarded import Gunzip, Unpacking
from tawatur.acquire.items import Found, Source
from tawatur.acquire.rows import megabytes
from tawatur.records import Page

_ENTRIES = 50_000
_UNPACKED = 64 * 1024 * 1024


class Entry(Struct, frozen=True, kw_only=True):
    """A page that a feed or sitemap names. `content` is HTML that the feed itself holds of it, in full or in part."""

    address: str
    id: str = ""
    title: str = ""
    published: Day | None = None
    content: str = ""
    is_sitemap: bool = False  # the address is that of a further sitemap


def looks_like_feed(head: bytes) -> bool:
    """Whether the head opens RSS or Atom."""
    start = head[:2048].lower()
    return (b"<rss" in start or b"<rdf:rdf" in start or b"<feed" in start) and b"<html" not in start


def looks_like_sitemap(head: bytes) -> bool:
    """Whether the head opens a sitemap or a list of sitemaps."""
    start = head[:2048].lower()
    return b"<urlset" in start or b"<sitemapindex" in start


def read_feed(source: Source) -> Iterator[Found]:
    """The entries of a saved feed that hold words, as pages; the line is the number of the entry."""
    limit = source.given.limits.item_bytes
    raw = source.stream.read(limit + 1)
    if len(raw) > limit:
        yield None, f"the feed is larger than {megabytes(limit)}; not read."
        return
    number = 0
    for number, entry in enumerate(feed_entries(raw, ""), 1):
        page = page_of_entry(entry, source.given.outlet)
        if page is None:
            yield number, "the entry holds no words, only a link; add the feed by its address to fetch its pages."
        else:
            yield number, page
    if not number:
        yield None, "no entry in this feed."


def feed_entries(raw: bytes, base: str) -> list[Entry]:
    """The entries of a feed in its order; dates that cannot be read are left out, addresses are made whole."""
    import feedparser  # type: ignore[import-untyped]

    parsed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    return [_entry(cast(dict[str, Any], entry), base) for entry in parsed.entries[:_ENTRIES]]


def sitemap_entries(raw: bytes, base: str) -> list[Entry]:
    """The pages and further sitemaps that a sitemap names, gzip or not. Raises ValueError for what is none."""
    root = etree.fromstring(_plain(raw), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    if root is None:
        raise ValueError("empty")
    entries: list[Entry] = []
    for element in root.iterchildren():
        if not isinstance(element.tag, str) or len(entries) >= _ENTRIES:
            continue
        kind = etree.QName(element).localname
        facts = {
            etree.QName(child).localname: (child.text or "").strip() for child in element if isinstance(child.tag, str)
        }
        if kind in ("url", "sitemap") and facts.get("loc"):
            entries.append(
                Entry(
                    address=urljoin(base, facts["loc"]),
                    published=_iso_day(facts.get("lastmod", "")),
                    is_sitemap=kind == "sitemap",
                )
            )
    return entries


def page_of_entry(entry: Entry, outlet: str | None) -> Page | None:
    """The words that a feed itself holds of an entry, as a page; None where it holds none."""
    if not entry.content.strip():
        return None
    title = html.escape(entry.title)
    head = f"<html><head><title>{title}</title></head>"
    raw = f"{head}<body><article><h1>{title}</h1>{entry.content}</article></body></html>"
    encoded = raw.encode("utf-8", errors="replace")
    return Page(
        raw=encoded,
        sha256=hashlib.sha256(encoded).hexdigest(),
        address=entry.address or entry.id,
        media_type="text/html",
        charset="utf-8",
        outlet=outlet,
        id=f"feed/{hashlib.sha256(entry.id.encode()).hexdigest()[:16]}" if entry.id else None,
        title=entry.title,
        published=entry.published,
    )


def _entry(entry: dict[str, Any], base: str) -> Entry:
    bodies = [str(part.get("value", "")) for part in entry.get("content", [])]
    address = urljoin(base, str(entry.get("link", "")).strip())
    return Entry(
        address=address if urlsplit(address).scheme in ("http", "https") else "",
        id=str(entry.get("id") or entry.get("link") or ""),
        title=str(entry.get("title", "")),
        published=_day(entry),
        content=max([*bodies, str(entry.get("summary", ""))], key=len),
    )


def _day(entry: dict[str, Any]) -> Day | None:
    """The day as the feed writes it, in its own time zone: feedparser's own times are moved to UTC."""
    from email.utils import parsedate_to_datetime

    said = str(entry.get("published") or (entry["updated"] if "updated" in entry else ""))
    try:
        return parsedate_to_datetime(said).date()
    except (TypeError, ValueError, IndexError):
        pass
    if day := _iso_day(said):
        return day
    parsed = entry.get("published_parsed") or (entry.get("updated_parsed") if "updated_parsed" in entry else None)
    try:
        return Day(*parsed[:3]) if parsed else None
    except ValueError:
        return None


def _iso_day(said: str) -> Day | None:
    try:
        return datetime.fromisoformat(said).date()
    except ValueError:
        return None


def _plain(raw: bytes) -> bytes:
    """A sitemap's bytes, unpacked where it is gzip. Raises ValueError."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    packed = io.BytesIO(raw)
    try:
        unpacked = io.BufferedReader(Unpacking(cast(BinaryIO, Gunzip(packed)), packed)).read(_UNPACKED)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"cannot be unpacked: {error}") from error
    return unpacked
