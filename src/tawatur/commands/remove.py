"""Removes a report on purpose; a tombstone stays."""

from __future__ import annotations

from pathlib import Path

import click

from tawatur.commands.project_options import opened, project_options


@click.command(short_help="Remove a report for good; a tombstone with the reason stays.")
@project_options
@click.argument("report")
@click.option("--reason", required=True, help="Why; it is kept, so name nobody in it.")
@click.option("--with-capture", is_flag=True, help="Erase the capture too, though other reports were read from it.")
def command(project: str, captures: Path | None, who: str | None, report: str, reason: str, with_capture: bool) -> None:
    """Erase a report's words, its claims' words and its raw capture. It cannot be undone, nor added again."""
    from tawatur.project.link import link_project
    from tawatur.store.incidents import incident_count
    from tawatur.store.removal import remove_report

    with opened(project, captures) as store:
        click.echo(f"{report}: {remove_report(store, report, reason, with_capture=with_capture, who=who)}")
        with store.reading() as connection:
            linked = incident_count(connection) > 0
        if linked:
            link_project(store, who=who)  # the incidents that it told of stand on their other reports now
