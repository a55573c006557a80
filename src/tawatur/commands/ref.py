"""`tawatur ref`: the codebook, whole or one entry, with the rules that read an event type."""

from __future__ import annotations

import difflib
import os
import sys

import click
import msgspec
from rich.console import Console
from rich.table import Table

from tawatur.codebook import Codebook, Kind, Meaning, codebook
from tawatur.display import RightToLeft, pick_bidi
from tawatur.extract.lexicon import rules

_PARTS = ("types", "statuses", "outcomes", "who", "fields", "bounds")


@click.command("ref")
@click.argument("entry", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON; the default when piped.")
def command(entry: str | None, as_json: bool) -> None:
    """Print the codebook, or one ENTRY such as air_strike, killed, planned, place, dozens."""
    book = codebook()
    if entry is None:
        _print_all(book, as_json or not sys.stdout.isatty())
        return
    found = [(part, row) for part in _PARTS for row in getattr(book, part) if row.id == entry]
    if not found:
        near = difflib.get_close_matches(entry, [row.id for part in _PARTS for row in getattr(book, part)], n=1)
        raise click.UsageError(
            f"no entry {entry!r} in the codebook" + (f"; did you mean {near[0]!r}?" if near else ".")
        )
    for part, row in found:
        _print_entry(part, row, as_json or not sys.stdout.isatty())


def _print_all(book: Codebook, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(book))
        return
    console = Console(highlight=False)
    console.print(book.event, "")
    for part in _PARTS:
        table = Table(box=None, pad_edge=False, title=part, title_justify="left", show_header=False)
        for row in getattr(book, part):
            table.add_row(row.id, row.covers)
        console.print(table, "")


def _print_entry(part: str, row: Kind | Meaning, as_json: bool) -> None:
    told = [rule for kind, rule in rules() if kind == row.id] if part == "types" else []
    if as_json:
        listed = [{"rule": r.id, "why": r.why, "words": [w.lemma for w in r.words]} for r in told]
        click.echo(msgspec.json.encode({"part": part} | msgspec.to_builtins(row) | ({"rules": listed} if told else {})))
        return
    console = Console(highlight=False)
    console.print(f"[bold]{row.id}[/] ({part}): {row.covers}", "")
    table = Table(box=None, pad_edge=False, show_header=False)
    for rule in told:
        words = ", ".join(dict.fromkeys(w.lemma for w in rule.words))
        table.add_row(rule.id, rule.why, RightToLeft(words, pick_bidi("auto", os.environ)))
    console.print(table)
