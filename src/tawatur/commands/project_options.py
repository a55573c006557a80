"""What the commands on a project share: which project, who is working, progress, tables or JSON, one-line errors."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

if TYPE_CHECKING:
    from tawatur.store.database import Store

Command = TypeVar("Command", bound=Callable[..., Any])


def project_options(command: Command) -> Command:
    """Add --project, --captures and --as to a command; it gets `project`, `captures` and `who`."""
    options = (
        click.option(
            "--project",
            envvar="TAWATUR_PROJECT",
            default=".",
            show_default="this folder",
            help="Folder of the project, its database file, or postgresql://… [TAWATUR_PROJECT]",
        ),
        click.option(
            "--captures",
            envvar="TAWATUR_CAPTURES",
            type=click.Path(path_type=Path, file_okay=False),
            help="Folder of raw captures, where it is not the one set by init. [TAWATUR_CAPTURES]",
        ),
        click.option("--as", "who", envvar="TAWATUR_USER", help="Your name in the log, if not the system's."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@contextlib.contextmanager
def opened(project: str, captures: Path | None) -> Iterator[Store]:
    """The project, opened; what goes wrong with it ends the command with one sentence and exit code 2."""
    from tawatur.store.database import open_store  # here, so that commands without a project start quickly

    with plain_errors():
        store = open_store(project, captures)
        try:
            yield store
        finally:
            store.close()


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """A StoreError, or a full disk, as one sentence instead of a traceback; exit code 2."""
    from tawatur.store.database import StoreError

    try:
        yield
    except BrokenPipeError:
        raise  # whoever reads the output may stop reading
    except (StoreError, OSError) as error:
        raise _Failed(str(error)) from error


class _Failed(click.ClickException):
    exit_code = 2


@contextlib.contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar with an estimate on the terminal (nothing where there is none); gives what to tell of progress."""
    columns = (TextColumn(what), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=max(total, 1))
        yield lambda count: bar.advance(task, count)


def show(rows: Sequence[dict[str, Any]], columns: dict[str, str], empty: str = "") -> None:
    """Rows as a table with these columns (key → heading) on a terminal, as JSON Lines with all keys when piped."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo(msgspec.json.encode(row))
        return
    if not rows:
        click.echo(empty)
        return
    table = Table(box=None, pad_edge=False)
    for heading in columns.values():
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*("" if row.get(key) is None else str(row[key]) for key in columns))
    Console().print(table)


def code_kept(project: str, captures: Path | None, who: str | None, jobs: int) -> None:
    """Code what is not coded yet in a project, and say what came of it."""
    from tawatur.project.code import code_project, to_code

    with opened(project, captures) as store, progress("coding", to_code(store)) as tick:
        done = code_project(store, who=who, jobs=jobs, tick=tick)
    complain(done.problems)
    c = done.changes
    kinds = {"new": c.new, "unchanged": c.same, "read otherwise": c.changed, "obsolete": c.obsolete}
    claims = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items() if count)
    click.echo(f"{c.reports:,} reports coded; claims: {claims or 'none'}.")


def complain(lines: Sequence[tuple[str, str]], at_most: int = 20) -> None:
    """(place, reason) of what was skipped, on standard error."""
    for place, reason in lines[:at_most]:
        click.echo(f"skipped {place}: {reason}", err=True)
    if len(lines) > at_most:
        click.echo(f"… and {len(lines) - at_most} more; `tawatur status --skipped` lists all.", err=True)
