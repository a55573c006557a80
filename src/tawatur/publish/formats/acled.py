"""ACLED-style CSV: 31 columns, its event types, codes and rules of precision and fatalities."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date as Day
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from tawatur.publish.cells import csv_file
from tawatur.publish.columns import alleged, side_name
from tawatur.publish.given import Format, Given
from tawatur.publish.mapping import acled_codes, columns_of, countries, is_deadly, mapped
from tawatur.publish.names import actors
from tawatur.publish.rows import Row, Side

COLUMNS = [name for name, _ in columns_of("acled")]
CIVIL = ("civilian", "detainee", "medic", "journalist")
CROWDS = {"Protests": "Protesters", "Riots": "Rioters"}
UNKNOWN = Side(name="", kind="unknown")


class Part(Struct, frozen=True):
    """A line of an incident: all of it, or one day of several on which it went on."""

    day: Day
    precision: int
    no: int = 0
    of: int = 1


def write(given: Given, folder: Path) -> None:
    """acled.csv."""
    with csv_file(folder / "acled.csv", COLUMNS) as line:
        for row in given.rows():
            if why := _kept_out(row):
                given.left_out("acled", row.id, why)
            else:
                for part in _parts(row):
                    line(_cells(row, part, given))


def _parts(row: Row) -> Iterator[Part]:
    """ACLED has a row a day on which something went on; else one row, at the middle of the time when it was."""
    first, last = Day.fromisoformat(row.date_start), Day.fromisoformat(row.date_end)
    if not row.went_on:
        yield Part(first + (last - first) / 2, acled_codes().time_precision[row.date_precision])
        return
    days = (last - first).days + 1
    yield from (Part(first + timedelta(n), 1, n, days) for n in range(days))


def _kept_out(row: Row) -> str:
    if not mapped("acled", row):
        return f"no event type for {row.type}, {row.status}"
    if row.country not in countries():
        return "country unknown"
    if row.date_precision not in acled_codes().time_precision:
        return "it went on for more than a month" if row.went_on else "time vaguer than a month"
    if row.level not in acled_codes().geo_precision or row.lat is None:
        return "place vaguer than a province"
    return ""


def _cells(row: Row, part: Part, given: Given) -> list[object]:
    event, sub = mapped("acled", row)
    country = countries()[row.country]
    first, second, others = _sides(row, event)
    inter1, inter2 = _inter(first, event), _inter(second, event) if second else ""
    location = row.place or row.admin2 or row.admin1
    return [
        _id(row, part, country.iso3),
        part.day.isoformat(),
        part.day.year,
        part.precision,
        next(disorder for e, s, disorder in acled_codes().sub_event_types if (e, s) == (event, sub)),
        event,
        sub,
        _name(first, event, country.name),
        "; ".join(_name(side, "", country.name) for side in others),
        inter1,
        _name(second, "", country.name) if second else "",
        "",
        inter2,
        _interaction(inter1, inter2),
        "Civilians targeted" if _on_civilians(row, event) else "",
        country.numeric,
        country.acled,
        country.name,
        row.admin1,
        row.admin2,
        "",
        location,
        row.lat,
        row.lon,
        acled_codes().geo_precision[row.level],
        *_source(row, given),
        _notes(row, part, location),
        _fatalities(row, part),
        _tags(row, event),
        given.timestamp,
    ]


def _id(row: Row, part: Part, country: str) -> str:
    """Country and number; days behind the first have two digits more than any number of a row."""
    return f"{country}{row.number:015d}{part.no + 1:02d}" if part.no else f"{country}{row.number}"


def _sides(row: Row, event: str) -> tuple[Side, Side | None, list[Side]]:
    """(actor1, actor2, associated with actor1); the side that most chains name comes first, civilians second."""
    ranked = sorted(row.actors, key=lambda side: (-side.chains_for, not side.name, side.name, side.kind))
    first = UNKNOWN if not ranked else ranked[0]
    if event in CROWDS:
        return first if ranked else Side(name="", kind=CROWDS[event].lower()), None, ranked[1:]
    if row.type in ("armed_clash", "agreement") and len(ranked) > 1:
        return first, ranked[1], ranked[2:]
    people = [side for side in row.targets if side.kind in acled_codes().inter]
    second = min(people, key=lambda side: (side.kind not in CIVIL, side.name), default=None)
    if event == "Violence against civilians":
        second = next((side for side in people if side.kind in CIVIL), Side(name="", kind="civilian"))
    if event == "Battles":
        armed = [side for side in people if side.kind not in CIVIL]
        second = armed[0] if armed else UNKNOWN
    return first, second, ranked[1:]


def _name(side: Side, event: str, country: str) -> str:
    if event in CROWDS and not side.name:
        return f"{CROWDS[event]} ({country})"
    row = actors().get(side.id)
    home = next((countries()[c].name for c in (row.country.split() if row else ()) if c in countries()), country)
    forces = {"state_force": "Military Forces", "police": "Police Forces"}
    if row is not None and side.kind in forces:
        return f"{forces[side.kind]} of {home} ({row.active_from}-{row.active_to})"
    if side.name:
        return side.name
    if side.kind in CIVIL:
        return f"Civilians ({country})"
    if side.kind in forces:
        return f"{forces[side.kind]} of {country}"
    return f"Unidentified Armed Group ({country})"


def _inter(side: Side, event: str) -> str:
    if event in CROWDS:
        return CROWDS[event]
    return acled_codes().inter.get(side.kind, "Political militia")


def _interaction(one: str, other: str) -> str:
    if not other:
        return f"{one} only"
    if {one, other} == {"Civilians", "External/Other forces"}:
        return "External/Other forces-Civilians"
    return "-".join(sorted((one, other), key=acled_codes().inter_order.index))


def _on_civilians(row: Row, event: str) -> bool:
    return event == "Violence against civilians" or any(side.kind in CIVIL for side in row.targets)


def _source(row: Row, given: Given) -> tuple[str, str]:
    """Names of the outlets, and their scale."""
    ids = dict.fromkeys(name for voice in row.voices for name in voice.sources)
    known = [given.sources[name] for name in ids if name in given.sources]
    scales = {
        "Other" if not source.name else "National" if source.country == row.country else "International"
        for source in known
    }
    names = dict.fromkeys(source.name or source.id for source in known)
    order = [scale for scale in ("Other", "National", "International") if scale in scales]
    return "; ".join(names) or "not given away", "-".join(order[:2]) or "Other"


def _notes(row: Row, part: Part, location: str) -> str:
    day = part.day
    when = f"On {day.day} {calendar.month_name[day.month]} {day.year}"
    if part.of > 1:
        when += f" (day {part.no + 1} of {part.of}, {row.date_start} to {row.date_end})"
    elif row.date_precision != "day":
        when = f"Between {row.date_start} and {row.date_end}"
    who = "; ".join(alleged(side, row) for side in row.actors) or "no side is named"
    whom = ", ".join(dict.fromkeys(side_name(side) for side in row.targets))
    near = "" if row.level in ("site", "settlement") else "the area of "
    parts = [f"{when}, {row.type.replace('_', ' ')} in {near}{location} ({row.admin1})", f"actors: {who}"]
    parts += [f"targets: {whom}"] if whom else []
    parts.append(_toll(row) + (" over all days, divided evenly; the first day has the rest" if part.of > 1 else ""))
    return ". ".join(parts) + f". Independent chains: {row.chains}; reports: {row.reports}."


def _toll(row: Row) -> str:
    killed = row.count("killed")
    if killed is None:
        return "No number of fatalities is told"
    if killed.low != killed.high or killed.is_open:
        return f"Fatalities: between {killed.low} and {killed.high}{' or more' if killed.is_open else ''}; lowest coded"
    return f"Fatalities: {killed.low}"


def _fatalities(row: Row, part: Part) -> int:
    """The lowest number by the policy `acled`, or a day's share; 0 where none is told, as its codebook has it."""
    killed = row.count("killed", "acled")
    total = killed.low or 0 if killed and is_deadly(row) else 0
    return total // part.of + (total % part.of if part.no == 0 else 0)


def _tags(row: Row, event: str) -> str:
    crowd = row.count("participants")
    size = f"about {crowd.low}" if crowd and crowd.low else "no report"
    return "; ".join([*([f"crowd size={size}"] if event in CROWDS else []), f"tawatur review: {row.review}"])


FORMAT = Format(
    id="acled",
    title="ACLED-style CSV (31 columns)",
    files=("acled.csv",),
    write=write,
    cannot_hold=(
        "unknown numbers of dead: they are 0 there, as are events without deaths",
        "numbers of injured, captured, missing and displaced",
        "ranges: the lowest is coded, the range stands in notes",
        "events vaguer than a month or a province, or longer than a month; planned and denied events",
        "days on which something paused: what is told to have gone on over days has a row on each of them, and its "
        "fatalities are divided evenly; what was at some time within several days is one row at their middle",
    ),
    columns=columns_of("acled"),
)
