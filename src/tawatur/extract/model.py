"""Linear models over named features: the weights are a table that anyone can read, and every score says why.

Weights are learned by `eval/train.py`; features name grammar and lexicon rows, never words of a report.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import repeat

import msgspec

from tawatur.reference import pack_path


class Model(msgspec.Struct, frozen=True):
    """One decision: a bias and a weight for each named feature."""

    bias: float
    weights: dict[str, float]

    def score(self, features: Iterable[str]) -> float:
        """Log-odds that the decision is yes."""
        return self.bias + sum(map(self.weights.get, features, repeat(0.0)))

    def chance(self, features: Iterable[str]) -> float:
        """The score as a probability."""
        return 1.0 / (1.0 + math.exp(-self.score(features)))

    def reasons(self, features: Iterable[str], most: int = 3) -> list[tuple[str, float]]:
        """The features that spoke loudest, with their weights."""
        known = [(f, self.weights[f]) for f in set(features) if f in self.weights]
        return sorted(known, key=lambda item: (-abs(item[1]), item[0]))[:most]


EMPTY = Model(0.0, {})


def load_models(name: str = "ar/weights.json") -> dict[str, Model]:
    """All decisions of a weights file, by name; none where the file is absent."""
    path = pack_path(name)
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Model]) if path.exists() else {}
