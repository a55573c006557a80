"""PLOVER JSON Lines (manual 0.8), with the counts of people and, where words are given away, the offsets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from tawatur.publish.given import Format, Given
from tawatur.publish.mapping import columns_of, countries, mapped, mapping
from tawatur.publish.rows import Row, Side

RESOLUTION = {"site": 5, "settlement": 4, "area": 3, "adm2": 3, "adm1": 2, "country": 1}
SIZES = {"killed": "dead", "injured": "injured", "captured": "arrested"}
ATTRIBUTION = "PLOVER manual 0.8, CC BY-SA 4.0"
UNKNOWN = {"code": "UNK", "sector": "UNK"}


def write(given: Given, folder: Path) -> None:
    """plover.jsonl."""
    encoder = msgspec.json.Encoder()
    with (folder / "plover.jsonl").open("wb") as file:
        for row in given.rows():
            if why := _kept_out(row):
                given.left_out("plover", row.id, why)
            else:
                file.write(encoder.encode(_event(row, given)) + b"\n")


def _kept_out(row: Row) -> str:
    if not mapped("plover", row):
        return f"no event for {row.type}, {row.status}"
    return "" if row.date_start else "no date"


def _event(row: Row, given: Given) -> dict[str, Any]:
    event, mode = mapped("plover", row)
    scales = mapping("plover").scales
    made: dict[str, Any] = {
        "id": row.id,
        "date": row.date_start,
        "enddate": row.date_end,
        "actor": [_entity(side, row) for side in row.actors] or [UNKNOWN],
        "recipient": [_entity(side, row) for side in row.targets if side.kind not in ("object", "site")],
        "event": [event],
        "quad_code": mapping("plover").quads[event],
        "event_scale": scales.get(f"{event} {mode}".strip(), scales.get(event)),
        "event_loc": _location(row),
        "coded_date": given.day.isoformat(),
        "coder": "tawatur",
        "cite_info": {"corpus": given.name, "license": given.licence, "codebook": "PLOVER", "version": "0.8"},
        "comment": _comment(row),
    }
    if mode:
        made["mode"] = [mode]
    if size := _size(row):
        made["size"] = size
    if row.words:
        made["event_text"] = _words_of(row)
        made["text_info"] = [
            {"sequence": n, "start": w.start, "end": w.end, "text_story": w.text} for n, w in enumerate(row.words, 1)
        ]
    return {key: value for key, value in made.items() if value not in (None, [], "")}


def _words_of(row: Row) -> str:
    return next((words.text for words in row.words if words.field == "trigger"), "")


def _entity(side: Side, row: Row) -> dict[str, str]:
    country = countries().get(row.country)
    entity = {
        "code": country.iso3 if country else "UNK",
        "sector": mapping("plover").sectors.get(side.kind, "UNK"),
        "entity_text": side.name,
    }
    return {key: value for key, value in entity.items() if value}


def _location(row: Row) -> dict[str, Any]:
    country = countries().get(row.country)
    found = {
        "resolved_place": row.place or row.admin2 or row.admin1,
        "lat": row.lat,
        "lon": row.lon,
        "city": row.place if row.level == "settlement" else "",
        "district": row.admin2,
        "province": row.admin1,
        "country": country.name if country else "",
        "country_code": country.iso3 if country else "",
        "resolution": RESOLUTION.get(row.level),
    }
    return {key: value for key, value in found.items() if value not in (None, "")}


def _size(row: Row) -> dict[str, int]:
    """Lowest numbers told; nothing where none is told, since unknown is not zero."""
    counts = ((name, row.count(outcome)) for outcome, name in SIZES.items())
    return {name: count.low for name, count in counts if count is not None and count.low is not None}


def _comment(row: Row) -> str:
    said = sorted({voice.name or voice.kind for voice in row.voices})
    ranges = [
        f"{outcome} {c.low} to {c.high}{' or more' if c.is_open else ''}"
        for outcome in SIZES
        if (c := row.count(outcome)) is not None and c.low != c.high
    ]
    return "; ".join([f"review: {row.review}", f"said by: {', '.join(said) or 'not given away'}", *ranges])


FORMAT = Format(
    id="plover",
    title="PLOVER JSON Lines",
    files=("plover.jsonl",),
    write=write,
    cannot_hold=(
        "ranges: the lowest number is in size, the range in comment",
        "independent chains, and chains against a side",
        "denied events, and events without a date",
        f"definitions are not repeated: {ATTRIBUTION}",
    ),
    columns=columns_of("plover"),
)
