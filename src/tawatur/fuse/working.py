"""Linking in memory, kept nowhere: what `tawatur link FILE…`, the demo and the checks use; projects keep theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tawatur.fuse.incident import incident
from tawatur.fuse.link import add, suggestions
from tawatur.fuse.shelf import Shelf
from tawatur.fuse.telling import tellings
from tawatur.records import Coded, Incident


def current(shelf: Shelf, incident_id: str) -> str | None:
    """The id that an incident has now: its own, the one it was merged into, or None for an unknown id."""
    if shelf.members(incident_id):
        return incident_id
    anchor = shelf.anchor(incident_id)
    return shelf.incident_of(anchor) if anchor else None


def linked(shelf: Shelf, reports: Iterable[Coded], policy: str | None = None) -> Iterator[Incident]:
    """Incidents of some coded reports, linked on a shelf that nothing keeps."""
    by_claim = {t.told.id: t for r in reports for t in tellings(r)}
    add(shelf, [t.told for t in by_claim.values()])
    for name, claims in shelf.incidents().items():
        yield incident(
            name,
            [by_claim[c] for c in (*claims, *shelf.mentions(name))],
            former=former(shelf, name, claims),
            suggestions=suggestions(shelf, claims),
            policy_name=policy,
        )


def former(shelf: Shelf, name: str, claims: tuple[str, ...]) -> list[str]:
    """Ids that lead to an incident since it took in what they named."""
    return sorted(n.id for n in shelf.names(claims) if n.id != name)
