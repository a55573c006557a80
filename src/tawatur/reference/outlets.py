"""The outlets that are known: whose address or name something is."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from tawatur.reference.loader import load_yaml


class Outlet(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A row of sources/outlets.yml."""

    id: str
    names: tuple[str, ...]
    hosts: tuple[str, ...]
    languages: tuple[str, ...]
    kind: Literal["agency", "newspaper", "broadcaster", "site", "monitor", "state", "armed_side", "aggregator"]
    owner: Literal["state", "party", "private", "nonprofit", "armed_side", "unknown"]
    country: str | None = None
    side: str | None = None  # whose voice it is, where it is one
    party: bool = False  # the own media of a side that fights
    charset: str | None = None  # of its pages, where the server does not say
    body: str | None = None  # XPath of the elements that hold a report, where the general reading misses it
    restricted: bool = False


@lru_cache(maxsize=1)
def outlets() -> tuple[Outlet, ...]:
    """All rows."""
    return tuple(load_yaml("sources/outlets.yml", list[Outlet]))


@lru_cache(maxsize=10_000)
def outlet_of(address: str) -> Outlet | None:
    """The outlet whose host, or a host above it, an address is at."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    parts = host.split(".")
    return next((found for i in range(len(parts)) if (found := _by_host().get(".".join(parts[i:])))), None)


@lru_cache(maxsize=1)
def _by_host() -> dict[str, Outlet]:
    return {host: outlet for outlet in outlets() for host in outlet.hosts}
