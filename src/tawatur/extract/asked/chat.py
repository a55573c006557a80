"""Asks a server that speaks the chat-completions protocol, and no other address than the one that was agreed to."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
from msgspec import Struct

_WAITS = (2.0, 8.0)  # seconds before the second and third try
_LONGEST_WAIT = 60.0  # a server that asks for more is not waited for
_AGAIN = (429, 500, 502, 503, 504)
_NEVER = (401, 403, 404, 405)  # the next report would be refused as well
_SILENT = 3  # timeouts in a row after which nobody is waited for any longer
_LARGEST = 1024 * 1024  # bytes of an answer
_PATH = "/chat/completions"


class BadAnswer(Exception):
    """This report got no answer that can be used; the text is one sentence."""


class Unreachable(Exception):
    """Nobody will get an answer here; the text is one sentence."""


class Settings(Struct, frozen=True, kw_only=True):
    """Who is asked, and how long is waited."""

    address: str  # of the interface, such as http://localhost:11434/v1
    model: str
    timeout: float = 120.0  # seconds for a whole answer
    pause: float = 0.0  # least seconds between two requests
    tries: int = 3

    @property
    def endpoint(self) -> str:
        """Where requests go."""
        base = self.address.rstrip("/")
        return base if base.endswith(_PATH) else base + _PATH

    @property
    def is_local(self) -> bool:
        """Whether the texts stay on this machine."""
        return _is_loopback(urlsplit(self.address).hostname or "")

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read along."""
        return self.address.startswith("https://")


class _Message(Struct):
    content: str | None = None


class _Choice(Struct):
    message: _Message
    finish_reason: str | None = None


class _Completion(Struct):
    choices: list[_Choice]


class Chat:
    """Asks one question after the other; `wait` and `clock` can be replaced in tests."""

    def __init__(
        self,
        settings: Settings,
        key: str = "",
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self._wait = wait
        self._clock = clock
        self._last: float | None = None
        self._silent = 0
        self._options: dict[str, Any] = {"temperature": 0, "response_format": {"type": "json_object"}}
        # No redirects, proxies or .netrc: the texts go to the address that was agreed to.
        self._client = httpx.Client(
            timeout=httpx.Timeout(settings.timeout),
            headers={"Authorization": f"Bearer {key}"} if key else {},
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Chat:
        """The chat itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self._client.close()

    def ask(self, messages: Sequence[dict[str, str]]) -> str:
        """The words of the answer. Raises BadAnswer or Unreachable."""
        try:
            body = self._tried(messages)
        except httpx.ConnectError as error:
            raise Unreachable(f"no server answers at {self.settings.endpoint} ({error}).") from error
        except (httpx.TimeoutException, TimeoutError) as error:
            self._silent += 1
            if self._silent >= _SILENT:
                raise Unreachable(f"{self._silent} times in a row no answer in {self.settings.timeout:g} s.") from error
            raise BadAnswer(f"the model gave no answer in {self.settings.timeout:g} seconds.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise BadAnswer(f"the model cannot be asked ({type(error).__name__}: {error}).") from error
        self._silent = 0
        return _content(body)

    def _tried(self, messages: Sequence[dict[str, str]]) -> bytes:
        """The body of the answer; busy servers are asked again, picky ones without the options."""
        attempt = 0
        while True:
            self._keep_distance()
            status, headers, body = self._posted(messages)
            if status == httpx.codes.OK:
                return body
            if status in _AGAIN and attempt + 1 < self.settings.tries:
                self._wait(_pause(headers, attempt))
                attempt += 1
            elif status in (400, 422) and self._options:
                self._options = {}  # not every server and model takes them
            else:
                raise _refusal(status, headers, body)

    def _posted(self, messages: Sequence[dict[str, str]]) -> tuple[int, httpx.Headers, bytes]:
        """Status, headers and body of one request; an answer without an end is left."""
        asked = {"model": self.settings.model, "messages": list(messages), **self._options}
        until = self._clock() + self.settings.timeout
        body = bytearray()
        with self._client.stream("POST", self.settings.endpoint, json=asked) as response:
            for piece in response.iter_bytes(64 * 1024):
                body += piece
                if len(body) > _LARGEST:
                    raise BadAnswer(f"the model's answer is larger than {_LARGEST // 1024:,} kB.")
                if self._clock() > until:
                    raise TimeoutError
            return response.status_code, response.headers, bytes(body)

    def _keep_distance(self) -> None:
        now = self._clock()
        if self._last is not None and now - self._last < self.settings.pause:
            self._wait(self.settings.pause - (now - self._last))
        self._last = self._clock()


def _content(body: bytes) -> str:
    try:
        choice = msgspec.json.decode(body, type=_Completion).choices[0]
    except (msgspec.DecodeError, IndexError) as error:
        raise BadAnswer("the server's answer is not one of the chat-completions protocol.") from error
    if choice.finish_reason == "length":
        raise BadAnswer("the model's answer was cut short by its limit of length.")
    if not choice.message.content:
        raise BadAnswer(f"the model's answer is empty ({choice.finish_reason or 'no reason given'}).")
    return choice.message.content


def _refusal(status: int, headers: httpx.Headers, body: bytes) -> BadAnswer | Unreachable:
    """What a refusal means: for this report, or for all."""
    if httpx.codes.is_redirect(status):
        return Unreachable(f"the server sends elsewhere ({headers.get('location', '?')}); agree to that address.")
    said = " ".join(body[:200].decode("utf-8", "replace").split())
    says = f"the server answers {status}" + (f": {said}" if said else ".")
    return Unreachable(says) if status in _NEVER else BadAnswer(says)


def _pause(headers: httpx.Headers, attempt: int) -> float:
    """Seconds to wait: what the server asks for, else a little more each time."""
    try:
        asked = float(headers.get("retry-after", ""))
    except ValueError:  # none, or a date
        asked = _WAITS[min(attempt, len(_WAITS) - 1)]
    if asked > _LONGEST_WAIT:
        raise Unreachable(f"the server asks to come back in {asked:.0f} seconds.")
    return max(asked, 0.0)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
