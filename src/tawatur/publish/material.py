"""What a release is made of: incidents with their claims, reports and review state, as the project holds them now.

Whoever knows where these are kept builds a `Material`; nothing in this folder asks a database. Reports that a profile
must not use are left out before an incident is made, so that no figure, chain or day of theirs is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from tawatur.records import Claim, Incident, Range

Review = Literal["machine", "in_review", "reviewed", "second_review", "final"]
REVIEWS: tuple[Review, ...] = ("machine", "in_review", "reviewed", "second_review", "final")


class Told(Struct, frozen=True, kw_only=True):
    """A report that tells of an incident."""

    id: str
    source: str  # outlet, as kept
    published: str | None
    address: str
    title: str
    sha256: str  # of its capture


class Entry(Struct, frozen=True, kw_only=True):
    """One incident with all that it rests on."""

    incident: Incident
    claims: tuple[tuple[str, Claim], ...]  # (report id, claim)
    reports: tuple[Told, ...]
    review: Review = "machine"
    ranges: dict[str, tuple[Range, ...]] = {}  # ranges by policy
    grade: str = ""  # that a person set


class Material(Struct, frozen=True, kw_only=True):
    """A project as a release sees it; `entries` can be gone through more than once and gives the same each time."""

    entries: Callable[[], Iterator[Entry]]
    key: bytes  # secret of the project: ids, pseudonyms and commitments are made with it
    total: int = 0  # number of incidents, for the progress bar
    restricted_reports: int = 0  # left out by the profile
    removed_reports: int = 0  # tombstones
    rejected_claims: int = 0  # a person said that these are none
