"""Proves that nothing in a project was changed or lost."""

from __future__ import annotations

from pathlib import Path

import click

from tawatur.commands.project_options import opened, progress, project_options


@click.command(short_help="Prove that nothing was changed or lost, and name what was.")
@project_options
@click.option("--head", help="A head of the log that was noted earlier and must still be in it.")
@click.option("--reindex", is_flag=True, help="Write the search index anew first.")
def command(project: str, captures: Path | None, who: str | None, head: str | None, reindex: bool) -> None:
    """Check every capture against its hash, every row against the log, and the log's chain. Exit code 1: faults."""
    from tawatur.store.reindex import reindex as write_index
    from tawatur.store.verify import to_verify, verify

    del who
    with opened(project, captures) as store:
        if reindex:
            click.echo(f"{write_index(store)} reports had other words in the index.")
        with progress("verifying", to_verify(store)) as tick:
            found = verify(store, expect_head=head, tick=tick)
    for note in found.notes:
        click.echo(f"note: {note}")
    for fault in found.faults:
        click.echo(f"{fault.kind} {fault.subject}: {fault.says}.")
    checked = f"{found.captures:,} captures, {found.rows:,} rows, {found.entries:,} log entries"
    if found.faults:
        click.echo(f"{len(found.faults)} faults in {checked}.")
        raise SystemExit(1)
    click.echo(f"All is as it was: {checked}. Head of the log: {found.head}")
