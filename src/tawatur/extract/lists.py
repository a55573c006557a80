"""Several places under one verb ("they took A, B and C") make one event a place: which places stand in one list."""

from __future__ import annotations

from tawatur.extract.lexicon import MEANS, keys
from tawatur.extract.scene import Scene
from tawatur.language.clitics import CLITICS, splits

_LINKS, _SMALL = MEANS["list_link"], MEANS["small"]
_AND = CLITICS.conjunctions[0]
BETWEEN = 5  # words from one member of a list to the next, not counting a place that holds one of them


def listed_places(scene: Scene, n: int) -> tuple[int, ...]:
    """Position `n` and the places that are listed with it, in text order; a place that holds another is no member."""
    if scene.lists is None:
        scene.lists = _lists(scene)
    return scene.lists.get(n, (n,))


def _lists(scene: Scene) -> dict[int, tuple[int, ...]]:
    places = scene.reading.places
    rows: list[list[int]] = []
    for n in range(len(places)):
        row = next((r for r in reversed(rows[-3:]) if _linked(scene, r[-1], n)), None)
        if row is not None:
            row.append(n)
        elif not (n and _follows(scene, n, n - 1)):  # "in A in B, and C": B opens no list, so that C joins A
            rows.append([n])
    found = {}
    for row in rows:
        members = tuple(k for k in row if not any(places[j].within == k for j in row))
        found.update(dict.fromkeys(members, members))
    return found


def _linked(scene: Scene, a: int, b: int) -> bool:
    """Two places in one list: between them a comma or "and", small words, cue words and what holds the first."""
    places = scene.reading.places
    p, q = places[a], places[b]
    if _holds(scene, a, b) or _holds(scene, b, a) or scene.sentence[p.first] != scene.sentence[q.first]:
        return False
    if q.first <= p.last:
        return False
    skip: set[int] = set()
    for k in range(a + 1, b):
        if not _follows(scene, k, k - 1):
            return False
        skip.update(range(places[k].first, places[k].last + 1))
    between = [i for i in range(p.last + 1, q.first) if i not in skip]
    if between and between[0] == p.last + 1 and _describes(scene, between[0]):
        between = between[1:]
    if _nameless(scene, between, q.first):
        return True
    if len(between) > BETWEEN or any(not _may_link(scene, i) for i in between):
        return False
    return any(scene.tokens[i].kind == "mark" or _joins(scene, i) for i in [*between, q.first])


def _may_link(scene: Scene, i: int) -> bool:
    form = scene.tokens[i].form
    return form == _AND or not keys(form).isdisjoint(_LINKS)


def _nameless(scene: Scene, between: list[int], following: int) -> bool:
    """Whether a member that nobody knows stands between two: "and the black hills and the old dam"."""
    if not 1 <= len(between) <= 2 or not (_joins(scene, between[0]) and _joins(scene, following)):
        return False
    definite = [any(s.article for s in splits(scene.tokens[i].form)) for i in between]
    return all(definite) and not scene.triggers_between(between[0] - 1, following)


def _holds(scene: Scene, a: int, b: int) -> bool:
    places = scene.reading.places
    return places[b].within == a or places[a].within == b


def _follows(scene: Scene, k: int, before: int) -> bool:
    """Whether place `k` says where the one before it lies: it holds it, or follows it with a preposition only."""
    places = scene.reading.places
    if places[before].within == k:
        return True
    gap = scene.tokens[places[before].last + 1 : places[k].first]
    if gap:
        return len(gap) <= 2 and all(t.form in _SMALL for t in gap)
    return any(s.preposition and not s.conjunction for s in splits(scene.tokens[places[k].first].form))


def _describes(scene: Scene, i: int) -> bool:
    """Whether a word may be the adjective of the name before it ("the presidential palace")."""
    token = scene.tokens[i]
    return token.kind == "word" and any(s.article and not (s.conjunction or s.preposition) for s in splits(token.form))


def _joins(scene: Scene, i: int) -> bool:
    """Whether a word opens with "and", or is it."""
    token = scene.tokens[i]
    return token.kind == "word" and (token.form == _AND or any(s.conjunction == _AND for s in splits(token.form)))
