"""The net that weighs mentions, their likeness and their roles; `tawatur.extract.net` runs the same sums in numpy."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn import functional as F

from learn.arrays import KINDS, STATUSES, TYPES
from learn.encoder import WIDTH, Encoder
from tawatur.extract.figures import OUTCOMES

HIDDEN, NAMED, PAIRED = 128, 64, 64  # of a mention, of its named features, of a pair
MENTION_OUT = 2 + len(TYPES) + len(STATUSES)  # told, lead, types, statuses
OUT = {"place": 2, "date": 1, "sayer": 1, "actor": 2, "count": 1}


def bag(n: int, width: int) -> nn.EmbeddingBag:
    """A sum of the vectors of named features."""
    made = nn.EmbeddingBag(n, width, mode="sum")
    nn.init.normal_(made.weight, std=0.05)
    return made


class Pair(nn.Module):
    """Two things and the named features of the two → scores."""

    def __init__(self, left: int, right: int, names: int, out: int, drop: float) -> None:
        super().__init__()
        self.left, self.right = nn.Linear(left, PAIRED), nn.Linear(right, PAIRED, bias=False)
        self.names, self.plain, self.out = bag(names, PAIRED), bag(names, out), nn.Linear(PAIRED, out)
        nn.init.zeros_(self.plain.weight)
        self.drop = nn.Dropout(drop)

    def forward(self, left: Any, right: Any, names: tuple[Any, Any], more: Any = 0.0) -> torch.Tensor:
        z = F.relu(left + right + self.names(*names) + more)
        return self.out(self.drop(z)) + self.plain(*names)


class Net(nn.Module):
    """All decisions over one encoder."""

    def __init__(self, buckets: int, sizes: dict[str, int], drop: float = 0.3) -> None:
        super().__init__()
        self.encoder = Encoder(buckets, sizes["token"], drop=drop)
        self.sentence = nn.Linear(4 * WIDTH, 2 * WIDTH)
        self.mix = nn.LayerNorm(WIDTH)
        self.mention = nn.Linear(3 * WIDTH, HIDDEN)
        self.mention_names = bag(sizes["mention"], NAMED)
        self.named = nn.Linear(NAMED, HIDDEN, bias=False)
        self.mention_plain = bag(sizes["mention"], MENTION_OUT)
        nn.init.zeros_(self.mention_plain.weight)
        self.mention_out = nn.Linear(HIDDEN, MENTION_OUT)
        self.span = nn.ModuleDict({k: nn.Linear(2 * WIDTH, HIDDEN) for k in KINDS})
        self.roles = nn.ModuleDict({k: Pair(HIDDEN, HIDDEN, sizes[k], OUT[k], drop) for k in KINDS})
        self.none = nn.ModuleDict({k: nn.Linear(HIDDEN, 1) for k in ("place", "date", "sayer")})
        self.number = nn.Linear(HIDDEN, PAIRED)
        self.number_names = bag(sizes["number"], PAIRED)
        self.number_plain = bag(sizes["number"], 1 + len(OUTCOMES))
        nn.init.zeros_(self.number_plain.weight)
        self.number_out = nn.Linear(PAIRED, 1 + len(OUTCOMES))
        self.same = Pair(HIDDEN, HIDDEN, sizes["pair"], 1, drop)
        self.alike = nn.Linear(HIDDEN, 32, bias=False)
        self.same_more = nn.Linear(32 + 5, PAIRED, bias=False)
        self.drop = nn.Dropout(drop)

    def tokens(self, pieces: Any, names: Any, keep: Any, sentence: Any, before: Any, after: Any, report: Any) -> Any:
        """Token vectors that know their sentence, the sentences beside it and the report."""
        h = self.encoder(*pieces, *names, keep)
        n = len(before)
        index = sentence[:, None].expand_as(h)
        top = torch.full((n + 1, WIDTH), -9.0).scatter_reduce(0, index, h - 9.0 * (1 - keep), "amax")
        top = torch.cat((top[:n], torch.zeros(1, WIDTH)))
        counts = torch.zeros(int(report.max()) + 1).index_add(0, report, torch.ones(n))
        whole = torch.zeros(len(counts), WIDTH).index_add(0, report, top[:n]) / counts[:, None]
        around = torch.cat((top[:n], top[before], top[after], whole[report]), 1)  # row n stands for no sentence
        context = torch.cat((F.glu(self.sentence(self.drop(around)), 1), torch.zeros(1, WIDTH)))
        return self.mix(h + context[sentence]), context

    def mentions(self, h: Any, context: Any, heads: Any, sentence: Any, names: Any) -> tuple[Any, Any]:
        """Vectors of mentions and what is asked of each."""
        z = torch.cat((h[heads[:, 0]], h[heads[:, 1]], context[sentence[heads[:, 0]]]), 1)
        z = self.drop(F.relu(self.mention(z) + self.named(self.mention_names(*names))))
        return z, self.mention_out(z) + self.mention_plain(*names)

    def items(self, kind: str, h: Any, spans: Any) -> Any:
        """Vectors of the candidates of one kind."""
        return self.drop(F.relu(self.span[kind](torch.cat((h[spans[:, 0]], h[spans[:, 1]]), 1))))

    def role(self, kind: str, z: Any, items: Any, links: Any, names: Any) -> Any:
        """Scores of (mention, candidate) links."""
        pair = self.roles[kind]
        return pair(pair.left(z)[links[:, 0]], pair.right(items)[links[:, 1]], names)

    def numbers(self, items: Any, names: Any) -> Any:
        """Scores of the outcomes of counts, the first for none."""
        z = F.relu(self.number(items) + self.number_names(*names))
        return self.number_out(self.drop(z)) + self.number_plain(*names)

    def likeness(self, z: Any, pairs: Any, names: Any, more: Any) -> Any:
        """Scores of pairs of mentions as tellings of one event; `more`: likeness of types, places and days."""
        a = self.alike(z)
        both = torch.cat((a[pairs[:, 0]] * a[pairs[:, 1]], more), 1)
        pair = self.same
        return pair(pair.left(z)[pairs[:, 0]], pair.right(z)[pairs[:, 1]], names, self.same_more(both))[:, 0]
