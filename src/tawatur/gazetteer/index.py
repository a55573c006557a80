"""A prepared layer of the gazetteer: one msgpack file that is read in milliseconds.

`names` maps a name's key to numbers `row * 4 + strength`. Strength says how sure the bare name is a place:
3 always, 2 unless the words around it speak against it, 1 only after a cue word or beside what contains it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from tawatur.gazetteer.names import MOST_WORDS, key, spellings
from tawatur.gazetteer.prepared import read_prepared
from tawatur.gazetteer.prior import COMMON, KNOWN, LIKELY, WEAK, zipf
from tawatur.records import Place

FORMAT = 6  # of the file; another number means that it is built anew


class Named(Struct, frozen=True):
    """A place with its names: (name, strength)."""

    place: Place
    names: tuple[tuple[str, int], ...]


class Meta(Struct, frozen=True):
    """What a layer is made of; `attribution` goes into every release."""

    name: str
    attribution: str
    source: str
    made: str
    digest: str
    places: int = 0
    names: int = 0


class Stored(Struct, frozen=True, array_like=True, gc=False):
    """A `Place` as it stands in the file: the same fields in the same order."""

    id: str
    name: str
    lat: float | None
    lon: float | None
    kind: str
    country: str | None
    admin1: str | None
    admin1_pcode: str | None
    admin2: str | None
    admin2_pcode: str | None
    precision: str
    radius_km: float | None
    population: int
    source: str
    pcode_from: str | None


class Index(Struct, gc=False):
    """A layer in memory; rows stay packed until they are asked for."""

    format: int
    meta: Meta
    rows: list[msgspec.Raw]
    names: dict[str, tuple[int, ...]]
    starts: dict[str, int]  # first word of a name → most words of such a name

    def place(self, number: int) -> Place:
        """The row as a record."""
        stored = _ROW.decode(self.rows[number])
        return Place(**{field: getattr(stored, field) for field in Stored.__struct_fields__})


_ROW = msgspec.msgpack.Decoder(Stored)


def build(meta: Meta, places: Iterable[Named]) -> Index:
    """Index places by all spellings of their names; a spelling that the row does not give is at most likely."""
    rows: list[msgspec.Raw] = []
    found: dict[str, dict[int, int]] = {}
    for number, named in enumerate(places):
        rows.append(_row(named.place))
        for name, strength in named.names:
            _enter(found, key(name), number, strength)
    names = {k: tuple(row * 4 + strength for row, strength in v.items()) for k, v in found.items()}
    starts: dict[str, int] = {}
    for name_key in names:
        first = name_key.partition(" ")[0]
        starts[first] = max(starts.get(first, 0), name_key.count(" ") + 1)
    return Index(FORMAT, msgspec.structs.replace(meta, places=len(rows), names=len(names)), rows, names, starts)


def _enter(found: dict[str, dict[int, int]], name_key: str, number: int, strength: int) -> None:
    if len(name_key) < 2 or name_key.count(" ") >= MOST_WORDS:
        return
    entry = found.setdefault(name_key, {})
    entry[number] = max(entry.get(number, 0), strength)
    for other in spellings(name_key):
        if (frequency := zipf(other)) < COMMON:  # else the spelling is another word
            found.setdefault(other, {}).setdefault(number, min(strength, LIKELY if frequency < KNOWN else WEAK))


def _row(place: Place) -> msgspec.Raw:
    return msgspec.Raw(msgspec.msgpack.encode(Stored(**{f: getattr(place, f) for f in Stored.__struct_fields__})))


def load(path: Path, digest: str | None = None) -> Index | None:
    """The layer of a file; None where it is absent, of another format or made from other data."""
    index = read_prepared(path, Index)
    return index if index and index.format == FORMAT and digest in (None, index.meta.digest) else None


def packed(index: Index) -> bytes:
    """The layer as a file's content."""
    return msgspec.msgpack.encode(index)
