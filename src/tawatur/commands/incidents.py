"""`tawatur incidents`: the table of incidents."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from tawatur.commands.incident_options import bidi_option, checked_policy, policy_option, print_incidents
from tawatur.commands.project_options import opened, project_options

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("incidents")
@project_options
@policy_option
@bidi_option
@click.option("--type", "kind", default="", help="Only events of this type.")
@click.option("--country", default="", help="Only this country (two letters).")
@click.option("--place", default="", help="Only this place, first-level division or country.")
@click.option("--since", type=DAY, help="Only from this day on (YYYY-MM-DD).")
@click.option("--until", type=DAY, help="Only up to this day.")
@click.option("--chains", type=int, default=1, show_default=True, help="Only with so many independent chains.")
@click.option("--killed", type=int, help="Only where somebody tells of so many killed.")
@click.option("--newest", is_flag=True, help="The latest day first.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
def command(
    project: str,
    captures: Path | None,
    who: str | None,
    policy: str | None,
    bidi: str,
    kind: str,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
    **filters: str | int | bool | None,
) -> None:
    """List the project's incidents by day: a table on a terminal, JSON Lines when piped."""
    from itertools import islice

    from tawatur.project.incidents import every_incident
    from tawatur.store.incidents import Filters

    del who
    name = checked_policy(policy)
    days = {"since": since.date() if since else None, "until": until.date() if until else None}
    wanted = Filters(type=kind, **days, **filters)  # type: ignore[arg-type]
    with opened(project, captures) as store, store.reading() as connection:
        print_incidents(islice(every_incident(connection, wanted, name), limit), bidi)
        if sys.stdout.isatty() and not _any(connection):
            click.echo("No incidents yet; `tawatur link` makes them of the claims that `tawatur code` reads.")


def _any(connection: object) -> bool:
    from tawatur.store.incidents import incident_count

    return incident_count(connection) > 0  # type: ignore[arg-type]
