"""Gives the pieces of words their first vectors: skip-grams over unlabelled reports, then pieces that add up to them.

python -m learn.pretrain OUT.npy REPORTS.jsonl[.gz]… [--without IDS.jsonl]
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

import fasttext
import numpy as np
import torch
from quoting import lines
from torch import nn

from learn.encoder import WIDTH
from tawatur.extract.inputs import BUCKETS, piece_key, pieces
from tawatur.language.tokens import tokenize

ROUNDS, BATCH = 12, 512


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("reports", nargs="+")
    parser.add_argument("--without", help="reports with these ids are not read")
    options = parser.parse_args()
    left_out = {d["id"] for d in lines(options.without)} if options.without else set()
    counted: Counter[str] = Counter()
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        for path in options.reports:
            for r in lines(path):
                if r.get("id") not in left_out:
                    forms = [piece_key(t) for t in tokenize(r["text"]) if t.kind != "break"]
                    counted.update(forms)
                    file.write(" ".join(forms) + "\n")
        file.flush()
        model = fasttext.train_unsupervised(
            file.name, model="skipgram", dim=WIDTH, minn=2, maxn=4, bucket=100_000, epoch=6, minCount=3, ws=6, thread=2
        )
    forms = [f for f, n in counted.items() if n >= 2]
    wanted = torch.from_numpy(np.stack([model.get_word_vector(f) for f in forms]))
    wanted = (wanted - wanted.mean(0)) / wanted.std() * 0.5
    often = torch.tensor([np.log1p(counted[f]) for f in forms], dtype=torch.float32)
    bags = [torch.tensor(pieces(f)) for f in forms]
    table = nn.EmbeddingBag(BUCKETS + 2, WIDTH, mode="mean", sparse=True)
    nn.init.normal_(table.weight, std=0.05)
    optimizer = torch.optim.SparseAdam(table.parameters(), lr=0.02)
    for n in range(ROUNDS):
        for group in optimizer.param_groups:
            group["lr"] = 0.02 * (1 - n / ROUNDS)
        order, lost = torch.randperm(len(forms)), 0.0
        for k in range(0, len(forms), BATCH):
            rows = order[k : k + BATCH]
            chosen = [bags[i] for i in rows]
            at = torch.tensor([0, *map(len, chosen)][:-1]).cumsum(0)
            error = ((table(torch.cat(chosen), at) - wanted[rows]) ** 2).mean(1)
            loss = (error * often[rows]).sum() / often[rows].sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            lost += float(loss.detach()) * len(rows)
        print(f"round {n + 1}: {lost / len(forms):.4f} of {float((wanted**2).mean()):.4f}", flush=True)
    np.save(options.out, table.weight.detach().numpy())


if __name__ == "__main__":
    main()
