"""What every request passes first: which host was asked, who is asking, a locked screen; and what every answer carries.

On one's own machine the desk is opened by a key that only the terminal shows, so that other users and other pages of
the browser cannot read it.
"""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode

import anyio.to_thread
from litestar.enums import ScopeType
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send
from msgspec import Struct

from tawatur.desk.people import Person, begin, person_of
from tawatur.store.database import Store

COOKIE = "tawatur_session"
PERSON = "tawatur_person"  # where the person stands in the scope of a request
OPEN = ("/static/", "/sign-in", "/unlock", "/prefs")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:;"
    " connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_JSON = b'{"detail":"%s","status_code":%d}'


class Desk(Struct, frozen=True, kw_only=True):
    """What the desk serves: a project; alone (opened by a key) or as a team (with accounts)."""

    store: Store
    team: bool = False
    key: str = ""  # opens and unlocks the desk of one person
    who: str = ""  # whose desk it is, where there are no accounts
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]", "testserver.local")
    secure: bool = False  # cookies over HTTPS only


class Csrf(CSRFMiddleware):
    """Litestar's check of forms; requests that carry a token of their own instead of a cookie cannot be forged."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, or pass on."""
        person: Person | None = scope.get(PERSON)  # type: ignore[assignment]
        if person is not None and person.kind == "bearer":
            await self.app(scope, receive, send)
            return
        await super().__call__(scope, receive, send)


class Gate:
    """The outermost part of the application."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app, self._desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is not for this desk or this person; hand the rest on."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        send = _with_headers(send, scope["path"])
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._is_mine(headers.get("host", "")):
            await _say(send, 421, "this desk does not answer under that name")
            return
        if self._has_key(scope):
            await self._open(scope, send)
            return
        person = await anyio.to_thread.run_sync(self._person, headers)
        scope[PERSON] = person  # type: ignore[literal-required]
        if scope["path"].startswith(OPEN):
            await self._app(scope, receive, send)
        elif person is None:
            await self._turn_away(scope, send, "/sign-in", 401, "sign in first, or send a token")
        elif person.locked:
            await self._turn_away(scope, send, "/unlock", 423, "the screen is locked")
        else:
            await self._app(scope, receive, send)

    def _is_mine(self, host: str) -> bool:
        """Whether the desk was asked by a name of its own: another one is a page that plays tricks with names."""
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        return "*" in self._desk.hosts or name.lower() in self._desk.hosts

    def _has_key(self, scope: HTTPScope) -> bool:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        return bool(self._desk.key) and scope["method"] == "GET" and secrets.compare_digest(given, self._desk.key)

    async def _open(self, scope: HTTPScope, send: Send) -> None:
        """Begin the session of whoever has the key, and go on without the key in the address."""
        secret = await anyio.to_thread.run_sync(begin, self._desk.store, self._desk.who)
        rest = [(k, v) for k, vs in parse_qs(scope["query_string"].decode()).items() if k != "key" for v in vs]
        target = scope["path"] + ("?" + urlencode(rest) if rest else "")
        await _redirect(send, target, session_cookie(secret, secure=self._desk.secure))

    def _person(self, headers: dict[str, str]) -> Person | None:
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            if self._desk.key and secrets.compare_digest(given.encode(), self._desk.key.encode()):
                return Person(self._desk.who, "lead", kind="bearer", alone=True)
            found = person_of(self._desk.store, given, local=not self._desk.team)
            return (
                Person(found.name, found.role, kind="bearer", alone=found.alone)
                if found and found.kind == "token"
                else None
            )
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return None
        found = person_of(self._desk.store, cookie.value, local=not self._desk.team) if cookie else None
        return found if found and found.kind == "browser" else None

    async def _turn_away(self, scope: HTTPScope, send: Send, to: str, status: int, says: str) -> None:
        if scope["path"].startswith("/api/") or scope["method"] not in ("GET", "HEAD"):
            await _say(send, status, says)
        else:
            await _redirect(send, to)


def session_cookie(secret: str, *, secure: bool) -> str:
    """The cookie of a session: for this site only, out of reach of scripts; it ends with the browser."""
    return f"{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict{'; Secure' if secure else ''}"


async def _redirect(send: Send, target: str, cookie: str = "") -> None:
    safe = target if target.startswith("/") and not target.startswith(("//", "/\\")) else "/"
    headers = [(b"location", safe.encode("latin-1", "replace")), (b"content-length", b"0")]
    if cookie:
        headers.append((b"set-cookie", cookie.encode("latin-1")))
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _say(send: Send, status: int, says: str) -> None:
    body = _JSON % (says.encode(), status)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _with_headers(send: Send, path: str) -> Send:
    """What every answer carries: nothing runs that is not the desk's own, nothing is kept by the browser."""
    static = path.startswith("/static/")

    async def sending(message) -> None:  # type: ignore[no-untyped-def]
        if message["type"] == "http.response.start":
            kept = [(k, v) for k, v in message.get("headers", []) if k.lower() not in (b"server", b"cache-control")]
            kept += [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            kept.append((b"cache-control", b"private, no-cache" if static else b"no-store"))
            message = {**message, "headers": kept}
        await send(message)

    return sending
