"""A reading indexed by token, so that features are look-ups: sentence, clause, families, and what stands where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from tawatur.extract.lexicon import bare, families
from tawatur.extract.triggers import Mention, find_mentions
from tawatur.language.clitics import splits
from tawatur.records import ActorMention, CountMention, DateMention, PlaceMention, Reading, SayerMention

Item = PlaceMention | DateMention | CountMention | ActorMention | SayerMention
NESTED = 8  # spans that may open before a token and still hold it
BUCKET = 64  # tokens
ABOUT = ("opinion", "talks", "crime", "sport", "trial", "claim_verb", "accident")


class Scene:
    """A reading with its trigger mentions and look-up tables by token position."""

    def __init__(self, reading: Reading, mentions: tuple[Mention, ...] | None = None) -> None:
        self.reading = reading
        self.tokens = reading.tokens
        self.mentions = find_mentions(reading) if mentions is None else mentions
        self.families = [families(t.form) if t.kind == "word" else _NONE for t in self.tokens]
        self.sentence = [-1] * len(self.tokens)
        self.clause = [-1] * len(self.tokens)
        self.clause_spans: list[tuple[int, int]] = []
        for number, s in enumerate(reading.sentences):
            self.sentence[s.first : s.last + 1] = [number] * (s.last + 1 - s.first)
            for first, last in s.clauses:
                self.clause[first : last + 1] = [len(self.clause_spans)] * (last + 1 - first)
                self.clause_spans.append((first, last))
        self.marked: dict[int, list[str]] = {}  # features of a head token that the groups keep
        self.prepositions: dict[int, str] = {}  # first token of a candidate → the preposition before it
        self.nearby: dict[tuple[str, int], list[int]] = {}  # kind, sentence → candidates
        self.shared: dict[tuple[str, int], frozenset[object]] = {}  # kind, sentence → what it tells of that kind
        self.lists: dict[int, tuple[int, ...]] | None = None  # place → the places listed with it (extract/lists.py)
        self._insides: dict[tuple[str, int, int], bool] = {}
        self.scores: dict[tuple[str, int, int], float] = {}  # role, head token, candidate → score, kept for the group
        self._unions: dict[tuple[int, int], frozenset[str]] = {}

    @cached_property
    def stems(self) -> list[str]:
        """Each token without its clitics; marks as they are."""
        return [bare(t.form) if t.kind == "word" else t.form if t.kind == "mark" else t.kind for t in self.tokens]

    @cached_property
    def totals(self) -> Counter[str]:
        """How many words of each family the report has."""
        return Counter(f for fams in self.families for f in fams)

    @cached_property
    def about(self) -> list[str]:
        """Features of the report as a whole: how dense its triggers are and what else it is about."""
        total = max(len(self.tokens), 1)
        complete = sum(not m.failed for m in self.mentions)
        found = [f"density={min(int(60 * complete / total), 6)}", f"mentions={min(complete, 40) // 5}"]
        for kind, items in self.items.items():
            found.append(f"report:{kind}s={min(int(100 * len(items) / total), 8)}")
        found.append(f"report:words={min(total // 60, 8)}")
        return found + [f"report:{name}={min(int(200 * self.totals[name] / total), 5)}" for name in ABOUT]

    @cached_property
    def by_sentence(self) -> dict[int, list[Mention]]:
        """Mentions of each sentence, in text order."""
        found: dict[int, list[Mention]] = {}
        for m in self.mentions:
            found.setdefault(m.sentence, []).append(m)
        return found

    @cached_property
    def items(self) -> dict[str, Sequence[Item]]:
        """What the reading found, by kind."""
        r = self.reading
        return {"place": r.places, "date": r.dates, "count": r.counts, "actor": r.actors, "sayer": r.sayers}

    @cached_property
    def starts(self) -> dict[str, list[int]]:
        """First tokens of the items of each kind, sorted."""
        return {kind: sorted(x.first for x in items) for kind, items in self.items.items()}

    @cached_property
    def positions(self) -> dict[str, dict[int, list[int]]]:
        """Positions of the items of each kind by the sentence that they start in."""
        found: dict[str, dict[int, list[int]]] = {}
        for kind, items in self.items.items():
            here: dict[int, list[int]] = found.setdefault(kind, {})
            for n, x in enumerate(items):
                here.setdefault(self.sentence[x.first], []).append(n)
        return found

    @cached_property
    def titles(self) -> frozenset[int]:
        """Numbers of the title's sentences."""
        return frozenset(n for n, s in enumerate(self.reading.sentences) if s.title)

    @cached_property
    def sayer_spans(self) -> list[tuple[int, int]]:
        """Token ranges of the sayers' names."""
        return sorted((s.first, s.last) for s in self.reading.sayers)

    @cached_property
    def actor_spans(self) -> list[tuple[int, int]]:
        """Token ranges of the actor mentions."""
        return sorted((a.first, a.last) for a in self.reading.actors)

    @cached_property
    def causes(self) -> Counter[int]:
        """How many complete mentions other than casualties each sentence has."""
        return Counter(m.sentence for m in self.mentions if not m.failed and not m.outcome)

    @cached_property
    def governors(self) -> list[Mention | None]:
        """The trigger word that governs each count: the nearest before it in its sentence, or the one it holds."""
        firsts = {number: [m.first for m in here] for number, here in self.by_sentence.items()}
        found: list[Mention | None] = []
        for c in self.reading.counts:
            sentence = self.sentence[c.first]
            at = bisect_right(firsts.get(sentence, []), c.last)
            found.append(self.by_sentence[sentence][at - 1] if at else None)
        return found

    @cached_property
    def _marks(self) -> list[int]:
        """How many marks stand before each token."""
        return list(accumulate((t.kind == "mark" for t in self.tokens), initial=0))

    def marks_between(self, low: int, high: int) -> int:
        """How many marks stand from token `low` to the one before `high`."""
        return self._marks[high] - self._marks[low] if high > low else 0

    @cached_property
    def holders(self) -> frozenset[int | None]:
        """Positions of the places that hold another one."""
        return frozenset(p.within for p in self.reading.places)

    @cached_property
    def named(self) -> Counter[str]:
        """How often each place is named."""
        return Counter(p.name for p in self.reading.places)

    @cached_property
    def _scopes(self) -> dict[int, list[int]]:
        """Sayers by the stretches of BUCKET tokens that their words reach into."""
        found: dict[int, list[int]] = {}
        for n, s in enumerate(self.reading.sayers):
            for bucket in range(s.scope_first // BUCKET, s.scope_last // BUCKET + 1):
                found.setdefault(bucket, []).append(n)
        return found

    def sayers_of(self, i: int) -> list[int]:
        """Positions of the sayers whose words hold token `i`."""
        sayers = self.reading.sayers
        return [n for n in self._scopes.get(i // BUCKET, ()) if sayers[n].scope_first <= i <= sayers[n].scope_last]

    @cached_property
    def heads_by_type(self) -> dict[str, list[int]]:
        """Head tokens of the complete mentions of each type, sorted."""
        found: dict[str, list[int]] = {}
        for m in self.mentions:
            if not m.failed:
                found.setdefault(m.type, []).append(m.head)
        return found

    @cached_property
    def title_types(self) -> frozenset[str]:
        """Types that the title speaks of."""
        return frozenset(m.type for m in self.mentions if m.sentence in self.titles and not m.failed)

    @cached_property
    def complete_heads(self) -> list[int]:
        """Head tokens of the complete mentions, sorted."""
        return sorted(m.head for m in self.mentions if not m.failed)

    def triggers_between(self, first: int, last: int) -> int:
        """How many complete mentions stand strictly between two tokens."""
        return max(0, bisect_left(self.complete_heads, last) - bisect_right(self.complete_heads, first))

    def count_between(self, kind: str, first: int, last: int) -> int:
        """How many items of a kind start from token `first` to `last`."""
        starts = self.starts[kind]
        return bisect_right(starts, last) - bisect_left(starts, first)

    @cached_property
    def joins(self) -> dict[int, int]:
        """Actor mention → the one that it is joined to by "and" right behind it ("the army and its allies")."""
        ends = {a.last: n for n, a in enumerate(self.reading.actors)}
        found = {}
        for n, a in enumerate(self.reading.actors):
            before = ends.get(a.first - 1)
            if before is not None and any(s.conjunction for s in splits(self.tokens[a.first].form)):
                found[n] = before
        return found

    def joined_to(self, n: int) -> int | None:
        """The actor mention that number `n` is joined to, None where it stands alone."""
        return self.joins.get(n)

    def clause_span(self, i: int) -> tuple[int, int]:
        """First and last token of the clause that holds a token."""
        return self.clause_spans[self.clause[i]]

    def sentence_span(self, i: int) -> tuple[int, int]:
        """First and last token of the sentence that holds a token."""
        s = self.reading.sentences[self.sentence[i]]
        return s.first, s.last

    def union(self, span: tuple[int, int]) -> frozenset[str]:
        """All word families from token `first` to `last`."""
        found = self._unions.get(span)
        if found is None:
            found = self._unions[span] = frozenset().union(*self.families[span[0] : span[1] + 1])
        return found

    def inside(self, kind: str, first: int, last: int) -> bool:
        """Whether a stretch stands inside a sayer's or an actor's words."""
        key = (kind, first, last)
        if key not in self._insides:
            spans = self.sayer_spans if kind == "sayer" else self.actor_spans
            at = bisect_right(spans, (first, len(self.tokens)))
            self._insides[key] = any(last <= b for _, b in spans[max(0, at - NESTED) : at])
        return self._insides[key]


_NONE: frozenset[str] = frozenset()
