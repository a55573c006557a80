"""Reads incidents: lists with filters, one incident with all that belongs to it, and what there is to judge.

Functions take a connection (`with store.reading() as connection`). Writing is in project/link.py: `decide`, `take_out`,
`undo`.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from tawatur.fuse.figures import ranges
from tawatur.fuse.link import suggestions, why
from tawatur.fuse.score import explained
from tawatur.fuse.settings import linking, policy
from tawatur.fuse.working import current
from tawatur.project.building import retold
from tawatur.project.shelf import ProjectShelf
from tawatur.records import Claim, Incident, Link
from tawatur.store.incidents import (
    Filters,
    Listed,
    ReportRow,
    claims_by_id,
    ids_beginning,
    kept_incident,
    list_incidents,
    report_rows,
)
from tawatur.store.links import links_between_incidents
from tawatur.store.verdicts import KeptVerdict, pair_history, pair_verdicts, verdicts

_PAGE = 200


class View(Struct, frozen=True, kw_only=True):
    """One incident with what it is made of."""

    incident: Incident  # its ranges by the policy asked for, its suggestions as they are now
    claims: dict[str, Claim]
    reports: dict[str, ReportRow]
    links: tuple[Link, ...]  # the best link of each claim within the incident, with reasons
    history: tuple[KeptVerdict, ...]  # verdicts on its pairs and on itself, the oldest first, undone ones too


class Suggestion(Struct, frozen=True, kw_only=True):
    """Two incidents that may be one."""

    link: Link  # between a claim of each, with reasons
    left: str  # incident of link.left
    right: str


def find_incidents(connection: Connection, filters: Filters, policy_name: str | None = None) -> Listed:
    """Incidents that pass the filters, a page of them, with ranges by a policy."""
    page = list_incidents(connection, filters)
    if policy(policy_name).id == policy().id:
        return page
    shelf = ProjectShelf(connection)
    return Listed(tuple(_under(connection, shelf, one, policy_name) for one in page.incidents), page.total)


def every_incident(connection: Connection, filters: Filters, policy_name: str | None = None) -> Iterator[Incident]:
    """All incidents that pass the filters, with suggestions, read a page at a time."""
    shelf, offset = ProjectShelf(connection), filters.offset
    while True:
        page = find_incidents(connection, replace(filters, limit=_PAGE, offset=offset), policy_name).incidents
        yield from (replace(one, suggestions=tuple(suggestions(shelf, one.claims))) for one in page)
        if len(page) < _PAGE:
            return
        offset += _PAGE


def ids_of(connection: Connection, start: str) -> list[str]:
    """Present ids of the incidents whose id begins so; an id in full, also a former one, leads to where it is now."""
    whole = current(ProjectShelf(connection), start)
    return [whole] if whole else ids_beginning(connection, start)


def read_incident(connection: Connection, name: str, policy_name: str | None = None) -> View | None:
    """One incident by its id or a former one, with its claims, reports, links, suggestions and verdicts."""
    shelf = ProjectShelf(connection)
    present = current(shelf, name)
    one = kept_incident(connection, present) if present else None
    if one is None:
        return None
    one = _under(connection, shelf, one, policy_name)
    ids = {one.id, *one.former}
    said = [
        *pair_history(connection, set(one.claims)),
        *(v for v in verdicts(connection, "incident") if v.subject in ids),
    ]
    return View(
        incident=replace(one, suggestions=tuple(suggestions(shelf, one.claims))),
        claims=claims_by_id(connection, one.claims),
        reports=report_rows(connection, one.reports),
        links=tuple(why(shelf, one.claims)),
        history=tuple(sorted(said, key=lambda verdict: verdict.no)),
    )


def open_suggestions(connection: Connection, limit: int = 50) -> list[Suggestion]:
    """Pairs of incidents that a person may judge, the likeliest first: one link a pair, none that was judged."""
    shelf = ProjectShelf(connection)
    judged = {frozenset((v.left, v.right)) for v in pair_verdicts(connection)}
    found: dict[frozenset[str], Suggestion] = {}
    offset = 0
    while len(found) < limit:
        rows = links_between_incidents(connection, linking().bands.suggested, _PAGE, offset)
        told = shelf.told({c for row in rows for c in (row.left, row.right)})
        for row in rows:
            left, right = (shelf.incident_of(c) or "" for c in (row.left, row.right))
            pair = frozenset((left, right))
            if pair in found or frozenset((row.left, row.right)) in judged:
                continue
            link = explained(told[row.left], told[row.right])
            found[pair] = Suggestion(link=link, left=left, right=right)
        if len(rows) < _PAGE:
            break
        offset += _PAGE
    return list(found.values())[:limit]


def _under(connection: Connection, shelf: ProjectShelf, one: Incident, name: str | None) -> Incident:
    """The incident with ranges by another policy than it is kept under."""
    rule = policy(name)
    if rule.id == one.policy:
        return one
    by_policy, own = ranges(one.chains, retold(connection, shelf, one.claims), rule.id)
    return replace(one, policy=rule.id, ranges=by_policy, belligerents=own)
