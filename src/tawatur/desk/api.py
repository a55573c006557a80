"""The desk's interface for notebooks and other tools: what the pages show and decide, as JSON; described by OpenAPI.

Every person sees here what they would see on the pages: a second reviewer nothing of the first review.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.exceptions import HTTPException, NotFoundException
from litestar.params import Body, FromPath, FromQuery, QueryParameter
from msgspec import Struct

from tawatur.desk import listing
from tawatur.desk.acts import Add, AnyAct, Refused
from tawatur.desk.cells import ClaimView
from tawatur.desk.deciding import Conflict, Done, decide, newest_on
from tawatur.desk.events import add_event
from tawatur.desk.listing import Bar, Row
from tawatur.desk.looking import decisions, incident_view, report_view
from tawatur.desk.readings import Proposal, place_cell, proposals
from tawatur.desk.rendering import desk_of, person_of
from tawatur.desk.threads import in_thread
from tawatur.gazetteer.layers import default_gazetteer
from tawatur.gazetteer.names import key as place_key
from tawatur.project.shelf import ProjectShelf
from tawatur.records import Claim, Incident
from tawatur.store.reports import report_of, report_row
from tawatur.store.search import Query, search
from tawatur.store.verdicts import KeptVerdict

Ask = Request[Any, Any, Any]
Text = Annotated[str, QueryParameter(max_length=200)]
State = Annotated[str, QueryParameter(name="state", max_length=200)]
Page = Annotated[int, QueryParameter(ge=1, le=10_000)]
_HITS = 30
_PLACES = 20


class IncidentList(Struct, frozen=True):
    """A page of incidents."""

    total: int
    page: int
    incidents: list[Row]


class Told(Struct, frozen=True, kw_only=True):
    """A claim as people corrected it, with its report."""

    report: str
    rejected: bool
    claim: Claim


class OneIncident(Struct, frozen=True, kw_only=True):
    """An incident with its claims, where it stands, and the number of the newest decision on it."""

    incident: Incident
    claims: list[Told]
    state: str
    assignee: str | None
    grade: str | None
    seen: int
    history: list[KeptVerdict]


class OneReport(Struct, frozen=True, kw_only=True):
    """A report with its claims; offsets count in `text`."""

    id: str
    source: str
    published: str | None
    title: str
    text: str
    restricted: bool
    claims: list[Told]
    incidents: dict[str, str]  # claim → incident


class Found(Struct, frozen=True, kw_only=True):
    """A report that a search found."""

    id: str
    source: str
    published: str | None
    title: str


class ReportList(Struct, frozen=True):
    """A page of found reports."""

    total: int
    page: int
    reports: list[Found]


@get("/api/incidents")
@in_thread
def incidents(
    request: Ask,
    type: Text = "",
    status: Text = "",
    stands: State = "",
    country: Text = "",
    place: Text = "",
    since: Text = "",
    until: Text = "",
    chains: Annotated[int, QueryParameter(ge=0, le=10_000)] = 0,
    killed: Annotated[int | None, QueryParameter(ge=0, le=10_000_000)] = None,
    why: Text = "",
    assignee: Text = "",
    sort: FromQuery[listing.Sort] = "day",
    page: Page = 1,
) -> IncidentList:
    """Incidents that pass the filters, 50 a page. The filters are those of the overview's address."""
    given = dict(type=type, status=status, state=stands, country=country, place=place, since=since, until=until)
    want = listing.wanted({**given, "chains": chains, "killed": killed, "why": why, "assignee": assignee, "sort": sort})
    want = msgspec.structs.replace(want, page=page)
    with desk_of(request).store.reading() as connection:
        found = listing.listed(connection, want)
    return IncidentList(found.total, page, list(found.rows))


@get("/api/queue")
@in_thread
def queue(request: Ask, stands: State = "", why: Text = "", page: Page = 1) -> IncidentList:
    """What to look at next, the most worthwhile first, 50 a page."""
    want = msgspec.structs.replace(listing.wanted({"state": stands, "why": why}), page=page)
    with desk_of(request).store.reading() as connection:
        found = listing.queue(connection, want)
    return IncidentList(found.total, page, list(found.rows))


@get("/api/incidents/{name:str}")
@in_thread
def incident(request: Ask, name: FromPath[str]) -> OneIncident:
    """One incident by its id; a former id leads to where it is now."""
    with desk_of(request).store.reading() as connection:
        view = incident_view(connection, person_of(request), name, None)
    if view is None:
        raise NotFoundException("There is no such incident.")
    return OneIncident(
        incident=view.incident,
        claims=[_told(one) for one in view.claims.values()],
        state=view.stands.state,
        assignee=view.stands.assignee,
        grade=view.stands.grade,
        seen=view.seen,
        history=[one for stroke in view.history for one in stroke],
    )


@post("/api/incidents/{name:str}/decisions", status_code=201)
@in_thread
def decide_on(request: Ask, name: FromPath[str], data: Annotated[AnyAct, Body(title="Act")]) -> Done:
    """Decide something on an incident. 409 where somebody else decided since `seen`; `anyway` goes on all the same."""
    try:
        return decide(desk_of(request).store, person_of(request), name, data)
    except Conflict as conflict:
        news = [f"{one.who}: {one.decision}" for one in conflict.news]
        raise HTTPException(status_code=409, detail=str(conflict), extra={"news": news}) from conflict
    except Refused as refused:
        raise HTTPException(status_code=refused.status, detail=str(refused)) from refused


@get("/api/incidents/{name:str}/newest")
@in_thread
def newest(request: Ask, name: FromPath[str]) -> dict[str, int]:
    """Number of the newest decision on an incident: whether somebody else decided meanwhile."""
    with desk_of(request).store.reading() as connection:
        return {"newest": newest_on(connection, name, ProjectShelf(connection).members(name))}


@get("/api/reports")
@in_thread
def reports(request: Ask, q: Text = "", outlet: Text = "", page: Page = 1) -> ReportList:
    """Reports by their words, as people type Arabic, 30 a page."""
    query = Query(words=q, outlet=outlet, newest=not q, limit=_HITS, offset=(page - 1) * _HITS)
    with desk_of(request).store.reading() as connection:
        found = search(connection, query)
    rows = [Found(id=h.report, source=h.source, published=h.published, title=h.title) for h in found.hits]
    return ReportList(found.total, page, rows)


@get("/api/report")
@in_thread
def report(request: Ask, id: FromQuery[str]) -> OneReport:
    """One report with its text and claims."""
    with desk_of(request).store.reading() as connection:
        view = report_view(connection, person_of(request), id)
    if view is None:
        raise NotFoundException("There is no such report.")
    row = view.row
    return OneReport(
        id=row.id,
        source=row.source,
        published=row.published,
        title=row.title,
        text=row.text,
        restricted=bool(row.restricted),
        claims=[_told(one) for one in view.claims],
        incidents=view.incidents,
    )


@post("/api/events", status_code=201)
@in_thread
def add_event_to(request: Ask, data: Annotated[Add, Body(title="Add")]) -> Done:
    """Add an event that the machine missed in a report. 409 where the report tells it already."""
    try:
        return add_event(desk_of(request).store, person_of(request), data)
    except Refused as refused:
        raise HTTPException(status_code=refused.status, detail=str(refused)) from refused


@get("/api/readings")
@in_thread
def readings(
    request: Ask,
    report: FromQuery[str],
    start: Annotated[int, QueryParameter(ge=0, le=100_000_000)],
    end: Annotated[int, QueryParameter(ge=0, le=100_000_000)],
) -> list[Proposal]:
    """What chosen words of a report could be: cells to take or to change before they are taken."""
    with desk_of(request).store.reading() as connection:
        row = report_row(connection, report)
    if row is None or row.state == "removed":
        raise NotFoundException("There is no such report.")
    try:
        return proposals(report_of(row), start, end)
    except ValueError as error:
        raise HTTPException(status_code=400, detail=str(error)) from error


@get("/api/places")
@in_thread
def places(q: Text) -> list[dict[str, Any]]:
    """Places whose name is this or begins so, as cells of a claim without words."""
    return [place_cell(place) for place in default_gazetteer().beginning(place_key(q), _PLACES)]


@get("/api/history")
@in_thread
def history(request: Ask, before: Annotated[int, QueryParameter(ge=0, le=10**9)] = 0) -> list[KeptVerdict]:
    """Decisions, the newest first, 100 at a time."""
    with desk_of(request).store.reading() as connection:
        return decisions(connection, person_of(request), before)


@get("/api/time")
@in_thread
def time(
    request: Ask, type: Text = "", country: Text = "", place: Text = "", since: Text = "", until: Text = ""
) -> list[Bar]:
    """Incidents and ranges of killed by day, month or year."""
    want = listing.wanted({"type": type, "country": country, "place": place, "since": since, "until": until})
    with desk_of(request).store.reading() as connection:
        return listing.over_time(connection, want)


@get("/api/areas")
@in_thread
def areas(request: Ask) -> dict[str, Any]:
    """Incidents as GeoJSON, one point a place with its radius; takes the filters of the overview's address."""
    with desk_of(request).store.reading() as connection:
        return listing.areas(connection, listing.wanted(request.query_params))


def _told(one: ClaimView) -> Told:
    return Told(report=one.report, rejected=one.rejected, claim=one.claim)
