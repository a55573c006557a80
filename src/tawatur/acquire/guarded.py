"""Streams and archives that cannot be made to unpack without end."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

_FREE = 64 * 1024 * 1024  # bytes that anything may unpack to
_RATIO = 200  # unpacked bytes for each packed one, beyond which text is not text: good compression is 10 to 20
_MEMBERS = 200_000
_PIECE = 1024 * 1024


class Bomb(OSError):
    """An archive that unpacks to far more than it can honestly hold."""


class Unpacking(io.RawIOBase):
    """A stream of unpacked bytes that raises Bomb when it has given far more than was packed."""

    def __init__(self, unpacked: BinaryIO, packed: BinaryIO) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._given = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer from the unpacked stream."""
        piece = self._unpacked.read(min(len(buffer), _PIECE))
        self._given += len(piece)
        if self._given > _FREE and self._given > _RATIO * max(_position(self._packed), 1):
            raise Bomb(f"it unpacks to more than {_RATIO} times its size")
        buffer[: len(piece)] = piece
        return len(piece)


class Gunzip(io.RawIOBase):
    """The unpacked bytes of a gzip stream of one or more members; of a cut one all that can be had, then EOFError.

    Python's own reader throws away up to a piece of whole records before the cut.
    """

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._unpacker = zlib.decompressobj(wbits=31)
        self._waiting = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer; raises EOFError for a truncated stream and zlib.error for a damaged one."""
        while True:
            if self._unpacker.eof:
                self._waiting = (self._unpacker.unused_data or self._packed.read(_PIECE)).lstrip(b"\0")
                if not self._waiting:
                    return 0
                self._unpacker = zlib.decompressobj(wbits=31)
            packed = self._waiting or self._packed.read(_PIECE)
            if not packed:
                raise EOFError("it is cut off before its end")
            piece = self._unpacker.decompress(packed, len(buffer))
            self._waiting = self._unpacker.unconsumed_tail
            if piece:
                buffer[: len(piece)] = piece
                return len(piece)


def members(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """The files of a ZIP archive, each with why it must not be read, or "". Nothing is ever written to their names."""
    files = [member for member in archive.infolist() if not member.is_dir()]
    for member in files[:_MEMBERS]:
        yield member, _refused(member)
    for member in files[_MEMBERS : _MEMBERS + 1]:
        yield member, f"the archive holds {len(files):,} files; those beyond {_MEMBERS:,} are not read."


def _refused(member: zipfile.ZipInfo) -> str:
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ":" in name.split("/")[0] or ".." in posixpath.normpath(name).split("/"):
        return "its name leads out of the archive; not read."
    if member.flag_bits & 1:
        return "it is encrypted; unpack it with its password first."
    if member.file_size > _FREE and member.file_size > _RATIO * max(member.compress_size, 1):
        return f"it unpacks to more than {_RATIO} times its size; not read."
    return ""


def _position(stream: BinaryIO) -> int:
    try:
        return stream.tell()
    except (OSError, ValueError):
        return 0
