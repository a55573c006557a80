"""Several places under one verb ("they took A, B and C") make one event a place: which places stand in one list."""

from __future__ import annotations

from tawatur.extract.lexicon import MEANS, keys
from tawatur.extract.scene import Scene
from tawatur.language.clitics import CLITICS, splits

_LINKS = MEANS["list_link"]


def listed_places(scene: Scene, n: int) -> tuple[int, ...]:
    """Position `n` and the places that are listed with it, in text order; a place that holds another is no member."""
    places = scene.reading.places
    low = high = n
    while high + 1 < len(places) and _linked(scene, high, high + 1):
        high += 1
    while low > 0 and _linked(scene, low - 1, low):
        low -= 1
    members = [k for k in range(low, high + 1) if not any(places[j].within == k for j in range(low, high + 1))]
    return tuple(members) if n in members else (n,)


def _linked(scene: Scene, a: int, b: int) -> bool:
    """Two neighbours in one list: nothing but a comma, "and" and cue words between them, neither holds the other."""
    p, q = scene.reading.places[a], scene.reading.places[b]
    if q.within == a or p.within == b or scene.sentence[p.first] != scene.sentence[q.first] or q.first <= p.last:
        return False
    between = scene.tokens[p.last + 1 : q.first]
    if len(between) > 4 or any(not (keys(t.form) & _LINKS) for t in between):
        return False
    comma = any(t.kind == "mark" for t in between)
    first = between[0] if between and between[0].kind == "word" else scene.tokens[q.first]
    conjunction = any(s.conjunction == CLITICS.conjunctions[0] for s in splits(first.form)) or any(
        s.conjunction == CLITICS.conjunctions[0] for t in between for s in splits(t.form)
    )
    return comma or conjunction
