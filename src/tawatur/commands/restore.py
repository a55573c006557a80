"""`tawatur restore`: a project from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from tawatur.commands.project_options import plain_errors, progress, project_options


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@project_options
def command(file: Path, project: str, captures: Path | None, who: str | None) -> None:
    """Make a new project of FILE, as `tawatur backup` wrote it: the same rows, verdicts and history.

    \b
    tawatur restore today.jsonl.gz --project elsewhere
    tawatur restore today.jsonl.gz --project postgresql://… --captures /shared/captures
    """
    from tawatur.store.backup import restore, rows_in

    with plain_errors(), progress("restoring", rows_in(file)) as tick:
        count = restore(file, project, captures, tick)
    click.echo(f"{project}: {count:,} rows. Copy the captures there, then `tawatur verify`.")
