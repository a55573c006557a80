"""Two mentions as tellings of one event: the named features of a pair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tawatur.extract.heads import FAMILY
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention

_STEPS = ((2, 1), (4, 3), (8, 7), (14, 13))  # tokens between two mentions, below → step


def pair_features(scene: Scene, m: Mention, o: Mention) -> list[str]:
    """Features of an earlier and a later mention as tellings of one event."""
    gap = o.sentence - m.sentence
    kinds = kinship(m.type, o.type)
    casualty = f"{'c' if m.outcome else 'e'}{'c' if o.outcome else 'e'}"
    where = "title" if gap and m.sentence in scene.titles else f"gap{min(gap, 3)}"
    between = scene.triggers_between(m.head, o.head)
    lemma = m.entry.lemma == o.entry.lemma
    found = [
        kinds,
        f"{kinds}|{where}",
        f"{casualty}|{where}",
        f"{kinds}|{casualty}",
        f"{where}|between={min(between, 3)}",
        f"lemma={lemma}|{kinds}",
        f"lemma={lemma}|{where}",
        f"definite={o.split.article}|{kinds}|{where}",
        f"definite={m.split.article}{o.split.article}|lemma={lemma}",
        f"types={min(m.type, o.type)}+{max(m.type, o.type)}",
        f"parts={m.part}+{o.part}|gap{min(gap, 1)}",
        f"numbers={m.entry.form.number}{o.entry.form.number}|{kinds}",
        f"failed={bool(m.failed)}{bool(o.failed)}",
    ]
    if gap == 0:
        found += _in_sentence(scene, m, o, kinds, casualty)
    found += _shared(scene, m, o)
    found += _marked(scene, o)
    return found


def kinship(a: str, b: str) -> str:
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


def _shared(scene: Scene, m: Mention, o: Mention) -> list[str]:
    """Numbers, parties, places and days that stand in the sentences of both."""
    gap = m.sentence != o.sentence
    if not gap:
        return []
    found = []
    for name in _KINDS:
        a, b = _told(scene, name, m.sentence), _told(scene, name, o.sentence)
        if a and b:
            found.append(f"{name}_shared={not a.isdisjoint(b)}")
        elif a or b:
            found.append(f"{name}_in_one")
    return found


def _told(scene: Scene, name: str, sentence: int) -> frozenset[object]:
    """What a sentence tells of one kind, kept for the next pair."""
    key = (name, sentence)
    if key not in scene.shared:
        kind, read = _KINDS[name]
        items = (scene.items[kind][n] for n in scene.positions[kind].get(sentence, ()))
        scene.shared[key] = frozenset(v for x in items if (v := read(x)) is not None)
    return scene.shared[key]


def _count(c: Any) -> object:
    return (c.low, c.high) if (c.low or 0) > 2 else None


def _side(a: Any) -> object:
    return a.id or a.name


def _place(p: Any) -> object:
    return p.place.id if p.place else p.name


def _day(d: Any) -> object:
    return (d.low, d.high)


_KINDS: dict[str, tuple[str, Callable[[Any], object]]] = {
    "counts": ("count", _count),
    "sides": ("actor", _side),
    "places": ("place", _place),
    "days": ("date", _day),
}


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
