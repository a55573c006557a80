"""The first-level division that a point lies in, as the curated packs know it: that of the nearest curated place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tawatur.gazetteer.names import key
from tawatur.gazetteer.packs import pack_files, read_packs
from tawatur.records import Place

CELL = 0.5  # degrees
REACH = 2  # cells around a point that are searched: no nearer curated place, no division
Division = tuple[str | None, str | None]


class Admins:
    """Divisions by point and by name."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, int, int], list[tuple[float, float, Division]]] = defaultdict(list)
        self._names: dict[tuple[str, str], Division] = {}
        self.countries: set[str] = set()
        for named in read_packs(pack_files()):
            p = named.place
            if p.kind == "country" and p.country:
                self.countries.add(p.country)
            if p.kind == "adm1" and p.country:
                for name, _ in named.names:
                    self._names.setdefault((p.country, key(name)), (p.admin1, p.admin1_pcode))
            if p.admin1 and p.country and p.precision in ("settlement", "district", "site"):
                self._keep(p)

    def _keep(self, p: Place) -> None:
        if p.lat is None or p.lon is None or p.country is None:
            return
        cell = p.country, int(p.lat // CELL), int(p.lon // CELL)
        self._cells[cell].append((p.lat, p.lon, (p.admin1, p.admin1_pcode)))

    def named(self, country: str, names: Iterable[str]) -> Division:
        """The division that bears one of the names."""
        for name in names:
            if found := self._names.get((country, key(name))):
                return found
        return None, None

    def of(self, country: str, lat: float, lon: float) -> Division:
        """Arabic name and P-code of the division that a point lies in, (None, None) where nothing curated is near."""
        y, x = int(lat // CELL), int(lon // CELL)
        near = (
            ((a - lat) ** 2 + ((b - lon) * 0.85) ** 2, division)
            for i in range(y - REACH, y + REACH + 1)
            for j in range(x - REACH, x + REACH + 1)
            for a, b, division in self._cells.get((country, i, j), ())
        )
        return min(near, key=lambda found: found[0], default=(0.0, (None, None)))[1]
