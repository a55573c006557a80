"""Curated places: the rows of reference/<country>/places.csv, checked and turned into a layer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tawatur.gazetteer.index import Index, Meta, Named, build, load, packed
from tawatur.gazetteer.names import key
from tawatur.gazetteer.paths import prepared_folder
from tawatur.gazetteer.prepared import write_prepared
from tawatur.gazetteer.prior import SURE, WEAK
from tawatur.records import Place
from tawatur.reference import DataError, load_csv, pack_path

PRECISION = {
    "country": "country",
    "adm1": "governorate",
    "adm2": "district",
    "region": "region",
    "mountains": "region",
    "plain": "region",
    "valley": "district",
    "desert": "region",
    "front": "district",
    "island": "district",
    "lake": "district",
    "forest": "district",
    "river": "region",
    "road": "district",
    "quarter": "settlement",
    "settlement": "settlement",
    "camp": "settlement",
    "mountain": "district",
    "strait": "district",
    "sea": "region",
    "field": "site",
    "base": "site",
    "airport": "site",
    "port": "site",
    "prison": "site",
    "crossing": "site",
    "checkpoint": "site",
    "dam": "site",
    "site": "site",
    "hospital": "site",
    "university": "site",
    "shrine": "site",
    "square": "site",
    "junction": "site",
    "plant": "site",
}
RADIUS_KM = {"site": 1.0, "settlement": 3.0, "district": 15.0, "governorate": 60.0, "region": 30.0, "country": 500.0}


class PackRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of places.csv. Names are separated by "|"; those under `ambiguous` count only after a cue word."""

    id: str
    name: str
    kind: str
    parent: str = ""
    names: str = ""
    ambiguous: str = ""
    pcode: str | None = None
    pcode_from: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = ""
    radius_km: float | None = None
    population: int = 0
    source: str = "curated"


def layer() -> Index:
    """The curated layer, prepared on first use and again whenever a pack changes."""
    files = pack_files()
    digest = hashlib.blake2b(b"".join(path.read_bytes() for path in files), digest_size=12).hexdigest()
    path = prepared_folder() / "packs.layer"
    index = load(path, digest)
    if index is None:
        index = build(Meta("packs", "Tawatur country packs", "reference/*/places.csv", "", digest), read_packs(files))
        write_prepared(path, packed(index))
    return index


def pack_files() -> list[Path]:
    """All places.csv of the country packs."""
    return sorted(pack_path("").glob("*/places.csv"))


def read_packs(files: list[Path]) -> Iterator[Named]:
    """The rows of all packs; countries first, so that a pack may name a country of another file as parent."""
    rows = [(path, line, row) for path in files for line, row in enumerate(load_csv(path, PackRow), 2)]
    by_id: dict[str, PackRow] = {}
    for path, line, row in rows:
        if row.id in by_id:
            raise DataError(
                f"{path.parent.name}/{path.name}:{line}: the id {row.id!r} is there twice; give one of them another id"
            )
        by_id[row.id] = row
    for path, line, row in rows:
        yield _named(row, _chain(row, by_id, f"{path.parent.name}/{path.name}:{line}"))


def _chain(row: PackRow, by_id: dict[str, PackRow], where: str) -> list[PackRow]:
    """The row and all that contain it, the country last."""
    if row.kind not in PRECISION:
        raise DataError(f"{where}: unknown kind {row.kind!r}; one of {', '.join(PRECISION)}")
    chain = [row]
    while parent := chain[-1].parent:
        if parent not in by_id or len(chain) > 6:
            raise DataError(
                f"{where}: there is no row with id {parent!r} that could contain {row.id!r}; add it or correct `parent`"
            )
        chain.append(by_id[parent])
    return chain


def _named(row: PackRow, chain: list[PackRow]) -> Named:
    point = next((r for r in chain if r.lat is not None), row)
    adm1 = next((r for r in chain if r.kind == "adm1"), None)
    adm2 = next((r for r in chain if r.kind == "adm2"), None)
    country = next((r for r in chain if r.kind == "country"), None)
    precision = row.precision or PRECISION[point.kind if point is not row else row.kind]
    place = Place(
        id=row.id,
        name=row.name,
        lat=point.lat,
        lon=point.lon,
        kind=row.kind,
        country=country.pcode if country else None,
        admin1=adm1.name if adm1 else None,
        admin1_pcode=adm1.pcode if adm1 else None,
        admin2=adm2.name if adm2 else None,
        admin2_pcode=adm2.pcode if adm2 else None,
        precision=precision,  # type: ignore[arg-type]
        radius_km=row.radius_km or RADIUS_KM[precision],
        population=row.population,
        source=row.source,
        pcode_from=(adm2 or adm1 or row).pcode_from,
    )
    unsure = {key(name) for name in row.ambiguous.split("|")}
    names = [row.name, *filter(None, row.names.split("|")), *filter(None, row.ambiguous.split("|"))]
    return Named(place, tuple((name, WEAK if key(name) in unsure else SURE) for name in names))
