"""Events with their roles, figures, status and sayer, written down as claims with words and reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from tawatur.extract import fields
from tawatur.extract.decide import Filled
from tawatur.extract.scene import Scene
from tawatur.records import Claim, Figure, Party, PlaceMention, Sayer, Span, When, Where

BOTH_SIDES = ("armed_clash", "agreement")  # codebook: all sides are actors


def assemble(scene: Scene, events: Sequence[Filled]) -> list[Claim]:
    """Claims of the events in their order, one a place."""
    home = _home_country(scene)
    return [claim for e in events for claim in _claims(scene, e, home)]


def _home_country(scene: Scene) -> str | None:
    """The country that most places of the report lie in, for events that name no place."""
    counted = Counter(p.country for p in scene.reading.places if p.country)
    return counted.most_common(1)[0][0] if counted else None


def _claims(scene: Scene, e: Filled, home: str | None) -> list[Claim]:
    """One claim a place; a joint figure goes on the first (codebook, ruling 1)."""
    places = sorted((e.place, *e.others)) if e.place is not None else ()
    first = _claim(scene, e, places[0] if places else None, home)
    return [first, *(replace(_claim(scene, e, p, home), figures=()) for p in places[1:])]


def _claim(scene: Scene, e: Filled, place: int | None, home: str | None) -> Claim:
    reading, lead = scene.reading, scene.mentions[e.group.lead]
    where = reading.places[place] if place is not None else None
    actors = [_party(scene, n) for n in e.actors]
    targets = [_party(scene, n) for n in e.targets]
    if e.group.type in BOTH_SIDES:
        actors, targets = actors + [t for t in targets if t.kind not in ("object", "site", "civilian")], []
    return Claim(
        type=e.group.type,  # type: ignore[arg-type]
        status=e.group.status,  # type: ignore[arg-type]
        trigger=_span(scene, reading.tokens[lead.first].start, reading.tokens[lead.last].end),
        actors=tuple(actors),
        targets=tuple(targets),
        place=_where(scene, where) if where else None,
        admin1=where.admin1 if where else None,
        country=(where.country if where else None) or home,
        date=_when(scene, e.date),
        figures=_figures(scene, e),
        attribution=_sayer(scene, e.sayer),
        rule=lead.entry.rule.id,
        reasons=_reasons(scene, e),
    )


def _span(scene: Scene, start: int, end: int) -> Span:
    return Span(scene.reading.report.text[start:end], start, end)


def _party(scene: Scene, n: int) -> Party:
    a = scene.reading.actors[n]
    return fields.party(_span(scene, a.start, a.end), a, a.rule)


def _where(scene: Scene, p: PlaceMention) -> Where:
    return fields.where(_span(scene, p.start, p.end), p, p.reason)


def _when(scene: Scene, n: int | None) -> When | None:
    if n is None:
        return None
    d = scene.reading.dates[n]
    return fields.when(_span(scene, d.start, d.end), d, d.rule)


def _sayer(scene: Scene, n: int | None) -> Sayer | None:
    if n is None:
        return None
    s = scene.reading.sayers[n]
    return fields.sayer(_span(scene, s.start, s.end), s, s.rule)


def _figures(scene: Scene, e: Filled) -> tuple[Figure, ...]:
    """Figures in text order; one said twice (title and lead) stands once, at its fullest words."""
    found: dict[tuple[str, int | None, int | None, bool], Figure] = {}
    for n, outcome in e.figures:
        c = scene.reading.counts[n]
        words = _span(scene, c.start, c.end)
        figure = fields.figure(words, c, outcome, c.who, c.subset, c.rule)  # type: ignore[arg-type]
        key = (outcome, c.low, c.high, c.subset)
        if key not in found or len(found[key].text) < len(figure.text):
            found[key] = figure
    kept = list(found.values())
    if any(f.low is not None or f.high is not None for f in kept):
        # Codebook: a bare plural only if nothing else is told.
        kept = [f for f in kept if f.low is not None or f.high is not None]
    return tuple(sorted(kept, key=lambda f: f.start))


def _reasons(scene: Scene, e: Filled) -> dict[str, str]:
    """Field → why, one sentence each."""
    rule = scene.mentions[e.group.lead].entry.rule
    told = len(e.group.mentions)
    repeats = f", told {told} times in the report" if told > 1 else ""
    found = {"trigger": f"{rule.why} (chance to be an event {e.group.chance:.0%}{repeats})"}
    for name, chance in e.chances:
        if chance > 0.5:
            found[name] = f"likeliest of those near its words ({chance:.0%})"
    return found
