"""The learned weighing: a small convolutional net reads the report once and scores what rules and words propose.

The same sums as `eval/learn/net.py`, which learns the weights; both are given the inputs of `inputs.py`, and a test
holds them to the same scores. What it answers is the interface of `weighing.Weighing`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tawatur.extract.figures import count_features
from tawatur.extract.inputs import link_features, mention_features, piece_key, pieces, token_names
from tawatur.extract.likeness import pair_features
from tawatur.extract.scene import Scene
from tawatur.extract.weighing import TYPES
from tawatur.extract.weights import Array, Ids, Weights, gated, positive

KEPT = 30_000  # forms whose vectors are kept


class NetWeighing:
    """Scores of one scene; arrays have one row a mention, link or count, in the order asked for."""

    def __init__(self, scene: Scene, weights: Weights) -> None:
        self.scene, self.w = scene, weights
        self.sentence = np.maximum.accumulate(np.maximum(np.array(scene.sentence, dtype=np.int64), 0))
        self.h, context = self._tokens()
        heads = np.array([(m.head, m.last) for m in scene.mentions], dtype=np.int64)
        self.z, asked = self._mentions(heads, context)
        self.told, self.lead = asked[:, 0], asked[:, 1]
        self.types, self.statuses = asked[:, 2 : 2 + len(TYPES)], asked[:, 2 + len(TYPES) :]
        self._items: dict[str, Array] = {}
        self._sides: dict[str, tuple[Array, Array]] = {}

    def _tokens(self) -> tuple[Array, Array]:
        w, scene = self.w, self.scene
        x = np.stack([_form_vector(w, piece_key(t)) for t in scene.tokens])
        x += w.bag("encoder.names", w.ids("token", token_names(scene)))
        for n, d in enumerate(w.tables["dilations"].astype(int)):
            y = w.norm(f"encoder.layers.{n}.norm", x)
            wide = np.zeros((len(y) + 2 * d, y.shape[1]), dtype=np.float32)
            wide[d:-d] = y
            around = np.concatenate((wide[: len(y)], y, wide[2 * d :]), axis=1)
            x = x + gated(w.linear(f"encoder.layers.{n}.conv", around))
        h = w.norm("encoder.out", x)
        starts = np.flatnonzero(np.diff(self.sentence, prepend=-1))
        top = np.maximum.reduceat(h, starts, axis=0)
        zero = np.zeros((1, top.shape[1]), dtype=np.float32)
        before, after = np.concatenate((zero, top[:-1])), np.concatenate((top[1:], zero))
        whole = np.repeat(top.mean(0, keepdims=True), len(top), axis=0)
        context = gated(w.linear("sentence", np.concatenate((top, before, after, whole), axis=1)))
        rank = np.searchsorted(starts, np.arange(len(h)), side="right") - 1
        self.rank = rank
        return w.norm("mix", h + context[rank]), context

    def _mentions(self, heads: Ids, context: Array) -> tuple[Array, Array]:
        w = self.w
        ids = w.ids("mention", [mention_features(self.scene, n) for n in range(len(heads))])
        around = np.concatenate((self.h[heads[:, 0]], self.h[heads[:, 1]], context[self.rank[heads[:, 0]]]), axis=1)
        z = positive(w.linear("mention", around) + w.linear("named", w.bag("mention_names", ids)))
        return z, w.linear("mention_out", z) + w.bag("mention_plain", ids)

    def _spans(self, kind: str) -> Array:
        if kind not in self._items:
            items = self.scene.items[kind]
            first, last = [x.first for x in items], [x.last for x in items]
            both = np.concatenate((self.h[first], self.h[last]), axis=1)
            self._items[kind] = positive(self.w.linear(f"span.{kind}", both))
        return self._items[kind]

    def role(self, kind: str, links: Sequence[tuple[int, int]]) -> Array:
        """Log-odds of each (mention, candidate); for "actor" two columns, as actor and as target."""
        if kind not in self._sides:
            left = self.w.linear(f"roles.{kind}.left", self.z)
            self._sides[kind] = left, self.w.linear(f"roles.{kind}.right", self._spans(kind))
        left, right = self._sides[kind]
        ids = self.w.ids(kind, [link_features(self.scene, kind, m, n) for m, n in links])
        pairs = np.array(links, dtype=np.int64).reshape(-1, 2)
        return self._pair(f"roles.{kind}", left[pairs[:, 0]] + right[pairs[:, 1]], ids)

    def _pair(self, name: str, both: Array, ids: tuple[Ids, Ids]) -> Array:
        z = positive(both + self.w.bag(f"{name}.names", ids))
        return self.w.linear(f"{name}.out", z) + self.w.bag(f"{name}.plain", ids)

    def none(self, kind: str) -> Array:
        """Log-odds that a mention has no place, date or sayer, on the scale of `role`."""
        found: Array = self.w.linear(f"none.{kind}", self.z)[:, 0]
        return found

    def outcomes(self) -> Array:
        """Scores of each count's outcomes, the first column for none."""
        scene, w = self.scene, self.w
        ids = w.ids("number", [count_features(scene, n) for n in range(len(scene.items["count"]))])
        z = positive(w.linear("number", self._spans("count")) + w.bag("number_names", ids))
        return w.linear("number_out", z) + w.bag("number_plain", ids)

    def same(self, pairs: Sequence[tuple[int, int]], more: Array) -> Array:
        """Log-odds that two mentions tell one event; `more`: likeness of types, places and days (weighing.alike)."""
        w, m = self.w, self.scene.mentions
        at = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        ids = w.ids("pair", [pair_features(self.scene, m[a], m[b]) for a, b in pairs])
        a = w.linear("alike", self.z)
        extra = w.linear("same_more", np.concatenate((a[at[:, 0]] * a[at[:, 1]], more), axis=1))
        left, right = w.linear("same.left", self.z), w.linear("same.right", self.z)
        found: Array = self._pair("same", left[at[:, 0]] + right[at[:, 1]] + extra, ids)[:, 0]
        return found


_VECTORS: dict[tuple[int, str], Array] = {}


def _form_vector(w: Weights, form: str) -> Array:
    """Mean of the vectors of a form's pieces, kept for the next time."""
    key = (id(w), form)
    if (found := _VECTORS.get(key)) is None:
        if len(_VECTORS) > KEPT:
            _VECTORS.clear()
        found = _VECTORS[key] = w.tables["encoder.pieces.weight"][list(pieces(form))].mean(0)
    return found
