"""From scores to events: which mentions tell one event, which of them stands for it, and what fills its roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from tawatur.extract.figures import OUTCOMES
from tawatur.extract.harm import HARM, first_of_its_time, may_count, outcome_of
from tawatur.extract.lists import listed_places
from tawatur.extract.reach import candidates
from tawatur.extract.scene import Scene
from tawatur.extract.weighing import STATUSES, TYPES, Weighing, alike
from tawatur.extract.weights import Array, softmax
from tawatur.records import ActorMention, PlaceMention

# Where F1 on left-out outlets is best (eval/learn/tune.py).
PLAUSIBLE = -1.7  # log-odds below which a mention is not looked at again
SAME = 0.0  # log-odds above which two mentions tell one event
EVENT = 0.4  # sum of the chances of its mentions to stand for an event, from which a group is one
SURE = 1.0  # log-odds of the surest mention, below which a report is taken to tell no event
LOSS = {"place": 0.0, "date": 0.0, "sayer": 0.0}  # added to the log-odds of "none"
PARTY = {"actor": 0.3, "target": 0.0}  # log-odds above which somebody is a party
FIGURE = -0.5  # added to the log-odds that a count is no figure
BEST = 0.4  # share of the best likeness to a group, beside the mean
LISTED = -1.25  # log-odds above which a further place makes an event of its own
BESIDE = 3  # tokens from one mention to the next up to which two of one type are one event
WINDOW = 16  # mentions back that a mention is compared with, and the title's


class Group(Struct, frozen=True, kw_only=True):
    """Mentions that tell one event, and the one that stands for it; `chance`: that it is an event."""

    mentions: tuple[int, ...]
    lead: int
    type: str
    status: str
    chance: float


class Filled(Struct, frozen=True, kw_only=True):
    """A group and what fills its roles; positions in the reading's lists, with the chance of each."""

    group: Group
    place: int | None = None
    others: tuple[int, ...] = ()  # places listed with it
    date: int | None = None
    sayer: int | None = None
    actors: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    figures: tuple[tuple[int, str], ...] = ()
    chances: tuple[tuple[str, float], ...] = ()


class Links:
    """Scores of the links between plausible mentions and the candidates of one kind."""

    def __init__(self, scene: Scene, w: Weighing, kind: str, mentions: Sequence[int]) -> None:
        self.kind = kind
        self.rows: dict[int, dict[int, int]] = {}
        pairs: list[tuple[int, int]] = []
        for m in mentions:
            here = self.rows[m] = {}
            for n in candidates(scene, scene.mentions[m], kind):
                here[n] = len(pairs)
                pairs.append((m, n))
        self.scores = w.role(kind, pairs) if pairs else np.zeros((0, 2), dtype=np.float32)
        self.none = w.none(kind) if kind in LOSS else np.zeros(0, dtype=np.float32)

    def of(self, mentions: Iterable[int], column: int = 0) -> dict[int, list[float]]:
        """Candidate → its scores beside each of the mentions."""
        found: dict[int, list[float]] = {}
        for m in mentions:
            for n, row in self.rows[m].items():
                found.setdefault(n, []).append(float(self.scores[row, column]))
        return found


def decide(scene: Scene, w: Weighing) -> list[Filled]:
    """Events of a scene in the order of their leads."""
    plausible = [n for n in range(len(scene.mentions)) if w.told[n] > PLAUSIBLE]
    if not plausible:
        return []
    links = {kind: Links(scene, w, kind, plausible) for kind in ("place", "date")}
    groups = sorted(_groups(scene, w, plausible, links), key=lambda g: scene.mentions[g.lead].head)
    kept = [m for g in groups for m in g.mentions]
    links |= {kind: Links(scene, w, kind, kept) for kind in ("sayer", "actor", "count")}
    filled = [_filled(scene, g, links) for g in groups]
    figures = _figures(scene, w, filled, links["count"])
    return [replace(f, figures=figures.get(k, ())) for k, f in enumerate(filled)]


def _groups(scene: Scene, w: Weighing, plausible: list[int], links: dict[str, Links]) -> list[Group]:
    """Each mention joins the earlier group that it fits best, or opens one; unlikely groups fall away."""
    titled = [scene.mentions[n].sentence in scene.titles for n in plausible]
    pairs = [
        (plausible[i], plausible[j])
        for j in range(len(plausible))
        for i in range(j)
        if j - i <= WINDOW or (titled[i] and i < WINDOW)
    ]
    likeness = _likeness(scene, w, pairs, plausible, links)
    groups: list[list[int]] = []
    member: dict[int, int] = {}
    for n in plausible:
        scored = [(_fit(likeness, group, n), -k) for k, group in enumerate(groups)]
        best = max(scored, default=(-9.0, 0))
        if best[0] > SAME:
            member[n] = -best[1]
            groups[-best[1]].append(n)
        else:
            member[n] = len(groups)
            groups.append([n])
    chances = 1 / (1 + np.exp(-w.lead))
    kept = [g for g in groups if chances[g].sum() > EVENT]
    sure = any(w.told[g].max() > SURE for g in kept)
    return [_group(w, g) for g in _joined(scene, w, kept)] if sure else []


def _joined(scene: Scene, w: Weighing, groups: list[list[int]]) -> list[list[int]]:
    """Groups of one type whose words stand side by side ("went off" and "a car bomb") are one."""
    types = [_group(w, g).type for g in groups]
    found: list[list[int]] = []
    made: list[str] = []
    for group, type_ in zip(groups, types, strict=True):
        near = next((k for k, g in enumerate(found) if made[k] == type_ and _beside(scene, g, group)), None)
        if near is None:
            found.append(list(group))
            made.append(type_)
        else:
            found[near] += group
    return found


def _beside(scene: Scene, a: list[int], b: list[int]) -> bool:
    """Whether a mention of each stands in one clause with hardly a word between them."""
    mentions = scene.mentions
    for i in a:
        for j in b:
            first, second = sorted((mentions[i], mentions[j]), key=lambda m: m.head)
            if second.first - first.last <= BESIDE and scene.clause[first.head] == scene.clause[second.head]:
                return True
    return False


def _fit(likeness: dict[tuple[int, int], float], group: list[int], n: int) -> float:
    """How well a mention fits a group: its best likeness, held down by those that it contradicts."""
    found = [likeness[k, n] for k in group if (k, n) in likeness]
    return BEST * max(found) + (1 - BEST) * sum(found) / len(found) if found else -9.0


def _likeness(
    scene: Scene, w: Weighing, pairs: list[tuple[int, int]], plausible: list[int], links: dict[str, Links]
) -> dict[tuple[int, int], float]:
    if not pairs:
        return {}
    chances = {kind: _chances(scene, links[kind], plausible) for kind in ("place", "date")}
    scores = w.same(pairs, alike(pairs, w.types, chances))
    return dict(zip(pairs, map(float, scores), strict=True))


def _chances(scene: Scene, links: Links, plausible: list[int]) -> Array:
    """Chance of each identity of a place or day for each mention; mentions that are not plausible have none."""
    at: dict[object, int] = {}
    keys = [at.setdefault(_identity(scene, links.kind, n), len(at)) for n in range(len(scene.items[links.kind]))]
    found = np.zeros((len(scene.mentions), max(len(at), 1)), dtype=np.float32)
    for m in plausible:
        here = links.rows[m]
        scores = np.array([links.none[m], *(links.scores[row, 0] for row in here.values())])
        for n, chance in zip(here, softmax(scores)[1:], strict=True):
            found[m, keys[n]] += chance
    return found


def _identity(scene: Scene, kind: str, n: int) -> object:
    """What makes two candidates one value."""
    if kind == "place":
        p = scene.reading.places[n]
        return p.place.id if p.place else p.name
    if kind == "date":
        d = scene.reading.dates[n]
        return d.low, d.high
    s = scene.reading.sayers[n]
    return scene.reading.report.text[s.start : s.end]


def _group(w: Weighing, mentions: list[int]) -> Group:
    rows = np.array(mentions)
    lead = w.lead[rows]
    share = softmax(lead)
    types, status = (softmax(w.types[rows]) * share[:, None]).sum(0), w.statuses[rows].sum(0)
    return Group(
        mentions=tuple(mentions),
        lead=mentions[int(lead.argmax())],
        type=TYPES[int(types.argmax())],
        status=STATUSES[int(status.argmax())],
        chance=float(1 / (1 + np.exp(-w.told[rows].max()))),
    )


def _filled(scene: Scene, g: Group, links: dict[str, Links]) -> Filled:
    place, place_chance = _one(scene, g, links["place"])
    others = _others(scene, g, place, links["place"]) if place is not None else ()
    date, date_chance = _one(scene, g, links["date"])
    sayer, sayer_chance = _one(scene, g, links["sayer"])
    actors, targets = _parties(scene, g, links["actor"])
    return Filled(
        group=g,
        place=place,
        others=others,
        date=date,
        sayer=sayer,
        actors=actors,
        targets=targets,
        chances=(("place", place_chance), ("date", date_chance), ("attribution", sayer_chance)),
    )


def _one(scene: Scene, g: Group, links: Links) -> tuple[int | None, float]:
    """The likeliest value beside any of the mentions, said once or often, or None; and its chance."""
    found = links.of(g.mentions)
    if not found:
        return None, 0.0
    none = np.logaddexp.reduce([links.none[m] for m in g.mentions]) + LOSS[links.kind]
    total: dict[object, float] = {}
    best: dict[object, tuple[float, int]] = {}
    for n, scores in found.items():
        key, score = _identity(scene, links.kind, n), float(np.logaddexp.reduce(scores))
        total[key] = float(np.logaddexp(total[key], score)) if key in total else score
        best[key] = max(best.get(key, (-99.0, 0)), (score, -n))
    key = max(total, key=lambda k: total[k])
    chance = 1 / (1 + np.exp(none - total[key]))
    return (-best[key][1], float(chance)) if chance > 0.5 else (None, float(chance))


def _others(scene: Scene, g: Group, place: int, links: Links) -> tuple[int, ...]:
    """Places in one list with the event's own: each likely by itself, none said before, none that holds or is held."""
    places = scene.reading.places
    found = links.of(g.mentions, 1)
    kept = [place]
    for n in listed_places(scene, place):
        if n not in found:
            continue
        named = _identity(scene, "place", n)
        nested = any(places[n].within == k or places[k].within == n or _overlap(places[n], places[k]) for k in kept)
        if max(found[n]) > LISTED and not nested and all(_identity(scene, "place", k) != named for k in kept):
            kept.append(n)
    return tuple(kept[1:])


def _overlap(a: PlaceMention | ActorMention, b: PlaceMention | ActorMention) -> bool:
    return a.start < b.end and b.start < a.end


def _parties(scene: Scene, g: Group, links: Links) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Positions of the actors and of the targets; nobody is both."""
    acting, hit = links.of(g.mentions), links.of(g.mentions, 1)
    scores = {n: (max(acting[n]) - PARTY["actor"], max(hit[n]) - PARTY["target"]) for n in acting}
    actors = [(a, n) for n, (a, t) in scores.items() if a > 0 and a >= t]
    targets = [(t, n) for n, (a, t) in scores.items() if t > 0 and t > a]
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
    return _overlap(a, b) or (a.id is not None and a.id == b.id) or a.name == b.name


def _figures(
    scene: Scene, w: Weighing, events: Sequence[Filled], links: Links
) -> dict[int, tuple[tuple[int, str], ...]]:
    """Event → its counts with their outcomes: each count goes to the event that it fits best, if it is a figure."""
    if not scene.items["count"]:
        return {}
    scores = w.outcomes()
    scores[:, 0] += FIGURE
    found: dict[int, list[tuple[int, str]]] = {}
    beside = [links.of(e.group.mentions) for e in events]
    for n, column in enumerate(scores.argmax(1)):
        outcome = outcome_of(scene.reading.counts[n], OUTCOMES[int(column) - 1]) if column else ""
        fit = [k for k, e in enumerate(events) if n in beside[k] and may_count(outcome, e.group.type)]
        if column and fit:
            fit.sort(key=lambda k: -float(np.logaddexp.reduce(beside[k][n])))
            dates = [events[k].date for k in fit]
            at = first_of_its_time(scene, n, dates) if outcome in HARM else 0
            if at is not None:
                found.setdefault(fit[at], []).append((n, outcome))
    return {k: tuple(figures) for k, figures in found.items()}
