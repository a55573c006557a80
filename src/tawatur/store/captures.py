"""The folder of captures: bytes exactly as read, addressed by their SHA-256, written once and never changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

_PIECE = 1024 * 1024


class Kept(Struct, frozen=True):
    """Bytes that lie in the folder; new is False where they already did."""

    sha256: str
    size: int
    new: bool


class Captures(Struct, frozen=True):
    """A folder in which the bytes with the hash abcd… are the file ab/cd/abcd…"""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie, or would."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def keep(self, pieces: Iterable[bytes]) -> Kept:
        """Write the bytes; whoever is killed meanwhile leaves only a file in `partial/`. Raises OSError (disk full)."""
        partial = self.folder / "partial"
        partial.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=partial)
        try:
            with os.fdopen(handle, "wb") as out:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            return Kept(digest.hexdigest(), size, self._place(name, digest.hexdigest()))
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)

    def keep_bytes(self, raw: bytes) -> Kept:
        """Keep some bytes; nothing is written where they already lie in the folder."""
        sha256 = hashlib.sha256(raw).hexdigest()
        path = self.path(sha256)
        if path.exists() and path.stat().st_size == len(raw):
            return Kept(sha256, len(raw), False)
        return self.keep([raw])

    def keep_file(self, path: Path) -> Kept:
        """Copy a file into the folder; nothing is written where its bytes already lie there."""
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        size, kept = path.stat().st_size, self.path(sha256)
        if kept.exists() and kept.stat().st_size == size:
            return Kept(sha256, size, False)
        return self.keep(pieces_of(path))

    def check(self, sha256: str, size: int) -> str | None:
        """What is wrong with a kept file, in a few words, or None where it is as it was."""
        try:
            found, digest = 0, hashlib.sha256()
            for piece in pieces_of(self.path(sha256)):
                found += len(piece)
                digest.update(piece)
        except FileNotFoundError:
            return "the file is lost"
        except OSError as error:
            return f"the file cannot be read: {(error.strerror or str(error)).lower()}"
        if digest.hexdigest() == sha256:
            return None
        return f"the file was changed: {found:,} bytes where {size:,} were kept"

    def files(self) -> Iterator[str]:
        """Hashes of all files that lie in the folder."""
        for path in sorted(self.folder.glob("??/??/*")):
            yield path.name

    def erase(self, sha256: str) -> None:
        """Delete the bytes; only for a removal that leaves a tombstone."""
        self.path(sha256).unlink(missing_ok=True)

    def sweep(self, older_than: float) -> int:
        """Delete what interrupted runs left in `partial/`, if older than this time stamp; how many files."""
        swept = 0
        for path in (self.folder / "partial").glob("*"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < older_than:
                    path.unlink()
                    swept += 1
        return swept

    def _place(self, name: str, sha256: str) -> bool:
        """Move a finished file to its place; False where the same bytes already lie there."""
        path = self.path(sha256)
        if path.exists() and path.stat().st_size == os.stat(name).st_size:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        os.chmod(name, 0o444)
        os.replace(name, path)
        _sync_folder(path.parent)
        return True


def pieces_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a megabyte at a time."""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut (POSIX; elsewhere folders cannot be opened)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
