"""Makes a project, or brings an older one up to date."""

from __future__ import annotations

from pathlib import Path

import click

from tawatur.commands.project_options import plain_errors


@click.command(short_help="Make a project: a database and a folder of captures.")
@click.argument("project", default=".")
@click.option(
    "--captures",
    envvar="TAWATUR_CAPTURES",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of raw captures; by default it lies beside the database file.",
)
def command(project: str, captures: Path | None) -> None:
    """Make a project in a folder, or on a server with postgresql://user@host/name.

    A project that is there already is left as it is, or brought up to date if an older version made it.
    """
    from tawatur.store.database import create_store

    with plain_errors():
        store = create_store(project, captures)
        store.close()
    click.echo(f"The project is {store.name}; its captures lie in {store.captures.folder}.")
