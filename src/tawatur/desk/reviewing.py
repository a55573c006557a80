"""Where each incident stands in review and how much it is worth a look: the rows of the table `review`."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select

from tawatur.fuse.link import judged_with
from tawatur.fuse.score import odds as odds_of
from tawatur.fuse.score import probability
from tawatur.fuse.settings import linking
from tawatur.fuse.shelf import Shelf
from tawatur.judge.agreement import Compared, Count, compare, counted
from tawatur.project.judged import FIRST, SECOND, judged
from tawatur.project.shelf import ProjectShelf
from tawatur.records import Claim, Incident
from tawatur.store.database import Store
from tawatur.store.incidents import claims_by_id
from tawatur.store.links import pieces
from tawatur.store.schema_desk import review
from tawatur.store.schema_links import incident
from tawatur.store.verdicts import KeptVerdict, holding

Tick = Callable[[int], None]
_DECODE = msgspec.json.Decoder(Incident)
# Why an incident is worth a look, and how much each reason counts; the queue puts the largest sum first.
WEIGHTS = {
    "suggested": 3.0,
    "contested": 2.5,
    "grown": 2.5,
    "new_actor": 1.5,
    "low_score": 2.0,
    "one_side": 1.0,
    "no_place": 0.5,
    "no_day": 0.5,
}
_WEAK = 0.75  # best score of a claim within its incident below which it may be there by mistake
_UNNAMED = ("unknown", "official", "combatant", "civilian", "medium", "monitor", "object", "site")


class Reason(Struct, frozen=True):
    """Why an incident is worth a look, with the number or name that it rests on."""

    id: str
    note: str = ""


class Standing(Struct, frozen=True, kw_only=True):
    """Where an incident stands, as decisions say."""

    state: str = "machine"
    assignee: str | None = None
    first_by: str | None = None
    second_by: str | None = None
    second_done: bool = False
    skipped: str | None = None
    claims: int = 0
    grade: str | None = None


def standing(decisions: Iterable[KeptVerdict]) -> Standing:
    """What the decisions on one incident that hold, the oldest first, make of it."""
    found: dict[str, Any] = {}
    for one in decisions:
        if one.decision == "state":
            to = one.value["to"]
            found.update(state=to, skipped=None)
            if to == "reviewed":
                found.update(first_by=one.who, claims=one.value.get("claims", 0))
            if to == "second_review":
                found.update(second_by=one.who, second_done=False)
            if to in ("machine", "in_review"):
                found.update(second_by=None, second_done=False)
        elif one.decision == "second_done":
            found["second_done"] = True
        elif one.decision == "assign":
            found["assignee"] = one.value.get("to") or None
        elif one.decision == "skip":
            found["skipped"] = one.at
        elif one.decision == "grade":
            found["grade"] = one.value.get("grade") or None
    return Standing(**found)


def reasons(one: Incident, claims: Sequence[Claim], shelf: Shelf, stands: Standing) -> list[Reason]:
    """Why an incident is worth a look."""
    found = list(_of_links(one, shelf))
    if one.killed and len(one.chains) > 1 and one.killed[0] != one.killed[1]:
        found.append(Reason("contested", f"{one.killed[0]}\N{EN DASH}{one.killed[1]}"))
    if stands.claims and len(one.claims) > stands.claims:
        found.append(Reason("grown", str(len(one.claims) - stands.claims)))
    new = [p.text for c in claims for p in c.actors if p.id is None and p.kind not in _UNNAMED]
    if new:
        found.append(Reason("new_actor", new[0]))
    if one.chains and all(chain.belligerent for chain in one.chains):
        found.append(Reason("one_side"))
    if one.place is None:
        found.append(Reason("no_place"))
    if one.date_start is None:
        found.append(Reason("no_day"))
    return found


def _of_links(one: Incident, shelf: Shelf) -> Iterator[Reason]:
    """What the compared pairs say: other incidents that may be this one, a claim that hardly fits."""
    inside, best, suggested = set(one.claims), [], []
    settled, least = judged_with(shelf, inside), odds_of(linking().bands.suggested)
    for claim in one.claims:
        pairs = shelf.pairs(claim)
        own = [odds for other, odds in pairs.items() if other in inside]
        if own:
            best.append(max(own))
        suggested += [(odds, other) for other, odds in pairs.items() if other not in inside and odds >= least]
    likely = [probability(odds) for odds, other in suggested if shelf.incident_of(other) not in settled]
    if likely:
        yield Reason("suggested", f"{max(likely):.2f}")
    if best and probability(min(best)) < _WEAK:
        yield Reason("low_score", f"{probability(min(best)):.2f}")


def priority(why: Iterable[Reason], one: Incident) -> float:
    """The sum of the reasons' weights, more where more people died or more reports tell of it."""
    size = statistics.fmean([min((one.killed or (0, 0))[1], 100) / 100, min(len(one.reports), 20) / 20])
    return round(sum(WEIGHTS[reason.id] for reason in why) + size, 3)


def to_refresh(connection: Connection) -> list[str]:
    """Incidents whose row is missing or older than they are."""
    query = select(incident.c.id).outerjoin(review, review.c.incident == incident.c.id)
    return list(
        connection.scalars(query.where(review.c.linked_at.is_(None) | (review.c.linked_at != incident.c.linked_at)))
    )


def refresh(store: Store, tick: Tick = lambda count: None) -> int:
    """Bring the rows in line with the incidents; how many were made anew."""
    gone = ~select(incident.c.id).where(incident.c.id == review.c.incident).exists()
    with store.reading() as connection:
        names = to_refresh(connection)
        left = list(connection.scalars(select(review.c.incident).where(gone)))
    for some in pieces(names):
        with store.writing("desk") as writer:
            refresh_rows(writer.connection, some)
        tick(len(some))
    for some in pieces(left):
        with store.writing("desk") as writer:
            writer.connection.execute(delete(review).where(review.c.incident.in_(some), gone))
    return len(names)


def refresh_rows(connection: Connection, names: Sequence[str]) -> None:
    """Make the rows of some incidents anew."""
    shelf = ProjectShelf(connection)
    rows = connection.execute(select(incident).where(incident.c.id.in_(names))).mappings()
    kept = [(_DECODE.decode(row["body"]), row) for row in rows]
    claims = claims_by_id(connection, [claim for one, _ in kept for claim in one.claims])
    values = []
    for one, row in kept:
        own = [claims[claim] for claim in one.claims if claim in claims]
        stands = standing(holding(connection, "incident", one.id))
        agreed = counted(compared(connection, one.claims)) if stands.second_done else None
        values.append(_row(one, row, own, stands, reasons(one, own, shelf, stands), agreed))
    connection.execute(delete(review).where(review.c.incident.in_(list(names))))
    if values:
        connection.execute(insert(review), values)


def compared(connection: Connection, claims: Iterable[str]) -> list[Compared]:
    """What both reviewers made of each cell of some claims."""
    machine = claims_by_id(connection, claims)
    first, second = judged(connection, machine, FIRST), judged(connection, machine, SECOND)
    return [one for name, claim in machine.items() for one in compare(claim, first[name], second[name])]


def _row(
    one: Incident,
    row: Mapping[Any, Any],
    claims: Sequence[Claim],
    stands: Standing,
    why: Sequence[Reason],
    agreed: Sequence[Count] | None,
) -> dict[str, Any]:
    radii = [c.place.radius_km for c in claims if c.place and c.place.lat == one.lat and c.place.radius_km]
    return {
        "incident": one.id,
        **{name: getattr(stands, name) for name in stands.__struct_fields__ if name != "grade"},
        **{name: row[name] for name in _SHOWN},
        "priority": priority(why, one),
        "why": msgspec.json.encode(why).decode(),
        "place": one.place,
        "admin1": one.admin1,
        "lat": one.lat,
        "lon": one.lon,
        "radius_km": max(radii, default=None) or _RADIUS.get(one.precision),
        "agreement": None if agreed is None else msgspec.json.encode(agreed).decode(),
    }


# What a row shows as the table of incidents has it.
_SHOWN = (
    "day", "last_day", "type", "status", "country", "place_key", "admin1_key", "reports", "chains", "killed_low",
    "killed_high", "restricted", "linked_at",
)  # fmt: skip
# Kilometres to draw around a point whose row of the gazetteer tells none, by how fine the place is.
_RADIUS = {"site": 0.5, "settlement": 2.0, "district": 15.0, "governorate": 50.0, "region": 30.0, "country": 300.0}
