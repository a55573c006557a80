"""Prepared files: read whole or not at all, written in one step, a cache that may be missing."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


def read_prepared(path: Path, shape: type[T]) -> T | None:
    """The content of a msgpack file; None where it is absent or not of this shape."""
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=shape)
    except (OSError, msgspec.MsgspecError):
        return None


def write_prepared(path: Path, content: bytes) -> None:
    """Keep a prepared file; a read-only folder costs time at every start, not the result."""
    with contextlib.suppress(OSError):
        write_whole(path, content)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that no reader ever sees half of it; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
