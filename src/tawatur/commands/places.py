"""`tawatur places`: what the reports name and no gazetteer has."""

from __future__ import annotations

import json
import sys
from collections import Counter

import click
from msgspec import Struct
from rich.console import Console
from rich.table import Table

from tawatur.acquire import Problem, read_inputs
from tawatur.clean import clean
from tawatur.display import count_items, tracked
from tawatur.dissect import read
from tawatur.records import Page, Reading

AROUND = 40  # characters of the report shown around a name


class Unknown(Struct, kw_only=True):
    """A name that no gazetteer has: how often, after which cue word, where it seems to lie, and an example."""

    name: str
    cue: str
    count: int
    reports: int
    country: str
    admin1: str
    report: str
    words: str


@click.group("places")
def command() -> None:
    """Places that reports name."""


@command.command("unknown")
@click.argument("paths", nargs=-1, required=True, metavar="FILE…|-")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Rows to show.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
def unknown(paths: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Names after a cue word that no gazetteer has, the most frequent first: a worklist for new rows of places.csv."""
    found: dict[tuple[str, str], list[Unknown]] = {}
    for item in tracked(read_inputs(paths), "reading", count_items(paths)):
        if isinstance(item, Problem):
            click.echo(str(item), err=True)
            continue
        report = clean(item) if isinstance(item, Page) else item
        for name in unknown_names(read(report)):
            found.setdefault((name.cue, name.name), []).append(name)
    rows = sorted((_together(names) for names in found.values()), key=lambda row: (-row.count, row.name))[:limit]
    if as_json or not sys.stdout.isatty():
        for row in rows:
            click.echo(json.dumps({f: getattr(row, f) for f in Unknown.__struct_fields__}, ensure_ascii=False))
        return
    table = Table("times", "reports", "cue", "name", "where", "for example")
    for row in rows:
        where = " ".join(filter(None, (row.country, row.admin1)))
        table.add_row(str(row.count), str(row.reports), row.cue, row.name, where, row.words)
    Console().print(table)


def unknown_names(reading: Reading) -> list[Unknown]:
    """The mentions of a report that have a cue word and no place."""
    text = reading.report.text
    return [
        Unknown(
            name=m.name,
            cue=m.cue,
            count=1,
            reports=1,
            country=m.country or "",
            admin1=m.admin1 or "",
            report=reading.report.id,
            words=" ".join(text[max(0, m.start - AROUND) : m.end + AROUND].split()),
        )
        for m in reading.places
        if m.place is None
    ]


def _together(names: list[Unknown]) -> Unknown:
    """All mentions of one name as one row; its country and division where most of them agree."""
    first = names[0]
    country, admin1 = Counter((n.country, n.admin1) for n in names).most_common(1)[0][0]
    reports = len({n.report for n in names})
    return Unknown(
        name=first.name,
        cue=first.cue,
        count=len(names),
        reports=reports,
        country=country,
        admin1=admin1,
        report=first.report,
        words=first.words,
    )
