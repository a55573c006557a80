"""The queue: what to look at next, and why."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from sqlalchemy import select

from tawatur.desk.listing import queue as queued
from tawatur.desk.listing import wanted
from tawatur.desk.rendering import desk_of, page
from tawatur.desk.reviewing import WEIGHTS
from tawatur.desk.threads import in_thread
from tawatur.judge import STATES
from tawatur.store import schema

_SHELLS = 50


@get("/queue")
@in_thread
def queue(request: Request[Any, Any, Any]) -> Response[str]:
    """Incidents by how much they are worth a look; and captures without content."""
    want = wanted(request.query_params)
    report = schema.report.c
    with desk_of(request).store.reading() as connection:
        found = queued(connection, want)
        shells = connection.execute(
            select(report.id, report.source, report.address, report.reason)
            .where(report.state == "shell")
            .order_by(report.no.desc())
            .limit(_SHELLS)
        ).all()
        return page(
            request,
            "queue.html",
            want=want,
            found=found,
            shells=shells,
            states=STATES,
            reasons=tuple(WEIGHTS),
            pages=max(1, -(-found.total // 50)),
        )
