"""Signing in and out, the lock, preferences, accounts and tokens."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import Body
from litestar.response import Redirect

from tawatur.desk import people
from tawatur.desk.gate import COOKIE, PERSON, session_cookie
from tawatur.desk.rendering import PREFERENCES, desk_of, go_to, page, person_of, speech_of
from tawatur.desk.threads import in_thread
from tawatur.desk.words import DIGITS, LANGUAGES
from tawatur.store.database import StoreError

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
TRIES = RateLimitConfig(rate_limit=("minute", 10))  # of one address, to sign in or to unlock
_YEAR = 365 * 24 * 3600


@get("/sign-in")
@in_thread
def sign_in_page(request: Request[Any, Any, Any]) -> Response[str]:
    """Where to sign in."""
    return page(request, "sign-in.html", wrong=False)


@post("/sign-in", status_code=303, middleware=[TRIES.middleware])
@in_thread
def sign_in(request: Request[Any, Any, Any], data: Form) -> Response[str] | Redirect:
    """Begin a session with name and password, or with the key of one's own desk."""
    desk = desk_of(request)
    if desk.team:
        secret = people.signed_in(desk.store, data.get("name", ""), data.get("password", ""))
    else:
        fits = desk.key and secrets.compare_digest(data.get("key", "").strip().encode(), desk.key.encode())
        secret = people.begin(desk.store, desk.who) if fits else None
    if secret is None:
        return page(request, "sign-in.html", status=403, wrong=True)
    return go_to("/", session_cookie(secret, secure=desk.secure))


@post("/sign-out", status_code=303)
@in_thread
def sign_out(request: Request[Any, Any, Any]) -> Redirect:
    """End the session."""
    people.end(desk_of(request).store, person_of(request))
    return go_to("/sign-in", f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict")


@post("/lock", status_code=303)
@in_thread
def lock(request: Request[Any, Any, Any]) -> Redirect:
    """Lock the screen: until it is unlocked the session shows nothing."""
    people.lock(desk_of(request).store, person_of(request))
    return go_to("/unlock")


@get("/unlock")
@in_thread
def unlock_page(request: Request[Any, Any, Any]) -> Response[str] | Redirect:
    """The locked screen."""
    person = request.scope.get(PERSON)
    return page(request, "locked.html", wrong=False) if person is not None else go_to("/sign-in")


@post("/unlock", status_code=303, middleware=[TRIES.middleware])
@in_thread
def unlock(request: Request[Any, Any, Any], data: Form) -> Response[str] | Redirect:
    """Unlock with the password, or with the key of one's own desk."""
    person, desk = request.scope.get(PERSON), desk_of(request)
    if not isinstance(person, people.Person):
        return go_to("/sign-in")
    given = data.get("secret", "").strip()
    if desk.team:
        fits = people.fits(desk.store, person.name, given)
    else:
        fits = secrets.compare_digest(given.encode(), desk.key.encode())
    if not fits:
        return page(request, "locked.html", status=403, wrong=True)
    people.lock(desk.store, person, False)
    return go_to("/")


@post("/prefs", status_code=303)
@in_thread
def prefs(request: Request[Any, Any, Any], data: Form) -> Redirect:
    """Keep language, digits and blur in a cookie, and go back to the page."""
    now = speech_of(request)
    lang, digits = data.get("lang", now.lang), data.get("digits", now.digits)
    blur = data.get("blur", "1" if now.blur else "0")
    chosen = (
        f"lang={lang if lang in LANGUAGES else 'en'}.digits={digits if digits in DIGITS else 'latn'}"
        f".blur={'1' if blur == '1' else '0'}"
    )
    back = data.get("back", "/")
    safe = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    cookie = f"{PREFERENCES}={chosen}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Strict"
    return go_to(safe, cookie)


@get("/accounts")
@in_thread
def accounts_page(request: Request[Any, Any, Any]) -> Response[str]:
    """Accounts (for a lead of a team), and tokens for notebooks."""
    return _accounts(request)


@post("/accounts", status_code=200)
@in_thread
def change_accounts(request: Request[Any, Any, Any], data: Form) -> Response[str]:
    """Make a token; or, as the lead of a team, make or change an account."""
    desk, person = desk_of(request), person_of(request)
    act, name = data.get("act", ""), data.get("name", "")
    if act == "token":
        return _accounts(request, token_made=people.begin(desk.store, person.name, "token"))
    if not desk.team or not person.may("lead"):
        return _accounts(request, 403, wrong="Only a lead changes accounts.")
    try:
        if act == "add":
            people.add_account(desk.store, name, data.get("password", ""), data.get("role", "reviewer"))
        elif act == "role":
            people.change_account(desk.store, name, role=data.get("role", ""))
        elif act in ("disable", "enable"):
            people.change_account(desk.store, name, disabled=act == "disable")
        elif act == "password":
            people.change_account(desk.store, name, password=data.get("password", ""))
    except StoreError as error:
        return _accounts(request, 400, wrong=str(error))
    return _accounts(request)


def _accounts(
    request: Request[Any, Any, Any], status: int = 200, *, wrong: str = "", token_made: str = ""
) -> Response[str]:
    desk = desk_of(request)
    with desk.store.reading() as connection:
        listed = people.accounts(connection) if desk.team and person_of(request).may("lead") else []
    return page(
        request, "accounts.html", status, accounts=listed, roles=people.ROLES, wrong=wrong, token_made=token_made
    )
