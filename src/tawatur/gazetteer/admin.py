"""The first-level division that a point lies in, as the curated packs know it: that of the nearest curated place."""

from __future__ import annotations

from collections import defaultdict

from tawatur.gazetteer.packs import pack_files, read_packs
from tawatur.records import Place

FAR_KM = 120.0  # no curated place within this: the division stays unknown


class Admins:
    """Nearest-neighbour look-up over the curated places of a country."""

    def __init__(self) -> None:
        self._by_country: dict[str, list[Place]] = defaultdict(list)
        for named in read_packs(pack_files()):
            p = named.place
            if p.admin1 and p.country and p.lat is not None and p.precision in ("settlement", "district", "site"):
                self._by_country[p.country].append(p)

    def of(self, country: str, lat: float, lon: float) -> tuple[str | None, str | None]:
        """Arabic name and P-code of the division, (None, None) where nothing curated is near."""
        best, limit = None, (FAR_KM / 111.0) ** 2
        for p in self._by_country.get(country, ()):
            assert p.lat is not None and p.lon is not None
            d = (p.lat - lat) ** 2 + ((p.lon - lon) * 0.85) ** 2
            if d < limit:
                best, limit = p, d
        return (best.admin1, best.admin1_pcode) if best else (None, None)
