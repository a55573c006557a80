"""`tawatur sheet`: review in a spreadsheet, away from the desk."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from tawatur.commands.project_options import opened, progress, project_options, show

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("sheet")
def command() -> None:
    """Write incidents, claims and figures to a workbook, and read back what was edited as decisions.

    \b
    tawatur sheet write review.xlsx --country SY --since 2019-07-01
    tawatur sheet read review.xlsx --check        what would become of each edit
    tawatur sheet read review.xlsx --as rima

    Columns with a star are there to be edited; the lists in their cells are those of the codebook. If somebody else
    decided on an incident since the sheet was written, its edits are shown as conflicts and left.
    """


@command.command("write")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--type", "kind", default="", help="Only events of this type.")
@click.option("--country", default="", help="Only this country (two letters).")
@click.option("--since", type=DAY, help="Only from this day on (YYYY-MM-DD).")
@click.option("--until", type=DAY, help="Only up to this day.")
@project_options
def write(
    file: Path,
    kind: str,
    country: str,
    since: datetime | None,
    until: datetime | None,
    project: str,
    captures: Path | None,
    who: str | None,
) -> None:
    """Write incidents with their claims and figures to FILE (.xlsx)."""
    from tawatur.desk.people import Person
    from tawatur.desk.sheets import write_sheet
    from tawatur.store.database import user_name
    from tawatur.store.incidents import Filters

    if file.suffix != ".xlsx":
        raise click.UsageError(f"{file}: a workbook ends in .xlsx.")
    if file.exists():
        raise click.UsageError(f"{file}: exists already; edits in it would be lost.")
    first, last = (day.date() if day else None for day in (since, until))
    filters = Filters(type=kind, country=country.upper(), since=first, until=last)
    with opened(project, captures) as store, progress("writing", 1) as tick:
        count = write_sheet(store, Person(who or user_name(), "reviewer"), file, filters, tick)
    click.echo(f"{file}: {count:,} incidents. It holds words of reports; keep it as safe as the project.")


@command.command("read")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--check", is_flag=True, help="Only tell what would become of each edit.")
@click.option("--anyway", is_flag=True, help="Also where somebody else decided meanwhile.")
@project_options
def read(file: Path, check: bool, anyway: bool, project: str, captures: Path | None, who: str | None) -> None:
    """Make decisions of what was edited in FILE; exit code 1 where an edit was a conflict or refused."""
    from tawatur.desk.people import Person
    from tawatur.desk.sheets import edits_of, obey
    from tawatur.store.database import user_name

    with opened(project, captures) as store:
        found = obey(store, Person(who or user_name(), "reviewer"), edits_of(file), anyway=anyway, check=check)
    rows = [
        {
            "sheet": one.edit.sheet,
            "line": one.edit.line,
            "incident": one.edit.incident,
            "change": one.edit.told(),
            "result": one.result,
            "why": one.why,
        }
        for one in found
    ]
    columns = {"sheet": "sheet", "line": "line", "incident": "incident", "change": "change", "result": "", "why": "why"}
    show(rows, columns, "Nothing was edited.")
    if any(one.result in ("conflict", "refused") for one in found):
        raise SystemExit(1)
