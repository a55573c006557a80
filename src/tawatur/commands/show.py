"""`tawatur show`: one incident with its chains, tolls by chain, reasons and suggestions."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from rich.console import Console

from tawatur.commands.link import incident_json
from tawatur.commands.work_options import bidi_option, checked_policy, policy_option, work_file, work_option
from tawatur.display import pick_bidi
from tawatur.display.incidents import incident_view
from tawatur.fuse.link import why
from tawatur.fuse.working import found, incidents


@click.command("show")
@click.argument("incident", metavar="ID")
@work_option
@policy_option
@bidi_option
def command(incident: str, work: Path | None, policy: str | None, bidi: str) -> None:
    """Show one incident by its id, the start of it, or an id that it had before it was merged."""
    name = checked_policy(policy)
    with work_file(work) as file:
        ids = found(file, incident, file.incidents())
        if len(ids) != 1:
            known = f"several incidents begin so: {', '.join(ids[:5])}" if ids else "no such incident"
            raise click.UsageError(f"{incident}: {known}.")
        (one,) = incidents(file, ids, name)
        if not sys.stdout.isatty():
            click.echo(incident_json(one))
            return
        reports = {r.id: r for r in file.reports(one.reports)}
        view = incident_view(one, reports, why(file, one.claims), pick_bidi(bidi, os.environ))
        Console(highlight=False).print(view)
