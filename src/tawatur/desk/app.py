"""The application: which address shows which page, and what stands around all of them."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from litestar import Litestar, Request, Response
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp

from tawatur.desk import api
from tawatur.desk.gate import Csrf, Desk, Gate
from tawatur.desk.pages import history, incidents, overview, people, queue, reports
from tawatur.desk.rendering import HERE, page
from tawatur.store.database import StoreError
from tawatur.store.incidents import put_setting, setting

_LOG = logging.getLogger(__name__)
LARGEST_FORM = 2 * 1024 * 1024  # bytes of a request
_PAGES = (
    overview.overview, overview.overview_csv, queue.queue, incidents.incident, incidents.copies, incidents.decide_on,
    reports.report, reports.add_on_report, reports.reports, history.history, history.incident_agreement,
    history.all_agreement, history.help_page, people.sign_in_page, people.sign_in, people.sign_out, people.lock,
    people.unlock_page, people.unlock, people.prefs, people.accounts_page, people.change_accounts,
)  # fmt: skip
_API = (
    api.incidents, api.queue, api.incident, api.decide_on, api.newest, api.reports, api.report, api.add_event_to,
    api.readings, api.places, api.history, api.time, api.areas,
)  # fmt: skip


def make_app(desk: Desk) -> ASGIApp:
    """The desk as an ASGI application."""
    csrf = CSRFConfig(
        secret=_secret(desk),
        cookie_name="tawatur_csrf",
        cookie_httponly=True,
        cookie_samesite="strict",
        cookie_secure=desk.secure,
    )
    for handler in _PAGES:
        handler.include_in_schema = False
    app = Litestar(
        route_handlers=[
            *_PAGES,
            *_API,
            create_static_files_router(path="/static", directories=[HERE / "static"], include_in_schema=False),
        ],
        middleware=[DefineMiddleware(Csrf, config=csrf)],
        state=State({"desk": desk}),
        exception_handlers={HTTPException: _refused, StoreError: _unavailable, Exception: _broken},
        openapi_config=OpenAPIConfig(
            title="Tawatur's desk",
            version="1",
            path="/api",
            use_handler_docstrings=True,
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        ),
        request_max_body_size=LARGEST_FORM,
        logging_config=None,
    )
    return Gate(app, desk)


def _secret(desk: Desk) -> str:
    """What forms are signed with; kept in the project, so that several processes of one desk agree."""
    with desk.store.writing("desk") as writer:
        known = setting(writer.connection, "desk_secret")
        if known is None:
            known = secrets.token_hex(32)
            put_setting(writer.connection, "desk_secret", known)
        return known


def _refused(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """An error as JSON for tools, as a page for people."""
    headers = {k: v for k, v in (error.headers or {}).items() if k.lower() != "content-type"}
    if request.url.path.startswith("/api"):
        body = {"status_code": error.status_code, "detail": error.detail, "extra": error.extra}
        return Response(body, status_code=error.status_code, media_type="application/json", headers=headers)
    says = "There is no such page." if error.status_code == 404 else error.detail
    return page(request, "message.html", status=error.status_code, title="Not done", says=says)


def _broken(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A fault of the desk's own: told in full on the terminal, in one sentence to whoever asked."""
    _LOG.error("%s %s", request.method, request.url.path, exc_info=error)
    says = "The desk made a mistake; the terminal tells which."
    if request.url.path.startswith("/api"):
        return Response({"status_code": 500, "detail": says}, status_code=500, media_type="application/json")
    return page(request, "message.html", status=500, title="Not done", says=says)


def _unavailable(request: Request[Any, Any, Any], error: StoreError) -> Response[Any]:
    """The database cannot be used just now."""
    if request.url.path.startswith("/api"):
        body = {"status_code": 503, "detail": str(error)}
        return Response(body, status_code=503, media_type="application/json")
    return page(request, "message.html", status=503, title="Not done", says=str(error))
