"""Incidents for the eye: a table, and one incident with its chains as a small tree and its tolls by chain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from tawatur.display.bidi import Bidi, RightToLeft, isolated
from tawatur.frames import asked_model
from tawatur.project.incidents import View
from tawatur.records import Chain, Incident, Link, Range, Toll
from tawatur.store.incidents import ReportRow
from tawatur.store.verdicts import KeptVerdict

MOST_REASONS = 6
WIDTHS = {"incident": 14, "day": 10, "event": 16, "killed": 8, "injured": 7, "reports": 7}  # the place has the rest


def incidents_table(found: Iterable[Incident], bidi: Bidi) -> Table:
    """One row an incident; eighty columns have to do."""
    table = Table(header_style="dim", border_style="dim", expand=True, box=SIMPLE_HEAD, padding=0)
    table.caption, table.caption_justify = "reports (independent chains)", "left"
    for heading, width in WIDTHS.items():
        table.add_column(heading, width=width, overflow="fold")
    table.add_column("place", justify="right", ratio=1)
    for one in found:
        table.add_row(
            one.id,
            days(one),
            one.type if one.status == "occurred" else f"{one.type} ({one.status})",
            range_text(one.ranges, "killed"),
            range_text(one.ranges, "injured"),
            f"{len(one.reports)} ({len(one.chains)})",
            RightToLeft(place(one), bidi),
        )
    return table


def incident_view(view: View, bidi: Bidi) -> RenderableType:
    """One incident: what it is, its ranges, its chains with their tolls, why its claims are together, what to judge."""
    one = view.incident
    parts: list[RenderableType] = [_head(one, bidi), _chains(view, bidi)]
    if view.links:
        parts.append(_links("Why these claims are together (weakest last)", view.links, bidi))
    if one.suggestions:
        parts.append(_links("May be the same: judge with `tawatur judge`", one.suggestions, bidi))
    if view.history:
        parts.append(_history(view.history, bidi))
    return Group(*parts)


def _history(said: Sequence[KeptVerdict], bidi: Bidi) -> Tree:
    tree = Tree("Verdicts (take one back with `tawatur judge --undo NUMBER`)", guide_style="dim")
    for v in said:
        undone = f", taken back by {v.undone_by}" if v.undone_by else ""
        line = Text(f"{v.no}  {v.decision}  {v.subject}  {v.who}, {v.at}{undone}  ", "dim" if undone else "")
        tree.add(line + _sentence(v.reason, bidi))
    return tree


def days(one: Incident) -> str:
    """The day or days of an incident."""
    if not one.date_start:
        return "no day given"
    return one.date_start if one.date_start == one.date_end else f"{one.date_start} to {one.date_end}"


def place(one: Incident) -> str:
    """Place and first-level division."""
    return "، ".join(dict.fromkeys(part for part in (one.place, one.admin1) if part))


def range_text(ranges: Iterable[Range], outcome: str) -> str:
    """A range as people write it: 25–135, "best" in brackets, groups one after the other; "" if nobody tells."""
    shown = []
    for r in ranges:
        if r.outcome == outcome:
            ends = dict.fromkeys(str(n) for n in (r.low, r.high) if n is not None)
            text = "–".join(ends) + ("+" if r.is_open else "")
            text += f" (best {r.best})" if r.best is not None and len(ends) > 1 else ""
            whose = f"{r.side}'s own" if r.side else ""
            shown.append(" ".join(part for part in (whose, r.group, text) if part))
    return ", ".join(shown)


def toll_text(toll: Toll) -> str:
    """A toll with its bounds: "at least 30 killed", "2 of them child"."""
    low, high = toll.low, toll.high
    if low is None and high is None:
        number = "unknown"
    elif low == high:
        number = str(low)
    elif high is None:
        number = f"{low} or more"
    elif low is None:
        number = f"at most {high}"
    else:
        number = f"{low}–{high}"
    who = "" if toll.who == "unspecified" else f" {toll.who}"
    return f"{'of them ' if toll.subset else ''}{number}{who} {toll.outcome}{' (vague)' if toll.vague else ''}"


def _head(one: Incident, bidi: Bidi) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(ratio=1)
    rows: list[tuple[str, RenderableType]] = [
        ("incident", Text(one.id, "bold") + Text(f"  {one.type}, {one.status}")),
        ("formerly", ", ".join(one.former)),
        ("day", days(one)),
        ("place", isolated(place(one), bidi) + Text(f"  {one.precision}, {one.country or 'country unknown'}")),
        ("said to act", isolated("، ".join(one.actors), bidi)),
        ("targets", isolated("، ".join(one.targets), bidi)),
        ("told by", f"{len(one.reports)} reports, {len(one.chains)} independent chains"),
        *((outcome, range_text(one.ranges, outcome)) for outcome in dict.fromkeys(r.outcome for r in one.ranges)),
        ("own accounts of the sides", "; ".join(f"{r.outcome} {range_text([r], r.outcome)}" for r in one.belligerents)),
        ("policy", one.policy),
    ]
    if one.grade:
        rows.append(("grade suggested", f"{one.grade.suggested}: {one.grade.why}"))
    for name, value in rows:
        if value:
            grid.add_row(name, value)
    return grid


def _chains(view: View, bidi: Bidi) -> Tree:
    one = view.incident
    tree = Tree("chains", style="dim", guide_style="dim")
    for number, chain in enumerate(one.chains):
        branch = tree.add(_chain_line(number, chain, bidi) + _asked(view, chain))
        for name in chain.reports:
            branch.add(Text(f"{name}  ", "default") + _report(view.reports.get(name), bidi))
        for toll in (t for t in one.tolls if t.chain == number):
            before = "; ".join(f"{low}–{high}" if low != high else str(low) for low, high in toll.earlier)
            words = Text(toll_text(toll), "bold") + Text(f"  earlier {before}" if before else "", "dim")
            branch.add(words + Text("  ") + isolated(f"«{toll.text}»", bidi))
        for why in chain.why:
            branch.add(_sentence(why, bidi))
    return tree


def _report(report: ReportRow | None, bidi: Bidi) -> Text:
    return isolated(f"{report.published or ''}  {report.source}  {report.title}" if report else "", bidi)


def _asked(view: View, chain: Chain) -> Text:
    """Which language model chose claims of the chain, where it was not the rules."""
    models = dict.fromkeys(asked_model(view.claims[name]) for name in chain.claims if name in view.claims)
    return Text("".join(f", asked: {model}" for model in models if model), "yellow")


def _chain_line(number: int, chain: Chain, bidi: Bidi) -> Text:
    line = Text(f"{number + 1}  ", "default") + Text.assemble(isolated(chain.head, bidi), style="bold")
    line.append(f"  {len(chain.reports)} report{'s' if len(chain.reports) > 1 else ''}", "default")
    if chain.side:
        line.append(f", {chain.side}", "default")
    if chain.belligerent:
        line.append(", a side's own account", "yellow")
    return line


def _links(title: str, links: Sequence[Link], bidi: Bidi) -> Tree:
    tree = Tree(title, guide_style="dim")
    for link in links:
        branch = tree.add(f"{link.left} – {link.right}  {link.score:.2f} {link.band}")
        for reason in link.reasons[:MOST_REASONS]:
            branch.add(_sentence(reason, bidi))
    return tree


def _sentence(words: str, bidi: Bidi) -> Text:
    """An English sentence: only the Arabic runs in it are right to left."""
    pieces = re.split("((?:[\\u0600-\\u06ff]+[ ]?)+)", words)
    return Text().join(isolated(piece, bidi) if n % 2 else Text(piece) for n, piece in enumerate(pieces))
