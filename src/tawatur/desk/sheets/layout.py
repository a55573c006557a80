"""The three sheets and their columns: what a person may edit, and what stands there to be read."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
from msgspec import Struct

from tawatur.judge import STATES
from tawatur.records import EventType, Outcome, Status, Who

KEPT = "kept"  # hidden column: what stood in the row, and the newest decision on it, as JSON
REASON = "reason"
GRADES = ("confirmed", "fair", "weak", "contested", "discounted")
YES = "yes"


class Sheet(Struct, frozen=True):
    """A sheet: its key columns, columns to edit with what may stand there (nothing: anything), columns to read."""

    name: str
    keys: tuple[str, ...]
    edited: dict[str, tuple[str, ...]]
    read: tuple[str, ...]

    @property
    def heads(self) -> list[str]:
        """All columns in order; to edit first, marked by a star."""
        return [*self.keys, *(f"{name} *" for name in (*self.edited, REASON)), *self.read, KEPT]


INCIDENTS = Sheet(
    "incidents",
    ("incident",),
    {"state": STATES, "grade": GRADES},
    ("type", "status", "date_start", "date_end", "place", "admin1", "country", "killed", "chains", "reports"),
)
CLAIMS = Sheet(
    "claims",
    ("incident", "claim"),
    {"no event": (YES,), "type": get_args(EventType), "status": get_args(Status), "date_start": (), "date_end": ()},
    ("outlet", "published", "trigger", "place", "actors", "targets", "said by"),
)
FIGURES = Sheet(
    "figures",
    ("incident", "claim"),
    {"outcome": get_args(Outcome), "who": get_args(Who), "low": (), "high": ()},
    ("words", "part of another"),
)
SHEETS = (INCIDENTS, CLAIMS, FIGURES)


class Kept(Struct, frozen=True):
    """The hidden cell of a row."""

    seen: int  # number of the newest decision on the incident when the sheet was written
    was: dict[str, Any]  # the columns to edit as they stood
    cell: dict[str, Any] | None = None  # the claim's date or figure, whole


def pack(kept: Kept) -> str:
    """The hidden cell as text."""
    return msgspec.json.encode(kept).decode()


def unpack(text: str) -> Kept:
    """The text of a hidden cell. Raises msgspec.MsgspecError where it was changed."""
    return msgspec.json.decode(text, type=Kept)
