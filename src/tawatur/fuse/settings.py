"""What the fuse stage knows, as rows: weights and bands, what makes a chain, policies."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tawatur.reference.loader import DataError, load_yaml


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of a comparison: its weight in log-odds, and the reason as users read it."""

    weight: float
    says: str


class Bands(Struct, frozen=True, forbid_unknown_fields=True):
    """Scores from which on a pair is linked or suggested."""

    linked: float
    suggested: float


class Undated(Struct, frozen=True, forbid_unknown_fields=True):
    """How far a claim without a day may look back: see linking.yml."""

    lead: int
    fresh: int
    background: int


class Mentions(Struct, frozen=True, forbid_unknown_fields=True):
    """What counts as a mention without a claim: see linking.yml."""

    apart: int
    reach: int
    most: int
    between: list[str]
    words: dict[str, list[str]]


class Linking(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of fuse/linking.yml."""

    base: float
    bands: Bands
    unseen: float
    silence: float
    firm: list[str]
    undated: Undated
    mentions: Mentions
    weights: dict[str, dict[str, Answer]]
    close: list[list[str]]
    related: list[list[str]]
    place_words: list[str]
    target_words: list[str]
    weak_letters: list[str]
    foreign_sounds: list[str]


class Copies(Struct, frozen=True, forbid_unknown_fields=True):
    """When two texts or passages are copies: see chains.yml."""

    shingle: int
    whole: float
    passage: float
    around: int
    least: int


class Chaining(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of fuse/chains.yml."""

    copies: Copies
    one_voice: list[str]
    one_voice_days: int
    sayer_words: list[str]
    party: list[str]


class Policy(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """How tolls become a range; see policies.yml for the keys."""

    id: str
    title: str
    source: str
    low: Literal["lowest", "none"]
    best: Literal["lowest", "median", "none"]
    high: Literal["highest", "none"]
    by_chain: bool = False
    by_group: bool = False
    apart_belligerents: bool = False
    open_bounds: Literal["bound", "open"] = "bound"
    vague: dict[int, int] = {}


class LoneTolls(Struct, frozen=True, forbid_unknown_fields=True):
    """When a toll of one report stands so far from the others that it is set aside."""

    least: int
    factor: float
    same: float


class Joint(Struct, frozen=True, forbid_unknown_fields=True):
    """Words for several events, and words that set them apart."""

    events: list[str]
    apart: list[str]


class Policies(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of fuse/policies.yml."""

    default: str
    groups: dict[str, list[str]]
    vague_words: list[str]
    lone_tolls: LoneTolls
    joint: Joint
    policies: list[Policy]


@lru_cache(maxsize=1)
def linking() -> Linking:
    """Weights and bands of linking."""
    return load_yaml("fuse/linking.yml", Linking)


@lru_cache(maxsize=1)
def chaining() -> Chaining:
    """What makes a chain."""
    return load_yaml("fuse/chains.yml", Chaining)


@lru_cache(maxsize=1)
def policies() -> Policies:
    """All figure policies."""
    return load_yaml("fuse/policies.yml", Policies)


def policy(name: str | None = None) -> Policy:
    """One policy by its id, the default without one; `DataError` names the known ids."""
    rows = policies()
    wanted = name or rows.default
    for row in rows.policies:
        if row.id == wanted:
            return row
    raise DataError(f"no figure policy `{wanted}`; there are {', '.join(p.id for p in rows.policies)}")
