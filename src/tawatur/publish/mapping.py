"""Our codebook in the terms of others: the first row of a mapping table that fits an incident says what it is there."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tawatur.publish.rows import Row
from tawatur.reference import load_yaml


class Fit(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a mapping table; `gives` has a value a column, none where such an incident is kept out."""

    id: str
    types: tuple[str, ...]
    gives: tuple[str, ...]
    statuses: tuple[str, ...] = ("occurred",)
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    killed: bool | None = None
    sides: Literal["two"] | None = None


class Mapping(Struct, frozen=True, forbid_unknown_fields=True):
    """A mapping table, with the codes that only PLOVER has."""

    columns: tuple[str, ...]
    rules: tuple[Fit, ...]
    quads: dict[str, int] = {}
    scales: dict[str, float] = {}
    sectors: dict[str, str] = {}


class Country(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of countries.yml."""

    id: str
    iso3: str
    numeric: int
    name: str
    acled: str
    ucdp: str
    gw: int | None = None


class AcledCodes(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of acled-codes.yml."""

    sub_event_types: list[tuple[str, str, str]]
    inter: dict[str, str]
    inter_order: list[str]
    time_precision: dict[str, int]
    geo_precision: dict[str, int]
    went_on: list[str]


class Difference(Struct, frozen=True, forbid_unknown_fields=True):
    """A case in which the codebooks disagree."""

    id: str
    case: str
    ours: str
    acled: str
    ucdp: str
    plover: str


@lru_cache(maxsize=8)
def mapping(scheme: str) -> Mapping:
    """The table of acled, ucdp or plover."""
    return load_yaml(f"release/{scheme}.yml", Mapping)


@lru_cache(maxsize=1)
def countries() -> dict[str, Country]:
    """Codes of countries by ISO 3166-1 alpha-2."""
    return {row.id: row for row in load_yaml("release/countries.yml", list[Country])}


@lru_cache(maxsize=1)
def acled_codes() -> AcledCodes:
    """ACLED's codes."""
    return load_yaml("release/acled-codes.yml", AcledCodes)


@lru_cache(maxsize=1)
def _columns() -> dict[str, dict[str, str]]:
    return load_yaml("release/columns.yml", dict[str, dict[str, str]])


def columns_of(scheme: str) -> tuple[tuple[str, str], ...]:
    """(column, what our file holds there) of acled, ucdp or plover, in order."""
    return tuple(_columns()[scheme].items())


def differences() -> list[Difference]:
    """Cases in which the codebooks disagree."""
    return load_yaml("release/differences.yml", list[Difference])


def mapped(scheme: str, row: Row) -> tuple[str, ...]:
    """The values of an incident in another scheme, () where it has no place there."""
    return next((fit.gives for fit in mapping(scheme).rules if _fits(fit, row)), ())


def _fits(fit: Fit, row: Row) -> bool:
    if row.type not in fit.types or row.status not in fit.statuses:
        return False
    actors, targets = [side.kind for side in row.actors], [side.kind for side in row.targets]
    asked = ((fit.actors, actors), (fit.targets, targets))
    if any(wanted and not set(wanted) & set(kinds) for wanted, kinds in asked):
        return False
    if fit.sides == "two" and len(actors) + (len(targets) if row.type != "armed_clash" else 0) < 2:
        return False
    return fit.killed is None or fit.killed == is_deadly(row)


def is_deadly(row: Row) -> bool:
    """Whether somebody tells of people killed."""
    killed = row.count("killed")
    return killed is not None and bool(killed.low or killed.high)
