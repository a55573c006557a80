"""Adds material to a project."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from tawatur.commands.project_options import complain, opened, progress, project_options


@click.command(short_help="Keep files, folders, archives, feeds and web pages in the project.")
@project_options
@click.argument("material", nargs=-1)
@click.option("--subscribed", is_flag=True, help="Ask all feeds and sitemaps that were added before for what is new.")
@click.option("--outlet", help="Outlet of what does not say itself.")
@click.option("--published", type=click.DateTime(formats=["%Y-%m-%d"]), help="Day of what does not say itself.")
@click.option("--restricted", is_flag=True, help="Closed or leaked material: never released or quoted.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=HEADING", help='Of a table: text="Post body".')
@click.option("--again", is_flag=True, help="Read files anew that were read before.")
@click.option("--allow-host", multiple=True, help="Name of a host that may be at a private or loopback address.")
@click.option("--ignore-robots", is_flag=True, help="Fetch what robots.txt asks to leave alone.")
@click.option("--delay", default=2.0, show_default=True, help="Seconds between two requests to one host.")
def command(
    project: str,
    captures: Path | None,
    who: str | None,
    material: tuple[str, ...],
    published: datetime | None,
    **said: Any,
) -> None:
    """Keep MATERIAL exactly as it is, and read its reports.

    Files and folders (HTML, text, JSON, WARC, WACZ, Telegram's result.json, CSV, XLSX, mail), "-" for the standard
    input, and addresses of pages, feeds and sitemaps. The same material twice changes nothing.
    """
    from tawatur.project.add_files import Options, add_file, files_of
    from tawatur.project.batch import Batch

    if not material and not said["subscribed"]:
        raise click.UsageError("name what to add: files, folders or addresses; or --subscribed.")
    options = Options(
        outlet=said["outlet"],
        published=published.date() if published else None,
        restricted=said["restricted"],
        columns=_columns(said["columns"]),
        again=said["again"],
    )
    urls = [name for name in material if name.startswith(("http://", "https://"))]
    files = list(files_of(name for name in material if name not in urls))
    with opened(project, captures) as store:
        with Batch(store, restricted=options.restricted, who=who) as batch:
            with progress("reading", sum(size for _, size in files)) as tick:
                for name, _ in files:
                    add_file(store, batch, name, options, tick)
            if urls or said["subscribed"]:
                _add_urls(store, batch, urls, options, said)
    complain(batch.added.skipped)
    click.echo(_summary(batch.added))
    if batch.added.skipped and not batch.added.outcomes and not batch.added.read_before:
        raise SystemExit(1)


def _add_urls(store: Any, batch: Any, urls: list[str], options: Any, said: dict[str, Any]) -> None:
    from tawatur.acquire.fetch import Fetcher, Manners
    from tawatur.project.add_urls import add_subscribed, add_urls

    manners = Manners(
        allowed_hosts=frozenset(said["allow_host"]), obey_robots=not said["ignore_robots"], delay=said["delay"]
    )
    with Fetcher(manners) as fetcher:
        tell = partial(click.echo, err=True)
        add_urls(store, batch, urls, fetcher, options, tell=tell)
        if said["subscribed"]:
            add_subscribed(store, batch, fetcher, options, tell=tell)


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    """The mapping from FIELD=HEADING pairs."""
    pairs = [pair.partition("=") for pair in given]
    for field, equals, heading in pairs:
        if not equals or not heading:
            raise click.BadParameter(f"{field!r}: write FIELD=HEADING, for example text=Body", param_hint="--column")
    return {field: heading for field, _, heading in pairs}


def _summary(added: Any) -> str:
    """One sentence on what came of it."""
    names = {
        "new": "new reports",
        "shell": "captured without content",
        "replaced": "newer texts of kept reports",
        "clash": "under an id that was taken",
        "known": "known already",
        "removed": "removed earlier and left out",
    }
    parts = [f"{added.outcomes[key]:,} {name}" for key, name in names.items() if added.outcomes[key]]
    if added.read_before:
        parts.append(f"{added.read_before:,} files read before")
    if added.skipped:
        parts.append(f"{len(added.skipped):,} skipped")
    return (", ".join(parts) or "nothing found") + "."
