"""The history of all decisions, agreement of second reviews, and help."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from tawatur.desk.looking import agreement_on, decisions, second_reviews
from tawatur.desk.rendering import desk_of, page, person_of
from tawatur.desk.threads import in_thread
from tawatur.judge.agreement import agreement, counted


@get("/history")
@in_thread
def history(request: Request[Any, Any, Any], before: FromQuery[int] = 0) -> Response[str]:
    """The newest decisions of all."""
    with desk_of(request).store.reading() as connection:
        found = decisions(connection, person_of(request), before)
    return page(request, "history.html", decisions=found)


@get("/incidents/{name:str}/agreement")
@in_thread
def incident_agreement(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[str]:
    """Cell by cell, what the two reviewers of an incident made of it."""
    with desk_of(request).store.reading() as connection:
        found = agreement_on(connection, name)
    if found is None:
        says = "The second review of this incident has not ended yet."
        return page(request, "message.html", status=404, title="Not found", says=says)
    return page(request, "agreement.html", name=name, compared=found, rates=agreement(counted(found)), reviews=1)


@get("/agreement")
@in_thread
def all_agreement(request: Request[Any, Any, Any]) -> Response[str]:
    """How far the two reviewers agree, over all incidents that were reviewed twice."""
    with desk_of(request).store.reading() as connection:
        found = second_reviews(connection)
    rates = agreement(count for counts in found for count in counts)
    return page(request, "agreement.html", name="", compared=[], rates=rates, reviews=len(found))


@get("/help")
@in_thread
def help_page(request: Request[Any, Any, Any]) -> Response[str]:
    """The keys, and what the words of the desk mean."""
    return page(request, "help.html")
