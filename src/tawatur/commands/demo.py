"""`tawatur demo`: the bundled reports, end to end."""

from __future__ import annotations

import os

import click
from rich.console import Console

from tawatur.acquire import Problem, read_inputs
from tawatur.coding import code_items
from tawatur.demo import demo_folder
from tawatur.display import claims_view, pick_bidi


@click.command("demo")
@click.option("--bidi", type=click.Choice(["auto", "on", "off"]), default="auto", help="As for `tawatur code`.")
@click.option("--width", type=click.IntRange(40), help="Columns to print for; default: the terminal's.")
def command(bidi: str, width: int | None) -> None:
    """Code the bundled reports of July 2019 and print their claims.

    They are pages, texts and rows with the usual clutter, written for this purpose; the outlets are invented.
    """
    console, who = Console(highlight=False, width=width), pick_bidi(bidi, os.environ)
    reports = claims = 0
    for made in code_items(read_inputs([demo_folder()])):
        if isinstance(made, Problem):
            console.print(f"not coded: {made}", style="yellow")
            continue
        reports, claims = reports + 1, claims + len(made.events)
        console.print(claims_view(made, console.width, who))
    console.print(f"{claims} claims in {reports} reports. Next: tawatur explain ID, tawatur code FILE")
