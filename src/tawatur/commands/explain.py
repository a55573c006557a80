"""`tawatur explain`: which rule, which words and which rows of data made a claim."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import datetime

import click
import msgspec
from rich.console import Console
from rich.table import Table

from tawatur.acquire import read_inputs
from tawatur.coding import code_items
from tawatur.demo import demo_folder
from tawatur.display import RightToLeft, pick_bidi
from tawatur.display.claims import evidence
from tawatur.explain import find_claim, trace
from tawatur.records import Claim, Coded


@click.command("explain")
@click.argument("claim_id", metavar="ID")
@click.argument("paths", nargs=-1, metavar="[FILE…]")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="As it was given to `tawatur code`.")
@click.option("--json", "as_json", is_flag=True, help="As JSON; the default when piped.")
def command(claim_id: str, paths: tuple[str, ...], published: datetime | None, as_json: bool) -> None:
    """Explain the claim whose id begins with ID, cell by cell.

    FILE: where its report stands, as given to `tawatur code`; without it, the bundled demo reports.
    """
    items = read_inputs(paths or [demo_folder()], published=published.date() if published else None)
    coded, claim = _find(claim_id, (c for c in code_items(items) if isinstance(c, Coded)))
    if as_json or not sys.stdout.isatty():
        cells = msgspec.to_builtins(trace(claim))
        click.echo(msgspec.json.encode({"claim": claim.id, "report": coded.id, "cells": cells}))
        return
    _print(coded, claim)


def _find(claim_id: str, reports: Iterable[Coded]) -> tuple[Coded, Claim]:
    for coded in reports:
        if claim := find_claim(coded, claim_id):
            return coded, claim
    raise click.UsageError(f"no claim here has an id that begins with {claim_id!r}; ids depend on report and words.")


def _print(coded: Coded, claim: Claim) -> None:
    console, bidi = Console(highlight=False), pick_bidi("auto", os.environ)
    console.print(f"[bold]{claim.id}[/]  {claim.type}, {claim.status}, in report {coded.id}")
    console.print(RightToLeft(evidence(claim, coded.text), bidi))
    table = Table(show_lines=True, border_style="dim", header_style="dim", expand=True)
    for heading in ("cell", "value", "words", "offsets", "rule", "row", "why"):
        table.add_column(heading, justify="right" if heading == "words" else "left")
    for cell in trace(claim):
        words = RightToLeft(cell.words, bidi)
        table.add_row(cell.field, cell.value, words, f"{cell.start}:{cell.end}", cell.rule, cell.row, cell.why)
    console.print(table)
