"""Reads what comes as a ZIP: web archives (WACZ), spreadsheets (XLSX), and folders of pages somebody packed."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

import msgspec
from msgspec.structs import replace

from tawatur.acquire.guarded import Gunzip, Unpacking, members
from tawatur.acquire.items import Found, Source

_INDEX_BYTES = 64 * 1024 * 1024  # of a list of pages
_ERRORS = (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError)


def looks_like_zip(head: bytes) -> bool:
    """Whether the head opens a ZIP archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def read_zip(source: Source) -> Iterator[Found]:
    """What a ZIP holds, by what it is: a spreadsheet, a web archive, or files of the other kinds."""
    if not source.stream.seekable():
        yield None, "a ZIP archive cannot be read from a pipe or from within gzip; save it as a file first."
        return
    try:
        with zipfile.ZipFile(source.stream) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                yield from _read_spreadsheet(source, archive)
            elif "datapackage.json" in names or any(_is_warc(name) and "archive/" in name for name in names):
                yield from _read_wacz(source, archive)
            else:
                yield from _read_files(source, archive)
    except _ERRORS as error:
        yield None, f"the archive is damaged: {str(error).lower().rstrip('.')}."


def _read_spreadsheet(source: Source, archive: zipfile.ZipFile) -> Iterator[Found]:
    from tawatur.acquire.tables import read_xlsx

    for member, refused in members(archive):
        if refused:
            yield None, f"{member.filename}: {refused}"
            return
    yield from read_xlsx(source)


def _read_wacz(source: Source, archive: zipfile.ZipFile) -> Iterator[Found]:
    """The pages of a WACZ: those that its list of pages names, from its WARCs."""
    from tawatur.acquire.warc import read_warc

    stated = _stated_hashes(archive)
    only = _listed_pages(archive)
    found = False
    for member, refused in members(archive):
        if not _is_warc(member.filename):
            continue
        found = True
        refused = refused or _hash_fault(archive, member, stated.get(member.filename))
        if refused:
            yield None, f"{member.filename}: {refused}"
            continue
        try:
            with archive.open(member) as packed:
                stream = _unzipped(cast(BinaryIO, packed), member.filename)
                yield from read_warc(replace(source, name=member.filename, stream=stream), only)
        except _ERRORS as error:
            yield None, f"{member.filename}: cannot be read to its end: {str(error).lower().rstrip('.')}."
    if not found:
        yield None, "no WARC in this WACZ."


def _read_files(source: Source, archive: zipfile.ZipFile) -> Iterator[Found]:
    """The files of the other kinds that somebody packed together."""
    from tawatur.acquire.intake import is_known, read_stream

    number = 0
    for number, (member, refused) in enumerate(members(archive), 1):
        if refused:
            yield number, f"{member.filename}: {refused}"
        elif member.filename.lower().endswith(".zip"):
            yield number, f"{member.filename}: an archive within an archive; unpack it first."
        elif is_known(member.filename):
            with archive.open(member) as packed:
                stream = io.BufferedReader(Unpacking(cast(BinaryIO, packed), cast(BinaryIO, packed)), 64 * 1024)
                for _, _, item in read_stream(member.filename, cast(BinaryIO, stream), source.given):
                    yield number, f"{member.filename}: {item}" if isinstance(item, str) else item
    if not number:
        yield None, "the archive is empty."


def _unzipped(packed: BinaryIO, name: str) -> BinaryIO:
    stream: BinaryIO = packed
    if name.lower().endswith(".gz"):
        stream = cast(BinaryIO, Gunzip(packed))
    return cast(BinaryIO, io.BufferedReader(Unpacking(stream, packed), 64 * 1024))


def _is_warc(name: str) -> bool:
    return PurePosixPath(name.lower().removesuffix(".gz")).suffix == ".warc"


def _stated_hashes(archive: zipfile.ZipFile) -> dict[str, str]:
    """SHA-256 of the files as the package states them."""
    try:
        package = msgspec.json.decode(_bounded(archive, "datapackage.json"))
        return {
            str(row["path"]): str(row["hash"]).removeprefix("sha256:").lower()
            for row in package["resources"]
            if str(row.get("hash", "")).startswith("sha256:")
        }
    except (KeyError, TypeError, AttributeError, msgspec.DecodeError, *_ERRORS):
        return {}


def _hash_fault(archive: zipfile.ZipFile, member: zipfile.ZipInfo, stated: str | None) -> str:
    """Whether a file has the hash that the package states: a sentence if not, else ""."""
    if stated is None:
        return ""
    digest = hashlib.sha256()
    try:
        with archive.open(member) as stream:
            while piece := stream.read(1024 * 1024):
                digest.update(piece)
    except _ERRORS as error:
        return f"cannot be read to its end: {str(error).lower().rstrip('.')}."
    return (
        ""
        if digest.hexdigest() == stated
        else "it was changed: its bytes do not have the hash that the package states."
    )


def _listed_pages(archive: zipfile.ZipFile) -> frozenset[str] | None:
    """Addresses of the archived pages, None where the package lists none; the rest of a WACZ is what pages load."""
    found: set[str] = set()
    for name in ("pages/pages.jsonl", "pages/extraPages.jsonl"):
        try:
            lines = _bounded(archive, name).splitlines()
        except (KeyError, *_ERRORS):
            continue
        for line in lines:
            try:
                row = msgspec.json.decode(line)
            except msgspec.DecodeError:
                continue
            if isinstance(row, dict) and isinstance(row.get("url"), str):
                found.add(row["url"])
    return frozenset(found) or None


def _bounded(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_INDEX_BYTES)
