"""All mentions of one event are one event: which drafts tell the same, and which of them stands for the group."""

from __future__ import annotations

from msgspec import Struct

from tawatur.extract.drafts import Draft
from tawatur.extract.heads import FAMILY
from tawatur.extract.model import EMPTY, Model
from tawatur.extract.scene import Scene
from tawatur.records import PlaceMention

SAME = 0.4  # log-odds above which two mentions tell one event; best F1 on left-out outlets
TOLD = (
    0.25  # sum of the chances of its mentions to be marked from which a group is an event; best F1 on left-out outlets
)


WINDOW = 16  # drafts back that a mention is compared with, and those of the title; keeps long texts linear


class Group(Struct, frozen=True, kw_only=True):
    """Drafts that tell one event, in text order, and the one that stands for them."""

    drafts: tuple[Draft, ...]
    lead: Draft


def group_drafts(scene: Scene, drafts: list[Draft], models: dict[str, Model]) -> list[Group]:
    """Each draft joins the earlier group that it fits best, or opens one; groups too unlikely to be events fall away."""
    model = models.get("same", EMPTY)
    groups: list[list[Draft]] = []
    member: list[int] = []  # the group of each draft so far
    ordered = sorted(drafts, key=lambda d: d.mention.head)
    for i, draft in enumerate(ordered):
        near = [k for k in range(i) if k >= i - WINDOW or ordered[k].mention.sentence in scene.titles]
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
    kinds = (
        "type"
        if a.type == b.type
        else "family"
        if FAMILY.get(a.type, a.type) == FAMILY.get(b.type, b.type)
        else "other"
    )
    casualty = f"{'c' if m.outcome else 'e'}{'c' if o.outcome else 'e'}"
    gap = o.sentence - m.sentence
    title = m.sentence in scene.titles
    where = "title" if title and gap else f"gap{min(gap, 3)}"
    place, day = compare_places(scene, a, b), _compare_dates(scene, a, b)
    between = scene.triggers_between(m.head, o.head)
    found = [f"{kinds}", f"{kinds}|{where}", f"{casualty}|{where}", f"{kinds}|{casualty}", f"place={place}", f"place={place}|{kinds}",
             f"place={place}|{where}", f"day={day}", f"day={day}|{where}", f"day={day}|place={place}", f"{where}|between={min(between, 3)}",
             f"lemma={m.entry.word.lemma == o.entry.word.lemma}|{kinds}", f"definite={o.split.article}|{kinds}|{where}",
             f"types={min(a.type, b.type)}+{max(a.type, b.type)}", f"types={min(a.type, b.type)}+{max(a.type, b.type)}|{where}",
             f"parts={m.part}+{o.part}|gap{min(gap, 1)}", f"numbers={m.entry.form.number}{o.entry.form.number}|{kinds}"]  # fmt: skip
    if gap == 0:
        step = next((n for limit, n in ((2, 1), (4, 3), (8, 7), (14, 13)) if o.head - m.head < limit), 20)
        clause = scene.clause[m.head] == scene.clause[o.head]
        found += [f"near={step}|{kinds}", f"near={step}|{casualty}", f"same_clause={clause}|{kinds}", f"same_clause={clause}|{casualty}|between={min(between, 2)}",
                  f"near={step}|parts={m.part}+{o.part}"]  # fmt: skip
    found += _shared(scene, a, b)
    found += _marked(scene, b)
    return found


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


def _shared(scene: Scene, a: Draft, b: Draft) -> list[str]:
    """Counts and parties that stand in the sentences of both."""
    gap = a.mention.sentence != b.mention.sentence
    found = []
    if a.counts and b.counts:
        shared = bool(a.counts & b.counts)
        found += [f"counts_shared={shared}", f"counts_shared={shared}|gap={gap}"]
    if a.sides and b.sides:
        found.append(f"sides_shared={bool(a.sides & b.sides)}|gap={gap}")
    return found


def _marked(scene: Scene, b: Draft) -> list[str]:
    """Words that open another event ("elsewhere", "another") or point back ("this")."""
    m = b.mention
    first, last = scene.sentence_span(m.head)
    found = []
    for i in range(max(first, m.first - 2), min(last, m.last + 2) + 1):
        found += [f"by:{name}" for name in ("other_one", "this_one") if name in scene.families[i]]
    opening = scene.union((first, min(first + 4, last)))
    if "meanwhile" in opening or "other_one" in opening:
        found.append("sentence_opens_another")
    return found
