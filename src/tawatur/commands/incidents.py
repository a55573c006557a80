"""`tawatur incidents`: the table of incidents."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from tawatur.commands.link import print_incidents
from tawatur.commands.work_options import bidi_option, checked_policy, policy_option, work_file, work_option
from tawatur.fuse.working import incidents
from tawatur.records import Incident

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("incidents")
@work_option
@policy_option
@bidi_option
@click.option("--type", "kind", help="Only events of this type.")
@click.option("--country", help="Only this country (two letters).")
@click.option("--since", type=DAY, help="Only from this day on (YYYY-MM-DD).")
@click.option("--until", type=DAY, help="Only up to this day.")
@click.option("--chains", "least", type=int, default=1, show_default=True, help="Only with so many independent chains.")
def command(
    work: Path | None,
    policy: str | None,
    bidi: str,
    kind: str | None,
    country: str | None,
    since: datetime | None,
    until: datetime | None,
    least: int,
) -> None:
    """List incidents by day: a table on a terminal, JSON Lines when piped."""
    first, last = (day.date().isoformat() if day else None for day in (since, until))

    def wanted(one: Incident) -> bool:
        placed = kind in (None, one.type) and country in (None, one.country) and len(one.chains) >= least
        return placed and _within(one, first, last)

    with work_file(work) as file:
        print_incidents(filter(wanted, incidents(file, policy=checked_policy(policy))), bidi)


def _within(one: Incident, first: str | None, last: str | None) -> bool:
    """Whether an incident's days meet the time asked for; one without a day only if no time is asked for."""
    if first is None and last is None:
        return True
    if one.date_start is None or one.date_end is None:
        return False
    return (first is None or one.date_end >= first) and (last is None or one.date_start <= last)
