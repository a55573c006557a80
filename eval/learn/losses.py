"""What the net should say of a batch, as one loss a decision."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional as F

from learn.net import Net

WEIGHTS = {"told": 1.0, "type": 0.6, "status": 0.3, "head": 1.0, "lead": 0.2, "same": 0.4, "rank": 0.3,
           "place": 0.6, "places": 0.5, "date": 0.5, "sayer": 0.6, "actor": 1.0, "count": 0.5, "outcome": 0.5,
           }  # fmt: skip


def lse(values: torch.Tensor, index: torch.Tensor, n: int) -> torch.Tensor:
    """Log of the sum of exponentials of each group; -30 where a group is empty."""
    top = torch.full((n,), -30.0).scatter_reduce(0, index, values.detach(), "amax")
    return top + torch.log(torch.zeros(n).index_add(0, index, torch.exp(values - top[index])) + 1e-9)


def smooth(
    n: int, sames: torch.Tensor, size: int, links: torch.Tensor, scores: torch.Tensor, none: torch.Tensor
) -> Any:
    """For each of `n` mentions the chances of each identity of a place or day (none left out)."""
    chances = torch.zeros(n, max(size, 1))
    if not len(links):
        return chances
    unique: dict[tuple[int, int], int] = {}
    for row, (_, m, c) in enumerate(links.tolist()):
        unique.setdefault((m, c), row)
    rows = torch.tensor(list(unique.values()))
    m, s = links[rows, 1], scores[rows]
    total = lse(torch.cat((s, none)), torch.cat((m, torch.arange(n))), n)
    return chances.index_put((m, sames[links[rows, 2]]), torch.exp(s - total[m]), accumulate=True)


def losses(net: Net, b: dict[str, Any]) -> dict[str, torch.Tensor]:
    """Mean loss of each decision over the batch."""
    h, context = net.tokens(b["pieces"], b["names"], b["keep"], b["sentence"], b["before"], b["after"], b["report"])
    z, asked = net.mentions(h, context, b["heads"], b["sentence"], b["mention_names"])
    told, lead, types, statuses = asked[:, 0], asked[:, 1], asked[:, 2:26], asked[:, 26:30]
    known = b["told"] >= 0
    found = {"told": F.binary_cross_entropy_with_logits(told[known], b["told"][known].float())}
    typed = b["types"] >= 0
    if typed.any():
        found["type"] = F.cross_entropy(types[typed], b["types"][typed], label_smoothing=0.05)
    clusters = b["clusters"]
    first = torch.zeros(len(told))
    first[[x for _, _, x, _ in clusters]] = 1.0
    sure = known | (first > 0)
    found["head"] = F.binary_cross_entropy_with_logits(lead[sure], first[sure])
    if not clusters:
        found["outcome"] = _numbers(net, b, h)
        return found
    owner = torch.tensor([k for k, (_, ms, _, _) in enumerate(clusters) for _ in ms])
    member = torch.tensor([m for _, ms, _, _ in clusters for m in ms])
    n = len(clusters)
    status = torch.zeros(n, 4).index_add(0, owner, statuses[member])
    stands = torch.tensor([c.status for c, *_ in clusters])  # -100: not said
    if (stands >= 0).any():
        found["status"] = F.cross_entropy(status, stands)
    total = lse(lead[member], owner, n)
    several = torch.tensor([len(ms) > 1 and c.complete for c, ms, _, _ in clusters])
    leads = torch.tensor([x for _, _, x, _ in clusters])
    if several.any():
        found["lead"] = (total - lead[leads])[several].mean()
    chances = {}
    for kind in ("place", "date", "sayer", "actor", "count"):
        links, right = b["links"][kind], b["right"][kind]
        if not len(links):
            if kind in ("place", "date"):
                chances[kind] = torch.zeros(len(z), 1)
            continue
        scores = net.role(kind, z, net.items(kind, h, b["spans"][kind]), links[:, 1:], b["link_names"][kind])
        if kind == "actor":
            found[kind] = _parties(scores, links, right)
        elif kind == "count":
            found[kind] = _figures(scores[:, 0], links, right)
        else:
            none = net.none[kind](z)[:, 0]
            found[kind] = _single(scores[:, 0], none, links, right, owner, member, n, b["lacking"][kind])
            if kind == "place":
                found["places"] = _several(scores[:, 1], links, right)
            if kind in ("place", "date"):
                chances[kind] = smooth(len(z), b["sames"][kind], b["identities"][kind], links, scores[:, 0], none)
    found["outcome"] = _numbers(net, b, h)
    if len(b["pairs"]):
        more = likenesses(b["pairs"], torch.softmax(types, 1), chances)
        score = net.likeness(z, b["pairs"], b["pair_names"], more.detach())
        found["same"] = F.binary_cross_entropy_with_logits(score, b["same"].float())
        found["rank"] = _ranks(score, b["pairs"], b["same"])
    return found


def _ranks(score: torch.Tensor, pairs: torch.Tensor, same: torch.Tensor) -> torch.Tensor:
    """Each mention beside the earlier ones: the chance of those that tell its event, or of none, which scores 0."""
    later, at = torch.unique(pairs[:, 1], return_inverse=True)
    n = len(later)
    hit = same > 0
    has = torch.zeros(n, dtype=torch.bool)
    has[at[hit]] = True
    zero = torch.zeros(n)
    total = lse(torch.cat((score, zero)), torch.cat((at, torch.arange(n))), n)
    return (total - torch.where(has, lse(score[hit], at[hit], n), zero)).mean()


def likenesses(pairs: torch.Tensor, types: torch.Tensor, chances: dict[str, torch.Tensor]) -> torch.Tensor:
    """How surely two mentions share type, place and day, and how surely both have a place and a day, but others."""
    i, j = pairs[:, 0], pairs[:, 1]
    rows = [(types[i] * types[j]).sum(1)]
    for kind in ("place", "date"):
        same = (chances[kind][i] * chances[kind][j]).sum(1)
        rows += [same, chances[kind][i].sum(1) * chances[kind][j].sum(1) - same]
    return torch.stack(rows, 1)


def _numbers(net: Net, b: dict[str, Any], h: torch.Tensor) -> torch.Tensor:
    known = b["outcome"] >= 0
    if not known.any():
        return torch.zeros(())
    scores = net.numbers(net.items("count", h, b["spans"]["count"]), b["count_names"])
    return F.cross_entropy(scores[known], b["outcome"][known])


def _single(s: Any, none: Any, links: Any, right: Any, owner: Any, member: Any, n: int, lacking: list[int]) -> Any:
    """One value an event: the chance of the right candidates beside any mention, or of none."""
    total = lse(torch.cat((s, none[member])), torch.cat((links[:, 0], owner)), n)
    hit = right > 0
    good = lse(s[hit], links[hit, 0], n)
    empty = lse(none[member], owner, n)
    has = torch.zeros(n, dtype=torch.bool)
    has[links[hit, 0]] = True
    use = torch.ones(n, dtype=torch.bool)
    if lacking:
        use[torch.tensor(lacking)] = False
    loss = total - torch.where(has, good, empty)
    return loss[use].mean() if use.any() else torch.zeros(())


def _parties(scores: Any, links: Any, right: Any) -> Any:
    """Actors and targets: the best link of a cluster and a candidate decides."""
    key, at = torch.unique(links[:, 0] * 100_000 + links[:, 2], return_inverse=True)
    best = torch.full((len(key), 2), -30.0).scatter_reduce(0, at[:, None].expand(-1, 2), scores, "amax")
    gold = torch.zeros(len(key), dtype=torch.int64).scatter_reduce(0, at, right, "amax")
    wanted = torch.stack((gold == 1, gold == 2), 1).float()
    return F.binary_cross_entropy_with_logits(best, wanted)


def _several(s: Any, links: Any, right: Any) -> Any:
    """All places of a cluster's events: the best link of a cluster and a candidate decides."""
    key, at = torch.unique(links[:, 0] * 100_000 + links[:, 2], return_inverse=True)
    best = torch.full((len(key),), -30.0).scatter_reduce(0, at, s, "amax")
    gold = torch.zeros(len(key), dtype=torch.int64).scatter_reduce(0, at, right, "amax")
    return F.binary_cross_entropy_with_logits(best, (gold > 0).float())


def _figures(s: Any, links: Any, right: Any) -> Any:
    """Which event a figure belongs to, of those near enough."""
    counts, at = torch.unique(links[:, 2], return_inverse=True)
    n = len(counts)
    hit = right > 0
    has = torch.zeros(n, dtype=torch.bool)
    has[at[hit]] = True
    if not has.any():
        return torch.zeros(())
    total, good = lse(s, at, n), lse(s[hit], at[hit], n)
    return (total - good)[has].mean()
