"""Rows on disk between making and writing them: 100,000 rows are never in memory together."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast

import msgspec

from tawatur.publish.rows import Row

Key = tuple[str, str, str]


class Spool:
    """Rows in the order of day, country and id. The id is keyed, so the order says nothing that the row does not."""

    def __init__(self) -> None:
        """Empty, in a file without a name."""
        self._file = cast(BinaryIO, tempfile.TemporaryFile(prefix="tawatur-release-"))
        self._index: list[tuple[Key, int, int]] = []
        self._sorted = True
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Row)

    def add(self, row: Row) -> None:
        """Keep a row."""
        packed = self._encoder.encode(row)
        at = self._index[-1][1] + self._index[-1][2] if self._index else 0
        self._file.write(packed)
        self._index.append(((row.date_start, row.country, row.id), at, len(packed)))
        self._sorted = False

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._index)

    def rows(self) -> Iterator[Row]:
        """All rows in order."""
        if not self._sorted:
            self._file.flush()
            self._at_end = list(self._index)
            self._at_end.sort(key=lambda item: item[0])
            self._sorted = True
        for _, at, length in self._at_end if self._index else ():
            self._file.seek(at)
            yield self._decoder.decode(self._file.read(length))

    def close(self) -> None:
        """Forget all rows."""
        self._file.close()
