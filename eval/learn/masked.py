"""Teaches the layers to tell hidden words of unlabelled reports from the words around them.

python -m learn.masked PIECES.npy OUT.pt REPORTS.jsonl[.gz]… [--without IDS.jsonl] [--rounds N]
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from quoting import lines
from torch import nn
from torch.nn import functional as F

from learn.encoder import GAP, WIDTH, Encoder
from tawatur.extract.inputs import BUCKETS, piece_key, pieces
from tawatur.language.tokens import tokenize

TOKENS = 12_000  # of a batch
HIDDEN, SEEN = 0.15, 0.1  # share of the words that are asked for, and of those the share that is not hidden
COMMON = 10_000  # words that are asked for


class Words:
    """All reports as numbers of forms; `asked`: number of a form among the common ones, -1 for the others."""

    def __init__(self, paths: list[str], left_out: set[str]) -> None:
        number: dict[str, int] = {}
        counted: Counter[int] = Counter()
        self.texts: list[np.ndarray] = []
        for path in paths:
            for r in lines(path):
                if r.get("id") not in left_out:
                    ids = [number.setdefault(piece_key(t), len(number)) for t in tokenize(r["text"])]
                    counted.update(ids)
                    self.texts.append(np.array(ids))
        self.bags = [np.array(pieces(f)) for f in number]
        self.asked = np.full(len(number), -1)
        for n, (form, _) in enumerate(counted.most_common(COMMON)):
            self.asked[form] = n
        self.size = sum(map(len, self.texts))

    def batches(self) -> Iterator[list[np.ndarray]]:
        """The reports in another order each time, some twelve thousand tokens at once."""
        random.shuffle(self.texts)
        batch, size = [], 0
        for text in self.texts:
            batch.append(text)
            size += len(text)
            if size >= TOKENS:
                yield batch
                batch, size = [], 0


def loss_of(net: Encoder, tell: nn.Linear, words: Words, batch: list[np.ndarray]) -> torch.Tensor:
    """How badly the hidden words of a batch are told."""
    gap = np.full(GAP, -1)
    ids = np.concatenate([part for text in batch for part in (text, gap)])
    keep = torch.from_numpy(ids >= 0).float()[:, None]
    asked = (ids >= 0) & (np.random.rand(len(ids)) < HIDDEN) & (words.asked[np.maximum(ids, 0)] >= 0)
    hidden = asked & (np.random.rand(len(ids)) >= SEEN)
    hole, empty = np.array([BUCKETS]), np.array([BUCKETS + 1])
    bags = [hole if h else words.bags[i] if i >= 0 else empty for i, h in zip(ids, hidden, strict=True)]
    at = torch.tensor([0, *map(len, bags)][:-1]).cumsum(0)
    no_names = torch.zeros(0, dtype=torch.int64), torch.zeros(len(ids), dtype=torch.int64)
    h = net(torch.from_numpy(np.concatenate(bags)), at, *no_names, keep)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = tell(h[torch.from_numpy(np.flatnonzero(asked))])
    return F.cross_entropy(scores.float(), torch.from_numpy(words.asked[ids[asked]]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pieces", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("reports", nargs="+")
    parser.add_argument("--without", help="reports with these ids are not read")
    parser.add_argument("--rounds", type=int, default=6)
    options = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    np.random.seed(1)
    words = Words(options.reports, {d["id"] for d in lines(options.without)} if options.without else set())
    print(f"{len(words.texts)} reports, {words.size} tokens, {len(words.bags)} forms", flush=True)
    net, tell = Encoder(BUCKETS, 1, drop=0.1), nn.Linear(WIDTH, COMMON)
    net.pieces.weight.data = torch.from_numpy(np.load(options.pieces))
    optimizer = torch.optim.AdamW([*net.parameters(), *tell.parameters()], lr=1.5e-3, weight_decay=0.01, fused=True)
    total = options.rounds * words.size // TOKENS + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, s / 100) * max(0.02, 1 - s / total))
    begun = time.time()
    for n in range(options.rounds):
        found = []
        for batch in words.batches():
            loss = loss_of(net, tell, words, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            found.append(loss.item())
        print(f"round {n + 1}: {np.mean(found):.3f} {time.time() - begun:.0f} s", flush=True)
    torch.save({k: v for k, v in net.state_dict().items() if not k.startswith("names")}, options.out)


if __name__ == "__main__":
    main()
