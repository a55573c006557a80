"""What stands between the figures of a report: the end of a sentence, or words for several events together.

"Five killed in two separate attacks" is a toll of both; see policies.yml.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from tawatur.fuse.settings import policies
from tawatur.language.clitics import splits
from tawatur.records import Figure, Token

REACH = 12  # words between a number and the events that it counts the dead of
SENTENCE_ENDS = frozenset(".!؟?\n")


def joint_figures(text: str, words: Sequence[Token], figures: Iterable[Figure]) -> frozenset[int]:
    """First offsets of the figures whose sentence says that they are of several events."""
    found = list(_several(words))
    return (
        frozenset(f.start for f in figures if any(_beside(text, words, f, at) for at in found))
        if found
        else frozenset()
    )


def _several(words: Sequence[Token]) -> Iterable[int]:
    """Where words for several events stand before a word that sets them apart."""
    rule = policies().joint
    for at in range(1, len(words)):
        if words[at].form in _apart() and any(s.rest in rule.events for s in splits(words[at - 1].form)):
            yield at


def _beside(text: str, words: Sequence[Token], figure: Figure, at: int) -> bool:
    """Whether a figure stands in the sentence of word number `at`, a few words away."""
    first, last = sorted(((figure.start, figure.end), (words[at - 1].start, words[at].end)))
    between = text[first[1] : last[0]]
    return len(between.split()) <= REACH and SENTENCE_ENDS.isdisjoint(between)


@lru_cache(maxsize=1)
def _apart() -> frozenset[str]:
    return frozenset(policies().joint.apart)


def opening_figures(text: str, figures: Iterable[Figure]) -> frozenset[int]:
    """First offsets of the figures that stand in another sentence than the one before them with their outcome."""
    before: dict[str, int] = {}
    found: set[int] = set()
    for f in sorted(figures, key=lambda f: (f.start, f.end)):
        if f.outcome in before and not SENTENCE_ENDS.isdisjoint(text[before[f.outcome] : f.start]):
            found.add(f.start)
        before[f.outcome] = f.end
    return frozenset(found)
