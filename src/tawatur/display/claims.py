"""Claims for the eye: a table where the terminal is wide enough, else one block a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tawatur.display.bidi import Bidi, RightToLeft, isolated
from tawatur.frames import amount, asked_model
from tawatur.records import Claim, Coded, Figure, Party, When

WIDE = 118  # columns that the table needs
_ID = 16  # letters of a report id shown; ids of pages are hashes
_BEFORE, _AFTER = 7, 11  # words of evidence shown on either side of the trigger
_STATUS = {"planned": "yellow", "failed": "yellow", "denied": "red"}


def claims_view(coded: Coded, width: int, bidi: Bidi) -> RenderableType:
    """One report's claims under its title."""
    head = Table.grid(expand=True, padding=(0, 2))
    head.add_column()
    head.add_column(justify="right", ratio=1)
    told = Text.assemble((coded.id[:_ID], "bold"), f"  {coded.published or 'undated'}  ", no_wrap=True)
    head.add_row(told + isolated(coded.source, bidi), RightToLeft(Text(coded.title, "bold"), bidi))
    if not coded.events:
        return Group(head, Text("no events", "dim"), "")
    return Group(head, _table(coded, bidi) if width >= WIDE else _blocks(coded, bidi), "")


def _table(coded: Coded, bidi: Bidi) -> Table:
    table = Table(show_lines=True, header_style="dim", border_style="dim", expand=True)
    for heading, size, right in _COLUMNS:
        justify: Literal["left", "right"] = "right" if right else "left"
        table.add_column(heading, justify=justify, width=None if right else size, ratio=size if right else None)
    for claim in coded.events:
        table.add_row(*(cell for _, cell in _cells(claim, coded.text, bidi)))
    return table


def _blocks(coded: Coded, bidi: Bidi) -> Group:
    blocks: list[RenderableType] = []
    for claim in coded.events:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(style="dim")
        grid.add_column(ratio=1)
        for name, cell in _cells(claim, coded.text, bidi):
            if cell:
                grid.add_row(name, cell)
        blocks += [grid, ""]
    return Group(*blocks)


# Heading; width of columns of figures and Latin words, share of the rest for Arabic ones; right to left?
_COLUMNS = (
    ("event", 17, False),
    ("place", 3, True),
    ("date", 10, False),
    ("figures", 17, False),
    ("who", 4, True),
    ("to whom", 4, True),
    ("said by", 4, True),
    ("words", 9, True),
)


def _cells(claim: Claim, text: str, bidi: Bidi) -> list[tuple[str, RenderableType]]:
    """The cells of one claim by heading; "" where the report says nothing."""

    def rtl(words: str | Text) -> RenderableType:
        return RightToLeft(words, bidi) if words else ""

    event = Text(claim.type, "bold")
    if claim.status != "occurred":
        event.append(f"\n{claim.status}", _STATUS[claim.status])
    event.append(f"\n{claim.id[:8]}", "dim")
    if model := asked_model(claim):
        event.append(f"\nasked: {model}", "yellow")
    cells: tuple[RenderableType, ...] = (
        event,
        rtl(_place(claim)),
        _days(claim.date),
        Text("\n").join(_figure(f) for f in claim.figures) if claim.figures else "",
        rtl(_parties(claim.actors)),
        rtl(_parties(claim.targets)),
        rtl(claim.attribution.text if claim.attribution else ""),
        rtl(evidence(claim, text)),
    )
    return [(heading, cell) for (heading, _, _), cell in zip(_COLUMNS, cells, strict=True)]


def evidence(claim: Claim, text: str) -> Text:
    """The words around the trigger within its line, the trigger marked."""
    start = text.rfind("\n", 0, claim.trigger.start) + 1
    end = text.find("\n", claim.trigger.end)
    end = len(text) if end < 0 else end
    before = [m.start() + start for m in re.finditer(r"\S+", text[start : claim.trigger.start])]
    after = [m.end() + claim.trigger.end for m in re.finditer(r"\S+", text[claim.trigger.end : end])]
    first = before[-_BEFORE] if len(before) > _BEFORE else start
    last = after[_AFTER] if len(after) > _AFTER else end
    shown = Text("… " if first > start else "")
    shown.append(text[first : claim.trigger.start])
    shown.append(claim.trigger.text, "bold green")
    shown.append(text[claim.trigger.end : last])
    return shown.append(" …" if last < end else "")


def _place(claim: Claim) -> Text:
    if claim.place is None:
        return Text(claim.admin1 or "", "dim")
    place = Text(claim.place.name)
    if claim.admin1 and claim.admin1 != claim.place.name:
        place.append(f"\n{claim.admin1}", "dim")
    return place


def _days(date: When | None) -> RenderableType:
    if date is None:
        return ""
    if date.start is None or date.end is None:
        return Text("not resolved", "dim")
    return date.start if date.start == date.end else f"{date.start}\n{date.end}"


def _parties(parties: Sequence[Party]) -> str:
    return "\n".join(p.text for p in parties)


def _figure(figure: Figure) -> Text:
    shown = Text(f"{figure.outcome} {amount(figure.low, figure.high)}", "bold")
    if figure.who != "unspecified":
        shown.append(f" {figure.who}", "not bold")
    return shown.append(" (of these)", "dim not bold") if figure.subset else shown
