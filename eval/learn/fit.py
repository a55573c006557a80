"""Learns the net from annotated reports and writes it as one file that numpy reads.

python -m learn.fit prepare CACHE GOLD [--corpus F]… [--labels F]… [--quoted F]… [--mentions F]…
python -m learn.fit train CACHE OUT [--pretrained F] [--epochs N] [--without OUTLET]…
python -m learn.fit mix CACHE OUT FIRST SECOND [--share S]
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from quoting import lines
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from learn import data
from learn.arrays import KINDS, Doc, Names, make
from learn.batches import Slim, batch_of
from learn.encoder import DILATIONS
from learn.losses import WEIGHTS, losses
from learn.net import Net
from tawatur.extract.inputs import BUCKETS
from tawatur.extract.weights import Weights

VOCABS = ("token", "mention", "pair", "number", *KINDS)
LEAST = 6  # reports' occurrences below which a named feature is left out
BATCH = 12


def prepare(options: argparse.Namespace) -> None:
    sys.path.insert(0, str(options.gold))
    import score

    texts: dict[str, dict[str, Any]] = {r["id"]: r for path in options.corpus for r in lines(path)}
    docs = list(data.gold(options.gold, options.mentions))
    docs += data.sentences()
    seen = {d.report.id for d in docs}
    for path in options.labels:
        docs += data.stand_off(path, texts)
    for path in options.quoted:
        docs += data.quoted(path, texts)
    vocab, made = {v: Names() for v in VOCABS}, []
    for d in docs:
        if d.kind != "gold" and d.report.id in seen:
            continue
        seen.add(d.report.id)
        if (arrays := make(d, vocab, score.same_text)) is not None:
            made.append(arrays)
    with options.cache.open("wb") as file:
        pickle.dump({"docs": made, "names": {v: list(n.at) for v, n in vocab.items()}}, file)
    print(f"{len(made)} reports, {sum(len(d.clusters) for d in made)} events, "
          f"{ {v: len(n.at) for v, n in vocab.items()} }")  # fmt: skip


def parts_of(doc: Doc) -> dict[str, list[np.ndarray]]:
    return {"token": doc.names, "mention": doc.mention_names, "pair": doc.pair_names, "number": doc.count_names,
            **doc.link_names}  # fmt: skip


def slim(docs: list[Doc], names: dict[str, list[str]]) -> tuple[Slim, dict[str, list[str]]]:
    """Numbers of the features that are frequent in these reports, and their names."""
    rows, kept = {}, {}
    for v in VOCABS:
        counts = np.zeros(len(names[v]), dtype=np.int64)
        for d in docs:
            if parts := parts_of(d)[v]:
                counts += np.bincount(np.concatenate(parts), minlength=len(counts))
        keep = np.flatnonzero(counts >= LEAST)
        rows[v] = np.full(len(counts) + 1, -1)
        rows[v][keep] = np.arange(len(keep))
        kept[v] = [names[v][i] for i in keep]
    return Slim(rows), kept


def repeated(docs: list[Doc], times: int) -> list[Doc]:
    """Gold reports, coded with more care, count several times."""
    return [d for d in docs for _ in range(times if d.kind == "gold" else 1)]


TABLES = {"token": ("encoder.names",), "mention": ("mention_names", "mention_plain"),
          "pair": ("same.names", "same.plain"), "number": ("number_names", "number_plain"),
          **{k: (f"roles.{k}.names", f"roles.{k}.plain") for k in KINDS}}  # fmt: skip


def resume(net: Net, kept: dict[str, list[str]], old: Weights) -> None:
    """Takes over an earlier net's weights; rows of named features by their names, new ones stay as they are."""
    state = net.state_dict()
    vocab_of = {f"{table}.weight": v for v, tables in TABLES.items() for table in tables}
    for key, value in state.items():
        if key not in old.tables:
            continue
        table = torch.from_numpy(old.tables[key])
        if (v := vocab_of.get(key)) is None:
            state[key] = table
            continue
        known = [(new, row) for new, name in enumerate(kept[v]) if (row := old.names[v].get(name)) is not None]
        new, rows = (list(x) for x in zip(*known, strict=True))
        value[new] = table[rows]
    net.load_state_dict(state)


def train(
    docs: list[Doc], names: dict[str, list[str]], options: argparse.Namespace
) -> tuple[Net, dict[str, list[str]], Slim]:
    torch.manual_seed(options.seed)
    np.random.seed(options.seed)
    random.seed(options.seed)
    slimmer, kept = slim(docs, names)
    net = Net(BUCKETS, {v: len(kept[v]) for v in VOCABS}, drop=options.drop)
    if options.pretrained and options.pretrained.suffix == ".pt":
        net.encoder.load_state_dict(torch.load(options.pretrained), strict=False)
    elif options.pretrained:
        net.encoder.pieces.weight.data = torch.from_numpy(np.load(options.pretrained))
    if options.start:
        resume(net, kept, Weights(options.start))
    slow = [p for n, p in net.named_parameters() if n.startswith("encoder.pieces") or n.startswith("encoder.layers")]
    ids = {id(p) for p in slow}
    fast = [p for p in net.parameters() if id(p) not in ids]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": options.rate * 0.5}, {"params": fast, "lr": options.rate}],
        weight_decay=0.02,
        fused=True,
    )
    total = options.epochs * (len(repeated(docs, options.times)) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, s / 60) * max(0.02, 1 - s / total))
    begun = time.time()
    average = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(0.995))
    for epoch in range(options.epochs):
        net.train()
        order = repeated(docs, options.times)
        random.shuffle(order)
        sums: dict[str, list[float]] = {}
        for k in range(0, len(order), BATCH):
            batch = batch_of(order[k : k + BATCH], slimmer, drop=0.12, hide=0.06)
            found = losses(net, batch)
            loss = sum(WEIGHTS[name] * value for name, value in found.items())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(net)
            for name, value in found.items():
                sums.setdefault(name, []).append(value.item())
        told = " ".join(f"{n} {np.mean(v):.3f}" for n, v in sums.items())
        print(f"{epoch + 1:>2} {time.time() - begun:.0f} s  {told}", flush=True)
    return average.module.eval(), kept, slimmer


LARGE = 20_000  # numbers from which on a table is kept in 8 bits with a scale a row


def export(net: Net, kept: dict[str, list[str]], path: Path) -> None:
    """One file: weights as 8-bit or 16-bit numbers, names of the features as JSON."""
    arrays = {}
    for key, value in net.state_dict().items():
        table = value.detach().numpy()
        if table.ndim == 2 and table.size > LARGE:
            scale = (np.abs(table).max(1, keepdims=True) / 127 + 1e-6).astype(np.float16)
            arrays[key] = np.clip(np.round(table / scale.astype(np.float32)), -127, 127).astype(np.int8)
            arrays[f"{key}:scale"] = scale
        else:
            arrays[key] = table.astype(np.float16)
    arrays["dilations"] = np.array(DILATIONS, dtype=np.float16)
    for v, names in kept.items():
        arrays[f"names:{v}"] = np.frombuffer(json.dumps(names, ensure_ascii=False).encode(), dtype=np.uint8)
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


CHECKED = 5  # reports in our own words whose scores are kept, so that numpy's sums can be held against these


def check(net: Net, docs: list[Doc], slimmer: Slim, path: Path) -> None:
    """What the net says of some reports in our own words, for tests/extract/test_net.py."""
    found = {}
    for d in [d for d in docs if d.id.startswith("own/")][:CHECKED]:
        b = batch_of([d], slimmer)
        with torch.no_grad():
            h, context = net.tokens(
                *(b[k] for k in ("pieces", "names", "keep", "sentence", "before", "after", "report"))
            )
            asked = net.mentions(h, context, b["heads"], b["sentence"], b["mention_names"])[1]
        found[d.id] = {
            "told": asked[:, 0].tolist(),
            "lead": asked[:, 1].tolist(),
            "types": asked[:, 2:26].argmax(1).tolist(),
        }
    path.write_text(json.dumps(found), encoding="utf-8")


def mixed(
    docs: list[Doc], names: dict[str, list[str]], options: argparse.Namespace
) -> tuple[Net, dict[str, list[str]], Slim]:
    """A net between one that fits all reports and one that goes on from it and fits the gold reports more closely."""
    slimmer, kept = slim(docs, names)
    net = Net(BUCKETS, {v: len(kept[v]) for v in VOCABS})
    first, second = (Weights(path).tables for path in (options.first, options.second))
    share = options.share
    net.load_state_dict({k: torch.from_numpy((1 - share) * first[k] + share * second[k]) for k in net.state_dict()})
    return net.eval(), kept, slimmer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    p = commands.add_parser("prepare")
    p.add_argument("cache", type=Path)
    p.add_argument("gold", type=Path)
    for name in ("corpus", "labels", "quoted", "mentions"):
        p.add_argument(f"--{name}", type=Path, action="append", default=[])
    t = commands.add_parser("train")
    t.add_argument("cache", type=Path)
    t.add_argument("out", type=Path)
    t.add_argument("--pretrained", type=Path)
    t.add_argument("--check", type=Path, help="write what the net says of some reports, for a test")
    t.add_argument("--start", type=Path, help="go on from this net")
    t.add_argument("--epochs", type=int, default=12)
    t.add_argument("--rate", type=float, default=1.5e-3)
    t.add_argument("--drop", type=float, default=0.3)
    t.add_argument("--times", type=int, default=2, help="how often a gold report counts in a round")
    t.add_argument("--seed", type=int, default=1)
    t.add_argument("--without", action="append", default=[], help="leave the gold and corpus reports of an outlet out")
    t.add_argument(
        "--kinds-out", action="append", default=[], help="leave all reports of a kind out: gold, corpus, own"
    )
    m = commands.add_parser("mix")
    for name in ("cache", "out", "first", "second"):
        m.add_argument(name, type=Path)
    m.add_argument("--share", type=float, default=0.6, help="of the second net")
    m.add_argument("--check", type=Path, help="write what the net says of some reports, for a test")
    options = parser.parse_args()
    if options.command == "prepare":
        prepare(options)
        return
    with options.cache.open("rb") as file:
        cache = pickle.load(file)
    docs = cache["docs"]
    if options.command == "mix":
        net, kept, slimmer = mixed(docs, cache["names"], options)
    else:
        docs = [d for d in docs if d.source not in options.without and d.kind not in options.kinds_out]
        print(f"{len(docs)} reports")
        net, kept, slimmer = train(docs, cache["names"], options)
    export(net, kept, options.out)
    if options.check:
        kept_as = Weights(options.out).tables  # rounded as numpy reads them
        net.load_state_dict({k: torch.from_numpy(kept_as[k]) for k in net.state_dict()})
        check(net, docs, slimmer, options.check)


if __name__ == "__main__":
    main()
