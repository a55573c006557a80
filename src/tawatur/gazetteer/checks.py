"""What can be wrong with a row of a foreign gazetteer, said with file, line and what to do about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from msgspec import Struct

from tawatur.gazetteer.sources import ARABIC, Raw
from tawatur.reference import load_csv, load_yaml

MARGIN = 1.5  # degrees that a point may lie outside the box of its country's towns


class Box(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of xx/country-boxes.csv: between which degrees a country's towns lie."""

    country: str
    south: float
    west: float
    north: float
    east: float
    source: str

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point lies in the box or near it."""
        return self.south - MARGIN <= lat <= self.north + MARGIN and self.west - MARGIN <= lon <= self.east + MARGIN


class WrongLetters(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of xx/place-letters.yml: letters of other languages and what to write in an Arabic name."""

    instead: dict[str, str]


class Fault(Struct, frozen=True):
    """A row that is not taken as it stands."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        """File, line and sentence, as editors jump to it."""
        return f"{self.file}:{self.line}: {self.what}"


BOXES: Mapping[str, Box] = {box.country: box for box in load_csv("xx/country-boxes.csv", Box)}
INSTEAD = load_yaml("xx/place-letters.yml", WrongLetters).instead


def faults(row: Raw, seen: Mapping[str, int], ids: frozenset[str] | None, countries: set[str]) -> Iterator[str]:
    """What is wrong with a row: `seen` are the ids of earlier rows with their lines, `ids` all ids of the file."""
    if row.id in seen:
        yield f"the id {row.id} stands in line {seen[row.id]} too; leave one of the two rows out"
    if row.country not in countries:
        yield f"unknown country {row.country!r}; write its two-letter ISO 3166-1 code"
    if ids is not None and row.parent and row.parent not in ids:
        yield f"the parent {row.parent} of {row.name or row.id} is no row of the file; add that row or clear the column"
    yield from _point_faults(row)
    yield from _name_faults(row)


def _point_faults(row: Raw) -> Iterator[str]:
    if not row.lat and not row.lon:
        return
    try:
        lat, lon = float(row.lat), float(row.lon)
    except ValueError:
        yield f"latitude {row.lat!r} and longitude {row.lon!r} are not both numbers; write degrees such as 33.51"
        return
    box = BOXES.get(row.country)
    if box is None or box.holds(lat, lon):
        return
    if box.holds(lon, lat):
        yield f"latitude {row.lat} and longitude {row.lon} are swapped; change them round"
    else:
        yield f"the point {row.lat}, {row.lon} lies outside {row.country}; correct it or the country"


def _name_faults(row: Raw) -> Iterator[str]:
    for name in row.names:
        wrong = {c for c in name if c in INSTEAD}
        if wrong:
            hints = ", ".join(f"{c} (U+{ord(c):04X}) to {INSTEAD[c]}" for c in sorted(wrong))
            yield f"the name {name} has letters that Arabic does not: change {hints}"
        elif any(is_presentation(c) for c in name):
            yield f"the name {name} is written in presentation forms; write {unicodedata.normalize('NFKC', name)}"
        elif not ARABIC.search(name):
            yield f"the name {name!r} is not in Arabic letters; leave it out"


def is_presentation(char: str) -> bool:
    """Whether a character is a letter's drawn form, as old files hold them; the ligature of «Allah» is usual."""
    return "\ufb50" <= char <= "\ufefc" and char != "\ufdf2"
