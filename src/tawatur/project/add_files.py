"""Adds files and folders: each file is kept as it is, then read from the kept copy."""

from __future__ import annotations

import errno
import io
import mimetypes
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from tawatur.acquire.intake import files_below, read_stream
from tawatur.acquire.items import Given, Limits
from tawatur.acquire.stamps import SUFFIXES, read_stamp
from tawatur.project.batch import Batch
from tawatur.records import Report
from tawatur.store.captures import Kept
from tawatur.store.database import Store, StoreError
from tawatur.store.log import digest_of
from tawatur.store.proofs import Proof
from tawatur.store.sightings import Sighting, capture_state

_SMALL = 16 * 1024 * 1024  # files up to this size are read once, into memory
_READERS = 2  # raise when a reader finds more than before, so that files are read again
Tick = Callable[[int], None]  # told how many bytes more were read


class Options(Struct, frozen=True, kw_only=True):
    """What the user says about material that tells less itself."""

    outlet: str | None = None
    published: date | None = None
    restricted: bool = False
    columns: dict[str, str] = {}
    again: bool = False  # read files anew that were read before
    limits: Limits = Limits()

    @property
    def fingerprint(self) -> str:
        """Changes where a file would be read otherwise."""
        published = self.published.isoformat() if self.published else None
        return digest_of([_READERS, self.outlet, published, self.restricted, self.columns])[:16]

    @property
    def given(self) -> Given:
        """The same for the readers of formats."""
        return Given(published=self.published, outlet=self.outlet, limits=self.limits, columns=self.columns)


def files_of(paths: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The files that the paths name, folders searched, with their sizes; "-" is the standard input."""
    for name in paths:
        path = Path(name)
        files = [*files_below(path), *_stamps_below(path)] if path.is_dir() else [path]
        for file in files or [path]:
            yield str(file) if name != "-" else "-", _size(file)


def _stamps_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def add_file(store: Store, batch: Batch, name: str, options: Options, tick: Tick = lambda count: None) -> None:
    """Keep one file and all that it holds. What cannot be read is skipped with its reason; raises only StoreError."""
    batch.added.files += 1
    found = _kept_or_why(store, name)
    if isinstance(found, str):
        batch.skip(name, found)
        return
    captured, kept = found
    with store.reading() as connection:
        state = capture_state(connection, kept.sha256)
    if state and state[0] == "removed":
        store.captures.erase(kept.sha256)
        batch.skip(name, "these bytes were removed from the project on purpose; not added again.")
        return
    batch.saw(
        Sighting(
            sha256=kept.sha256,
            size=kept.size,
            media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
            address=name if name == "-" else os.path.abspath(name),
            outlet=options.outlet,
            captured=captured,
            restricted=options.restricted,
        )
    )
    if state and state[1] == options.fingerprint and not options.again:
        batch.added.read_before += 1
        tick(kept.size)
        return
    if Path(name).suffix.lower() in SUFFIXES:
        _add_stamp(store, batch, name, kept.sha256)
    else:
        _read(store, batch, name, kept.sha256, options, tick)
    batch.finished(kept.sha256, options.fingerprint)


def _kept_or_why(store: Store, name: str) -> tuple[str | None, Kept] | str:
    """What `_keep` gives, or the sentence that says why it cannot be kept; a full disk is a StoreError."""
    try:
        return _keep(store, name)
    except FileNotFoundError:
        return "there is no such file."
    except IsADirectoryError:
        return "no reports in this folder."
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        if _is_full(error):
            raise StoreError(f"{store.captures.folder}: {reason}; make room and run the same command again.") from error
        return f"cannot be read: {reason}."


def _add_stamp(store: Store, batch: Batch, name: str, sha256: str) -> None:
    """What a time stamp states on some bytes, kept or not."""
    raw = store.captures.path(sha256).read_bytes()
    stamp = read_stamp(raw)
    if stamp is None:
        batch.skip(name, "this is no RFC 3161 or OpenTimestamps stamp over a SHA-256.")
        return
    statement = {"file": Path(name).name, "stamp": sha256}
    proof = Proof(
        sha256=stamp.sha256, kind=stamp.kind, address="", said=stamp.said, statement=statement, capture=sha256
    )
    batch.proof(proof)


def _read(store: Store, batch: Batch, name: str, sha256: str, options: Options, tick: Tick) -> None:
    """All items of a kept file."""
    seen = 0
    with store.captures.path(sha256).open("rb", buffering=64 * 1024) as stream:
        for where, line, item in read_stream(name, stream, options.given, store.captures.path(sha256)):
            if isinstance(item, str):
                batch.skip(where if line is None else f"{where}:{line}", item)
                continue
            if isinstance(item, Report):
                for proof in _proofs(item, sha256):
                    batch.proof(proof)
            if not isinstance(item, Report) or item.text.strip() or not item.origin.get("archive_hash"):
                batch.item(item, sha256, where, line)
            now_at = _position(stream)
            tick(now_at - seen)
            seen = now_at


def _proofs(report: Report, capture: str) -> Iterator[Proof]:
    """What an archiver's row states on bytes that it archived."""
    stated = report.origin.get("archive_hash")
    if stated:
        yield Proof(
            sha256=stated.split(":")[-1].strip().lower(),
            kind="auto-archiver",
            address=report.origin.get("address", ""),
            said=report.origin.get("archive_date"),
            statement={key: value for key, value in report.origin.items() if key.startswith("archive_")},
            capture=capture,
        )


def _keep(store: Store, name: str) -> tuple[str | None, Kept]:
    """Copy a file into the captures; the time that its file system states, and what was kept."""
    if name == "-":
        return None, store.captures.keep(iter(lambda: sys.stdin.buffer.read(1024 * 1024), b""))
    path = Path(name)
    captured = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if path.stat().st_size <= _SMALL:
        return captured, store.captures.keep_bytes(path.read_bytes())
    return captured, store.captures.keep_file(path)


def _position(stream: BinaryIO) -> int:
    try:
        return stream.tell()
    except (OSError, ValueError, io.UnsupportedOperation):
        return 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _is_full(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
