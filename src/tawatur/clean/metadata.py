"""What a page's head says about it: title, day of publication, outlet and address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Day
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from tawatur.clean.boilerplate import line_words
from tawatur.clean.document import Document, shown, squeezed

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date.issued",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.date",
    "dc.date.issued",
    "dc.date.created",
    "dc.date",
    "dc.created",
    "citation_publication_date",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "publication_date",
    "date",
    "shareaholic:article_published_time",
)
_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_ISO_SHORT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:T\d|\s*$)")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)")
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_LD_TITLE = re.compile(r'"headline"\s*:\s*("(?:[^"\\]|\\.){3,400}")')
_TITLE_CUT = re.compile(r"\s+[|\u2013\u2014\u00bb\u00ab\u2022:-]+\s+")
_ASIDE = re.compile(
    r"related|sidebar|widget|comment|footer|recent|popular|most|ticker|breaking|menu|nav", re.IGNORECASE
)
_CHANGED = re.compile(r"updated|modified", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3")
_MOST_HEADINGS = 30
_LONGEST_TITLE = 300  # letters
_BOXES = frozenset(("aside", "footer", "nav", "header"))


class Facts(Struct, frozen=True, kw_only=True):
    """What the page says of itself; "" and None where it says nothing."""

    title: str
    published: Day | None
    outlet: str
    address: str
    kind: str  # og:type in small letters


def facts(document: Document, address: str) -> Facts:
    """Read the head, the structured data and the address; nothing is taken from the visible text but h1 and time."""
    meta = _meta(document)
    linked = list(_linked_data(document))
    here = _address(document, meta, address)
    outlet = _outlet(meta, linked)
    return Facts(
        title=_title(document, meta, linked, outlet or host_of(here)),
        published=_published(document, meta, linked, here),
        outlet=outlet,
        address=here,
        kind=meta.get("og:type", "").lower(),
    )


def day_of(value: str) -> Day | None:
    """The day of an ISO or mail date; None for anything else or a day outside 1970 to 2099."""
    found = _ISO.match(value) or _ISO_SHORT.match(value)
    try:
        day = Day(*map(int, found.groups())) if found else parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day if 1970 <= day.year < 2100 else None


def _meta(document: Document) -> dict[str, str]:
    """The meta elements by name, property or itemprop in small letters; the first of each counts."""
    found: dict[str, str] = {}
    for element in document.tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = squeezed(element.get("content") or element.get("datetime") or "")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked_data(document: Document) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of a page; of broken JSON the date and headline."""
    for script in document.tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        raw = (script.text or "").strip().strip(";")
        try:
            yield from _objects(msgspec.json.decode(raw))
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            date, title = _LD_DATE.search(raw), _LD_TITLE.search(raw)
            yield {"datePublished": date[1] if date else "", "headline": title[1].strip('"') if title else ""}


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD value, those of a list or of "@graph" one by one."""
    if isinstance(data, dict):
        yield data
        data = data.get("@graph")
    for item in data if isinstance(data, list) else ():
        yield from _objects(item)


def _published(document: Document, meta: dict[str, str], linked: list[dict[str, Any]], address: str) -> Day | None:
    """The first day told, the most trustworthy place first. Days of change and of copyright never count."""
    told = [str(item["datePublished"]) for item in linked if item.get("datePublished")]
    told += [meta[name] for name in _PUBLISHED if name in meta]
    told += list(_times(document))
    if found := _IN_ADDRESS.search(urlsplit(address).path):
        told.append("-".join(found.groups()))
    return next((day for day in map(day_of, told) if day), None)


def _times(document: Document) -> Iterator[str]:
    """The `datetime` of time elements that do not stand in menus, lists of other reports, comments or the foot."""
    for element in document.tree.iter("time"):
        value = element.get("datetime") or element.get("content") or ""
        if value and not _CHANGED.search(element.get("class") or "") and not in_aside(element):
            yield value


def in_aside(element: Any) -> bool:
    """Whether an element stands in a menu, sidebar, foot or list of other reports; an article's own header is none."""
    for box in (element, *element.iterancestors()):
        if box.tag in ("article", "main"):
            return False
        if box.tag in _BOXES or _ASIDE.search(f"{box.get('class') or ''} {box.get('id') or ''}"):
            return box.tag not in ("body", "html")
    return False


def _title(document: Document, meta: dict[str, str], linked: list[dict[str, Any]], outlet: str) -> str:
    """The headline: of the h1 where it agrees with the head, else as the head has it, without the outlet's name."""
    page_title = shown(element) if (element := document.tree.find(".//title")) is not None else ""
    told = [str(item["headline"]) for item in linked if isinstance(item.get("headline"), str)]
    told += [meta[name] for name in ("og:title", "twitter:title", "dc.title", "headline") if name in meta]
    told = [squeezed(title) for title in (*told, page_title) if title.strip()]
    titles = [line_words(title) for title in told]
    headings = [text for level in _HEADINGS for element in document.tree.iter(level) if (text := shown(element))]
    lines = [block.text for block in document.blocks if block.density < 1 and len(block.text) <= _LONGEST_TITLE]
    for shown_lines in (headings[:_MOST_HEADINGS], lines):
        agreed = [text for text in shown_lines if any(_within(line_words(text), title) for title in titles)]
        if agreed and len(line_words(best := max(agreed, key=len))) > 2:
            return best
    if told:
        return _without_outlet(told[0], outlet)
    return headings[0] if len(headings) == 1 else ""


def _within(words: tuple[str, ...], title: tuple[str, ...]) -> bool:
    """Whether a title of the head holds the words in a row."""
    return any(title[i : i + len(words)] == words for i in range(len(title) - len(words) + 1))


def _without_outlet(title: str, outlet: str) -> str:
    """ "Headline - Outlet" without what follows the last dash or bar, where that is the outlet or short."""
    cuts = list(_TITLE_CUT.finditer(title))
    if not cuts:
        return title
    head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
    named = line_words(tail) == line_words(outlet)
    return head if named or len(line_words(tail)) <= 4 < len(line_words(head)) else title


def _outlet(meta: dict[str, str], linked: list[dict[str, Any]]) -> str:
    for item in linked:
        publisher = item.get("publisher")
        publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str) and publisher["name"].strip():
            return squeezed(publisher["name"])
    return next((meta[name] for name in ("og:site_name", "dc.publisher", "application-name") if name in meta), "")


def _address(document: Document, meta: dict[str, str], address: str) -> str:
    """Where the page stands on the web: as fetched, else as it says itself; the path for a page that does not say."""
    told = (address, document.attribute(".//link[@rel='canonical']", "href"), meta.get("og:url", ""))
    return next((url for url in told if urlsplit(url).scheme in ("http", "https")), address)


def host_of(address: str) -> str:
    """The site of an address, "" for a path."""
    parts = urlsplit(address)
    return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""
