"""The part of the net that turns tokens into vectors: pieces and names of each token, then gated convolutions."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

WIDTH = 128
DILATIONS = (1, 2)
GAP = 8  # empty tokens between two reports of a batch, as far as the convolutions reach over an edge


class Layer(nn.Module):
    """A gated convolution over three tokens with a way around it."""

    def __init__(self, width: int, dilation: int, drop: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.conv = nn.Linear(3 * width, 2 * width)
        self.dilation, self.drop = dilation, nn.Dropout(drop)

    def forward(self, x: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
        y = self.drop(self.norm(x)) * keep
        d = self.dilation
        before, after = F.pad(y, (0, 0, d, 0))[:-d], F.pad(y, (0, 0, 0, d))[d:]
        return x + F.glu(self.conv(torch.cat((before, y, after), 1)), 1)


class Encoder(nn.Module):
    """Tokens of one or more reports in a row → vectors; `keep` is 0 on the empty tokens between reports."""

    def __init__(self, buckets: int, names: int, width: int = WIDTH, drop: float = 0.2) -> None:
        super().__init__()
        self.pieces = nn.EmbeddingBag(buckets + 2, width, mode="mean")  # the last two: a hidden word, an empty token
        self.names = nn.EmbeddingBag(names, width, mode="sum")
        nn.init.normal_(self.pieces.weight, std=0.3)
        nn.init.normal_(self.names.weight, std=0.05)
        self.layers = nn.ModuleList(Layer(width, d, drop) for d in DILATIONS)
        self.out = nn.LayerNorm(width)
        self.drop = nn.Dropout(drop)

    def forward(
        self,
        pieces: torch.Tensor,
        piece_at: torch.Tensor,
        names: torch.Tensor,
        name_at: torch.Tensor,
        keep: torch.Tensor,
    ) -> torch.Tensor:
        x = self.drop(self.pieces(pieces, piece_at) + self.names(names, name_at)) * keep
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            for layer in self.layers:
                x = layer(x, keep)
        x = x.float()
        return self.out(x) * keep
