"""`tawatur code`: reports in, claims out; keeps nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from tawatur.acquire import Problem, read_inputs
from tawatur.coding import code_items
from tawatur.commands.asking_options import ask_kept, asked_items, asking_options, settings_of
from tawatur.commands.project_options import code_kept, project_options
from tawatur.display import claims_view, count_items, pick_bidi, tracked
from tawatur.printing import Write, claims_writer
from tawatur.records import Coded


@click.command("code")
@click.argument("paths", nargs=-1, metavar="[FILE…|-]")
@project_options
@click.option("--format", "form", type=click.Choice(["auto", "table", "jsonl", "json", "csv"]), default="auto",
              help="auto: a table on a terminal, JSON Lines when piped.")  # fmt: skip
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="The day of input that tells none (YYYY-MM-DD).")
@click.option("--outlet", help="Who publishes input that does not say.")
@click.option("--text", "with_text", is_flag=True, help="Put the report's text into the JSON.")
@click.option("--strict", is_flag=True, help="Exit status 1 if a single item could not be read.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Cores to use.")
@asking_options
@click.option("--bidi", type=click.Choice(["auto", "on", "off"]), default="auto",
              help="Reorder Arabic in the table ourselves; auto: unless the terminal does it.")  # fmt: skip
def command(
    paths: tuple[str, ...],
    form: str,
    published: datetime | None,
    outlet: str | None,
    with_text: bool,
    strict: bool,
    jobs: int,
    bidi: str,
    project: str,
    captures: Path | None,
    who: str | None,
    yes: bool,
    **ask: Any,
) -> None:
    """Code the events of reports: HTML pages, plain text, JSON Lines, folders of them, or "-" for standard input.

    What cannot be read is said on standard error with file and line, and the rest is coded. The exit status is 1 only
    where nothing could be read, or with --strict.

    Without FILE, the reports of the project (this folder, or --project) that these rules have not read yet are coded,
    and their claims kept there.

    --ask-model lets a language model choose the words instead of the rules. Words that are not in the report are
    dropped and noted, every claim is marked "asked:NAME", and restricted reports are never sent.
    """
    settings = settings_of(jobs, **ask)
    if not paths:
        ask_kept(project, captures, who, settings, yes) if settings else code_kept(project, captures, who, jobs)
        return
    items = read_inputs(paths, published=published.date() if published else None, outlet=outlet)
    made = asked_items(items, settings, yes) if settings else code_items(items, jobs=jobs)
    with _writer(form, bidi, with_text=with_text) as write:
        coded, failed = _written(made if settings else tracked(made, "coding", count_items(paths)), write)
    if (failed and strict) or (failed and not coded):
        raise SystemExit(1)


def _written(made: Iterable[Coded | Problem], write: Write) -> tuple[int, int]:
    """How many were written, and how many are problems, which are said on standard error."""
    coded, failed = 0, 0
    for one in made:
        if isinstance(one, Problem):
            failed += 1
            click.echo(str(one), err=True)
        else:
            coded += 1
            write(one)
    return coded, failed


@contextmanager
def _writer(form: str, bidi: str, *, with_text: bool) -> Iterator[Write]:
    """Writes to standard output; whoever reads it may stop reading (`| head`) without a traceback."""
    if form == "auto":
        form = "table" if sys.stdout.isatty() else "jsonl"
    try:
        if form == "table":
            console = Console(highlight=False)
            who = pick_bidi(bidi, os.environ)
            yield lambda coded: console.print(claims_view(coded, console.width, who))
        else:
            with claims_writer(form, sys.stdout, with_text=with_text) as write:
                yield write
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
