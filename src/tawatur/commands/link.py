"""`tawatur link`: claims to incidents, with reasons."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec
from rich.console import Console

from tawatur.acquire import Problem
from tawatur.commands.project_options import opened, project_options
from tawatur.commands.work_options import bidi_option, checked_policy, policy_option, work_file, work_option
from tawatur.display import pick_bidi, tracked
from tawatur.display.incidents import incidents_table
from tawatur.fuse.shelf import Memory
from tawatur.fuse.working import add_reports, incidents, linked
from tawatur.linking import coded_reports
from tawatur.records import Coded, Incident


@click.command("link")
@click.argument("paths", nargs=-1, metavar="[FILE…|-]")
@project_options
@work_option
@policy_option
@bidi_option
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Cores to code with.")
def command(
    paths: tuple[str, ...],
    project: str,
    captures: Path | None,
    who: str | None,
    work: Path | None,
    policy: str | None,
    bidi: str,
    jobs: int,
) -> None:
    """Link claims into incidents: JSON Lines of `tawatur code --text`, or reports, which are coded first.

    Prints the incidents, as a table on a terminal and as JSON Lines when piped. With --work the links are kept in a
    file: reports that come later join what is there, verdicts hold, and only incidents that changed are printed.
    Without FILE the coded reports of the project are linked, and always kept.
    """
    del who
    name = checked_policy(policy)
    if not paths:
        from tawatur.project.code import kept_coded  # here, so that linking files needs no database

        with opened(project, captures) as store:
            _link_into(work, kept_coded(store), name, bidi)
        return
    reports = _said(tracked(coded_reports(paths, jobs=jobs), "coding", None))
    if work is None:
        print_incidents(linked(Memory(), list(reports), name), bidi)
        return
    _link_into(work, reports, name, bidi)


def _link_into(work: Path | None, reports: Iterable[Coded], policy: str, bidi: str) -> None:
    """Link reports within the work file and print the incidents that changed."""
    with work_file(work, make=True) as file:
        changed = add_reports(file, reports)
        print_incidents(incidents(file, sorted(changed), policy), bidi)


def print_incidents(found: Iterable[Incident], bidi: str) -> None:
    """Incidents by day: a table on a terminal, JSON Lines when piped."""
    ordered = sorted(found, key=lambda i: (i.date_start or "9999", i.id))
    if sys.stdout.isatty():
        Console(highlight=False).print(incidents_table(ordered, pick_bidi(bidi, os.environ)))
        return
    for one in ordered:
        click.echo(incident_json(one))


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


def _said(items: Iterable[Coded | Problem]) -> Iterator[Coded]:
    without_text = 0
    for item in items:
        if isinstance(item, Problem):
            click.echo(str(item), err=True)
        else:
            without_text += not item.text
            yield item
    if without_text:
        click.echo(
            f"{without_text} reports came without text: copies are not seen; use `tawatur code --text`.", err=True
        )
