"""All mentions of one event are one event: which drafts tell the same, and which of them stands for the group."""

from __future__ import annotations

from msgspec import Struct

from tawatur.extract.drafts import Draft
from tawatur.extract.heads import FAMILY
from tawatur.extract.model import EMPTY, Model
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention
from tawatur.records import PlaceMention

# Both cuts: best F1 on left-out outlets (eval/train.py --cv).
SAME = 1.2  # log-odds above which two mentions tell one event
TOLD = 0.35  # sum of the chances of its mentions to be marked from which a group is an event
WINDOW = 16  # drafts back that a mention is compared with, and so many of the title; keeps long texts linear
_STEPS = ((2, 1), (4, 3), (8, 7), (14, 13))  # tokens between two mentions, below → step


class Group(Struct, frozen=True, kw_only=True):
    """Drafts that tell one event, in text order, and the one that stands for them."""

    drafts: tuple[Draft, ...]
    lead: Draft


def group_drafts(scene: Scene, drafts: list[Draft], models: dict[str, Model]) -> list[Group]:
    """Each draft joins the earlier group that it fits best, or opens one; unlikely groups fall away."""
    model = models.get("same", EMPTY)
    groups: list[list[Draft]] = []
    member: list[int] = []  # the group of each draft so far
    titles: list[int] = []  # the title's drafts further back than the window
    ordered = sorted(drafts, key=lambda d: d.mention.head)
    for i, draft in enumerate(ordered):
        if i > WINDOW and ordered[i - WINDOW - 1].mention.sentence in scene.titles:
            titles.append(i - WINDOW - 1)
        near = (*titles[:WINDOW], *range(max(0, i - WINDOW), i))
        scored = [(model.score(pair_features(scene, ordered[k], draft)), -member[k]) for k in near]
        best = max(scored, default=(-9.0, 0))
        if best[0] > SAME:
            member.append(-best[1])
            groups[-best[1]].append(draft)
        else:
            member.append(len(groups))
            groups.append([draft])
    kept = [g for g in groups if sum(d.head for d in g) >= TOLD]
    return [Group(drafts=tuple(g), lead=max(g, key=lambda d: d.head)) for g in kept]


def pair_features(scene: Scene, a: Draft, b: Draft) -> list[str]:
    """Features of an earlier and a later draft as tellings of one event."""
    m, o = a.mention, b.mention
    gap = o.sentence - m.sentence
    kinds = _kinship(a.type, b.type)
    casualty = f"{'c' if m.outcome else 'e'}{'c' if o.outcome else 'e'}"
    where = "title" if gap and m.sentence in scene.titles else f"gap{min(gap, 3)}"
    place, day = compare_places(scene, a, b), _compare_dates(scene, a, b)
    between = scene.triggers_between(m.head, o.head)
    types = f"types={min(a.type, b.type)}+{max(a.type, b.type)}"
    found = [
        kinds,
        f"{kinds}|{where}",
        f"{casualty}|{where}",
        f"{kinds}|{casualty}",
        f"place={place}",
        f"place={place}|{kinds}",
        f"place={place}|{where}",
        f"day={day}",
        f"day={day}|{where}",
        f"day={day}|place={place}",
        f"{where}|between={min(between, 3)}",
        f"lemma={m.entry.lemma == o.entry.lemma}|{kinds}",
        f"definite={o.split.article}|{kinds}|{where}",
        types,
        f"{types}|{where}",
        f"parts={m.part}+{o.part}|gap{min(gap, 1)}",
        f"numbers={m.entry.form.number}{o.entry.form.number}|{kinds}",
    ]
    if gap == 0:
        found += _in_sentence(scene, m, o, kinds, casualty)
    found += _shared(a, b)
    found += _marked(scene, o)
    return found


def _kinship(a: str, b: str) -> str:
    """How near two types of events are: one type, one family, or other."""
    if a == b:
        return "type"
    return "family" if FAMILY.get(a, a) == FAMILY.get(b, b) else "other"


def _in_sentence(scene: Scene, m: Mention, o: Mention, kinds: str, casualty: str) -> tuple[str, ...]:
    """Features of two mentions of one sentence."""
    step = next((n for limit, n in _STEPS if o.head - m.head < limit), 20)
    clause = scene.clause[m.head] == scene.clause[o.head]
    between = scene.triggers_between(m.head, o.head)
    return (
        f"near={step}|{kinds}",
        f"near={step}|{casualty}",
        f"same_clause={clause}|{kinds}",
        f"same_clause={clause}|{casualty}|between={min(between, 2)}",
        f"near={step}|parts={m.part}+{o.part}",
    )


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


def _shared(a: Draft, b: Draft) -> list[str]:
    """Counts and parties that stand in the sentences of both."""
    gap = a.mention.sentence != b.mention.sentence
    found = []
    if a.counts and b.counts:
        shared = bool(a.counts & b.counts)
        found += [f"counts_shared={shared}", f"counts_shared={shared}|gap={gap}"]
    if a.sides and b.sides:
        found.append(f"sides_shared={bool(a.sides & b.sides)}|gap={gap}")
    return found


def _marked(scene: Scene, m: Mention) -> list[str]:
    """Words that open another event ("elsewhere", "another") or point back ("this")."""
    if (kept := scene.marked.get(m.head)) is not None:
        return kept
    first, last = scene.sentence_span(m.head)
    found = []
    for i in range(max(first, m.first - 2), min(last, m.last + 2) + 1):
        found += [f"by:{name}" for name in ("other_one", "this_one") if name in scene.families[i]]
    opening = scene.union((first, min(first + 4, last)))
    if "meanwhile" in opening or "other_one" in opening:
        found.append("sentence_opens_another")
    scene.marked[m.head] = found
    return found
