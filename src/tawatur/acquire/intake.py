"""Opens what the user gives (files, folders, the standard input) and yields its pages, ready reports and problems."""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Iterable, Iterator
from datetime import date as Day
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from tawatur.acquire.feeds import looks_like_feed, read_feed
from tawatur.acquire.guarded import Gunzip, Unpacking
from tawatur.acquire.items import Format, Found, Given, Item, Limits, Problem, Source
from tawatur.acquire.mail import read_mailbox, read_message
from tawatur.acquire.pages import read_html, read_text
from tawatur.acquire.rows import read_json, read_json_lines
from tawatur.acquire.sniff import binary_kind, looks_like_html, looks_like_json, looks_like_json_lines
from tawatur.acquire.tables import read_csv
from tawatur.acquire.telegram import looks_like_telegram, read_telegram
from tawatur.acquire.warc import looks_like_warc, read_warc
from tawatur.acquire.zips import looks_like_zip, read_zip
from tawatur.records import Page, Report


def _never(head: bytes) -> bool:
    """For kinds that no head shows for certain; the file's name tells them."""
    del head
    return False


FORMATS: tuple[Format, ...] = (
    Format(name="WARC", suffixes=(".warc",), looks=looks_like_warc, read=read_warc),
    Format(name="ZIP", suffixes=(".wacz", ".xlsx", ".zip"), looks=looks_like_zip, read=read_zip),
    Format(name="feed", suffixes=(".rss", ".atom", ".xml"), looks=looks_like_feed, read=read_feed),
    Format(name="Telegram export", suffixes=(), looks=looks_like_telegram, read=read_telegram),
    Format(name="HTML", suffixes=(".html", ".htm", ".xhtml"), looks=looks_like_html, read=read_html),
    Format(name="JSON Lines", suffixes=(".jsonl", ".ndjson"), looks=looks_like_json_lines, read=read_json_lines),
    Format(name="JSON", suffixes=(".json",), looks=looks_like_json, read=read_json),
    Format(name="table", suffixes=(".csv", ".tsv"), looks=_never, read=read_csv),
    Format(name="mail", suffixes=(".eml",), looks=_never, read=read_message),
    Format(name="mailbox", suffixes=(".mbox",), looks=_never, read=read_mailbox),
    Format(name="text", suffixes=(".txt", ".text"), looks=_never, read=read_text),
)
_HEAD = 64 * 1024
Placed: TypeAlias = tuple[str, int | None, Page | Report | str]  # file, line, item or the reason why there is none


def read_inputs(
    paths: Iterable[str | Path],
    *,
    published: Day | None = None,
    outlet: str | None = None,
    limits: Limits = Limits(),  # noqa: B008  frozen
) -> Iterator[Item]:
    """Yield every page, report and problem of `paths` in order; "-" is the standard input, a folder is searched.

    `published` and `outlet` are given to items that tell none themselves. Nothing is raised for a bad item: it becomes
    a Problem and the rest goes on. An id, or a page's bytes, that came before becomes a Problem too.
    """
    given = Given(published=published, outlet=outlet, limits=limits)
    seen: dict[str, str] = {}
    for path in paths:
        for name, line, item in _of_path(str(path), given):
            yield _unless_repeated(name, line, item, seen)


def _unless_repeated(name: str, line: int | None, item: Page | Report | str, seen: dict[str, str]) -> Item:
    """The item, or a Problem where there is none or its id was read before; `seen` remembers where ids came from."""
    if isinstance(item, str):
        return Problem(where=name, says=item, line=line)
    key = item.id or (item.sha256 if isinstance(item, Page) else "")
    if key not in seen:
        seen[key] = name if line is None else f"{name}:{line}"
        return item
    if item.id is None:
        return Problem(where=name, line=line, says=f"the same bytes as {seen[key]}; read once.")
    return Problem(
        where=name, line=line, says=f"the id {key!r} was already read from {seen[key]}; the first one is kept."
    )


def _of_path(name: str, given: Given) -> Iterator[Placed]:
    if name == "-":
        yield from read_stream("<stdin>", sys.stdin.buffer, given)
        return
    path = Path(name)
    try:
        if path.is_dir():
            yield from _of_folder(path, given)
            return
        with path.open("rb", buffering=_HEAD) as stream:
            yield from read_stream(name, stream, given, path)
    except OSError as error:
        yield name, None, f"cannot be read: {(error.strerror or str(error)).lower()}."


def _of_folder(folder: Path, given: Given) -> Iterator[Placed]:
    found = False
    for path in files_below(folder):
        found = True
        yield from _of_path(str(path), given)
    if not found:
        yield str(folder), None, f"no reports in this folder; looked for {', '.join(sorted(_suffixes()))}."


def files_below(folder: Path) -> Iterator[Path]:
    """Files of known kinds below a folder in the order of their names; what browsers save beside a page is left out."""
    suffixes = _suffixes()
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).parts
        if any(part.startswith(".") for part in inner) or any(part.endswith("_files") for part in inner[:-1]):
            continue
        if path.is_file() and _suffix(path.name) in suffixes:
            yield path


def is_known(name: str) -> bool:
    """Whether a file's name ends as those of a known kind do."""
    return _suffix(name) in _suffixes()


def _suffixes() -> set[str]:
    return {suffix for format in FORMATS for suffix in format.suffixes}


def read_stream(name: str, stream: BinaryIO, given: Given, path: Path | None = None) -> Iterator[Placed]:
    """The items of one opened input, each with its file and line, or the sentence that says why there is none."""
    try:
        stream, head = _unzipped(stream)
        for line, item in _found(Source(name=name, stream=stream, head=head, given=given, path=path)):
            yield name, line, item
    except (OSError, EOFError, zlib.error) as error:
        yield name, None, f"cannot be read to its end: {str(error).lower().rstrip('.')}."


def _found(source: Source) -> Iterator[Found]:
    """What the reader of the input's format finds."""
    format = _format(source.head, source.name)
    if not source.head:
        yield None, "the file is empty."
    elif format is None:
        yield None, f"this is {binary_kind(source.head)}, not text; save it as HTML or text first."
    else:
        yield from format.read(source)


def _unzipped(stream: BinaryIO) -> tuple[BinaryIO, bytes]:
    """The stream, decompressed where it is gzip, and its head."""
    stream, head = _peeked(stream)
    if not head.startswith(b"\x1f\x8b"):
        return stream, head
    return _peeked(cast(BinaryIO, Unpacking(cast(BinaryIO, Gunzip(stream)), stream)))


def _peeked(stream: BinaryIO) -> tuple[BinaryIO, bytes]:
    """A stream whose start can be looked at without reading on, and its head."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream), _HEAD)
    return cast(BinaryIO, buffered), buffered.peek(_HEAD)[:_HEAD]


def _format(head: bytes, name: str) -> Format | None:
    """What the head shows for certain, else what the name says, else plain text; None for what is not text."""
    for format in FORMATS:
        if format.looks(head):
            return format
    if binary_kind(head):
        return None
    return next((format for format in FORMATS if _suffix(name) in format.suffixes), FORMATS[-1])


def _suffix(name: str) -> str:
    """The file's suffix in small letters, ".gz" aside."""
    return Path(name.lower().removesuffix(".gz")).suffix
