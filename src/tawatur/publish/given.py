"""What a writer of a format gets: rows to give away, facts on the release, and where to say what it cannot hold."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from datetime import date as Day
from pathlib import Path

from msgspec import Struct

from tawatur.publish.names import Source
from tawatur.publish.rows import Row


class Given(Struct, frozen=True, kw_only=True):
    """One release in the making."""

    name: str
    title: str
    day: Day
    version: int
    licence: str
    profile: str
    count: int
    rows: Callable[[], Iterator[Row]]  # in order, anew at each call
    sources: dict[str, Source]
    left_out: Callable[[str, str, str], None]  # format, incident, why it is not in that format's files

    @property
    def timestamp(self) -> int:
        """The day of the release in Unix seconds: no time of anybody's work."""
        return calendar.timegm(self.day.timetuple())


class Format(Struct, frozen=True, kw_only=True):
    """A file format: what it writes, and what it cannot hold."""

    id: str
    title: str
    files: tuple[str, ...]
    write: Callable[[Given, Path], None]
    cannot_hold: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()  # name, what is in it; for the dictionary
    extra: str = ""  # what `pip install tawatur[…]` must have brought


class MissingExtra(Exception):
    """A format needs a package that is not installed; the text says which, and how to get it."""
