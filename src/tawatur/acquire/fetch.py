"""Fetches one address, politely and without being led astray. Only this and `extract/asked/chat.py` use the network."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpx
from msgspec import Struct

from tawatur.acquire.addresses import GuardedTransport, Refused, check_address
from tawatur.acquire.robots import Robots

AGENT = "tawatur"
_REDIRECTS = 5
_WAITS = (2.0, 8.0)  # seconds before the second and third try
_LONGEST_WAIT = 60.0  # a server that asks for more is left alone
_AGAIN = (429, 500, 502, 503, 504)
_TYPES = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "application/rss+xml",
    "application/atom+xml",
    "application/xml",
    "text/xml",
    "application/json",
    "application/x-gzip",
    "application/gzip",
)


class Manners(Struct, frozen=True, kw_only=True):
    """How to behave on the network, and what to put up with."""

    allowed_hosts: frozenset[str] = frozenset()  # may be at a private or loopback address
    obey_robots: bool = True
    delay: float = 2.0  # seconds between two requests to one host
    tries: int = 3
    timeout: float = 30.0  # seconds without a byte
    longest: float = 120.0  # seconds for a whole answer
    largest: int = 16 * 1024 * 1024  # bytes of an answer, unpacked
    agent: str = f"{AGENT} (research archive of public reports)"


class Validators(Struct, frozen=True):
    """What a server gave to ask it later only for what is new."""

    etag: str | None = None
    modified: str | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """What came of one address. Without `raw` nothing was fetched: `problem` says why, or it is unchanged."""

    address: str  # asked for
    final: str  # after redirects
    raw: bytes | None = None
    problem: str = ""
    unchanged: bool = False
    status: int = 0
    media_type: str = ""
    charset: str | None = None
    validators: Validators = Validators()
    transport: dict[str, object] = {}


class Fetcher:
    """Fetches addresses one after another; `wait` and `clock` can be replaced in tests."""

    def __init__(
        self,
        manners: Manners = Manners(),  # noqa: B008  frozen
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.manners = manners
        self._wait = wait
        self._clock = clock
        self._last: dict[str, float] = {}
        self._client = httpx.Client(
            transport=GuardedTransport(manners.allowed_hosts),
            timeout=httpx.Timeout(manners.timeout),
            headers={"User-Agent": manners.agent, "Accept-Language": "ar, *;q=0.5"},
            follow_redirects=False,
            trust_env=False,
        )
        self._robots = Robots(self._plain_get, manners.agent)

    def __enter__(self) -> Fetcher:
        """The fetcher itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        self._client.close()

    def fetch(self, address: str, known: Validators = Validators()) -> Answer:  # noqa: B008  frozen
        """Fetch an address, following redirects and trying again where that can help. Never raises for a bad answer."""
        try:
            return self._followed(address, known)
        except Refused as refused:
            return Answer(address=address, final=address, problem=str(refused))
        except httpx.TimeoutException:
            return Answer(address=address, final=address, problem="the server does not answer in time.")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return Answer(address=address, final=address, problem=f"cannot be fetched: {_sentence(error)}")

    def _followed(self, address: str, known: Validators) -> Answer:
        """The answer at the end of the redirects."""
        seen = [address]
        while True:
            answer = self._tried(address, seen[-1], known if len(seen) == 1 else Validators(), seen)
            if isinstance(answer, Answer):
                return answer
            if answer in seen:
                raise Refused("it redirects in a circle.")
            if len(seen) > _REDIRECTS:
                raise Refused(f"it redirects more than {_REDIRECTS} times.")
            seen.append(answer)

    def _tried(self, asked: str, address: str, known: Validators, seen: list[str]) -> Answer | str:
        """The answer of one address, or the address it redirects to; busy servers are asked again."""
        check_address(address, self.manners.allowed_hosts)
        delay = self.manners.delay
        if self.manners.obey_robots:
            if not self._robots.allows(address):
                raise Refused("robots.txt asks to leave it alone.")
            delay = max(delay, min(self._robots.delay(address), _LONGEST_WAIT))
        for attempt in range(self.manners.tries):
            self._keep_distance(address, delay)
            with self._client.stream("GET", address, headers=_conditions(known)) as response:
                if response.status_code in _AGAIN and attempt + 1 < self.manners.tries:
                    pause = _pause(response, attempt)
                    if pause > _LONGEST_WAIT:
                        raise Refused(f"the server asks to come back in {pause:.0f} seconds.")
                elif response.has_redirect_location:
                    return urljoin(address, response.headers["location"])
                else:
                    return self._answer(asked, address, response, seen)
            self._wait(pause)
        raise AssertionError("unreachable: the last try returns")

    def _answer(self, asked: str, address: str, response: httpx.Response, seen: list[str]) -> Answer:
        headers = response.headers
        media_type = headers.get("content-type", "").split(";")[0].strip().lower()
        problem, raw = "", None
        if response.status_code == 304:
            return Answer(address=asked, final=address, unchanged=True, status=304)
        if response.status_code != 200:
            problem = f"the server answers {response.status_code} {response.reason_phrase}.".replace(" .", ".")
        elif media_type and media_type not in _TYPES:
            problem = f"it is {media_type}, not a page or feed; not fetched."
        else:
            raw = self._body(response)
        return Answer(
            address=asked,
            final=address,
            raw=raw,
            problem=problem,
            status=response.status_code,
            media_type=media_type,
            charset=response.charset_encoding,
            validators=Validators(headers.get("etag"), headers.get("last-modified")),
            transport={"status": response.status_code, "redirects": seen, "headers": _shown(headers)},
        )

    def _body(self, response: httpx.Response) -> bytes:
        """The whole body, unpacked; a server that goes on and on is left."""
        body = bytearray()
        until = self._clock() + self.manners.longest
        for piece in response.iter_bytes(64 * 1024):
            body += piece
            if len(body) > self.manners.largest:
                raise Refused(f"it is larger than {self.manners.largest // 1024 // 1024} MB; not kept.")
            if self._clock() > until:
                raise Refused(f"the server had not come to an end after {self.manners.longest:.0f} seconds; not kept.")
        return bytes(body)

    def _keep_distance(self, address: str, delay: float) -> None:
        host = urlsplit(address).netloc
        since = self._clock() - self._last.get(host, -delay)
        if since < delay:
            self._wait(delay - since)
        self._last[host] = self._clock()

    def _plain_get(self, address: str) -> tuple[int, bytes]:
        """Status and body of a small file (robots.txt), redirects followed within the rules."""
        for _ in range(_REDIRECTS):
            check_address(address, self.manners.allowed_hosts)
            with self._client.stream("GET", address) as response:
                if not response.has_redirect_location:
                    return response.status_code, self._body(response)
                address = urljoin(address, response.headers["location"])
        return 404, b""


def _shown(headers: httpx.Headers) -> dict[str, str]:
    """The headers worth keeping: cookies are about the visitor."""
    return {name: value for name, value in headers.items() if "cookie" not in name}


def _conditions(known: Validators) -> dict[str, str]:
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in conditions.items() if value}


def _pause(response: httpx.Response, attempt: int) -> float:
    """Seconds to wait before the next try: what the server asks for, else longer each time."""
    said = response.headers.get("retry-after", "")
    if said.isdecimal():
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (TypeError, ValueError, IndexError):
        return _WAITS[min(attempt, len(_WAITS) - 1)]


def _sentence(error: Exception) -> str:
    said = str(error).strip().split("\n")[0] or type(error).__name__
    return said[:1].lower() + said[1:].rstrip(".") + "."
