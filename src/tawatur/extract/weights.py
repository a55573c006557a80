"""The net's numbers: one file of 16-bit weights and feature names, and the sums over them in numpy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from tawatur.reference import pack_path

Array = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
FILE = "ar/net.npz"


class Weights:
    """Tables of the net by name; names of features by vocabulary."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as file:
            raw = {key: file[key] for key in file.files}
        self.names: dict[str, dict[str, int]] = {}
        self.tables: dict[str, Array] = {}
        for key, value in raw.items():
            if key.startswith("names:"):
                rows = msgspec.json.decode(bytes(value), type=list[str])
                self.names[key.removeprefix("names:")] = {name: n for n, name in enumerate(rows)}
            elif not key.endswith(":scale"):
                scale = raw.get(f"{key}:scale")
                table = value.astype(np.float32)
                self.tables[key] = table * scale.astype(np.float32) if scale is not None else table
        self.padded: dict[str, Array] = {}  # tables with a row of zeros at the end

    def linear(self, name: str, x: Array) -> Array:
        """x · weightᵀ + bias, without the bias where the layer has none."""
        y: Array = x @ self.tables[f"{name}.weight"].T
        bias = self.tables.get(f"{name}.bias")
        return y if bias is None else y + bias

    def norm(self, name: str, x: Array) -> Array:
        """Each row with mean 0 and spread 1, then scaled."""
        centred = x - x.mean(1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(1, keepdims=True) + 1e-5)
        y: Array = centred / spread * self.tables[f"{name}.weight"] + self.tables[f"{name}.bias"]
        return y

    def bag(self, table: str, ids: tuple[Ids, Ids]) -> Array:
        """Sum of the rows of each bag of ids."""
        if table not in self.padded:
            rows = self.tables[f"{table}.weight"]
            self.padded[table] = np.concatenate((rows, np.zeros((1, rows.shape[1]), dtype=np.float32)))
        flat, at = ids
        rows = self.padded[table]
        if not len(at):
            return np.zeros((0, rows.shape[1]), dtype=np.float32)
        found: Array = np.add.reduceat(rows[flat], at, axis=0)
        return found

    def ids(self, vocab: str, bags: Sequence[Iterable[str]]) -> tuple[Ids, Ids]:
        """Ids of the known names of each bag in one row, and where each bag begins; every bag opens with a zero row."""
        at, unknown = self.names[vocab].get, len(self.names[vocab])
        flat: list[int] = []
        starts = []
        for bag in bags:
            starts.append(len(flat))
            flat.append(unknown)
            flat.extend(map(at, bag, repeat(unknown)))
        return np.array(flat, dtype=np.int64), np.array(starts, dtype=np.int64)


def gated(x: Array) -> Array:
    """First half of the columns, let through by the second half."""
    half = x.shape[1] // 2
    gate = 1.0 + np.exp(-np.clip(x[:, half:], -30, 30))
    return (x[:, :half] / gate).astype(np.float32)


def positive(x: Array) -> Array:
    """Negative values become zero."""
    found: Array = np.maximum(x, 0.0)
    return found


def softmax(x: Any) -> Array:
    """Chances from scores, row by row."""
    e = np.exp(x - x.max(-1, keepdims=True))
    found: Array = e / e.sum(-1, keepdims=True)
    return found


@lru_cache(maxsize=2)
def load(name: str = FILE) -> Weights | None:
    """The weights that ship with the language pack; None where the file is absent."""
    path = pack_path(name)
    return Weights(path) if path.exists() else None
