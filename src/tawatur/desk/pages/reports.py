"""The page of a report, with its claims beside its words; and the search of reports."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromQuery
from litestar.response import Redirect

from tawatur.desk.acts import Add, Refused
from tawatur.desk.cells import ClaimView
from tawatur.desk.events import add_event
from tawatur.desk.looking import report_view
from tawatur.desk.rendering import desk_of, direction, go_to, page, person_of
from tawatur.desk.texts import part_at, part_of
from tawatur.desk.threads import in_thread
from tawatur.store.search import Query, search

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
_HITS = 30


@get("/report")
@in_thread
def report(
    request: Request[Any, Any, Any], id: FromQuery[str] = "", claim: FromQuery[str] = "", part: FromQuery[int] = 0
) -> Response[str]:
    """One report as it was published, with its claims; `claim` is the one to begin with."""
    with desk_of(request).store.reading() as connection:
        view = report_view(connection, person_of(request), id)
    if view is None:
        return page(request, "message.html", status=404, title="Not found", says="There is no such report.")
    text: str = view.row.text
    start = next((v.claim.trigger.start for v in view.claims if v.claim.id == claim), 0)
    shown = part_of(text, part or part_at(text, start), _harm(view.claims))
    return page(
        request,
        "report.html",
        view=view,
        report=view.row,
        part=shown,
        claim=claim,
        report_direction=direction(text[:10_000]),
    )


@post("/report", status_code=303)
@in_thread
def add_on_report(request: Request[Any, Any, Any], data: Form) -> Response[str] | Redirect:
    """Keep an event that a person found in the report, and show it among the others."""
    fields = {name: value for name, value in data.items() if name in Add.__struct_fields__}
    try:
        done = add_event(desk_of(request).store, person_of(request), msgspec.convert(fields, Add, strict=False))
    except msgspec.ValidationError as error:
        return page(request, "message.html", status=400, title="Not done", says=str(error))
    except Refused as refused:
        return page(request, "message.html", status=refused.status, title="Not done", says=str(refused))
    return go_to("/report?" + urlencode({"id": data.get("report", ""), "claim": done.claim}))


@get("/reports")
@in_thread
def reports(
    request: Request[Any, Any, Any], q: FromQuery[str] = "", outlet: FromQuery[str] = "", p: FromQuery[int] = 1
) -> Response[str]:
    """Reports found by their words."""
    number = min(max(p, 1), 10_000)
    query = Query(words=q[:500], outlet=outlet[:200], newest=not q, limit=_HITS, offset=(number - 1) * _HITS)
    with desk_of(request).store.reading() as connection:
        found = search(connection, query)
    pages = max(1, -(-found.total // _HITS))
    return page(request, "reports.html", q=q, outlet=outlet, found=found, number=number, pages=pages)


def _harm(claims: tuple[ClaimView, ...]) -> list[tuple[int, int]]:
    """Stretches of the text that describe harm to people: they can be blurred."""
    return [(cell.start, cell.end) for view in claims if view.harm for cell in view.cells if cell.end > cell.start]
