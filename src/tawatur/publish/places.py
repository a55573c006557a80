"""Where an incident is released: a row of the gazetteer at the level that the rules allow, never a claim's own point.

The same incident is at the same place in every file, and two incidents coarsened to one district have one point.
Nothing is moved at random: noise drawn anew for each release could be averaged away.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from tawatur.gazetteer import Gazetteer, default_gazetteer
from tawatur.gazetteer.names import key
from tawatur.publish.profiles import LEVELS, Level
from tawatur.records import Incident, Place, Where

RADIUS: dict[str, float] = {"site": 1.0, "settlement": 3.0, "area": 25.0, "adm2": 25.0, "adm1": 80.0, "country": 400.0}
_LEVEL: dict[str, Level] = {
    "site": "site",
    "settlement": "settlement",
    "district": "adm2",
    "governorate": "adm1",
    "region": "area",
    "country": "country",
}


class Spot(Struct, frozen=True, kw_only=True):
    """A released place."""

    level: Level
    country: str = ""
    admin1: str = ""
    admin1_pcode: str = ""
    admin2: str = ""
    admin2_pcode: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None


class Places:
    """Looks places up and makes them coarser."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        """With the user's gazetteer, or another one."""
        self._gazetteer = gazetteer or default_gazetteer()
        self._named = lru_cache(maxsize=20_000)(self._look_up)

    def row_of(self, where: Where | None) -> Place | None:
        """The gazetteer's row of a claim's place, None where it has none."""
        return self._named(where.name, where.id.partition("#")[0]) if where and where.id else None

    def spot(self, incident: Incident, row: Place | None, finest: Level) -> Spot:
        """The place of an incident at its own level, or at `finest` where that is coarser."""
        own = _own_level(incident, row)
        level = LEVELS[max(LEVELS.index(own), LEVELS.index(finest))]
        country = (row.country if row else None) or incident.country or ""
        adm1 = self._division(country, (row.admin1 if row else None) or incident.admin1, "adm1")
        adm2 = self._division(country, row.admin2 if row else None, "adm2")
        if level == "adm2" and (row is None or not row.admin2):
            level = "adm1"
        admin1 = adm1.name if adm1 else incident.admin1 if self.knows(incident.admin1 or "") else ""
        if level == "adm1" and not admin1:
            level = "country"
        named = {"country": country}
        if level != "country":
            named["admin1"] = admin1 or ""
            named["admin1_pcode"] = (adm1.admin1_pcode if adm1 else None) or ""
        if level in ("site", "settlement", "area", "adm2") and row is not None:
            named["admin2"], named["admin2_pcode"] = row.admin2 or "", row.admin2_pcode or ""
        if level in ("site", "settlement", "area") and row is not None:
            return Spot(level=level, place=row.name, **_point(row, level), **named)  # type: ignore[arg-type]
        area = {"adm2": adm2 or adm1, "adm1": adm1}.get(level) or self._country(country)
        return Spot(level=level, **_point(area, level), **named)  # type: ignore[arg-type]

    def knows(self, name: str) -> bool:
        """Whether the gazetteer has such a name."""
        return self._gazetteer.knows(key(name))

    def _look_up(self, name: str, wanted: str) -> Place | None:
        return next((c.place for c in self._gazetteer.find(key(name)) if c.place.id == wanted), None)

    @lru_cache(maxsize=5_000)  # noqa: B019  one look-up lives as long as the release
    def _division(self, country: str, name: str | None, kind: str) -> Place | None:
        found = (c.place for c in self._gazetteer.find(key(name or "")) if c.place.country == country)
        return next((place for place in found if place.kind == kind), None)

    @lru_cache(maxsize=100)  # noqa: B019
    def _country(self, country: str) -> Place | None:
        return next((p for p in _country_rows() if p.country == country), None)


@lru_cache(maxsize=1)
def _country_rows() -> tuple[Place, ...]:
    from tawatur.gazetteer.packs import pack_files, read_packs

    return tuple(named.place for named in read_packs(pack_files()) if named.place.kind == "country")


def _own_level(incident: Incident, row: Place | None) -> Level:
    """How fine the evidence is; a place that no gazetteer knows is no finer than its division."""
    if row is None:
        return "adm1" if incident.admin1 else "country" if incident.country else "unknown"
    return _LEVEL.get(incident.precision, _LEVEL[row.precision])


def _point(row: Place | None, level: Level) -> dict[str, float | None]:
    if row is None or row.lat is None or row.lon is None:
        return {}
    return {"lat": round(row.lat, 4), "lon": round(row.lon, 4), "radius_km": max(row.radius_km or 0.0, RADIUS[level])}
