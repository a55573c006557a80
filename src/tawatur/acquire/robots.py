"""Asks a host once for its robots.txt and remembers what it allows."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
from protego import Protego

from tawatur.acquire.addresses import Refused


class Robots:
    """The rules of the hosts that were asked; `get` gives status and body of an address."""

    def __init__(self, get: Callable[[str], tuple[int, bytes]], agent: str) -> None:
        self._get = get
        self._agent = agent
        self._rules: dict[str, Protego | None] = {}

    def allows(self, address: str) -> bool:
        """Whether the host's rules allow to fetch an address."""
        rules = self._of(address)
        return rules is None or bool(rules.can_fetch(address, self._agent))

    def delay(self, address: str) -> float:
        """Seconds between two requests that the host asks for."""
        rules = self._of(address)
        return float(rules.crawl_delay(self._agent) or 0) if rules is not None else 0.0

    def _of(self, address: str) -> Protego | None:
        """The rules of an address's host; None: everything is allowed.

        As RFC 9309 has it: no such file allows everything, a server in trouble nothing.
        """
        parts = urlsplit(address)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._rules:
            try:
                status, body = self._get(f"{host}/robots.txt")
            except (httpx.HTTPError, Refused, OSError) as error:
                raise Refused(f"the server does not answer: {error}.") from error
            if status >= 500:
                self._rules[host] = Protego.parse("User-agent: *\nDisallow: /")
            elif status != 200:
                self._rules[host] = None
            else:
                self._rules[host] = Protego.parse(body.decode("utf-8", errors="replace"))
        return self._rules[host]
