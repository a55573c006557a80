"""What a person can do at the desk: one shape an act; the same for the forms of the pages and for the API."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import Struct

from tawatur.records import EventType

Field = Literal[
    "type", "status", "place", "date", "attribution", "trigger", "actors", "targets", "figures", "rejected"
]  # fmt: skip


class Act(Struct, frozen=True, kw_only=True, tag_field="do", forbid_unknown_fields=True):
    """What all acts have: the newest decision that the person had seen, whether to go on all the same, and why."""

    seen: int | None = None
    anyway: bool = False
    reason: str = ""


class Correct(Act, frozen=True, kw_only=True, tag="correct", forbid_unknown_fields=True):
    """Replace a cell of a claim (`was`) by another (`cell`); without `was` add one, without `cell` take it out."""

    claim: str
    field: Field
    was: dict[str, Any] | str | None = None
    cell: dict[str, Any] | str | bool | None = None


class Pair(Act, frozen=True, kw_only=True, tag="pair", forbid_unknown_fields=True):
    """Two incidents or claims are the same, are not, or it cannot be said."""

    left: str
    right: str
    judgement: Literal["same", "not_same", "unsure"]


class Split(Act, frozen=True, kw_only=True, tag="split", forbid_unknown_fields=True):
    """Some claims tell of another incident than the rest."""

    claims: list[str]


class State(Act, frozen=True, kw_only=True, tag="state", forbid_unknown_fields=True):
    """Go on to the next state of review, or back to an earlier one."""

    to: Literal["machine", "in_review", "reviewed", "second_review", "second_done", "final"]


class Assign(Act, frozen=True, kw_only=True, tag="assign", forbid_unknown_fields=True):
    """Give an incident to somebody; an empty name to nobody."""

    to: str = ""


class Skip(Act, frozen=True, kw_only=True, tag="skip", forbid_unknown_fields=True):
    """Put an incident behind all others in the queue."""


class Grade(Act, frozen=True, kw_only=True, tag="grade", forbid_unknown_fields=True):
    """Set the grade; an empty one takes it away."""

    grade: Literal["", "confirmed", "fair", "weak", "contested", "discounted"]


class Note(Act, frozen=True, kw_only=True, tag="note", forbid_unknown_fields=True):
    """Say something about an incident (in `reason`)."""


class Undo(Act, frozen=True, kw_only=True, tag="undo", forbid_unknown_fields=True):
    """Take a decision back, or all from `no` through `through`; taking that back in turn lets it hold again."""

    no: int
    through: int | None = None


class Add(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event that the machine missed: the words of the report that tell it, as offsets, and its type."""

    report: str
    type: EventType
    start: int
    end: int
    reason: str = ""


AnyAct: TypeAlias = Correct | Pair | Split | State | Assign | Skip | Grade | Note | Undo


class Refused(Exception):
    """The act is not allowed, or makes no sense here; the text says why. `status` is the answer's."""

    def __init__(self, says: str, status: int = 400) -> None:
        super().__init__(says)
        self.status = status
