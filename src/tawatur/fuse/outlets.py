"""Sides of outlets: rows of fuse/outlets.yml, found by the source as a report gives it."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from tawatur.fuse.spelling import fold_text
from tawatur.reference.loader import load_yaml


class Outlet(Struct, frozen=True, forbid_unknown_fields=True):
    """An outlet and whom it speaks for; `party` for the own media of a side that fights."""

    id: str
    names: list[str]
    side: str
    party: bool = False


def outlet(source: str) -> Outlet | None:
    """The row of an outlet, None if it is not listed."""
    return _by_name().get(fold_text(source).casefold())


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Outlet]:
    rows = load_yaml("fuse/outlets.yml", list[Outlet])
    return {fold_text(name).casefold(): row for row in rows for name in row.names}
