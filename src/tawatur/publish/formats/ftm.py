"""FollowTheMoney statements: an Event an incident, an Organization a named side, joined by UnknownLink as alleged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from tawatur.publish.cells import csv_file, neutral
from tawatur.publish.columns import alleged
from tawatur.publish.given import Format, Given
from tawatur.publish.mapping import countries
from tawatur.publish.names import actors
from tawatur.publish.rows import Row

COLUMNS = (
    "canonical_id entity_id prop prop_type schema value dataset origin lang original_value external first_seen "
    "last_seen id"
).split()
Statement = tuple[str, str, str, str, str, str]  # entity, schema, prop, type of prop, value, language


def write(given: Given, folder: Path) -> None:
    """ftm-statements.csv, as `ftm` and the followthemoney package read them."""
    seen: set[str] = set()
    dataset = re.sub(r"\W+", "_", given.name)
    day = given.day.isoformat()
    with csv_file(folder / "ftm-statements.csv", COLUMNS, quote_all=True) as line:
        for row in given.rows():
            for entity, schema, prop, kind, value, lang in _statements(row, given, seen):
                value = neutral(value)
                key = f"{dataset}.{entity}.{prop}.{value}" + (f"@{lang}" if lang else "")
                made = hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()  # as the library makes ids
                line([entity, entity, prop, kind, schema, value, dataset, "", lang, "", "f", day, day, made])


def _statements(row: Row, given: Given, seen: set[str]) -> Iterator[Statement]:
    for prop, kind, value, lang in _event(row, given):
        if value:
            yield row.id, "Event", prop, kind, value, lang
    for side in row.actors:
        if not side.id:
            continue
        entity = f"tw-actor-{side.id}"
        if side.id not in seen:
            seen.add(side.id)
            yield entity, "Organization", "id", "checksum", entity, ""
            yield entity, "Organization", "name", "name", side.name, "ara"
            for home in actors()[side.id].country.lower().split() if side.id in actors() else ():
                yield entity, "Organization", "country", "country", home, ""
        link = f"{row.id}-{side.id}"
        yield link, "UnknownLink", "id", "checksum", link, ""
        yield link, "UnknownLink", "subject", "entity", entity, ""
        yield link, "UnknownLink", "object", "entity", row.id, ""
        yield link, "UnknownLink", "role", "string", "alleged actor", ""
        yield link, "UnknownLink", "summary", "text", alleged(side, row), ""


def _event(row: Row, given: Given) -> Iterator[tuple[str, str, str, str]]:
    country = countries().get(row.country)
    where = row.place or row.admin2 or row.admin1
    yield "id", "checksum", row.id, ""
    yield "name", "name", f"{row.type.replace('_', ' ')}, {where}, {row.date_start}".replace(", ,", ","), ""
    yield "recordId", "identifier", row.id, ""
    yield "startDate", "date", row.date_start, ""
    yield "endDate", "date", row.date_end, ""
    yield "country", "country", row.country.lower() if country else "", ""
    yield "location", "string", ", ".join(filter(None, (row.place, row.admin2, row.admin1))), "ara"
    yield "keywords", "string", row.type, ""
    yield "notes", "text", f"released at the level {row.level}; review: {row.review}; status: {row.status}", ""
    yield "summary", "text", _summary(row), ""
    names = {given.sources[s].name for voice in row.voices for s in voice.sources if s in given.sources}
    for name in sorted(names - {""}):
        yield "publisher", "string", name, ""


def _summary(row: Row) -> str:
    told = ((outcome, row.count(outcome)) for outcome in ("killed", "injured", "captured", "missing", "displaced"))
    counts = [f"{outcome} {c.low} to {c.high}{' or more' if c.is_open else ''}" for outcome, c in told if c]
    return "; ".join([*counts, f"{row.chains} independent chains, {row.reports} reports"])


FORMAT = Format(
    id="ftm",
    title="FollowTheMoney statements",
    files=("ftm-statements.csv",),
    write=write,
    cannot_hold=(
        "coordinates, radius and P-codes",
        "numbers as numbers: they stand in summary",
        "sides that are not named: they have no entity",
    ),
    columns=tuple((name, "see the statement model of followthemoney") for name in COLUMNS),
)
