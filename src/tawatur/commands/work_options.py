"""What the commands on incidents share: the work file, the policy, incidents by the start of their id."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from tawatur.fuse.settings import policy
from tawatur.fuse.workfile import WorkFile
from tawatur.reference.loader import DataError

Command = TypeVar("Command", bound=Callable[..., Any])
NAME = "incidents.sqlite"

work_option = click.option(
    "--work",
    envvar="TAWATUR_WORK",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The file that links are kept in. [TAWATUR_WORK; {NAME} in the folder of the project]",
)
policy_option = click.option("--policy", help="How tolls become a range: full, chains, acled, ucdp, airwars.")
bidi_option = click.option(
    "--bidi",
    type=click.Choice(["auto", "on", "off"]),
    default="auto",
    help="Reorder Arabic in the table ourselves; auto: unless the terminal does it.",
)


@contextlib.contextmanager
def work_file(path: Path | None, *, make: bool = False) -> Iterator[WorkFile]:
    """The work file, opened; what goes wrong ends the command with one sentence and exit code 2."""
    path = path or default_path()
    if not make and not path.exists():
        raise _Failed(f"{path}: no such file; `tawatur link` makes it from reports or from a project.")
    try:
        with WorkFile(path) as file:
            yield file
    except BrokenPipeError:
        raise  # whoever reads the output may stop reading
    except (ValueError, sqlite3.Error, OSError) as error:
        raise _Failed(f"{path}: {error}" if str(path) not in str(error) else str(error)) from error


def default_path() -> Path:
    """incidents.sqlite in the folder of the project, else in this folder."""
    project = os.environ.get("TAWATUR_PROJECT", ".")
    folder = Path(project) if "://" not in project else Path()
    return (folder if folder.is_dir() else folder.parent) / NAME


def checked_policy(name: str | None) -> str:
    """The id of a policy; an unknown one is an error that names the known ones."""
    try:
        return policy(name).id
    except DataError as error:
        raise click.UsageError(str(error)) from error


class _Failed(click.ClickException):
    exit_code = 2
