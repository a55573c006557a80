"""Claims as the pages show them: every cell with its words, its value, the rule and reason behind it, who set it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from tawatur.explain import row_of
from tawatur.judge.corrections import key_of
from tawatur.project.judged import apply
from tawatur.records import Claim
from tawatur.store.verdicts import KeptVerdict

HARM = ("killed", "injured", "casualties", "missing")
HARMFUL = (
    "air_strike", "shelling", "explosion", "suicide_bombing", "chemical_attack", "attack", "sexual_violence",
    "abduction", "torture",
)  # fmt: skip


class CellView(Struct, frozen=True, kw_only=True):
    """A cell of a claim; offsets are code points of the report's text."""

    field: str  # as in the claim: "actors", "figures", …
    cell: Any  # the cell as JSON: what a correction of it names
    text: str
    start: int
    end: int
    rule: str = ""
    row: str = ""  # file:line of the row of data
    why: str = ""
    by: str = ""  # who set it, "" for the machine

    @property
    def name(self) -> str:
        """What to call it: the name of a list or a person; else its words as written, not as they are compared."""
        return (self.cell.get("name") if self.cell.get("id") or self.by else "") or self.text

    @property
    def as_json(self) -> str:
        """The cell as text."""
        return msgspec.json.encode(self.cell).decode()


class ClaimView(Struct, frozen=True, kw_only=True):
    """A claim with its cells, as corrected; a rejected one is shown as the machine read it."""

    claim: Claim
    report: str
    rejected: bool
    corrections: tuple[KeptVerdict, ...]
    cells: tuple[CellView, ...]

    @property
    def harm(self) -> bool:
        """Whether its words describe harm to people."""
        return self.claim.type in HARMFUL or any(f.outcome in HARM for f in self.claim.figures)

    def of(self, field: str) -> list[CellView]:
        """The cells of a field."""
        return [cell for cell in self.cells if cell.field == field]


def view(claim: Claim, report: str, corrections: Iterable[KeptVerdict] = ()) -> ClaimView:
    """A claim for the pages."""
    said = tuple(corrections)
    after = apply(claim, said) if said else claim
    shown = after or claim
    return ClaimView(
        claim=shown,
        report=report,
        rejected=after is None,
        corrections=said,
        cells=tuple(_cells(shown, said)),
    )


def _cells(claim: Claim, said: tuple[KeptVerdict, ...]) -> Iterator[CellView]:
    body: dict[str, Any] = msgspec.to_builtins(claim)
    by = {(v.value.get("field"), _key(v.value.get("cell"))): v.who for v in said}
    for field in ("trigger", "actors", "targets", "place", "date", "figures", "attribution"):
        value = body[field]
        for cell in value if isinstance(value, list | tuple) else [value] if value else []:
            yield _cell(field, cell, body, by)


def _cell(field: str, cell: dict[str, Any], body: dict[str, Any], by: dict[Any, str]) -> CellView:
    span = cell.get("span", cell)
    rule = body["rule"] if field == "trigger" else cell.get("rule", "")
    reasons = [body["reasons"].get(field), cell.get("reason")]
    who = by.get((field, _key(cell)), "")
    if field == "trigger":
        reasons += [body["reasons"].get("type"), body["reasons"].get("status")]
        who = next((w for (f, _), w in by.items() if f in ("type", "status")), who)
    return CellView(
        field=field,
        cell=cell,
        text=span["text"],
        start=span["start"],
        end=span["end"],
        rule="" if who else rule,
        row="" if who else row_of(cell.get("id") or "") or row_of(rule),
        why="" if who else "; ".join(dict.fromkeys(filter(None, reasons))),
        by=who,
    )


def _key(cell: Any) -> Any:
    return key_of(cell.get("span", cell) if isinstance(cell, dict) and "span" in cell else cell)
