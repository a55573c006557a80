"""Makes incidents of groups of claims: from what the project keeps, with texts only where two reports are compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import Connection

from tawatur.fuse.incident import incident
from tawatur.fuse.shelf import Shelf
from tawatur.fuse.telling import Telling, mentioning
from tawatur.fuse.told import Text, text_of, without_text
from tawatur.fuse.working import former
from tawatur.project.judged import judged, judged_claims
from tawatur.records import Claim, Incident
from tawatur.store.incidents import ReportRow, claims_by_id, report_rows, report_texts
from tawatur.store.links import pieces

_TEXTS = 3_000  # texts kept prepared, for reports that tell of several incidents


def built(connection: Connection, shelf: Shelf, names: Iterable[str]) -> Iterator[tuple[Incident, bool]]:
    """Incidents by id under the default policy, each with whether a report of it is restricted."""
    texts: dict[str, Text] = {}
    for some in pieces(names):
        groups = {name: members for name in some if (members := shelf.members(name))}
        spoken = {name: shelf.mentions(name) for name in groups}
        every = [claim for parts in (groups, spoken) for ids in parts.values() for claim in ids]
        told, claims = shelf.told(every), claims_by_id(connection, every)
        after = judged(connection, claims)
        reports = report_rows(connection, {t.report for t in told.values()})
        for name, members in groups.items():
            inside = {told[c].report for c in (*members, *spoken[name])}
            prepared = _prepared(connection, [reports[r] for r in inside], texts) if len(inside) > 1 else {}
            held = _holding(members, claims, after) | {c: mentioning(told[c]) for c in spoken[name]}
            items = [
                Telling(claim=claim, told=told[c], text=prepared.get(told[c].report) or without_text(told[c]))
                for c, claim in held.items()
            ]
            made = incident(name, items, former=former(shelf, name, members))
            yield made, any(reports[r].restricted for r in inside)


def retold(connection: Connection, shelf: Shelf, members: Collection[str]) -> list[Telling]:
    """The tellings of kept claims without texts: enough for tolls and ranges, not for copies."""
    claims = judged_claims(connection, members)
    return [
        Telling(claim=claims[c], told=t, text=without_text(t)) for c, t in shelf.told(members).items() if c in claims
    ]


def _holding(
    members: Iterable[str], machine: Mapping[str, Claim], after: Mapping[str, Claim | None]
) -> dict[str, Claim]:
    """The claims of an incident without those that people rejected; all of them where all were."""
    found = {c: claim for c in members if (claim := after[c]) is not None}
    return found or {c: machine[c] for c in members}


def _prepared(connection: Connection, reports: list[ReportRow], known: dict[str, Text]) -> dict[str, Text]:
    """The texts of some reports ready for comparing."""
    missing = {r.id: r for r in reports if r.id not in known}
    if len(known) + len(missing) > _TEXTS:
        for name in set(known) - {r.id for r in reports}:
            del known[name]
        missing = {r.id: r for r in reports if r.id not in known}
    for name, words in report_texts(connection, missing).items():
        known[name] = text_of(name, missing[name].source, missing[name].published, words)
    return known
