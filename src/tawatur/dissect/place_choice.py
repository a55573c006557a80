"""Which of the places of one name is meant, and why: cue word, containing place, the report's other places, size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from tawatur.dissect.place_mark import Hit
from tawatur.gazetteer.layers import Candidate, distance_km
from tawatur.gazetteer.names import key
from tawatur.gazetteer.prior import WEAK
from tawatur.records import Place
from tawatur.reference.outlets import outlets

KIND_GROUPS: Mapping[str, frozenset[str]] = {
    "settlement": frozenset({"settlement"}),
    "quarter": frozenset({"quarter"}),
    "area": frozenset({"region", "settlement", "quarter", "adm2", "front", "valley", "plain", "mountains"}),
    "adm1": frozenset({"adm1", "region"}),
    "adm2": frozenset({"adm2"}),
    "countryside": frozenset({"adm1", "settlement", "adm2", "region"}),
}
MOST = 0.6  # share of a report's places that prevails
POINTS = frozenset({"site", "settlement", "district"})
LOOSE_KM = 80.0  # between a place and the division that a report puts it in
MOST_POINTS = 40  # other places that distances are taken to
SITE_KINDS = frozenset(
    {"site", "plant", "airport", "base", "prison", "port", "checkpoint", "junction", "road", "crossing"}
)


class Choice(Struct, frozen=True):
    """The place taken, its share of the evidence (0..1), the reasons, and the others with their shares."""

    place: Place
    score: float
    reason: str
    others: tuple[tuple[str, float], ...] = ()


class Context(Struct):
    """What the rest of the report says of where it happens."""

    countries: Counter[str]
    admin1: Counter[tuple[str | None, str]]
    points: list[Place]
    home: str | None = None  # country that the outlet reports from


@lru_cache(maxsize=1000)
def home_of(source: str) -> str | None:
    """The country of a report's outlet, where it is known."""
    return _homes().get(key(source))


@lru_cache(maxsize=1)
def _homes() -> dict[str, str]:
    return {
        key(n): outlet.country
        for outlet in outlets()
        if outlet.country
        for n in (outlet.id, *outlet.names, *outlet.hosts)
    }


def gather(hits: Sequence[Hit], home: str | None) -> Context:
    """Context from the hits whose name has one place, or one great one."""
    context = Context(Counter(), Counter(), [], home)
    points: dict[str, Place] = {}
    for hit in hits:
        place = _certain(hit)
        if place is None or place.country is None:
            continue
        context.countries[place.country] += 1
        if place.admin1:
            context.admin1[place.country, place.admin1] += 1
        if place.lat is not None and place.precision in POINTS and len(points) < MOST_POINTS:
            points[place.id] = place
    context.points.extend(points.values())
    return context


def prevailing(context: Context) -> tuple[str | None, str | None]:
    """Country and first-level division that most places of the report lie in, None where there is no clear one."""
    country = _most(context.countries)
    division = _most(context.admin1)
    return country, division[1] if division and division[0] == country else None


def _most(counts: Counter[Any]) -> Any:
    """What has at least three fifths of the mentions."""
    if not counts:
        return None
    value, count = counts.most_common(1)[0]
    return value if count >= MOST * sum(counts.values()) else None


def _certain(hit: Hit) -> Place | None:
    """The place of a name that is no other place, or none that compares."""
    if not hit.candidates or all(c.strength == WEAK for c in hit.candidates):
        return None
    best = hit.candidates[0]
    if all(c.place.country == best.place.country and c.place.admin1 == best.place.admin1 for c in hit.candidates):
        return best.place
    if best.layer == 0 and all(c.layer > 0 and c.place.population < 50_000 for c in hit.candidates[1:]):
        return best.place
    return None


def choose(hit: Hit, context: Context, container: Place | None) -> Choice | None:
    """The likeliest of the hit's places; None for an unknown name."""
    if not hit.candidates:
        return None
    possible = [c for c in hit.candidates if _may_lie(c.place, container)]
    if not possible:
        return None  # the text puts it where no place of that name is known: rather none than a wrong one
    weighed = [(c, *_weigh(c, hit, context, container)) for c in possible]
    top = max(w for _, w, _ in weighed)
    total = sum(math.exp(w - top) for _, w, _ in weighed)
    ranked = sorted(
        ((math.exp(w - top) / total, -k, c, reasons) for k, (c, w, reasons) in enumerate(weighed)),
        reverse=True,
        key=_rank,
    )
    share, _, best, reasons = ranked[0]
    if best.strength == WEAK and _elsewhere(best.place, context, container):
        return None
    others = tuple((c.place.id, round(s, 3)) for s, _, c, _ in ranked[1:6])
    if len(ranked) == 1:
        reasons = ["the only place of this name", *reasons]
    return Choice(best.place, round(share, 3), "; ".join(reasons), others)


def _elsewhere(place: Place, context: Context, container: Place | None) -> bool:
    """Whether a place lies in a country of which the report, which names others, says nothing."""
    return container is None and bool(context.countries) and place.country not in context.countries


def _may_lie(place: Place, container: Place | None) -> bool:
    """Whether a place can be meant where the text says what contains it; reports are loose about borders near by."""
    if container is None or place.country is None or container.country is None:
        return True
    if place.country != container.country:
        return False
    if place.admin1 == container.admin1 or container.admin1 is None or place.admin1 is None:
        return True
    return distance_km(place, container) <= LOOSE_KM


def _rank(row: tuple[float, int, Candidate, list[str]]) -> tuple[float, int]:
    return row[0], row[1]


def _weigh(candidate: Candidate, hit: Hit, context: Context, container: Place | None) -> tuple[float, list[str]]:
    """Log-odds of a candidate with the reasons that count."""
    place = candidate.place
    reasons: list[str] = []
    weight = 1.5 * (candidate.layer == 0) + 0.5 * candidate.strength + 0.6 * math.log10(place.population + 100)
    weight += _by_kind(place, hit, reasons)
    weight += _by_container(place, container, reasons)
    country = context.countries[place.country or ""] / (sum(context.countries.values()) or 1)
    if country > 0:
        reasons.append(f"other places of the report are in {place.country}")
    weight += 4.0 * country
    if context.home and context.home == place.country:
        weight += 1.0
        reasons.append(f"the outlet is of {place.country}")
    if place.admin1 and place.country:
        same = context.admin1[place.country, place.admin1]
        if same:
            reasons.append(f"the report names other places of {place.admin1}")
        weight += min(same, 3) * 0.7
    near = min((distance_km(place, p) for p in context.points if p.id != place.id), default=math.inf)
    if near < 60:
        reasons.append(f"{near:.0f} km from another place of the report")
    return weight + 1.5 * math.exp(-near / 40), reasons


def _by_kind(place: Place, hit: Hit, reasons: list[str]) -> float:
    if place.kind == "country":
        return 3.0 if hit.cue is None else -1.0
    if hit.cue is None:
        return {"adm1": 0.4, "settlement": 0.8, "adm2": -1.0}.get(place.kind, 0.0)
    fitting = KIND_GROUPS.get(hit.cue.kind, frozenset({hit.cue.kind}))
    if place.kind in fitting:
        reasons.append(f"the cue word says {hit.cue.id}")
        return 3.0
    return -1.0 if hit.cue.kind in SITE_KINDS else -2.0


def _by_container(place: Place, container: Place | None, reasons: list[str]) -> float:
    if container is None:
        return 0.0
    if place.country != container.country:
        return -5.0
    if container.admin1 is None or container.admin1 == place.admin1:
        reasons.append(f"the text puts it in {container.name}")
        return 5.0
    return -2.5
