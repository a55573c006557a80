"""Finds an outlet by its name as people write it."""

from __future__ import annotations

from functools import lru_cache

from tawatur.reference.outlets import Outlet, outlets
from tawatur.store.words import name_key


@lru_cache(maxsize=10_000)
def outlet_named(name: str) -> Outlet | None:
    """The outlet with a name, compared as the search compares words; None for an unknown one."""
    return _by_name().get(name_key(name)) if name else None


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Outlet]:
    return {name_key(name): outlet for outlet in outlets() for name in (outlet.id, *outlet.hosts, *outlet.names)}
