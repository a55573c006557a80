"""UCDP-GED-style CSV: 49 columns; low, best and high; source_original from who says so."""

from __future__ import annotations

import math
from datetime import date as Day
from pathlib import Path

from tawatur.publish.cells import csv_file
from tawatur.publish.columns import side_name
from tawatur.publish.given import Format, Given
from tawatur.publish.mapping import Country, columns_of, countries, mapped
from tawatur.publish.rows import Count, Row, Side

COLUMNS = [name for name, _ in columns_of("ucdp")]
STATE = ("state_force", "police", "foreign_force")
WHERE = {"site": 1, "settlement": 1, "area": 2, "adm2": 3, "adm1": 4, "country": 6}


def write(given: Given, folder: Path) -> None:
    """ucdp-ged.csv."""
    with csv_file(folder / "ucdp-ged.csv", COLUMNS) as line:
        for row in given.rows():
            if why := _kept_out(row):
                given.left_out("ucdp", row.id, why)
            else:
                line(_cells(row, given))


def deaths(row: Row) -> tuple[int, int, int] | None:
    """(low, best, high), None where no number or no death is told."""
    killed = row.count("killed", "ucdp") or row.count("killed")
    if killed is None:
        return None
    known = [value for value in (killed.low, killed.best, killed.high) if value is not None]
    if not known or max(known) < 1:
        return None
    low, high = min(known), max(known)
    return low, killed.best if killed.best is not None else low, high


def _kept_out(row: Row) -> str:
    if row.status != "occurred" or not mapped("ucdp", row):
        return f"no type of violence for {row.type}, {row.status}, with these sides"
    if deaths(row) is None:
        return "no death told"
    if row.country not in countries():
        return "country unknown"
    if (
        row.date_precision == "unknown"
        or (Day.fromisoformat(row.date_end) - Day.fromisoformat(row.date_start)).days > 366
    ):
        return "time vaguer than a year"
    return ""


def _cells(row: Row, given: Given) -> list[object]:
    """A line; columns that only UCDP can fill stay empty."""
    violence = int(mapped("ucdp", row)[0])
    country = countries()[row.country]
    values = {**_sources(row, given), **_who(row, violence, country), **_where(row, country), **_when(row)}
    values["id"] = row.number
    values["relid"] = f"{country.iso3}-{values['year']}-{violence}-{row.number}"
    return [values.get(column, "") for column in COLUMNS]


def _who(row: Row, violence: int, country: Country) -> dict[str, object]:
    a, b = _sides(row, violence, country)
    low, best, high = deaths(row) or (0, 0, 0)
    civilians, unknown = _split(row, violence, best)
    return {
        "code_status": "Clear",
        "type_of_violence": violence,
        "dyad_name": f"{a} - {b}",
        "side_a": a,
        "side_b": b,
        "deaths_a": 0,
        "deaths_b": 0,
        "deaths_civilians": civilians,
        "deaths_unknown": unknown,
        "best": best,
        "high": high,
        "low": low,
        "gwnoa": country.gw if violence == 1 else "",
    }


def _where(row: Row, country: Country) -> dict[str, object]:
    found: dict[str, object] = {
        "where_prec": WHERE.get(row.level, 6),
        "where_coordinates": row.place or row.admin2 or row.admin1 or country.name,
        "where_description": f"released at the level: {row.level}",
        "adm_1": row.admin1,
        "adm_2": row.admin2,
        "country": country.name,
        "country_id": country.gw,
        "region": country.ucdp,
    }
    if row.lat is not None and row.lon is not None:
        found |= {"latitude": row.lat, "longitude": row.lon, "geom_wkt": f"POINT ({row.lon:.4f} {row.lat:.4f})"}
        found["priogrid_gid"] = math.floor((row.lat + 90) * 2) * 720 + math.floor((row.lon + 180) * 2) + 1
    return found


def _when(row: Row) -> dict[str, object]:
    contested = any(side.chains_against for side in row.actors)
    return {
        "year": Day.fromisoformat(row.date_start).year,
        "event_clarity": 2 if contested or row.date_precision not in ("day", "days") else 1,
        "date_prec": {"day": 1, "days": 2, "month": 4}.get(row.date_precision, 5),
        "date_start": f"{row.date_start} 00:00:00.000",
        "date_end": f"{row.date_end} 00:00:00.000",
    }


def _sides(row: Row, violence: int, country: Country) -> tuple[str, str]:
    """Side A, a government where the violence is state-based, and side B, civilians where it is one-sided."""
    ranked = sorted(row.actors, key=lambda side: (-side.chains_for, not side.name, side.name, side.kind))
    first = _name(ranked[0], country) if ranked else "not told"
    if violence == 3:
        return first, "Civilians"
    sides = [*ranked, *(side for side in row.targets if side.kind not in ("civilian", "object", "site"))]
    if violence == 1:
        state = next((side for side in sides if side.kind in STATE), None)
        other = next((side for side in sides if side is not state), None)
        return f"Government of {country.name}" if state is None else _name(state, country), _rest(other, country)
    other = next((side for side in sides if not ranked or side is not ranked[0]), None)
    return first, _rest(other, country)


def _rest(side: Side | None, country: Country) -> str:
    return _name(side, country) if side else "not told"


def _name(side: Side, country: Country) -> str:
    return f"Government of {country.name}" if side.kind in ("state_force", "police") else side_name(side)


def _split(row: Row, violence: int, best: int) -> tuple[int, int]:
    """(deaths of civilians, unknown): together they are `best`, as the codebook wants; sides are not told apart."""
    if violence == 3:
        return best, 0
    told: Count | None = row.count("killed", "airwars", "civilian")
    fighters: Count | None = row.count("killed", "airwars", "belligerent")
    civilians = min(best, told.low or 0) if told is not None and fighters is not None else 0
    return civilians, best - civilians


def _sources(row: Row, given: Given) -> dict[str, object]:
    ids = dict.fromkeys(name for voice in row.voices for name in voice.sources)
    names = "; ".join(given.sources[name].name or name for name in ids if name in given.sources)
    dates = sorted({voice.first_published for voice in row.voices if voice.first_published})
    sayers = dict.fromkeys(v.name or v.kind.replace("_", " ") for v in row.voices if v.kind != "outlet")
    return {
        "number_of_sources": row.chains,  # copies of one text are one source
        "source_article": names,
        "source_office": names,
        "source_date": "; ".join(dates),
        "source_original": "; ".join(sayers),
    }


FORMAT = Format(
    id="ucdp",
    title="UCDP-GED-style CSV (49 columns)",
    files=("ucdp-ged.csv",),
    write=write,
    cannot_hold=(
        "events without a death, and events without sides that make a dyad",
        "ids of conflicts, dyads and sides: they are UCDP's own; active_year, which follows from them",
        "deaths by side: all that are not told as civilians are deaths_unknown",
        "numbers of injured, captured, missing and displaced",
        "headlines of articles",
        "an open end (“at least”): high is the highest bound",
    ),
    columns=columns_of("ucdp"),
)
