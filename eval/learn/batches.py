"""Several reports in a row as one batch of tensors."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from learn.arrays import KINDS, Doc
from learn.encoder import GAP
from tawatur.extract.inputs import BUCKETS

EMPTY, HIDDEN_WORD = BUCKETS + 1, BUCKETS


Flat = tuple[np.ndarray, np.ndarray]  # ids of all bags in a row, and the size of each bag


class Slim:
    """Drops features that are rare in the training reports, and some at random while training."""

    def __init__(self, rows: dict[str, np.ndarray]) -> None:
        self.rows = rows  # vocabulary → new number of each old one, -1: left out
        self.kept: dict[str, dict[str, Flat]] = {}

    def flat(self, doc: Doc) -> dict[str, Flat]:
        """The bags of a report by vocabulary, as rows of ids; made once."""
        if doc.id not in self.kept:
            parts = {"token": doc.names, "mention": doc.mention_names, "pair": doc.pair_names,
                     "number": doc.count_names, **doc.link_names}  # fmt: skip
            made = {v: self._flat(self.rows[v], p) for v, p in parts.items()}
            sizes = np.array([len(p) for p in doc.tokens])
            self.kept[doc.id] = made | {"pieces": (np.concatenate(doc.tokens), sizes)}
        return self.kept[doc.id]

    def _flat(self, table: np.ndarray, parts: list[np.ndarray]) -> Flat:
        if not parts:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        flat, sizes = np.concatenate(parts), np.array([len(p) for p in parts])
        return thinned(table[np.minimum(flat, len(table) - 1)], sizes, -1, 0.0)


def thinned(flat: np.ndarray, sizes: np.ndarray, unwanted: int, drop: float) -> Flat:
    """Bags without an id, and without some at random."""
    keep = flat != unwanted
    if drop:
        keep &= np.random.rand(len(flat)) >= drop
    bag = np.repeat(np.arange(len(sizes)), sizes)
    return flat[keep], np.bincount(bag[keep], minlength=len(sizes))


def joined(found: list[Flat], drop: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Bags of several reports as tensors of ids and beginnings."""
    flat, sizes = (
        np.concatenate(x) if x else np.zeros(0, dtype=np.int64) for x in (list(y) for y in zip(*found, strict=True))
    )
    if drop:
        flat, sizes = thinned(flat, sizes, -1, drop)
    starts = np.cumsum(sizes) - sizes
    return torch.from_numpy(flat.astype(np.int64)), torch.from_numpy(starts.astype(np.int64))


def batch_of(docs: list[Doc], slim: Slim, drop: float = 0.0, hide: float = 0.0) -> dict[str, Any]:
    """Tensors of some reports; offsets of tokens, mentions and candidates are moved on from report to report."""
    flats: dict[str, list[Flat]] = {v: [] for v in ("pieces", "token", "mention", "pair", "number", *KINDS)}
    gap = np.zeros(GAP, dtype=np.int64)
    keep, sentence, before, after, report = [], [], [], [], []
    heads, told, types, clusters = [], [], [], []
    pairs, same = [], []
    per: dict[str, dict[str, list[Any]]] = {
        k: {"spans": [], "links": [], "right": [], "same": [], "lacking": []} for k in KINDS
    }
    outcome = []
    t = s = m = c = 0
    items, identities = dict.fromkeys(KINDS, 0), dict.fromkeys(("place", "date"), 0)
    for r, d in enumerate(docs):
        for v, (flat, sizes) in slim.flat(d).items():
            if v == "pieces":
                hidden = np.repeat(np.random.rand(len(sizes)) < hide, sizes)
                flat, sizes = (
                    np.append(np.where(hidden, HIDDEN_WORD, flat), np.repeat(EMPTY, GAP)),
                    np.append(sizes, gap + 1),
                )
            elif v == "token":
                sizes = np.append(sizes, gap)
            flats[v].append((flat, sizes))
        keep += [1.0] * len(d.tokens) + [0.0] * GAP
        n = int(d.sentence.max()) + 1
        sentence += [*(d.sentence + s), *[-1] * GAP]
        before += [s + i - 1 if i else -1 for i in range(n)]
        after += [s + i + 1 if i + 1 < n else -1 for i in range(n)]
        report += [r] * n
        heads.append(d.heads + t)
        told.append(d.told)
        types.append(d.types)
        clusters += [(k, [x + m for x in k.mentions], k.lead + m, d.kind) for k in d.clusters]
        pairs.append(d.pairs + m)
        same.append(d.same)
        for k in KINDS:
            per[k]["spans"].append(d.spans[k] + t)
            per[k]["links"].append(d.links[k] + np.array([c, m, items[k]]))
            per[k]["right"].append(d.right[k])
            per[k]["lacking"] += [c + x for x in d.lacking[k]]
            if k in identities:
                per[k]["same"].append(d.sames[k] + identities[k])
                identities[k] += int(d.sames[k].max()) + 1 if len(d.sames[k]) else 0
            items[k] += len(d.spans[k])
        outcome.append(d.outcome)
        t += len(d.tokens) + GAP
        s += n
        m += len(d.told)
        c += len(d.clusters)
    fix = lambda xs: torch.tensor([s if x < 0 else x for x in xs])  # noqa: E731
    whole = lambda xs: torch.from_numpy(np.concatenate(xs))  # noqa: E731
    return {
        "pieces": joined(flats["pieces"], 0.0), "names": joined(flats["token"], drop),
        "keep": torch.tensor(keep)[:, None],
        "sentence": fix(sentence), "before": fix(before), "after": fix(after), "report": torch.tensor(report),
        "heads": whole(heads), "mention_names": joined(flats["mention"], drop), "told": whole(told),
        "types": whole(types), "clusters": clusters, "pairs": whole(pairs),
        "pair_names": joined(flats["pair"], drop), "same": whole(same),
        "count_names": joined(flats["number"], drop), "outcome": whole(outcome),
        "spans": {k: whole(per[k]["spans"]) for k in KINDS},
        "links": {k: whole(per[k]["links"]) for k in KINDS},
        "link_names": {k: joined(flats[k], drop) for k in KINDS},
        "right": {k: whole(per[k]["right"]) for k in KINDS},
        "lacking": {k: per[k]["lacking"] for k in KINDS},
        "sames": {k: whole(per[k]["same"]) for k in identities}, "identities": identities,
    }  # fmt: skip
