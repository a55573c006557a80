"""A web server on loopback whose answers a test sets."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from loopback import Quiet, serving


class Site:
    """Answers by path: (status, headers, body), a number as body trickles for seconds; remembers what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes | float]] = {}
        self.asked: list[tuple[str, dict[str, str], float]] = []
        self.address = ""

    def put(self, path: str, body: bytes | str | float = b"", status: int = 200, **headers: str) -> str:
        """Set an answer; header names are written with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        raw = body.encode() if isinstance(body, str) else body
        self.answers[path] = (status, {"Content-Type": "text/html; charset=utf-8", **named}, raw)
        return self.address + path

    def paths(self) -> list[str]:
        """Paths that were asked, robots.txt aside."""
        return [path for path, _, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()

    class Handler(Quiet):
        def do_GET(self) -> None:
            made.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, time.monotonic()))
            status, headers, body = made.answers.get(self.path, (404, {}, b"nothing here"))
            etag = headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if isinstance(body, bytes):
                    self.wfile.write(body)
                    return
                until = time.monotonic() + body
                while time.monotonic() < until:
                    self.wfile.write(b"<p>again</p>" * 100)
                    self.wfile.flush()
                    time.sleep(0.01)
            except OSError:
                pass

    with serving(Handler) as address:
        made.address = address
        yield made
