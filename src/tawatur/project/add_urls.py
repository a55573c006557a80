"""Adds web pages, and what feeds and sitemaps name; asks only for what is new."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import BinaryIO, cast

from msgspec import Struct
from msgspec.structs import replace

from tawatur.acquire.feeds import (
    Entry,
    feed_entries,
    looks_like_feed,
    looks_like_sitemap,
    page_of_entry,
    sitemap_entries,
)
from tawatur.acquire.fetch import Answer, Fetcher, Validators
from tawatur.acquire.intake import read_stream
from tawatur.acquire.sniff import looks_like_json, looks_like_json_lines
from tawatur.project.add_files import Options
from tawatur.project.batch import Batch
from tawatur.records import Page
from tawatur.store.captures import Kept
from tawatur.store.database import Store, now
from tawatur.store.sightings import Sighting, capture_state
from tawatur.store.subscriptions import Asked, asked_at, known_addresses, subscriptions

_SITEMAPS = 50  # of one site
_PAGES = 1000  # of one sitemap in one run, the newest first; the next run takes the rest
Tell = Callable[[str], None]


class _Run(Struct, frozen=True):
    """What one run of adding addresses works with."""

    store: Store
    batch: Batch
    fetcher: Fetcher
    options: Options
    tell: Tell


def add_urls(
    store: Store, batch: Batch, urls: Sequence[str], fetcher: Fetcher, options: Options, tell: Tell = lambda line: None
) -> None:
    """Fetch each address and keep it: a page with its report, a feed or sitemap with the new pages that it names."""
    run = _Run(store, batch, fetcher, options, tell)
    for url in urls:
        with store.reading() as connection:
            before = asked_at(connection, url)
        known = Validators(before.etag, before.modified) if before and not options.again else Validators()
        _take(run, fetcher.fetch(url, known))
        batch.write()


def add_subscribed(
    store: Store, batch: Batch, fetcher: Fetcher, options: Options, tell: Tell = lambda line: None
) -> None:
    """Ask every feed and sitemap that was added before, each with the outlet and restriction it was added with."""
    with store.reading() as connection:
        rows = subscriptions(connection)
    for row in rows:
        batch.restricted = options.restricted or bool(row.restricted)
        said = replace(options, outlet=options.outlet or row.outlet, restricted=batch.restricted)
        add_urls(store, batch, [row.address], fetcher, said, tell)
    batch.restricted = options.restricted


def _take(run: _Run, answer: Answer) -> None:
    """Keep what an address gave, by what it is."""
    if answer.raw is None:
        said = "unchanged" if answer.unchanged else answer.problem
        _remember(run, answer, "", said)
        if answer.problem:
            run.batch.skip(answer.address, answer.problem)
        return
    kept = _keep(run, answer)
    if kept is None:
        return
    if looks_like_feed(answer.raw):
        entries = feed_entries(answer.raw, answer.final)
        _remember(run, answer, "feed", f"{len(entries)} entries")
        _take_entries(run, entries, kept, answer)
    elif looks_like_sitemap(answer.raw) or answer.raw.startswith(b"\x1f\x8b"):
        _take_sitemap(run, answer)
    else:
        _remember(run, answer, "page", "kept")
        if looks_like_json(answer.raw) or looks_like_json_lines(answer.raw):
            _take_rows(run, answer, kept)
        else:
            _take_page(run, answer, kept)


def _take_rows(run: _Run, answer: Answer, kept: Kept) -> None:
    """The reports of an address that gives rows instead of a page."""
    stream = cast(BinaryIO, io.BytesIO(answer.raw or b""))
    for _, line, item in read_stream(answer.address, stream, run.options.given):
        if isinstance(item, str):
            run.batch.skip(f"{answer.address}:{line}", item)
        else:
            run.batch.item(item, kept.sha256, answer.address, line)


def _take_page(run: _Run, answer: Answer, kept: Kept, entry: Entry | None = None) -> None:
    """A page as a report; the feed's title and day serve where the page tells none."""
    raw = answer.raw or b""
    media_type = "text/plain" if answer.media_type == "text/plain" else "text/html"
    page = Page(
        raw=raw,
        sha256=kept.sha256,
        address=answer.final,
        media_type=media_type,
        charset=answer.charset,
        outlet=run.options.outlet,
        captured=datetime.now(UTC),
        title=entry.title if entry else "",
        published=(entry.published if entry else None) or run.options.published,
    )
    run.batch.item(page, kept.sha256, answer.address)


def _keep_page(run: _Run, answer: Answer, entry: Entry) -> None:
    """Keep a page that a feed or sitemap names, and its report."""
    kept = _keep(run, answer)
    if kept is not None:
        _take_page(run, answer, kept, entry)


def _take_entries(run: _Run, entries: Sequence[Entry], feed: Kept, source: Answer) -> None:
    """The new pages that a feed names; where a page cannot be had, the words that the feed holds of it."""
    with run.store.reading() as connection:
        have = known_addresses(connection, [entry.address for entry in entries if entry.address])
    new = [entry for entry in entries if not entry.address or entry.address not in have]
    for number, entry in enumerate(new, 1):
        run.tell(f"{number}/{len(new)} {entry.address or entry.title}")
        if entry.address:
            answer = run.fetcher.fetch(entry.address)
            if answer.raw is not None:
                _keep_page(run, answer, entry)
                continue
            run.batch.skip(entry.address, answer.problem)
        if (page := page_of_entry(entry, run.options.outlet)) is not None:
            run.batch.item(page, feed.sha256, source.address, entries.index(entry) + 1)


def _take_sitemap(run: _Run, answer: Answer) -> None:
    """The new pages that a sitemap and those below it name, the newest first."""
    waiting, asked, pages = [answer], {answer.address}, dict[str, Entry]()
    while waiting:
        sitemap = waiting.pop()
        try:
            entries = sitemap_entries(sitemap.raw or b"", sitemap.final)
        except (ValueError, SyntaxError) as error:
            run.batch.skip(sitemap.address, f"the sitemap cannot be read: {error}.")
            continue
        pages |= {entry.address: entry for entry in entries if not entry.is_sitemap}
        for entry in entries:
            if entry.is_sitemap and entry.address not in asked and len(asked) < _SITEMAPS:
                asked.add(entry.address)
                further = run.fetcher.fetch(entry.address)
                if further.raw is None:
                    run.batch.skip(entry.address, further.problem)
                else:
                    waiting.append(further)
    _remember(run, answer, "sitemap", f"{len(pages)} pages")
    newest = sorted(pages.values(), key=lambda entry: str(entry.published or ""), reverse=True)
    with run.store.reading() as connection:
        have = known_addresses(connection, list(pages))
    new = [entry for entry in newest if entry.address not in have]
    if len(new) > _PAGES:
        run.tell(f"{len(new):,} new pages; the newest {_PAGES:,} now, run it again for more")
    for number, entry in enumerate(new[:_PAGES], 1):
        run.tell(f"{number}/{min(len(new), _PAGES)} {entry.address}")
        page = run.fetcher.fetch(entry.address)
        if page.raw is None:
            run.batch.skip(entry.address, page.problem)
        else:
            _keep_page(run, page, replace(entry, published=None))


def _keep(run: _Run, answer: Answer) -> Kept | None:
    """Keep the bytes as they came, and where they came from; None where they were removed on purpose."""
    kept = run.store.captures.keep_bytes(answer.raw or b"")
    with run.store.reading() as connection:
        state = capture_state(connection, kept.sha256)
    if state and state[0] == "removed":
        run.store.captures.erase(kept.sha256)
        run.batch.skip(answer.address, "these bytes were removed from the project on purpose; not added again.")
        return None
    run.batch.saw(
        Sighting(
            sha256=kept.sha256,
            size=kept.size,
            media_type=answer.media_type or "application/octet-stream",
            address=answer.address,
            outlet=run.options.outlet,
            captured=now(),
            restricted=run.options.restricted,
            transport=answer.transport,
        )
    )
    return kept


def _remember(run: _Run, answer: Answer, kind: str, result: str) -> None:
    run.batch.asked(
        Asked(
            address=answer.address,
            kind=kind,
            outlet=run.options.outlet,
            restricted=run.options.restricted,
            etag=answer.validators.etag,
            modified=answer.validators.modified,
            result=result,
        )
    )
