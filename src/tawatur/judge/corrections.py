"""A claim as people corrected it: the machine's cells with what people replaced, added or took out.

A correction names a field, the cell that was there (None: nothing) and the cell that is to be there (None: nothing).
Cells are recognised by their words, so a correction holds as long as newer rules read the same words; where they do
not, the person's cell is added all the same: a person wins over the machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from tawatur.records import Claim

LISTS = ("actors", "targets", "figures")
SINGLE = ("place", "date", "attribution", "trigger")
PLAIN = ("type", "status", "admin1", "country")
FIELDS = (*PLAIN, *SINGLE, *LISTS)
REJECTED = "rejected"  # field of a correction that says whether the claim is an event at all
Cell = dict[str, Any] | str | bool | None


class Correction(Struct, frozen=True, kw_only=True):
    """One change of one cell; `field` is one of FIELDS, or "rejected" with the cell True or False."""

    field: str
    was: Cell = None
    cell: Cell = None


def corrected(claim: Claim, corrections: Iterable[Correction]) -> Claim | None:
    """The claim after the corrections, in their order; None where it was rejected. A cell that fits no field is left.

    Raises msgspec.ValidationError where a cell has not the shape of its field.
    """
    body: dict[str, Any] = msgspec.to_builtins(claim)
    rejected = False
    for one in corrections:
        if one.field == REJECTED:
            rejected = bool(one.cell)
        elif one.field in LISTS:
            body[one.field] = _changed(body[one.field], one.was, one.cell)
        elif one.field in FIELDS:
            body[one.field] = one.cell
            body.update(_follows(one))
    return None if rejected else msgspec.convert(body, Claim)


def _changed(cells: list[Any], was: Cell, cell: Cell) -> list[Any]:
    """The cells with one replaced, taken out, or added where it was not there."""
    keep = [c for c in cells if was is None or key_of(c) != key_of(was)]
    where = next((n for n, c in enumerate(cells) if was is not None and key_of(c) == key_of(was)), len(keep))
    if cell is not None and key_of(cell) not in map(key_of, keep):
        keep.insert(where, cell)
    return keep


def _follows(one: Correction) -> dict[str, Any]:
    """Fields that a corrected place brings along."""
    if one.field != "place" or not isinstance(one.cell, dict):
        return {}
    return {name: one.cell[name] for name in ("admin1", "country") if one.cell.get(name)}


def key_of(cell: Any) -> tuple[Any, ...]:
    """What tells a cell of a list from the others: its words, and the outcome and group of a figure."""
    names = ("start", "end", "outcome", "who", "low", "high")
    return tuple(cell.get(name) for name in names) if isinstance(cell, dict) else (cell,)
