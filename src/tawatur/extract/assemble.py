"""Events with their roles, figures, status and sayer, written down as claims with words and reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tawatur.extract.drafts import Draft, candidates, date_score, place_score
from tawatur.extract.figures import OUTCOMES, attach_features, count_features
from tawatur.extract.groups import Group
from tawatur.extract.lists import listed_places
from tawatur.extract.model import EMPTY, Model
from tawatur.extract.roles import party_features, sayer_features
from tawatur.extract.scene import Scene
from tawatur.extract.stance import STATUSES, status_features
from tawatur.extract.triggers import Mention
from tawatur.records import ActorMention, Claim, Figure, Party, PlaceMention, Sayer, Span, When, Where

JOINED = 0.5  # log-odds that a party loses against the one that it is joined to
BOTH_SIDES = ("armed_clash", "agreement")  # codebook: all sides are actors
# Log-odds above which a role is filled: where F1 on left-out outlets is best (eval/train.py --cv).
CUTS = {"place": -0.5, "date": -0.8, "actor": -0.3, "target": -0.1, "sayer": 0.1, "outcome": -2.2, "attach": -0.6}
ASIDE = 3.0  # log-odds that a role loses where it is told beside another mention than the one that stands for the event


class Event(Struct, frozen=True, kw_only=True):
    """A group of drafts and what was found for it; positions in the reading's lists."""

    group: Group
    places: tuple[int, ...] = ()
    date: int | None = None
    actors: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    figures: tuple[tuple[int, str], ...] = ()
    sayer: int | None = None
    status: str = "occurred"
    reasons: tuple[tuple[str, str], ...] = ()


def assemble(scene: Scene, groups: Sequence[Group], models: dict[str, Model]) -> list[Claim]:
    """Claims of the groups in text order of their leads, one a place."""
    ordered = sorted(groups, key=lambda g: g.lead.mention.head)
    events = [_with_roles(scene, g, models) for g in ordered]
    events = _with_figures(scene, events, models)
    home = _home_country(scene)
    return [claim for e in events for claim in _claims(scene, e, home)]


def _with_roles(scene: Scene, group: Group, models: dict[str, Model]) -> Event:
    """Each role by the mention of the group that says it most clearly; sides and sayer by the lead."""
    draft = group.lead
    alone = Group(drafts=(draft,), lead=draft)  # sides and sayer are told best beside the lead; eval 2026-11
    actors, targets = _parties(scene, group, models)
    place = _best(scene, group, "place", lambda m, n: place_score(scene, m, n, models.get("place", EMPTY)))
    return Event(
        group=group,
        places=listed_places(scene, place) if place is not None else (),
        date=_best(scene, group, "date", lambda m, n: date_score(scene, m, n, models.get("date", EMPTY))),
        actors=actors,
        targets=targets,
        sayer=_best(scene, alone, "sayer", lambda m, n: models.get("sayer", EMPTY).score(sayer_features(scene, m, n))),
        status=_status(scene, draft, models),
        reasons=(("trigger", f"{draft.mention.entry.rule.why} ({draft.chance:.2f})"),),
    )


def _best(scene: Scene, group: Group, kind: str, score: Callable[[Mention, int], float]) -> int | None:
    """Position of the item that fits one of the group's mentions best; None where none is likelier than not."""
    best: tuple[float, int] | None = None
    for draft in group.drafts:
        less = 0.0 if draft is group.lead else ASIDE
        for n in candidates(scene, draft.mention, kind):
            scored = (score(draft.mention, n) - less, -n)
            best = scored if best is None or scored > best else best
    return -best[1] if best is not None and best[0] > CUTS[kind] else None


def _parties(scene: Scene, group: Group, models: dict[str, Model]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Positions of the actors and of the targets; nobody is both."""
    as_actor, as_target = models.get("actor", EMPTY), models.get("target", EMPTY)
    scores: dict[int, tuple[float, float]] = {}
    for n in candidates(scene, group.lead.mention, "actor"):
        features = party_features(scene, group.lead.mention, n, group.lead.type)
        scores[n] = as_actor.score(features), as_target.score(features)
    for n in sorted(scores):  # what is joined by "and" shares the role of the first
        if (first := scene.joined_to(n)) in scores:
            scores[n] = (
                max(scores[n][0], scores[first][0] - JOINED),
                max(scores[n][1], scores[first][1] - JOINED),
            )
    actors = [
        (acting - CUTS["actor"], n)
        for n, (acting, hit) in scores.items()
        if acting > CUTS["actor"] and acting - CUTS["actor"] >= hit - CUTS["target"]
    ]
    targets = [
        (hit - CUTS["target"], n)
        for n, (acting, hit) in scores.items()
        if hit > CUTS["target"] and hit - CUTS["target"] > acting - CUTS["actor"]
    ]
    return _distinct(scene, actors), _distinct(scene, targets)


def _distinct(scene: Scene, scored: list[tuple[float, int]]) -> tuple[int, ...]:
    """The best mention of each party, in text order: one row or one name once, no phrase inside another."""
    kept: list[int] = []
    for _, n in sorted(scored, key=lambda item: (-item[0], item[1])):
        a = scene.reading.actors[n]
        if not any(_same_party(a, scene.reading.actors[k]) for k in kept):
            kept.append(n)
    return tuple(sorted(kept))


def _same_party(a: ActorMention, b: ActorMention) -> bool:
    overlap = a.start < b.end and b.start < a.end
    return overlap or (a.id is not None and a.id == b.id) or a.name == b.name


def _status(scene: Scene, draft: Draft, models: dict[str, Model]) -> str:
    features = status_features(scene, draft.mention, draft.type)
    scored = [(models.get(f"status:{s}", EMPTY).score(features), s) for s in STATUSES if f"status:{s}" in models]
    best = max(scored, default=(-1.0, "occurred"))
    return best[1] if best[0] > 0 else "occurred"


def _with_figures(scene: Scene, events: list[Event], models: dict[str, Model]) -> list[Event]:
    """Events with the counts that belong to them: each count goes to the event that it fits best, if any."""
    found: dict[int, list[tuple[int, str]]] = {}
    attach = models.get("attach", EMPTY)
    for n, near in _tellers(scene, events).items():
        if outcome := _outcome(scene, n, models):
            score, k = max((_attached(scene, events[k], draft, n, outcome, attach), -k) for k, draft in near)
            if score > CUTS["attach"]:
                found.setdefault(-k, []).append((n, outcome))
    return [replace(e, figures=tuple(found.get(k, ()))) for k, e in enumerate(events)]


def _tellers(scene: Scene, events: list[Event]) -> dict[int, list[tuple[int, Draft]]]:
    """Count → the drafts that it may belong to, each with the position of its event; counts in text order."""
    found: dict[int, list[tuple[int, Draft]]] = {}
    for k, event in enumerate(events):
        for draft in event.group.drafts:
            for n in candidates(scene, draft.mention, "count"):
                found.setdefault(n, []).append((k, draft))
    return dict(sorted(found.items()))


def _attached(scene: Scene, event: Event, draft: Draft, n: int, outcome: str, model: Model) -> float:
    """How well a count fits a draft of an event."""
    features = attach_features(scene, draft.mention, event.group.lead.type, n, outcome)
    return model.score(features) - (0.0 if draft is event.group.lead else ASIDE)


def _outcome(scene: Scene, n: int, models: dict[str, Model]) -> str:
    """What a count counts, "" where it is no figure of an event."""
    features = count_features(scene, n)
    scored = [(models[f"outcome:{o}"].score(features), o) for o in OUTCOMES if f"outcome:{o}" in models]
    best = max(scored, default=(-9.0, ""))
    return best[1] if best[0] > CUTS["outcome"] else ""


def _home_country(scene: Scene) -> str | None:
    """The country that most places of the report lie in, for events that name no place."""
    counted = Counter(p.country for p in scene.reading.places if p.country)
    return counted.most_common(1)[0][0] if counted else None


def _claims(scene: Scene, e: Event, home: str | None) -> list[Claim]:
    """One claim a place; a joint figure goes on the first (codebook, ruling 1)."""
    first = _claim(scene, e, e.places[0] if e.places else None, home)
    return [first, *(replace(_claim(scene, e, p, home), figures=()) for p in e.places[1:])]


def _claim(scene: Scene, e: Event, place: int | None, home: str | None) -> Claim:
    reading, lead = scene.reading, e.group.lead
    where = reading.places[place] if place is not None else None
    actors = [_party(scene, n) for n in e.actors]
    targets = [_party(scene, n) for n in e.targets]
    if lead.type in BOTH_SIDES:
        actors, targets = actors + [t for t in targets if t.kind not in ("object", "site", "civilian")], []
    return Claim(
        type=lead.type,  # type: ignore[arg-type]
        status=e.status,  # type: ignore[arg-type]
        trigger=_span(scene, reading.tokens[lead.mention.first].start, reading.tokens[lead.mention.last].end),
        actors=tuple(actors),
        targets=tuple(targets),
        place=_where(scene, where) if where else None,
        admin1=where.admin1 if where else None,
        country=(where.country if where else None) or home,
        date=_when(scene, e.date),
        figures=_figures(scene, e),
        attribution=_sayer(scene, e.sayer),
        rule=lead.mention.entry.rule.id,
        reasons=dict(e.reasons),
    )


def _span(scene: Scene, start: int, end: int) -> Span:
    return Span(scene.reading.report.text[start:end], start, end)


def _party(scene: Scene, n: int) -> Party:
    a = scene.reading.actors[n]
    words = _span(scene, a.start, a.end)
    return Party(text=words.text, start=a.start, end=a.end, name=a.name, kind=a.kind, id=a.id, rule=a.rule)


def _where(scene: Scene, p: PlaceMention) -> Where:
    words, row = _span(scene, p.start, p.end), p.place
    return Where(
        text=words.text,
        start=p.start,
        end=p.end,
        name=row.name if row else p.name,
        lat=row.lat if row else None,
        lon=row.lon if row else None,
        precision=row.precision if row else "unknown",
        id=row.id if row else None,
        reason=p.reason,
        radius_km=row.radius_km if row else None,
        admin1_pcode=row.admin1_pcode if row else None,
        admin2=row.admin2 if row else None,
        admin2_pcode=row.admin2_pcode if row else None,
        alternatives=p.alternatives,
    )


def _when(scene: Scene, n: int | None) -> When | None:
    if n is None:
        return None
    d = scene.reading.dates[n]
    words = _span(scene, d.start, d.end)
    return When(
        start=d.low.isoformat() if d.low else None,
        end=d.high.isoformat() if d.high else None,
        precision=d.precision,
        text=words.text,
        span=words,
        rule=d.rule,
    )


def _sayer(scene: Scene, n: int | None) -> Sayer | None:
    if n is None:
        return None
    s = scene.reading.sayers[n]
    words = _span(scene, s.start, s.end)
    return Sayer(text=words.text, start=s.start, end=s.end, kind=s.kind, rule=s.rule)


def _figures(scene: Scene, e: Event) -> tuple[Figure, ...]:
    """Figures in text order; one said twice (title and lead) stands once, at its fullest words."""
    found: dict[tuple[str, int | None, int | None, bool], Figure] = {}
    for n, outcome in e.figures:
        c = scene.reading.counts[n]
        words = _span(scene, c.start, c.end)
        figure = Figure(
            text=words.text, start=c.start, end=c.end, outcome=outcome,  # type: ignore[arg-type]
            who=c.who, low=c.low, high=c.high, subset=c.subset, rule=c.rule,
        )  # fmt: skip
        key = (outcome, c.low, c.high, c.subset)
        if key not in found or len(found[key].text) < len(figure.text):
            found[key] = figure
    kept = list(found.values())
    if any(f.low is not None or f.high is not None for f in kept):
        # Codebook: a bare plural only if nothing else is told.
        kept = [f for f in kept if f.low is not None or f.high is not None]
    return tuple(sorted(kept, key=lambda f: f.start))
