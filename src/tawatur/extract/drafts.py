"""Plausible mentions: each gets a chance to tell an event, and a type, a place and a date for the time being."""

from __future__ import annotations

from msgspec import Struct

from tawatur.extract.heads import head_features
from tawatur.extract.kinds import candidate_types, type_features
from tawatur.extract.model import EMPTY, Model
from tawatur.extract.roles import date_features, place_features
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention

PLAUSIBLE = 0.2  # below this chance to tell of an event a mention is not looked at again
AHEAD = {"place": 1, "date": 0, "actor": 0, "sayer": 1, "count": 1}  # sentences behind it
REACH = {"place": 3, "date": 2, "actor": 1, "sayer": 3, "count": 2}  # sentences before the mention that are looked at


class Draft(Struct, frozen=True, kw_only=True):
    """A mention on its way to a claim; `place` and `date` are positions in the reading's places and dates."""

    mention: Mention
    type: str
    chance: float  # that the mention tells of an event at all
    head: float  # chance that it is the mention a coder would mark
    place: int | None
    date: int | None
    counts: frozenset[tuple[int | None, int | None]] = frozenset()  # numbers told in its sentence, small ones left out
    sides: frozenset[str] = frozenset()  # parties named in its clause


def draft_events(scene: Scene, models: dict[str, Model]) -> list[Draft]:
    """Plausible mentions with what they would be."""
    told = models.get("told", EMPTY)
    found = []
    for n in range(len(scene.mentions)):
        features = head_features(scene, n)
        chance = told.chance(features)
        if chance >= PLAUSIBLE:
            found.append(draft_of(scene, n, models, features, chance))
    return found


def draft_of(scene: Scene, n: int, models: dict[str, Model], features: list[str], chance: float) -> Draft:
    """Mention number `n` with its type, place and date for the time being."""
    m = scene.mentions[n]
    return Draft(
        mention=m,
        type=pick_type(scene, m, models),
        chance=chance,
        head=models.get("head", EMPTY).chance(features),
        place=pick_place(scene, m, models.get("place", EMPTY)),
        date=pick_date(scene, m, models.get("date", EMPTY)),
        counts=_counts(scene, m),
        sides=_sides(scene, m),
    )


def _counts(scene: Scene, m: Mention) -> frozenset[tuple[int | None, int | None]]:
    counts = (scene.reading.counts[n] for n in scene.positions["count"].get(m.sentence, ()))
    return frozenset((c.low, c.high) for c in counts if (c.low or 0) > 2)


def _sides(scene: Scene, m: Mention) -> frozenset[str]:
    actors = (scene.reading.actors[n] for n in scene.positions["actor"].get(m.sentence, ()))
    return frozenset(a.id or a.name for a in actors if scene.clause[a.first] == scene.clause[m.head])


def pick_type(scene: Scene, m: Mention, models: dict[str, Model]) -> str:
    """The likeliest of the types that the mention can have."""
    features = type_features(scene, m)
    return max(candidate_types(m), key=lambda t: models.get(f"type:{t}", EMPTY).score(features))


def pick_place(scene: Scene, m: Mention, model: Model) -> int | None:
    """Position of the likeliest place, None where none is likelier than not."""
    scored = [(place_score(scene, m, n, model), -n) for n in candidates(scene, m, "place")]
    best = max(scored, default=(-1.0, 0))
    return -best[1] if best[0] > 0 else None


def place_score(scene: Scene, m: Mention, n: int, model: Model) -> float:
    """Log-odds that place number `n` is the mention's own (kept: drafts and groups both ask)."""
    key = ("place", m.head, n)
    if key not in scene.scores:
        scene.scores[key] = model.score(place_features(scene, m, n))
    return scene.scores[key]


def pick_date(scene: Scene, m: Mention, model: Model) -> int | None:
    """Position of the likeliest date, None where none is likelier than not."""
    scored = [(date_score(scene, m, n, model), -n) for n in candidates(scene, m, "date")]
    best = max(scored, default=(-1.0, 0))
    return -best[1] if best[0] > 0 else None


def date_score(scene: Scene, m: Mention, n: int, model: Model) -> float:
    """Log-odds that date number `n` is the mention's own."""
    key = ("date", m.head, n)
    if key not in scene.scores:
        scene.scores[key] = model.score(date_features(scene, m, n))
    return scene.scores[key]


def candidates(scene: Scene, m: Mention, kind: str) -> list[int]:
    """Positions of the items near enough to be the mention's own: its sentence, some before, one after, the title."""
    key = (kind, m.sentence)
    if key not in scene.nearby:
        here = scene.positions[kind]
        ahead = 4 if m.sentence in scene.titles else AHEAD[kind]
        sentences = set(range(m.sentence - REACH[kind], m.sentence + ahead + 1)) | scene.titles
        scene.nearby[key] = sorted(n for s in sentences for n in here.get(s, ()))
    return scene.nearby[key]
