"""Pairs → groups: average linkage that obeys verdicts.

A function of the pairs' evidence alone: the order in which claims were read plays no part. Two groups join only if
all their pairs *on average* speak for it, so one lucky pair does not chain two incidents together; a pair that was
never compared counts as `unseen` (linking.yml).
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping

Edges = Mapping[str, Mapping[str, float]]  # claim → other claim → log-odds, both directions


class Decided:
    """Verdicts turned into groups that must stay together and pairs of groups that must not meet.

    The newest verdict wins: an older one that would break a newer one is left out and named in `overruled`.
    """

    def __init__(self, verdicts: Iterable[tuple[str, str, str]]) -> None:
        """Take (left, right, judgement) in the order given; "unsure" counts as a pair that was never compared."""
        self._parent: dict[str, str] = {}
        self._apart: dict[str, set[str]] = {}
        self.overruled: list[tuple[str, str, str]] = []
        self.unsure: set[frozenset[str]] = set()
        newest: dict[frozenset[str], tuple[str, str, str]] = {}
        for left, right, judgement in verdicts:
            pair = frozenset((left, right))
            newest.pop(pair, None)
            newest[pair] = (left, right, judgement)
        for verdict in reversed(newest.values()):
            self._obey(*verdict)

    def _obey(self, left: str, right: str, judgement: str) -> None:
        a, b = self.head(left), self.head(right)
        if judgement == "unsure":
            self.unsure.add(frozenset((left, right)))
        elif judgement == "same" and a != b:
            if b in self._apart.get(a, ()):
                self.overruled.append((left, right, judgement))
            else:
                self._join(*sorted((a, b)))
        elif judgement == "not_same":
            if a == b:
                self.overruled.append((left, right, judgement))
            else:
                self._apart.setdefault(a, set()).add(b)
                self._apart.setdefault(b, set()).add(a)

    def _join(self, keep: str, drop: str) -> None:
        self._parent[drop] = keep
        for other in self._apart.pop(drop, set()):
            self._apart[other].discard(drop)
            self._apart[other].add(keep)
            self._apart.setdefault(keep, set()).add(other)

    def head(self, claim: str) -> str:
        """The claim that stands for all claims that a person put together with this one."""
        while (parent := self._parent.get(claim)) is not None:
            claim = parent
        return claim

    def apart(self, head: str) -> frozenset[str]:
        """Heads of the groups that must not meet this one."""
        return frozenset(self._apart.get(head, ()))

    def together(self) -> list[tuple[str, str]]:
        """Pairs (claim, head) that belong together."""
        return [(claim, self.head(claim)) for claim in self._parent]


def groups(
    claims: Collection[str], edges: Edges, decided: Decided, *, join: float, unseen: float
) -> list[tuple[str, ...]]:
    """Disjoint groups of the claims, each sorted, in order of their first claims.

    `join` is the average log-odds from which on two groups become one.
    """
    return _Joining(claims, edges, decided, join, unseen).run()


class _Joining:
    """The state of one run: groups under the id of their first claim, and the sums of evidence between them."""

    def __init__(self, claims: Collection[str], edges: Edges, decided: Decided, join: float, unseen: float) -> None:
        self._join, self._unseen = join, unseen
        self._members: dict[str, list[str]] = {}
        self._at: dict[str, str] = {}
        self._between: dict[str, dict[str, tuple[float, int]]] = {}
        self._version: dict[str, int] = {}
        self._heap: list[tuple[float, str, str, int, int]] = []
        self._start(sorted(claims), edges, decided)

    def _start(self, claims: list[str], edges: Edges, decided: Decided) -> None:
        by_head: dict[str, list[str]] = {}
        for claim in claims:
            by_head.setdefault(decided.head(claim), []).append(claim)
        for members in by_head.values():
            self._members[members[0]] = members
            self._version[members[0]] = 0
            self._between[members[0]] = {}
            self._at.update((m, members[0]) for m in members)
        named = {head: members[0] for head, members in by_head.items()}
        self._apart = {
            name: {named[other] for other in decided.apart(head) if other in named} for head, name in named.items()
        }
        self._sum_edges(claims, edges, decided)

    def _sum_edges(self, claims: list[str], edges: Edges, decided: Decided) -> None:
        for claim in claims:
            a = self._at[claim]
            for other, weight in sorted(edges.get(claim, {}).items()):
                b = self._at.get(other)
                if b is None or b == a or claim > other:
                    continue
                if frozenset((claim, other)) in decided.unsure:
                    weight = min(weight, self._unseen)
                total, count = self._between[a].get(b, (0.0, 0))
                self._between[a][b] = self._between[b][a] = (total + weight, count + 1)
        for a, others in self._between.items():
            for b in others:
                if a < b:
                    self._offer(a, b)

    def _offer(self, a: str, b: str) -> None:
        """Put a pair of groups on the heap if it may join."""
        if b in self._apart[a]:
            return
        total, count = self._between[a][b]
        pairs = len(self._members[a]) * len(self._members[b])
        # Rounded, so that sums in another order give the same choice.
        average = round((total + self._unseen * (pairs - count)) / pairs, 9)
        if average >= self._join:
            first, second = sorted((a, b))
            heapq.heappush(self._heap, (-average, first, second, self._version[first], self._version[second]))

    def run(self) -> list[tuple[str, ...]]:
        """Join the best pair of groups until none is good enough."""
        while self._heap:
            _, a, b, version_a, version_b = heapq.heappop(self._heap)
            if self._version.get(a) == version_a and self._version.get(b) == version_b:
                self._merge(a, b)
        return sorted(tuple(sorted(members)) for members in self._members.values())

    def _merge(self, keep: str, drop: str) -> None:
        self._members[keep] += self._members.pop(drop)
        del self._version[drop]
        self._version[keep] += 1
        for other in self._apart.pop(drop):
            self._apart[other].discard(drop)
            self._apart[other].add(keep)
            self._apart[keep].add(other)
        mine = self._between[keep]
        mine.pop(drop, None)
        for other, (total, count) in self._between.pop(drop).items():
            if other == keep:
                continue
            before, counted = mine.get(other, (0.0, 0))
            mine[other] = self._between[other][keep] = (before + total, counted + count)
            del self._between[other][drop]
        for other in mine:
            self._offer(keep, other)


def components(starts: Iterable[str], edges: Edges, decided: Decided, *, join: float) -> list[frozenset[str]]:
    """Claims that the groups of `starts` can depend on: connected by pairs at or above `join`, or by a verdict."""
    tied: dict[str, set[str]] = {}
    for claim, head in decided.together():
        tied.setdefault(claim, set()).add(head)
        tied.setdefault(head, set()).add(claim)
    seen: set[str] = set()
    found: list[frozenset[str]] = []
    for start in starts:
        if start in seen:
            continue
        part, ahead = {start}, [start]
        while ahead:
            claim = ahead.pop()
            near = {other for other, weight in edges.get(claim, {}).items() if weight >= join} | tied.get(claim, set())
            ahead += near - part
            part |= near
        seen |= part
        found.append(frozenset(part))
    return found
