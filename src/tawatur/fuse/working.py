"""What the commands do with a work file: add coded reports, judge, and give incidents with all that belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tawatur.fuse.incident import incident
from tawatur.fuse.link import add, suggestions
from tawatur.fuse.shelf import Shelf
from tawatur.fuse.telling import Telling, tellings
from tawatur.fuse.told import Told, prepare
from tawatur.fuse.workfile import WorkFile
from tawatur.records import Coded, Incident

MANY = 1_000  # claims from which on it is quicker to link in memory and to write the file anew


def add_reports(file: WorkFile, reports: Iterable[Coded]) -> set[str]:
    """Keep and link coded reports, in place of what the same reports told before; ids of incidents that changed."""
    coded = {r.id: r for r in reports}
    told: list[Told] = [t for r in coded.values() for t in prepare(r)[1]]
    ids = {t.id for t in told}
    gone = [claim for report in coded for claim in file.claims_of(report) if claim not in ids]
    file.put_reports(coded.values())
    if len(told) < MANY:
        return add(file, told, gone)
    memory = file.into_memory()
    changed = add(memory, told, gone)
    file.replace(memory)
    return changed


def current(shelf: Shelf, incident_id: str) -> str | None:
    """The id that an incident has now: its own, the one it was merged into, or None for an unknown id."""
    if shelf.members(incident_id):
        return incident_id
    anchor = shelf.anchor(incident_id)
    return shelf.incident_of(anchor) if anchor else None


def found(shelf: Shelf, start: str, ids: Iterable[str]) -> list[str]:
    """Incidents whose id begins so; an id in full leads to where it is now."""
    whole = current(shelf, start)
    return [whole] if whole else sorted(i for i in ids if i.startswith(start))


def incidents(file: WorkFile, ids: Iterable[str] | None = None, policy: str | None = None) -> Iterator[Incident]:
    """Incidents by id, all without ids, with chains, tolls, ranges by a policy and suggestions."""
    groups = file.incidents() if ids is None else {i: file.members(i) for i in ids}
    for name, claims in groups.items():
        yield _incident(file, name, claims, told_by(file, claims), policy)


def told_by(file: WorkFile, claims: Iterable[str]) -> list[Telling]:
    """The tellings of some claims."""
    wanted = set(claims)
    reports = file.reports(file.reports_of(wanted))
    return [t for r in reports for t in tellings(r) if t.claim.id in wanted]


def linked(shelf: Shelf, reports: Iterable[Coded], policy: str | None = None) -> Iterator[Incident]:
    """Incidents of some coded reports, linked on a shelf that nothing keeps."""
    by_claim = {t.claim.id: t for r in reports for t in tellings(r)}
    add(shelf, [t.told for t in by_claim.values()])
    for name, claims in shelf.incidents().items():
        yield _incident(shelf, name, claims, [by_claim[c] for c in claims], policy)


def _incident(shelf: Shelf, name: str, claims: tuple[str, ...], items: list[Telling], policy: str | None) -> Incident:
    former = sorted(n.id for n in shelf.names(claims) if n.id != name)
    return incident(name, items, former=former, suggestions=suggestions(shelf, claims), policy_name=policy)
