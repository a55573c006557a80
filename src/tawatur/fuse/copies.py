"""Near-copies: do two texts, or the passages that tell of one event, share their runs of words?

Measured as containment (the shared part of the *shorter* one), because a report often pastes one wire story into a
longer text of its own; see docs/decisions for why not Jaccard with MinHash.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from tawatur.language.tokens import tokenize
from tawatur.records import Claim, Token

Shingles = frozenset[int]
WORDS = ("word", "number", "latin")


def words_of(text: str) -> tuple[Token, ...]:
    """The words of a text; marks and line ends do not make two texts differ."""
    return tuple(t for t in tokenize(text) if t.kind in WORDS)


def shingles(words: Sequence[str], length: int) -> Shingles:
    """Hashes of all runs of `length` words; equal in every process (no salted hash)."""
    joined = (" ".join(words[i : i + length]) for i in range(len(words) - length + 1))
    return frozenset(int.from_bytes(blake2b(run.encode(), digest_size=6).digest()) for run in joined)


def passage(words: Sequence[Token], claim: Claim, around: int) -> list[str]:
    """Forms of the words about a claim: from its first to its last own words near the trigger, and `around` more."""
    start, end = _own_words(claim)
    inside = [i for i, t in enumerate(words) if t.start < end and t.end > start]
    if not inside:
        return []
    return [t.form for t in words[max(0, inside[0] - around) : inside[-1] + around + 1]]


def containment(a: Shingles, b: Shingles) -> float:
    """Share of the smaller set that the other has, 0 to 1; 0 where one is empty."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


def _own_words(claim: Claim, reach: int = 240) -> tuple[int, int]:
    """First and last offset of the claim's words that stand within `reach` characters of its trigger."""
    own = claim.trigger
    spans: Iterable[tuple[int, int]] = [
        (own.start, own.end),
        *((f.start, f.end) for f in claim.figures),
        *((p.start, p.end) for p in (*claim.actors, *claim.targets)),
        *([(claim.place.start, claim.place.end)] if claim.place else []),
    ]
    near = [(s, e) for s, e in spans if abs(s - own.start) <= reach]
    return min(s for s, _ in near), max(e for _, e in near)
