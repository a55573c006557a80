"""Reads the pages of a web archive (WARC): the answers that hold a page, each with its address and time of capture."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast

from tawatur.acquire.items import Found, Source
from tawatur.acquire.rows import megabytes
from tawatur.records import Page

_PAGES = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}


def looks_like_warc(head: bytes) -> bool:
    """Whether the head opens a WARC record."""
    return head.startswith(b"WARC/")


def read_warc(source: Source, only: frozenset[str] | None = None) -> Iterator[Found]:
    """Pages of a WARC; the line is the number of the record. `only`: addresses, where an index names the pages.

    Images, redirects, errors and notes of the tool are passed over. Bytes that do not fit the archive's own digest are
    not read. Pages that an index does not name are counted in one sentence: frames mostly, but an index may lack pages.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource
    number = unlisted = 0
    for record in ArchiveIterator(
        cast(Any, _Forward(source.stream)), record_types=WarcRecordType.any_type, parse_http=False
    ):
        number += "WARC-Type" in record.headers
        if not record.record_type & kinds or not _address(record).startswith(("http://", "https://")):
            continue
        page = _page(record, source)
        if only is not None and _address(record) not in only:
            unlisted += isinstance(page, Page)
        elif page is not None:
            yield number, page
    if unlisted:
        yield (
            None,
            f"pages that the package does not list, left out: {unlisted:,}; add the WARC itself for these.",
        )
    if not number:
        yield None, "no record of a web archive in it."


class _Forward:
    """A stream that can only be read on: FastWARC panics where a stream says that it cannot be sought in.

    It gives what there is instead of waiting for all that was asked for, so that a cut loses no whole record.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._read = getattr(stream, "read1", stream.read)

    def read(self, size: int = -1) -> bytes:
        return bytes(self._read(size))

    def tell(self) -> int:
        return 0


def _page(record: Any, source: Source) -> Page | str | None:
    """The page of a record, why it cannot be read, or None where it holds no page."""
    limit = source.given.limits.item_bytes
    if record.content_length > limit * 2:
        return f"the record is larger than {megabytes(limit * 2)}; not read."
    block = record.reader.read()
    if len(block) < record.content_length:
        return f"the record is cut off: {len(block):,} of {record.content_length:,} bytes."
    if not _fits(record, block):
        return "the record was changed: its bytes do not fit the digest that the archive states."
    record.set_bytes_content(block)
    record.parse_http(auto_decode="all")
    media_type = _media_type(record)
    if media_type is None:
        return None
    raw = record.reader.read(limit + 1)
    if len(raw) > limit:
        return f"the page is larger than {megabytes(limit)}; not read."
    if not raw.strip():
        return None
    return Page(
        raw=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        address=_address(record),
        media_type=media_type,
        charset=record.http_charset,
        outlet=source.given.outlet,
        captured=_time(record.headers.get("WARC-Date")),
        published=source.given.published,
    )


def _address(record: Any) -> str:
    """The address, "" without one; some tools (Wget) write it in angle brackets, as drafts of the format had it."""
    return str(record.headers.get("WARC-Target-URI") or "").strip("<>")


def _media_type(record: Any) -> str | None:
    """What kind of page the record holds, None for no page."""
    if record.http_headers is None:
        said = record.headers.get("Content-Type") or ""
    elif str(record.http_headers.status_code) == "200":
        said = record.http_content_type or ""
    else:
        return None
    return _PAGES.get(said.split(";")[0].strip().lower())


def _fits(record: Any, block: bytes) -> bool:
    """Whether the block has the digest that its record states; digests of unknown kinds are not checked."""
    import base64

    kind, _, said = (record.headers.get("WARC-Block-Digest") or "").partition(":")
    if kind.lower().replace("-", "") not in ("sha1", "sha256") or not said:
        return True
    digest = hashlib.new(kind.lower().replace("-", ""), block).digest()
    return said.lower() == digest.hex() or said.upper().rstrip("=") == base64.b32encode(digest).decode().rstrip("=")


def _time(said: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(said).astimezone(UTC) if said else None
    except ValueError:
        return None
