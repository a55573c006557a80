"""Tellings of one incident, mentions too → what a release takes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tawatur.fuse.figures import ranges
from tawatur.fuse.incident import incident
from tawatur.fuse.telling import Telling
from tawatur.publish.material import Entry, Review, Told
from tawatur.records import Incident

POLICIES = ("full", "acled", "ucdp", "airwars")  # ranges that some format asks for


def entry_of(
    name: str,
    items: Sequence[Telling],
    reports: Mapping[str, Told],
    *,
    review: Review = "machine",
    former: Sequence[str] = (),
    grade: str = "",
) -> Entry:
    """The entry of an incident that these tellings make; `reports` by id."""
    made: Incident = incident(name, items, former=former)
    return Entry(
        incident=made,
        claims=tuple((item.told.report, item.claim) for item in items if not item.told.mention),
        reports=tuple(reports[report] for report in made.reports),
        review=review,
        grade=grade,
        ranges={policy: ranges(made.chains, items, policy)[0] for policy in POLICIES},
    )
