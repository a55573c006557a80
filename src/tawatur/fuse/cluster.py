"""Pairs → groups: average linkage, question by question, that obeys verdicts.

A function of the pairs alone: the order in which claims were read plays no part. Two groups join only if all their
pairs together speak for it, so one lucky pair does not chain two incidents together. Claims are poor: one knows the
place, another the toll. So each question counts with its average over the pairs that answer it, and the base only once.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct

Edges = Mapping[str, Mapping[str, float]]  # claim → other claim → log-odds, both directions
Answers = Callable[[str, str], Sequence[float]]  # the weights of a pair's answers, question by question
Group = tuple[str, ...]


class Pooling(Struct, frozen=True):
    """How weights of many pairs become one score; see linking.yml."""

    base: float
    join: float  # log-odds from which on two groups become one
    silence: float  # how much a pair without an answer weakens the answers of the others
    names: tuple[str, ...]  # the questions
    firm: tuple[bool, ...]  # of each question, whether one pair settles it whatever the others leave open


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


def groups(claims: Collection[str], edges: Edges, answers: Answers, decided: Decided, pooling: Pooling) -> list[Group]:
    """Disjoint groups of the claims, each sorted, in order of their first claims.

    Two groups are looked at only if one of their pairs reaches `pooling.join`, and join if all pairs together do.
    """
    return _Joining(claims, edges, answers, decided, pooling).run()


class _Joining:
    """The state of one run: groups under the id of their first claim, and the sums of weights between them.

    Groups that a person put together are one *bundle*. Other groups join the one in it that they resemble, not the
    average of all: what was said to be one may look very different, and must not lose its company for that.
    """

    def __init__(
        self, claims: Collection[str], edges: Edges, answers: Answers, decided: Decided, pooling: Pooling
    ) -> None:
        self._answers, self._unsure, self._pooling = answers, decided.unsure, pooling
        self._members: dict[str, list[str]] = {}
        self._version: dict[str, int] = {}
        self._sums: dict[frozenset[str], _Sums] = {}
        self._heap: list[tuple[float, str, str, int, int]] = []
        self._start(sorted(claims), edges, decided)

    def _start(self, claims: list[str], edges: Edges, decided: Decided) -> None:
        self._members = {claim: [claim] for claim in claims}
        self._version = dict.fromkeys(claims, 0)
        self._bundle = {claim: decided.head(claim) for claim in claims}
        self._bundled: dict[str, list[str]] = {}
        for claim, head in self._bundle.items():
            self._bundled.setdefault(head, []).append(claim)
        self._apart = {
            head: {other for other in decided.apart(head) if other in self._bundled} for head in self._bundled
        }
        self._near: dict[str, set[str]] = {claim: set() for claim in claims}
        for claim in claims:
            strong = (other for other, weight in edges.get(claim, {}).items() if weight >= self._pooling.join)
            self._near[claim] = {o for o in strong if o in self._members and frozenset((claim, o)) not in self._unsure}
        for a, others in self._near.items():
            for b in sorted(others):
                if a < b:
                    self._offer(a, b)

    def _must_not_meet(self, a: str, b: str) -> bool:
        return self._bundle[b] in self._apart[self._bundle[a]]

    def _offer(self, a: str, b: str) -> None:
        """Put a pair of groups on the heap if it may join."""
        if self._must_not_meet(a, b):
            return
        score = self._between(a, b).pooled(self._pooling)
        if score >= self._pooling.join:
            first, second = sorted((a, b))
            heapq.heappush(self._heap, (-score, first, second, self._version[first], self._version[second]))

    def _between(self, a: str, b: str) -> _Sums:
        """Sums over all pairs of two groups; pairs that a person is unsure about say nothing."""
        key = frozenset((a, b))
        if key not in self._sums:
            sums = _Sums(len(self._pooling.names))
            for x in self._members[a]:
                for y in self._members[b]:
                    sums.add(self._answers(x, y) if frozenset((x, y)) not in self._unsure else ())
            self._sums[key] = sums
        return self._sums[key]

    def run(self) -> list[Group]:
        """Join the best pair of groups until none is good enough; what a bundle holds is one group in the end."""
        while self._heap:
            _, a, b, version_a, version_b = heapq.heappop(self._heap)
            if (
                self._version.get(a) == version_a
                and self._version.get(b) == version_b
                and not self._must_not_meet(a, b)
            ):
                self._merge(a, b)
        return sorted(tuple(sorted(claims)) for claims in self._bundled.values())

    def _merge(self, keep: str, drop: str) -> None:
        near = (self._near.pop(drop) | self._near[keep]) - {keep, drop}
        sums = {other: self._between(keep, other).plus(self._between(drop, other)) for other in near}
        self._members[keep] += self._members.pop(drop)
        del self._version[drop]
        self._version[keep] += 1
        self._unite(self._bundle[keep], self._bundle[drop])
        self._near[keep] = near
        self._sums = self._sums if near else {}
        for other in sorted(near):
            self._near[other].discard(drop)
            self._near[other].add(keep)
            self._sums[frozenset((keep, other))] = sums[other]
            self._offer(keep, other)

    def _unite(self, keep: str, drop: str) -> None:
        """Make two bundles one."""
        if keep == drop:
            return
        for claim in self._bundled[drop]:
            self._bundle[claim] = keep
        self._bundled[keep] += self._bundled.pop(drop)
        for other in self._apart.pop(drop):
            self._apart[other].discard(drop)
            self._apart[other].add(keep)
            self._apart[keep].add(other)


class _Sums:
    """Weights of all pairs of two groups, question by question, and how many pairs had an answer."""

    def __init__(self, questions: int) -> None:
        self.pairs = 0
        self.total = [0.0] * questions
        self.known = [0] * questions

    def add(self, weights: Sequence[float]) -> None:
        """Count one pair more."""
        self.pairs += 1
        for n, weight in enumerate(weights):
            if weight:
                self.total[n] += weight
                self.known[n] += 1

    def plus(self, other: _Sums) -> _Sums:
        """Sums over the pairs of both."""
        both = _Sums(len(self.total))
        both.pairs = self.pairs + other.pairs
        both.total = [a + b for a, b in zip(self.total, other.total, strict=True)]
        both.known = [a + b for a, b in zip(self.known, other.known, strict=True)]
        return both

    def pooled(self, pooling: Pooling) -> float:
        """Log-odds of two groups: each question counts with its average where it has an answer, less where few have."""
        silent = pooling.silence * self.pairs
        answered = zip(self.total, self.known, pooling.firm, strict=True)
        averages = (total / (known if firm else known + silent) for total, known, firm in answered if known)
        return round(pooling.base + sum(averages), 9)  # rounded, so that sums in another order choose alike


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
            strong = {other for other, weight in edges.get(claim, {}).items() if weight >= join}
            near = strong | tied.get(claim, set())
            ahead += near - part
            part |= near
        seen |= part
        found.append(frozenset(part))
    return found
