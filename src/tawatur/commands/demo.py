"""`tawatur demo`: the bundled reports, end to end."""

from __future__ import annotations

import os
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from tawatur.acquire import Problem, read_inputs
from tawatur.coding import code_items
from tawatur.demo import demo_folder
from tawatur.display import claims_view, pick_bidi
from tawatur.display.incidents import incidents_table
from tawatur.fuse.settings import policy
from tawatur.fuse.shelf import Memory
from tawatur.fuse.working import linked
from tawatur.records import Coded


@click.command("demo")
@click.option("--bidi", type=click.Choice(["auto", "on", "off"]), default="auto", help="As for `tawatur code`.")
@click.option("--width", type=click.IntRange(40), help="Columns to print for; default: the terminal's.")
def command(bidi: str, width: int | None) -> None:
    """Code the bundled reports of July 2019, print their claims, and what incidents they tell of.

    They are pages, texts and rows with the usual clutter, written for this purpose; the outlets are invented.
    """
    console, who = Console(highlight=False, width=width), pick_bidi(bidi, os.environ)
    reports: list[Coded] = []
    for made in code_items(read_inputs([demo_folder()])):
        if isinstance(made, Problem):
            console.print(f"not coded: {Path(made.where).name}: {made.says}", style="yellow")
            continue
        reports.append(made)
        console.print(claims_view(made, console.width, who))
    found = sorted(linked(Memory(), reports, policy().id), key=lambda i: (i.date_start or "9999", i.id))
    console.print(Text("Incidents: what these reports say together\n", "bold"), incidents_table(found, who))
    claims = sum(len(report.events) for report in reports)
    console.print(f"\n{claims} claims in {len(reports)} reports tell of {len(found)} incidents.")
    console.print("Next: tawatur explain ID (the eight letters under a type), tawatur code FILE, tawatur link FILE")
