"""`tawatur link`: claims to incidents, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from tawatur.acquire import Problem
from tawatur.commands.incident_options import bidi_option, by_day, checked_policy, policy_option, print_incidents
from tawatur.commands.project_options import opened, progress, project_options
from tawatur.display import tracked
from tawatur.fuse.shelf import Memory
from tawatur.fuse.working import linked
from tawatur.linking import coded_reports
from tawatur.records import Coded


@click.command("link")
@click.argument("paths", nargs=-1, metavar="[FILE…|-]")
@project_options
@policy_option
@bidi_option
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Cores to code with.")
def command(
    paths: tuple[str, ...],
    project: str,
    captures: Path | None,
    who: str | None,
    policy: str | None,
    bidi: str,
    jobs: int,
) -> None:
    """Link claims into incidents.

    Without FILE, what was coded in the project (this folder, or --project) since the last time joins what is there:
    links, verdicts and ids are kept in its database, and only incidents that changed are printed.

    With FILE (JSON Lines of `tawatur code --text`, or reports, which are coded first) the incidents are printed and
    nothing is kept. Incidents are a table on a terminal and JSON Lines when piped.
    """
    name = checked_policy(policy)
    if not paths:
        _link_kept(project, captures, who, name, bidi)
        return
    reports = _said(tracked(coded_reports(paths, jobs=jobs), "coding", None))
    print_incidents(by_day(linked(Memory(), list(reports), name)), bidi)


def _link_kept(project: str, captures: Path | None, who: str | None, policy: str, bidi: str) -> None:
    """Link within the project and print the incidents that changed."""
    from tawatur.project.incidents import read_incident  # here, so that linking files needs no database
    from tawatur.project.link import link_project, to_link

    with opened(project, captures) as store:
        with progress("linking", to_link(store)) as tick:
            done = link_project(store, who=who, tick=tick)
        with store.reading() as connection:
            views = (read_incident(connection, one, policy) for one in done.changed)
            print_incidents(by_day(view.incident for view in views if view), bidi)
    again = "; all links were made anew, since the rules of linking changed" if done.anew else ""
    click.echo(f"{done.reports:,} reports linked; {len(done.changed):,} incidents new or changed{again}.", err=True)


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
