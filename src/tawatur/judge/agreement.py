"""Do two people who read the same reports fill the same cells? In the codebook's fields, cell by cell.

Both start from the machine's claims, so cells that nobody touched agree; `touched` counts those that one of them
changed, which is where agreement is earned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from tawatur.records import Claim

FIELDS = ("type", "status", "trigger", "actors", "targets", "place", "date", "figures", "attribution")
LABELLED = ("type", "status")  # one label out of a list, so that agreement by chance can be told
# What of a cell is compared: the words, and what they were taken for.
KEYS: dict[str, tuple[str, ...]] = {
    "trigger": ("start", "end"),
    "actors": ("start", "end", "name"),
    "targets": ("start", "end", "name"),
    "place": ("name", "id"),
    "date": ("start", "end"),
    "figures": ("start", "end", "outcome", "who", "low", "high", "subset"),
    "attribution": ("start", "end", "kind"),
}


class Compared(Struct, frozen=True, kw_only=True):
    """One cell as the machine, the first and the second person have it (None: not there)."""

    claim: str
    field: str
    machine: Any
    first: Any
    second: Any

    @property
    def same(self) -> bool:
        """Whether both people have the same."""
        return bool(_key(self.field, self.first) == _key(self.field, self.second))

    @property
    def touched(self) -> bool:
        """Whether one of them changed what the machine read."""
        machine = _key(self.field, self.machine)
        return any(_key(self.field, one) != machine for one in (self.first, self.second))


class Count(Struct, frozen=True, kw_only=True):
    """The cells of one field, counted; `labels` (of types and statuses): what each person said, and how often."""

    field: str
    cells: int
    same: int
    touched: int
    touched_same: int
    labels: tuple[tuple[str, str, int], ...] = ()


class Agreement(Struct, frozen=True, kw_only=True):
    """How often two people agree on a field; `kappa` (for types and statuses) is None where chance explains all."""

    field: str
    cells: int
    same: int
    touched: int
    touched_same: int
    kappa: float | None = None

    @property
    def share(self) -> float:
        """Share of cells on which they agree, 1 without any."""
        return self.same / self.cells if self.cells else 1.0


def compare(machine: Claim, first: Claim | None, second: Claim | None) -> Iterator[Compared]:
    """Every cell that at least one of the three has; a rejected claim has none."""
    three = [_builtins(claim) for claim in (machine, first, second)]
    for field in FIELDS:
        cells = [_cells(field, claim) for claim in three]
        keys = dict.fromkeys(key for side in cells for key in side)
        for key in keys:
            m, a, b = (side.get(key) for side in cells)
            yield Compared(claim=machine.id, field=field, machine=m, first=a, second=b)


def counted(compared: Iterable[Compared]) -> list[Count]:
    """Counts by field, in the codebook's order; fields without a cell are left out."""
    by_field: dict[str, list[Compared]] = {}
    for one in compared:
        by_field.setdefault(one.field, []).append(one)
    return [_counted(field, by_field[field]) for field in FIELDS if field in by_field]


def agreement(counts: Iterable[Count]) -> list[Agreement]:
    """How often people agree by field, over the counts of any number of incidents."""
    by_field: dict[str, list[Count]] = {}
    for one in counts:
        by_field.setdefault(one.field, []).append(one)
    return [_summed(field, by_field[field]) for field in FIELDS if field in by_field]


def _counted(field: str, cells: Sequence[Compared]) -> Count:
    touched = [one for one in cells if one.touched]
    labels = Counter((str(one.first), str(one.second)) for one in cells if field in LABELLED)
    return Count(
        field=field,
        cells=len(cells),
        same=sum(one.same for one in cells),
        touched=len(touched),
        touched_same=sum(one.same for one in touched),
        labels=tuple((first, second, times) for (first, second), times in labels.items()),
    )


def _summed(field: str, counts: Sequence[Count]) -> Agreement:
    labels: Counter[tuple[str, str]] = Counter()
    for one in counts:
        labels.update({(first, second): times for first, second, times in one.labels})
    return Agreement(
        field=field,
        cells=sum(one.cells for one in counts),
        same=sum(one.same for one in counts),
        touched=sum(one.touched for one in counts),
        touched_same=sum(one.touched_same for one in counts),
        kappa=kappa(labels) if field in LABELLED else None,
    )


def kappa(pairs: Mapping[tuple[str, str], int]) -> float | None:
    """Cohen's kappa of two raters' labels, each pair with how often it occurs; None where chance explains all."""
    n = sum(pairs.values())
    if not n:
        return None
    seen = sum(times for (a, b), times in pairs.items() if a == b) / n
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (a, b), times in pairs.items():
        first[a] += times
        second[b] += times
    chance = sum(first[label] * second[label] for label in first) / n**2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def _builtins(claim: Claim | None) -> dict[str, Any]:
    return msgspec.to_builtins(claim) if claim is not None else {}


def _cells(field: str, claim: dict[str, Any]) -> dict[Any, Any]:
    """The cells of a field by what pairs them: the words of a side or figure; there is one of the other fields."""
    value = claim.get(field)
    if value is None:
        return {}
    if isinstance(value, list | tuple):
        found: dict[Any, Any] = {}
        for cell in value:
            spot = (cell["start"], cell["end"])
            found[(*spot, sum(1 for key in found if key[:2] == spot))] = cell
        return found
    return {field: value}


def _key(field: str, cell: Any) -> Any:
    if isinstance(cell, dict):
        return tuple(cell.get(name) for name in KEYS[field])
    return cell
