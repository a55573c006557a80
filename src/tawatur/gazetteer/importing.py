"""Foreign gazetteers become layers of the user's own: checked whole, written in one step, removed by name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tawatur.gazetteer.admin import Admins
from tawatur.gazetteer.checks import INSTEAD, Fault, faults, is_presentation
from tawatur.gazetteer.floor import without_class
from tawatur.gazetteer.index import Index, Meta, Named, build, load, packed
from tawatur.gazetteer.packs import PRECISION, RADIUS_KM
from tawatur.gazetteer.prepared import write_whole
from tawatur.gazetteer.prior import strength
from tawatur.gazetteer.sources import SOURCES, Form, Raw, read_source
from tawatur.records import Place

Track = Callable[[Iterable[Raw]], Iterable[Raw]]


class Added(Struct, frozen=True):
    """What came of a file: the layer's description, or the faults for which nothing was imported."""

    meta: Meta | None
    faults: tuple[Fault, ...]


def add_layer(path: Path, folder: Path, *, name: str = "", leave_out: bool = False, track: Track = iter) -> Added:
    """Import a file as a layer of `folder`; a layer of the same name is replaced.

    Where a row is faulty nothing is imported, unless `leave_out`: then the faulty rows and names are left out.
    `track` wraps the rows, for a progress bar. Raises DataError for a file of an unknown kind, OSError.
    """
    form, raw = read_source(path)
    rows = list(raw)
    admins = Admins()
    found = list(_check(path, form, rows, admins))
    if found and not leave_out:
        return Added(None, tuple(found))
    bad = {fault.line for fault in found}
    layer = name or layer_name(path)
    attribution = SOURCES.attribution[form]
    meta = Meta(
        name=layer,
        attribution=attribution,
        source=path.name,
        made=datetime.now(UTC).date().isoformat(),
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    kept = list(_kept(rows, bad, admins))
    index = build(meta, _named(track(kept), _divisions(kept, admins), admins, attribution))
    write_whole(folder / f"{layer}.layer", packed(index))
    return Added(index.meta, tuple(found))


def layer_name(path: Path) -> str:
    """A file's name without its endings, in small letters: the name of its layer."""
    return re.sub("[^a-z0-9_-]+", "-", path.name.split(".")[0].lower()) or "layer"


def layers(folder: Path) -> list[Meta]:
    """The imported layers of a folder, by name."""
    return [index.meta for path in sorted(folder.glob("*.layer")) if (index := _loaded(path))]


def remove_layer(name: str, folder: Path) -> bool:
    """Remove an imported layer; False where there is none of that name."""
    path = folder / f"{name}.layer"
    if path.parent != folder or not path.exists():
        return False
    path.unlink()
    return True


def _loaded(path: Path) -> Index | None:
    return load(path)


def _check(path: Path, form: Form, rows: list[Raw], admins: Admins) -> Iterator[Fault]:
    ids = frozenset(row.id for row in rows) if form in ("whosonfirst", "ocha-pcodes") else None
    countries = admins.countries | (set(SOURCES.iso3.values()) if form == "ocha-pcodes" else set())
    seen: dict[str, int] = {}
    for row in rows:
        for what in faults(row, seen, ids, countries):
            yield Fault(path.name, row.line, what)
        seen.setdefault(row.id, row.line)


def _kept(rows: list[Raw], bad: set[int], admins: Admins) -> Iterator[Raw]:
    """The rows to import: faultless ones, and faulty ones that are whole without a name or a parent."""
    seen: set[str] = set()
    for row in rows:
        mended = row if row.line not in bad else _mend(row, admins)
        if mended is not None and row.id not in seen:
            seen.add(row.id)
            yield mended


def _mend(row: Raw, admins: Admins) -> Raw | None:
    """A faulty row without its faulty names, None where the row itself is at fault."""
    names = tuple(n for n in row.names if not any(c in INSTEAD or is_presentation(c) for c in n))
    mended = replace(row, names=names)
    still = any(True for _ in faults(mended, {}, None, admins.countries))
    return None if still or not names else mended


def _divisions(rows: list[Raw], admins: Admins) -> dict[str, tuple[str | None, str | None]]:
    """For each row of a first-level division in the file: the curated one of that name or place."""
    found = {}
    for row in rows:
        if row.kind == "adm1":
            division = admins.named(row.country, row.names)
            found[row.id] = (
                division if division[0] or not row.lat else admins.of(row.country, float(row.lat), float(row.lon))
            )
    return found


def _named(
    rows: Iterable[Raw], divisions: dict[str, tuple[str | None, str | None]], admins: Admins, attribution: str
) -> Iterator[Named]:
    """Rows as places with the strength of their names."""
    for row in rows:
        population = int(float(row.population or 0))
        lat, lon = (float(row.lat), float(row.lon)) if row.lat else (None, None)
        admin1, pcode = _division(row, divisions, admins, lat, lon)
        precision = PRECISION[row.kind]
        names = [without_class(name) for name in row.names]
        place = Place(
            id=row.id,
            name=names[0] if names else row.name,
            lat=lat,
            lon=lon,
            kind=row.kind,
            country=row.country,
            admin1=admin1,
            admin1_pcode=pcode,
            admin2=row.admin2 or None,
            admin2_pcode=row.admin2_pcode or None,
            precision=precision,  # type: ignore[arg-type]
            radius_km=RADIUS_KM[precision],
            population=population,
            source=attribution,
            pcode_from=row.valid_from or None,
        )
        yield Named(place, tuple((name, strength(name, population)) for name in names))


def _division(
    row: Raw,
    divisions: dict[str, tuple[str | None, str | None]],
    admins: Admins,
    lat: float | None,
    lon: float | None,
) -> tuple[str | None, str | None]:
    """Division of a row: as the source names it, as its parent, else by the point."""
    if row.admin1 or row.admin1_pcode:
        named = admins.named(row.country, [row.admin1])
        return named[0] or row.admin1 or None, row.admin1_pcode or named[1]
    for id in (row.id, row.parent):
        if id in divisions and divisions[id][0]:
            return divisions[id]
    return admins.of(row.country, lat, lon) if lat is not None and lon is not None else (None, None)
