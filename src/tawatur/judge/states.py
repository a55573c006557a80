"""The states of an incident's review and which may follow which."""

from __future__ import annotations

STATES = ("machine", "in_review", "reviewed", "second_review", "final")
_NEXT: dict[str, tuple[str, ...]] = {
    "machine": ("in_review",),
    "in_review": ("reviewed", "machine"),
    "reviewed": ("second_review", "in_review"),
    "second_review": ("final", "in_review"),
    "final": ("in_review",),
}


def next_states(state: str) -> tuple[str, ...]:
    """The states that may follow, the usual one first. Raises KeyError for an unknown state."""
    return _NEXT[state]
