"""What is asked of whoever weighs the mentions of a report, and the answers by rules alone.

Two answer: the net (net.py), and `RuleWeighing` below, which needs no learned weights: rules that are met tell an
event, repeats share type and words, and the nearest candidate of the clause fills a role. Scores are log-odds.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Protocol, get_args

import numpy as np

from tawatur.extract.figures import OUTCOMES
from tawatur.extract.lists import listed_places
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention
from tawatur.extract.weights import Array, load, softmax
from tawatur.records import EventType

TYPES: tuple[str, ...] = get_args(EventType)
STATUSES = ("occurred", "planned", "failed", "denied")
RULES_ONLY = "TAWATUR_RULES_ONLY"  # environment variable: any value leaves the net out


class Weighing(Protocol):
    """Scores of one scene, a row a mention."""

    told: Array  # that a mention tells an event at all
    lead: Array  # that it is the one a coder would mark for its event
    types: Array  # a column a type
    statuses: Array  # a column a status

    def role(self, kind: str, links: Sequence[tuple[int, int]]) -> Array:
        """Of each (mention, candidate); for "actor" two columns, as actor and as target; for "place" one as the place
        and one as one of several."""
        ...

    def none(self, kind: str) -> Array:
        """That a mention has no place, date or sayer, on the scale of `role`."""
        ...

    def outcomes(self) -> Array:
        """Of each count, a column an outcome, the first for none."""
        ...

    def same(self, pairs: Sequence[tuple[int, int]], more: Array) -> Array:
        """That two mentions tell one event; `more`: see `alike`."""
        ...


def weigh(scene: Scene, rules_only: bool = False) -> Weighing:
    """The net where its weights are there and wanted, else the rules alone."""
    from tawatur.extract.net import NetWeighing

    weights = None if rules_only or os.environ.get(RULES_ONLY) else load()
    return NetWeighing(scene, weights) if weights is not None else RuleWeighing(scene)


def alike(pairs: Sequence[tuple[int, int]], types: Array, chances: dict[str, Array]) -> Array:
    """Likeness of the types of each pair, and of their places and days: the same, and both known but others."""
    at = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    i, j = at[:, 0], at[:, 1]
    p = softmax(types)
    columns = [(p[i] * p[j]).sum(1)]
    for kind in ("place", "date"):
        c = chances[kind]
        same = (c[i] * c[j]).sum(1)
        columns += [same, c[i].sum(1) * c[j].sum(1) - same]
    return np.stack(columns, axis=1).astype(np.float32)


class RuleWeighing:
    """Scores by rules and nearness alone."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._listed: dict[int, set[int]] = {}
        mentions = scene.mentions
        self.told = np.array([_told(m) for m in mentions], dtype=np.float32)
        self.lead = self.told - np.array([1.0 * bool(m.outcome) for m in mentions], dtype=np.float32)
        self.types = np.zeros((len(mentions), len(TYPES)), dtype=np.float32)
        self.statuses = np.zeros((len(mentions), len(STATUSES)), dtype=np.float32)
        for n, m in enumerate(mentions):
            self.types[n, TYPES.index(m.type)] = 5.0
            self.statuses[n, STATUSES.index(m.entry.rule.status or "occurred")] = 5.0

    def role(self, kind: str, links: Sequence[tuple[int, int]]) -> Array:
        """Near and in the clause is likely; before an active verb acts, behind it suffers."""
        found = np.full((len(links), 2 if kind in ("actor", "place") else 1), -4.0, dtype=np.float32)
        for row, (m, n) in enumerate(links):
            mention, item = self.scene.mentions[m], self.scene.items[kind][n]
            near = self._near(mention, item.first)
            found[row, 0] = near
            if kind == "place":
                found[row, 1] = 1.0 if n in self._lists(m) else -4.0
            if kind == "actor":
                who = self.scene.reading.actors[n].who
                passive = mention.part.startswith("passive") or bool(mention.outcome)
                hit = item.first > mention.head and (passive or who in ("civilian", "object", "unspecified"))
                found[row] = (-4.0, near) if hit else (near, -4.0)
        return found

    def _lists(self, m: int) -> set[int]:
        """Places listed with the one nearest behind a mention in its clause."""
        if m not in self._listed:
            mention, places = self.scene.mentions[m], self.scene.reading.places
            clause = self.scene.clause[mention.head]
            behind = [
                n for n, p in enumerate(places) if p.first > mention.head and self.scene.clause[p.first] == clause
            ]
            self._listed[m] = set(listed_places(self.scene, behind[0])) if behind else set()
        return self._listed[m]

    def _near(self, mention: Mention, first: int) -> float:
        if self.scene.sentence[first] != mention.sentence:
            return -3.0
        clause = self.scene.clause[first] == self.scene.clause[mention.head]
        return (1.0 if clause else -1.0) - 0.1 * abs(first - mention.head)

    def none(self, kind: str) -> Array:
        """A place or day further off than its clause is not taken; a sayer is taken from its sentence."""
        return np.full(len(self.scene.mentions), -2.0 if kind == "sayer" else -1.0, dtype=np.float32)

    def outcomes(self) -> Array:
        """What the noun says, else what the trigger word that governs the count says."""
        counts, governors = self.scene.reading.counts, self.scene.governors
        found = np.zeros((len(counts), 1 + len(OUTCOMES)), dtype=np.float32)
        for n, (c, g) in enumerate(zip(counts, governors, strict=True)):
            outcome = c.outcome or (g.outcome if g is not None else "")
            found[n, 1 + OUTCOMES.index(outcome) if outcome in OUTCOMES else 0] = 5.0
        return found

    def same(self, pairs: Sequence[tuple[int, int]], more: Array) -> Array:
        """One type, and no other place or day."""
        found: Array = 6.0 * more[:, 0] - 4.0 * more[:, 2] - 4.0 * more[:, 4] - 3.0
        return found


def _told(m: Mention) -> float:
    return -4.0 if m.failed else -0.5 if m.entry.rule.weak or m.entry.word.weak else 2.0
