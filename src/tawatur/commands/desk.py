"""`tawatur desk`: review in the browser."""

from __future__ import annotations

import secrets
import tempfile
import webbrowser
from pathlib import Path

import click

from tawatur.commands.project_options import opened, progress, project_options


@click.command("desk")
@project_options
@click.option("--demo", is_flag=True, help="A project of the bundled reports, made for this run and thrown away.")
@click.option("--team", is_flag=True, help="With accounts and roles; make them with `tawatur accounts`.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; only with --team another.")
@click.option("--port", type=click.IntRange(0, 65535), default=8137, show_default=True, help="0 takes a free one.")
@click.option("--name", "names", multiple=True, help="Name under which the desk is asked for, if not this machine's.")
@click.option("--https", is_flag=True, help="Cookies over HTTPS only: behind a proxy that speaks it.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
def command(
    project: str,
    captures: Path | None,
    who: str | None,
    demo: bool,
    team: bool,
    host: str,
    port: int,
    names: tuple[str, ...],
    https: bool,
    no_browser: bool,
) -> None:
    """Review a project in the browser: reports with their words, incidents side by side, a queue, a map.

    By default for one person on this machine: the desk listens on loopback only and is opened by a key that is printed
    here. Nothing is asked of any other host.
    """
    from tawatur.desk.serving import listen  # here, so that other commands start quickly

    if host not in ("127.0.0.1", "localhost", "::1") and not team:
        raise click.UsageError("without accounts (--team) the desk listens on this machine only.")
    with tempfile.TemporaryDirectory(prefix="tawatur-desk-") as folder:
        if demo:
            from tawatur.project.demo import demo_project

            project, captures = folder, None
            demo_project(folder)
        with opened(project, captures) as store:
            from tawatur.desk.gate import Desk
            from tawatur.desk.reviewing import refresh, to_refresh
            from tawatur.store.database import user_name

            with store.reading() as connection:
                waiting = len(to_refresh(connection))
            with progress("looking through incidents", waiting) as tick:
                refresh(store, tick)
            key = "" if team else _key()
            hosts = ("127.0.0.1", "localhost", "[::1]", *names)
            desk = Desk(store=store, team=team, key=key, who=who or user_name(), hosts=hosts, secure=https)
            listen(desk, host, port, lambda address: _tell(address, key, no_browser))


def _key() -> str:
    """What opens and unlocks the desk: short enough to type."""
    return "-".join(f"{secrets.randbelow(10_000):04}" for _ in range(3))


def _tell(address: str, key: str, no_browser: bool) -> None:
    click.echo(f"The desk is at {address}{'?key=' + key if key else ''}")
    if key:
        click.echo(f"Its key, also to unlock the screen: {key}")
    click.echo("Stop it with Ctrl+C.")
    if not no_browser:
        webbrowser.open(address + (f"?key={key}" if key else ""))
