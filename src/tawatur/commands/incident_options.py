"""What the commands on incidents share: the policy, the table's direction, and how incidents are printed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click
import msgspec
from rich.console import Console

from tawatur.display import pick_bidi
from tawatur.display.incidents import incidents_table
from tawatur.fuse.settings import policy
from tawatur.records import Incident
from tawatur.reference.loader import DataError

Command = TypeVar("Command", bound=Callable[..., Any])

policy_option = click.option("--policy", help="How tolls become a range: full, chains, acled, ucdp, airwars.")
bidi_option = click.option(
    "--bidi",
    type=click.Choice(["auto", "on", "off"]),
    default="auto",
    help="Reorder Arabic in the table ourselves; auto: unless the terminal does it.",
)


def checked_policy(name: str | None) -> str:
    """The id of a policy; an unknown one is an error that names the known ones."""
    try:
        return policy(name).id
    except DataError as error:
        raise click.UsageError(str(error)) from error


def print_incidents(found: Iterable[Incident], bidi: str) -> None:
    """Incidents in the order given: a table on a terminal, JSON Lines when piped."""
    if sys.stdout.isatty():
        Console(highlight=False).print(incidents_table(found, pick_bidi(bidi, os.environ)))
        return
    for one in found:
        click.echo(incident_json(one))


def by_day(found: Iterable[Incident]) -> list[Incident]:
    """Incidents by day and id, those without a day last."""
    return sorted(found, key=lambda one: (one.date_start or "9999", one.id))


def incident_json(one: Incident) -> bytes:
    """An incident as JSON: "incident", "reports", "chains" (reports of each) and "killed", then all else."""
    row = {
        "incident": one.id,
        "reports": one.reports,
        "chains": [chain.reports for chain in one.chains],
        "killed": one.killed,
        "chain_details": one.chains,
    }
    rest = {f: getattr(one, f) for f in one.__struct_fields__ if f not in ("id", "chains", *row)}
    return msgspec.json.encode(row | rest)
