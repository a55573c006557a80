"""The page of an incident, its forms, and what is copied beside its original."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect

from tawatur.desk.acts import AnyAct, Refused
from tawatur.desk.copies import side_by_side
from tawatur.desk.deciding import Conflict, decide
from tawatur.desk.listing import queue, wanted
from tawatur.desk.looking import incident_view
from tawatur.desk.rendering import desk_of, go_to, page, person_of
from tawatur.desk.threads import in_thread
from tawatur.fuse.settings import policies
from tawatur.judge import next_states

Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
_LISTS = ("claims",)
_JSON = ("was", "cell")


@get("/incidents/{name:str}")
@in_thread
def incident(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[str]:
    """One incident."""
    return _shown(request, name)


@get("/incidents/{name:str}/copies")
@in_thread
def copies(
    request: Request[Any, Any, Any], name: FromPath[str], a: FromQuery[str] = "", b: FromQuery[str] = ""
) -> Response[str]:
    """Two reports of an incident side by side, with the runs of words that they share."""
    with desk_of(request).store.reading() as connection:
        pair = side_by_side(connection, a, b)
    if pair is None:
        return page(request, "message.html", status=404, title="Not found", says="There is no such report.")
    return page(request, "copies.html", name=name, pair=pair)


@post("/incidents/{name:str}", status_code=303)
@in_thread
def decide_on(request: Request[Any, Any, Any], name: FromPath[str], data: Form) -> Response[str] | Redirect:
    """Keep what the person decided and show what came of it."""
    back = str(data.pop("back", ""))
    try:
        done = decide(desk_of(request).store, person_of(request), name, act_of(data))
    except Conflict as conflict:
        return page(request, "conflict.html", status=409, name=name, news=conflict.news, form=data, back=back)
    except Refused as refused:
        return page(request, "message.html", status=refused.status, title="Not done", says=str(refused), name=name)
    if back == "next":
        return go_to(_next(request))
    if back == "queue":
        return go_to("/queue")
    if back.startswith("/report?"):
        return go_to(back)
    return go_to(f"/incidents/{done.incident}" if done.incident else "/history")


def act_of(data: dict[str, Any]) -> AnyAct:
    """The act that a form's fields name. Raises Refused where they name none."""
    fields: dict[str, Any] = {name: value for name, value in data.items() if not name.startswith("_")}
    for name in _LISTS:
        if isinstance(fields.get(name), str):
            fields[name] = [fields[name]]
    try:
        for name in _JSON:
            if isinstance(fields.get(name), str):
                fields[name] = msgspec.json.decode(fields[name]) if fields[name] else None
        act: AnyAct = msgspec.convert(fields, AnyAct, strict=False)
        return act
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise Refused(f"this form says nothing that can be done: {error}") from error


def _next(request: Request[Any, Any, Any]) -> str:
    with desk_of(request).store.reading() as connection:
        rows = queue(connection, wanted({}), 1).rows
    return f"/incidents/{rows[0].id}" if rows else "/queue"


def _shown(request: Request[Any, Any, Any], name: str) -> Response[str]:
    rule = request.query_params.get("policy")
    known = [one.id for one in policies().policies]
    with desk_of(request).store.reading() as connection:
        view = incident_view(connection, person_of(request), name, rule if rule in known else None)
    if view is None:
        return page(request, "message.html", status=404, title="Not found", says="There is no such incident.")
    return page(
        request,
        "incident.html",
        view=view,
        one=view.incident,
        policies=policies().policies,
        next_states=next_states(view.stands.state),
    )
