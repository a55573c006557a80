"""`tawatur show`: one incident with its chains, tolls by chain, reasons and suggestions."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from rich.console import Console

from tawatur.commands.incident_options import bidi_option, checked_policy, incident_json, policy_option
from tawatur.commands.project_options import opened, project_options
from tawatur.display import pick_bidi


@click.command("show")
@click.argument("incident", metavar="ID")
@project_options
@policy_option
@bidi_option
def command(incident: str, project: str, captures: Path | None, who: str | None, policy: str | None, bidi: str) -> None:
    """Show one incident by its id, the start of it, or an id that it had before it was merged."""
    from tawatur.display.incidents import incident_view
    from tawatur.project.incidents import ids_of, read_incident

    del who
    name = checked_policy(policy)
    with opened(project, captures) as store, store.reading() as connection:
        ids = ids_of(connection, incident)
        view = read_incident(connection, ids[0], name) if len(ids) == 1 else None
        if view is None:
            known = f"several incidents begin so: {', '.join(ids[:5])}" if ids else "no such incident"
            raise click.UsageError(f"{incident}: {known}.")
    if sys.stdout.isatty():
        Console(highlight=False).print(incident_view(view, pick_bidi(bidi, os.environ)))
    else:
        click.echo(incident_json(view.incident))
