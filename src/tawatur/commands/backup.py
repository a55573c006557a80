"""`tawatur backup`: the whole project database in one file."""

from __future__ import annotations

from pathlib import Path

import click

from tawatur.commands.project_options import opened, progress, project_options


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@project_options
def command(file: Path, project: str, captures: Path | None, who: str | None) -> None:
    """Write all rows of the project, verdicts and history included, to FILE.

    \b
    tawatur backup today.jsonl.gz      JSON Lines, for SQLite and PostgreSQL alike
    tawatur backup today.db            a SQLite file that is a project itself
    tawatur restore today.jsonl.gz --project elsewhere

    It holds everything, restricted material too: keep it as safe as the project. Captures are files; copy their folder.
    """
    from tawatur.store.backup import back_up, row_count

    with opened(project, captures) as store:
        with progress("backing up", row_count(store)) as tick:
            count = back_up(store, file, tick)
    click.echo(f"{file}: {count:,} rows. Captures lie in {store.captures.folder}; copy them, too.")
