"""Places told by others: a part, the surroundings, the countryside of one, or so many kilometres from it; and roles."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec.structs import replace

from tawatur.dissect.place_data import WORDS, bare
from tawatur.dissect.place_mark import Hit
from tawatur.records import Place, Token

BEFORE, AFTER = 7, 5  # tokens around a mention in which its distance stands
SURE_KM = 15.0  # farther away the first-level division may be another
DATELINE = 4  # tokens between a dateline's place and its mark
MARKS = frozenset({":", "-", "–", "—", "ـ"})


def derived(tokens: Sequence[Token], hit: Hit, place: Place) -> Place:
    """The place that the words name, where they name one by another; never finer than they say."""
    distance = _distance(tokens, hit)
    if distance is not None and place.lat is not None:
        return _moved(place, *distance)
    if place.kind == "country" and hit.direction:
        return replace(place, id=f"{place.id}#part", kind="region", precision="region", radius_km=150.0)
    if hit.cue and hit.cue.kind == "countryside" and place.kind != "region":
        return replace(place, id=f"{place.id}#countryside", kind="countryside", precision="region", radius_km=40.0)
    if hit.direction and place.precision in ("settlement", "site"):
        return replace(place, precision="settlement", radius_km=max(place.radius_km or 0.0, 10.0))
    return place


def role_of(tokens: Sequence[Token], hit: Hit) -> str:
    """What a place is to the event by the words around it, "" where they do not say."""
    if _is_dateline(tokens, hit):
        return "dateline"
    for token in reversed(tokens[max(0, hit.first - 2) : hit.first]):
        for role, words in WORDS.roles.items():
            if token.kind == "word" and bare(token.form, words):
                return role
    return ""


def _is_dateline(tokens: Sequence[Token], hit: Hit) -> bool:
    """«Aden - Agency» at the front of a line."""
    if hit.first and tokens[hit.first - 1].kind != "break":
        return False
    after = tokens[hit.last + 1 : hit.last + 1 + DATELINE]
    return any(t.text in MARKS for t in after) or bool(after and (after[0].kind == "break" or after[0].text == "("))


def _distance(tokens: Sequence[Token], hit: Hit) -> tuple[float, float | None] | None:
    """Kilometres from the named place and bearing (None unknown), None where no distance is told."""
    first = max(0, hit.first - BEFORE)
    for at in (*range(hit.first - 1, first, -1), *range(hit.last + 2, min(hit.last + AFTER, len(tokens)))):
        if tokens[at].kind == "break" or (at < hit.first and tokens[at].text in ("،", ".", "؛")):
            break
        if tokens[at].form in WORDS.distance_units and tokens[at - 1].kind == "number":
            between = tokens[at + 1 : hit.last + 1] if at < hit.first else tokens[hit.first : hit.first + 2]
            return _kilometres(tokens[at - 1].form), _bearing(between)
    return None


def _kilometres(digits: str) -> float:
    try:
        return float(digits.replace(",", "."))
    except ValueError:
        return 0.0


def _bearing(words: Sequence[Token]) -> float | None:
    """Mean of the directions named, so that «north east» is 45 degrees."""
    found = [split for t in words if (split := WORDS.bearings.get(t.form)) is not None][:2]
    if not found:
        return None
    if set(found) == {0, 270}:
        return 315.0
    return sum(found) / len(found)


def _moved(place: Place, kilometres: float, bearing: float | None) -> Place:
    """A place so far away in a direction; where no direction is told, a circle around the place."""
    if place.lat is None or place.lon is None:
        return place
    far = kilometres > SURE_KM
    near = {"id": f"{place.id}#{kilometres:g}km", "precision": "district", "admin1": None if far else place.admin1}
    near["admin1_pcode"] = None if far else place.admin1_pcode
    if bearing is None:
        return replace(place, radius_km=max(kilometres, 3.0), **near)
    north = kilometres * math.cos(math.radians(bearing)) / 111.2
    east = kilometres * math.sin(math.radians(bearing)) / (111.2 * math.cos(math.radians(place.lat)))
    lat, lon = round(place.lat + north, 4), round(place.lon + east, 4)
    return replace(place, lat=lat, lon=lon, radius_km=max(3.0, 0.3 * kilometres), **near)
