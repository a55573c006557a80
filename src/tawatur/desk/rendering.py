"""Templates: every page is rendered here, with the words of the person's language and escaped throughout."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from litestar import Request, Response
from litestar.response import Redirect
from litestar.template.base import csrf_token

from tawatur.codebook import codebook
from tawatur.desk.gate import PERSON, Desk
from tawatur.desk.people import Person
from tawatur.desk.reasons import weight_of
from tawatur.desk.words import DIGITS, LANGUAGES, Speech

HERE = Path(__file__).parent
PREFERENCES = "tawatur_prefs"
_ARABIC, _LATIN = re.compile("[\u0620-\u064a\u0671-\u06d3]"), re.compile("[A-Za-z]")


def person_of(request: Request[Any, Any, Any]) -> Person:
    """Who asks; the gate lets nobody else in."""
    return request.scope[PERSON]  # type: ignore[literal-required,no-any-return]


def desk_of(request: Request[Any, Any, Any]) -> Desk:
    """The desk that was asked."""
    return request.app.state.desk  # type: ignore[no-any-return]


def speech_of(request: Request[Any, Any, Any]) -> Speech:
    """How the person wants to be spoken to, as the cookie says; the browser's language without one."""
    try:
        kept = SimpleCookie(request.headers.get("cookie", "")).get(PREFERENCES)
    except CookieError:
        kept = None
    parts = dict(part.split("=", 1) for part in (kept.value if kept else "").split(".") if "=" in part)
    arabic = request.headers.get("accept-language", "").lower().startswith("ar")
    lang, digits = parts.get("lang", "ar" if arabic else "en"), parts.get("digits", "latn")
    return Speech(
        lang=lang if lang in LANGUAGES else "en",
        digits=digits if digits in DIGITS else "latn",
        blur=parts.get("blur") == "1",
    )


def page(request: Request[Any, Any, Any], template: str, status: int = 200, **values: Any) -> Response[str]:
    """A page of the desk."""
    speech = speech_of(request)
    known: dict[str, Any] = {
        "request": request,
        "person": request.scope.get(PERSON),
        "desk": desk_of(request),
        "speech": speech,
        "t": speech.say,
        "label": speech.label,
        "amount": speech.amount,
        "reason": speech.reason,
        "weight": lambda text: weight_of(text)[0],
        "n": speech.number,
        "codebook": codebook(),
        "token": csrf_token({"request": request}),
        "path": request.url.path,
        "here": request.url.path + ("?" + request.url.query if request.url.query else ""),
    }
    body = environment().get_template(template).render(**known, **values)
    return Response(body, status_code=status, media_type="text/html; charset=utf-8")


def go_to(address: str, cookie: str = "") -> Redirect:
    """An answer to a form: the page to show next."""
    return Redirect(address, status_code=303, headers={"set-cookie": cookie} if cookie else {})


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; a name that is not given is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["direction"] = direction
    made.globals["with_query"] = with_query
    return made


def direction(text: str) -> str:
    """Direction of a stretch of a report: right to left where it has as many Arabic letters as Latin ones."""
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    return "rtl" if arabic and arabic * 2 >= latin else "ltr" if latin else "auto"


@pass_context
def with_query(context: Context, **changes: Any) -> str:
    """The page's own address with some of its query changed; None takes one away."""
    request = context["request"]
    query: Mapping[str, Any] = {**dict(request.query_params.items()), **changes}
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    path: str = request.url.path
    return path + ("?" + urlencode(kept) if kept else "")
