"""What the pages read: one function a page. Nothing is written here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, select

from tawatur.desk.cells import ClaimView, view
from tawatur.desk.deciding import is_blind, newest_on
from tawatur.desk.people import Person
from tawatur.desk.reviewing import Reason, Standing, compared, standing
from tawatur.fuse.figures import ranges
from tawatur.fuse.incident import incident as make_incident
from tawatur.fuse.link import suggestions, why
from tawatur.fuse.settings import policy
from tawatur.fuse.telling import Telling
from tawatur.fuse.told import without_text
from tawatur.fuse.working import current
from tawatur.judge.agreement import Compared, Count
from tawatur.project.building import retold
from tawatur.project.judged import FIRST, SECOND, corrections_on, review_of
from tawatur.project.shelf import ProjectShelf
from tawatur.records import Incident, Link
from tawatur.store import schema
from tawatur.store.incidents import ReportRow, claims_by_id, kept_incident, report_rows
from tawatur.store.schema_desk import review
from tawatur.store.verdicts import KeptVerdict, holding, verdicts_about, verdicts_numbered


class IncidentView(Struct, frozen=True, kw_only=True):
    """An incident as one person may see it: in a blind second review without the first."""

    incident: Incident
    claims: dict[str, ClaimView]  # also those that were rejected
    reports: dict[str, ReportRow]
    links: tuple[Link, ...]
    suggestions: tuple[tuple[Link, str], ...]  # each with the other incident
    stands: Standing
    history: tuple[tuple[KeptVerdict, ...], ...]  # the newest first; what was decided at one stroke stands together
    why: tuple[Reason, ...]
    blind: bool
    seen: int
    radius_km: float | None


class ReportView(Struct, frozen=True, kw_only=True):
    """A report with its claims and the incidents they are in."""

    row: Any
    claims: tuple[ClaimView, ...]
    incidents: dict[str, str]  # claim → incident
    blind: frozenset[str]  # claims whose incident the person reviews a second time
    seen: dict[str, int]  # incident → newest decision


def incident_view(connection: Connection, person: Person, name: str, policy_name: str | None) -> IncidentView | None:
    """One incident by its id or a former one; None for an unknown id."""
    shelf = ProjectShelf(connection)
    present = current(shelf, name)
    one = kept_incident(connection, present) if present else None
    if one is None:
        return None
    members = shelf.members(one.id)
    stands = standing(holding(connection, "incident", one.id))
    blind = is_blind(person, stands)
    told = shelf.told(members)
    machine = claims_by_id(connection, members)
    said = corrections_on(connection, members, SECOND if blind else FIRST)
    claims = {c: view(machine[c], told[c].report, said.get(c, ())) for c in members if c in machine}
    row = connection.execute(select(review.c.why, review.c.radius_km).where(review.c.incident == one.id)).first()
    reports = report_rows(connection, {c.report for c in claims.values()})
    if blind:
        one = _blind_incident(shelf, one, claims)
    return IncidentView(
        incident=_under(connection, shelf, one, policy_name, None if blind else members),
        claims=claims,
        reports=reports,
        links=tuple(why(shelf, members)),
        suggestions=tuple((link, _other(shelf, link, members)) for link in suggestions(shelf, members)),
        stands=stands,
        history=tuple(_strokes(_history(connection, person, one, members, blind))),
        why=tuple(msgspec.json.decode(row.why, type=list[Reason])) if row else (),
        blind=blind,
        seen=newest_on(connection, one.id, members),
        radius_km=row.radius_km if row else None,
    )


def report_view(connection: Connection, person: Person, name: str) -> ReportView | None:
    """One report by its id; None for an unknown one, or one that was removed."""
    row = connection.execute(select(schema.report).where(schema.report.c.id == name)).first()
    if row is None or row.state == "removed":
        return None
    c = schema.claim.c
    ids = list(connection.scalars(select(c.id).where(c.report == name, c.state == "current")))
    machine, shelf = claims_by_id(connection, ids), ProjectShelf(connection)
    homes = {claim: home for claim in ids if (home := shelf.incident_of(claim))}
    stands = {home: standing(holding(connection, "incident", home)) for home in set(homes.values())}
    blind = frozenset(claim for claim, home in homes.items() if is_blind(person, stands[home]))
    first = corrections_on(connection, set(ids) - blind, FIRST)
    second = corrections_on(connection, blind, SECOND)
    views = [view(machine[i], name, (second if i in blind else first).get(i, ())) for i in ids]
    return ReportView(
        row=row,
        claims=tuple(sorted(views, key=lambda v: (v.claim.trigger.start, v.claim.id))),
        incidents=homes,
        blind=blind,
        seen={home: newest_on(connection, home, shelf.members(home)) for home in stands},
    )


def with_standing(connection: Connection, ids: Collection[str]) -> dict[str, Any]:
    """The rows of `review` of some incidents."""
    rows = connection.execute(select(review).where(review.c.incident.in_(list(ids)))).mappings()
    return {row["incident"]: row for row in rows}


def _under(
    connection: Connection, shelf: ProjectShelf, one: Incident, name: str | None, members: Sequence[str] | None
) -> Incident:
    """The incident with ranges by another policy than it is kept under."""
    rule = policy(name)
    if rule.id == one.policy or members is None:
        return one
    by_policy, own = ranges(one.chains, retold(connection, shelf, one.claims), rule.id)
    return replace(one, policy=rule.id, ranges=by_policy, belligerents=own)


def _blind_incident(shelf: ProjectShelf, one: Incident, claims: dict[str, ClaimView]) -> Incident:
    """The incident as the machine's claims and the second reviewer's own corrections make it; chains as they are."""
    told = shelf.told(claims)
    held = {c: v.claim for c, v in claims.items() if not v.rejected} or {c: v.claim for c, v in claims.items()}
    items = [Telling(claim=claim, told=told[c], text=without_text(told[c])) for c, claim in held.items()]
    made = make_incident(one.id, items, former=one.former)
    known = {c for chain in one.chains for c in chain.claims}
    return replace(made, chains=one.chains) if known == set(held) else made


def _other(shelf: ProjectShelf, link: Link, members: Collection[str]) -> str:
    return shelf.incident_of(link.right if link.left in members else link.left) or ""


def _history(
    connection: Connection, person: Person, one: Incident, members: Iterable[str], blind: bool
) -> Iterable[KeptVerdict]:
    said = verdicts_about(connection, [one.id, *one.former, *members])
    return reversed([v for v in said if not (blind and _is_secret(v, person))])


def _strokes(newest_first: Iterable[KeptVerdict]) -> Iterable[tuple[KeptVerdict, ...]]:
    """Decisions that were made at one stroke: a split is a "not the same" between everyone who goes and who stays."""
    group: list[KeptVerdict] = []
    for one in newest_first:
        if group and not _one_stroke(group[-1], one):
            yield tuple(group)
            group = []
        group.append(one)
    if group:
        yield tuple(group)


def _one_stroke(later: KeptVerdict, earlier: KeptVerdict) -> bool:
    alike = all(getattr(later, name) == getattr(earlier, name) for name in ("kind", "decision", "who", "at"))
    undone = (later.undone_by is None) == (earlier.undone_by is None)
    return alike and undone and later.kind in ("pair", "undo") and later.no == earlier.no + 1


def _is_secret(one: KeptVerdict, person: Person) -> bool:
    """What a second reviewer must not see: what others corrected, graded, noted or took back."""
    if one.kind == "claim":
        return review_of(one) == FIRST
    return one.who != person.name and (one.kind == "undo" or one.decision in ("grade", "note"))


def decisions(connection: Connection, person: Person, before: int = 0, limit: int = 100) -> list[KeptVerdict]:
    """The newest decisions of all, before a number; what others corrected in incidents under second review is left out.

    A second reviewer is not shown the first review through this door either.
    """
    c = schema.verdict.c
    query = select(c.no).order_by(c.no.desc()).limit(limit)
    numbers = list(connection.scalars(query.where(c.no < before) if before else query))
    found = verdicts_numbered(connection, numbers)
    query_blind = select(review.c.incident).where(
        review.c.state == "second_review", review.c.second_done.is_(False), review.c.second_by == person.name
    )
    shelf = ProjectShelf(connection)
    secret = {claim for name in connection.scalars(query_blind) for claim in (name, *shelf.members(name))}
    return [v for v in reversed(found) if not (secret.intersection(v.subject.split(" ")) and _is_secret(v, person))]


def second_reviews(connection: Connection) -> list[tuple[Count, ...]]:
    """How far the reviewers of each incident agree whose second review has ended."""
    query = select(review.c.agreement).where(review.c.second_done.is_(True), review.c.agreement.is_not(None))
    return [msgspec.json.decode(row, type=tuple[Count, ...]) for row in connection.scalars(query)]


def agreement_on(connection: Connection, name: str) -> list[Compared] | None:
    """What both reviewers of an incident made of each cell, None where its second review has not ended."""
    if not standing(holding(connection, "incident", name)).second_done:
        return None
    return compared(connection, ProjectShelf(connection).members(name))
