"""All layers behind one look-up; curated rows come first, then imported layers, then the floor."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from tawatur.gazetteer import floor, packs
from tawatur.gazetteer.index import Index, load
from tawatur.gazetteer.paths import imported_folder
from tawatur.language.clitics import CLITICS, splits
from tawatur.records import Place

SAME_KM = 12.0  # two rows of one name and sort that lie nearer are one place
UNUSUAL = frozenset({*CLITICS.future, CLITICS.prepositions[-1]})  # seldom written onto a place name
_MANY = 2_000  # names that begin alike, looked at for the shortest
AREAS = frozenset({"country", "adm1", "adm2"})


class Candidate(Struct, frozen=True):
    """A place that bears a name; strength as in `index`, layer 0 is the curated one."""

    place: Place
    strength: int
    layer: int


class Opening(Struct, frozen=True, gc=False):
    """A word read as the first word of a name: `form[skip:]` names, up to `words` words belong to the name."""

    word: str
    skip: int
    words: int
    preposition: str
    conjunction: str


class Gazetteer:
    """Looks names up in all layers; answers are kept, reports repeat their names."""

    def __init__(self, layers: list[Index]) -> None:
        self.layers = layers
        self.starts: dict[str, int] = {}
        for layer in layers:
            for word, count in layer.starts.items():
                if count > self.starts.get(word, 0):
                    self.starts[word] = count
        self._names = frozenset().union(*(layer.names for layer in layers))
        self._sorted: list[str] | None = None
        self._found: dict[str, tuple[Candidate, ...]] = {}
        self._openings: dict[str, tuple[Opening, ...]] = {}

    def openings(self, form: str) -> tuple[Opening, ...]:
        """Ways to read a folded word as the first word of a name, the whole word first."""
        found = self._openings.get(form)
        if found is None:
            found = self._openings[form] = tuple(self._open(form))
        return found

    def _open(self, form: str) -> Iterator[Opening]:
        article, lam = CLITICS.article[0], CLITICS.article_after_lam[0]
        seen: set[str] = set()
        for split in splits(form):
            if split.preposition in UNUSUAL:
                continue
            written = form.startswith(article, split.skip - len(article)) if split.article else False
            ways = [(article + split.rest if split.article else split.rest, split.skip - len(article) * written)]
            if split.preposition == lam[0] and split.rest.startswith(lam[0]):
                ways.append((article + split.rest, split.skip))  # a name with the article whose own first letter is lam
            for word, skip in ways:
                if word in self.starts and word not in seen:
                    seen.add(word)
                    yield Opening(word, skip, self.starts[word], split.preposition, split.conjunction)

    def find(self, name_key: str) -> tuple[Candidate, ...]:
        """Places of a name (its key, see `names.key`), one row a place, best layer first."""
        found = self._found.get(name_key)
        if found is None:
            found = self._found[name_key] = self._look_up(name_key)
        return found

    def beginning(self, name_key: str, limit: int = 20) -> list[Place]:
        """Places whose name is this or begins so, as people type: the whole name first, then the shortest ones."""
        if not name_key:
            return []
        if self._sorted is None:
            self._sorted = sorted(self._names)
        first = bisect_left(self._sorted, name_key)
        last = bisect_left(self._sorted, name_key + "\uffff", first)
        names = sorted(self._sorted[first : min(last, first + _MANY)], key=lambda name: (len(name), name))
        found: dict[tuple[object, ...], Place] = {}
        for name in names:
            for one in self.find(name):
                found.setdefault((one.place.name, one.place.lat, one.place.lon), one.place)
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def knows(self, name_key: str) -> bool:
        """Whether any layer has the name."""
        return name_key in self._names

    def _look_up(self, name_key: str) -> tuple[Candidate, ...]:
        kept: list[Candidate] = []
        for number, layer in enumerate(self.layers):
            for packed in layer.names.get(name_key, ()):
                candidate = Candidate(layer.place(packed >> 2), packed & 3, number)
                if not any(same_place(candidate.place, other.place) for other in kept):
                    kept.append(candidate)
        if kept and kept[0].layer == 0 and all(c.strength == 1 for c in kept if c.layer == 0):
            return tuple(Candidate(c.place, 1, c.layer) for c in kept)  # a curator says that the word needs a cue
        return tuple(kept)


def same_place(a: Place, b: Place) -> bool:
    """Rows of one name that mean one place: the same country and sort, and near each other."""
    if a.country != b.country or (a.kind in AREAS) != (b.kind in AREAS):
        return False
    if a.kind in AREAS and a.kind != b.kind:
        return False
    if None in (a.lat, b.lat):
        return a.admin1 == b.admin1
    return distance_km(a, b) <= SAME_KM or (a.kind in AREAS and a.admin1 == b.admin1)


def distance_km(a: Place, b: Place) -> float:
    """Distance on a locally flat earth, right to a percent below 500 km; infinite where one has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    east = (a.lon - b.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 111.2 * math.hypot(a.lat - b.lat, east)


def open_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The curated packs, the imported layers of a folder (the user's own by default) and the floor."""
    folder = folder or imported_folder()
    imported = [index for path in sorted(folder.glob("*.layer")) if (index := load(path))]
    return Gazetteer([packs.layer(), *imported, floor.layer()])


@lru_cache(maxsize=1)
def default_gazetteer() -> Gazetteer:
    """The user's gazetteer, opened once a process."""
    return open_gazetteer()
