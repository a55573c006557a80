"""From trigger mentions to the report's events: each plausible mention gets a type, a place and a date for the time being,
then those that repeat another one give way to it."""

from __future__ import annotations

from msgspec import Struct

from tawatur.extract.heads import FAMILY, head_features
from tawatur.extract.kinds import candidate_types, type_features
from tawatur.extract.model import EMPTY, Model
from tawatur.extract.roles import date_features, place_features
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention
from tawatur.records import PlaceMention

PLAUSIBLE = 0.06  # below this chance a mention is not looked at again
THRESHOLD = -0.8  # log-odds above which a draft is an event; recall costs an analyst less than silence
REACH = 3  # sentences before the mention whose places and dates are still candidates


class Draft(Struct, frozen=True, kw_only=True):
    """A mention on its way to a claim; `place` and `date` are positions in the reading's places and dates."""

    mention: Mention
    type: str
    chance: float
    place: int | None
    date: int | None


def draft_events(scene: Scene, models: dict[str, Model]) -> list[Draft]:
    """Plausible mentions with what they would be."""
    head = models.get("head", EMPTY)
    found = []
    for n, m in enumerate(scene.mentions):
        chance = head.chance(head_features(scene, n))
        if chance >= PLAUSIBLE:
            found.append(
                Draft(
                    mention=m,
                    type=pick_type(scene, m, models.get("type", EMPTY)),
                    chance=chance,
                    place=pick_place(scene, m, models.get("place", EMPTY)),
                    date=pick_date(scene, m, models.get("date", EMPTY)),
                )
            )
    return found


def pick_type(scene: Scene, m: Mention, model: Model) -> str:
    """The likeliest of the types that the mention can have."""
    return max(candidate_types(m), key=lambda t: model.score(type_features(scene, m, t)))


def pick_place(scene: Scene, m: Mention, model: Model) -> int | None:
    """Position of the likeliest place, None where none is likelier than not."""
    scored = [(model.score(place_features(scene, m, n)), -n) for n in candidates(scene, m, scene.reading.places)]
    best = max(scored, default=(-1.0, 0))
    return -best[1] if best[0] > 0 else None


def pick_date(scene: Scene, m: Mention, model: Model) -> int | None:
    """Position of the likeliest date, None where none is likelier than not."""
    scored = [(model.score(date_features(scene, m, n)), -n) for n in candidates(scene, m, scene.reading.dates)]
    best = max(scored, default=(-1.0, 0))
    return -best[1] if best[0] > 0 else None


def candidates(scene: Scene, m: Mention, items: tuple[Struct, ...]) -> list[int]:
    """Positions of the items near enough to be the mention's own: the title, its sentence, some before, one after."""
    found = []
    for n, item in enumerate(items):
        there = scene.sentence[item.first]  # type: ignore[attr-defined]
        if there < 0:
            continue
        gap = there - m.sentence
        if -REACH <= gap <= 1 or scene.reading.sentences[there].title or scene.reading.sentences[m.sentence].title and gap <= 4:
            found.append(n)
    return found


def rival_features(scene: Scene, draft: Draft, drafts: list[Draft]) -> list[str]:
    """Features of a draft among the others: its own chance, and each other one that may tell the same event."""
    m = draft.mention
    title = scene.reading.sentences[m.sentence].title
    found = [f"p={int(draft.chance * 10)}", f"p={int(draft.chance * 10)}|title={title}", f"p={int(draft.chance * 10)}|type={draft.type}",
             f"casualty={bool(m.outcome)}", f"place={draft.place is not None}", f"date={draft.date is not None}"]  # fmt: skip
    for other in drafts:
        if other is not draft and FAMILY.get(other.type, other.type) == FAMILY.get(draft.type, draft.type):
            found += _rivalry(scene, draft, other, title)
    return found


def _rivalry(scene: Scene, draft: Draft, other: Draft, title: bool) -> list[str]:
    m, o = draft.mention, other.mention
    same = "type" if other.type == draft.type else "family"
    other_title = scene.reading.sentences[o.sentence].title
    gap = o.sentence - m.sentence
    where = "title" if other_title else "same" if gap == 0 else f"{'after' if gap > 0 else 'before'}{1 if abs(gap) == 1 else 2}"
    strength = "stronger" if other.chance > draft.chance else "weaker"
    where_place = compare_places(scene, draft, other)
    casualty = f"{'c' if m.outcome else 'e'}{'c' if o.outcome else 'e'}"
    day = _compare_dates(scene, draft, other)
    return [f"rival={same}|{where}|{where_place}|{strength}|title={title}", f"rival={where_place}|{strength}|{casualty}",
            f"rival={same}|{where}|{casualty}", f"rival={same}|{where_place}|{strength}|definite={m.split.article}",
            f"rival={where}|{strength}|near={abs(o.head - m.head) < 8}", f"rival_day={day}|{where_place}|{strength}"]  # fmt: skip


def compare_places(scene: Scene, a: Draft, b: Draft) -> str:
    """same, part (one holds the other), other, or open where one of them has none."""
    if a.place is None or b.place is None:
        return "open"
    p, q = scene.reading.places[a.place], scene.reading.places[b.place]
    if a.place == b.place or _same_place(p, q):
        return "same"
    held = p.within == b.place or q.within == a.place
    coarse = any(x.place and x.place.precision in ("country", "governorate", "region") for x in (p, q))
    return "part" if held or (coarse and p.country == q.country) else "other"


def _same_place(p: PlaceMention, q: PlaceMention) -> bool:
    return p.name == q.name or bool(p.place and q.place and p.place.id == q.place.id)


def _compare_dates(scene: Scene, a: Draft, b: Draft) -> str:
    if a.date is None or b.date is None:
        return "open"
    d, e = scene.reading.dates[a.date], scene.reading.dates[b.date]
    return "same" if (d.low, d.high) == (e.low, e.high) else "other"


def choose_events(scene: Scene, drafts: list[Draft], models: dict[str, Model], threshold: float = THRESHOLD) -> list[Draft]:
    """The drafts that are events of their own, in text order."""
    model = models.get("event", EMPTY)
    return [d for d in drafts if model.score(rival_features(scene, d, drafts)) > threshold]
