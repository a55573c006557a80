"""A reading indexed by token, so that features are look-ups: sentence, clause, families, and what stands where."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from tawatur.extract.lexicon import families
from tawatur.extract.triggers import Mention, find_mentions
from tawatur.records import Reading


class Scene:
    """A reading with its trigger mentions and look-up tables by token position."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tokens = reading.tokens
        self.mentions: tuple[Mention, ...] = find_mentions(reading)

    @cached_property
    def families(self) -> list[frozenset[str]]:
        """Word families of each token."""
        return [families(t.form) if t.kind == "word" else frozenset() for t in self.tokens]

    @cached_property
    def sentence(self) -> list[int]:
        """Sentence number of each token, -1 outside."""
        at = [-1] * len(self.tokens)
        for number, s in enumerate(self.reading.sentences):
            at[s.first : s.last + 1] = [number] * (s.last + 1 - s.first)
        return at

    @cached_property
    def clause(self) -> list[int]:
        """Clause number of each token, counted through the report."""
        at = [-1] * len(self.tokens)
        number = 0
        for s in self.reading.sentences:
            for first, last in s.clauses:
                at[first : last + 1] = [number] * (last + 1 - first)
                number += 1
        return at

    @cached_property
    def totals(self) -> Counter[str]:
        """How many words of each family the report has."""
        return Counter(f for fams in self.families for f in fams)

    def clause_span(self, i: int) -> tuple[int, int]:
        """First and last token of the clause that holds a token."""
        first = last = i
        while first > 0 and self.clause[first - 1] == self.clause[i]:
            first -= 1
        while last + 1 < len(self.tokens) and self.clause[last + 1] == self.clause[i]:
            last += 1
        return first, last

    def sentence_span(self, i: int) -> tuple[int, int]:
        """First and last token of the sentence that holds a token."""
        s = self.reading.sentences[self.sentence[i]]
        return s.first, s.last
