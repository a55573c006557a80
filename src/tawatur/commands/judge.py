"""`tawatur judge`: what a person decides about two incidents or claims; the machine obeys."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click

from tawatur.commands.work_options import work_file, work_option
from tawatur.fuse.link import judge, split
from tawatur.fuse.shelf import Shelf
from tawatur.fuse.working import current
from tawatur.records import Verdict

WORDS: dict[str, Literal["same", "not_same", "unsure"]] = {"same": "same", "not-same": "not_same", "unsure": "unsure"}


@click.command("judge")
@click.argument("left")
@click.argument("word", metavar="same|not-same|unsure|without", type=click.Choice([*WORDS, "without"]))
@click.argument("right", nargs=-1, required=True)
@work_option
@click.option("--as", "who", envvar="TAWATUR_USER", default="", help="Your name beside the verdict.")
@click.option("--reason", default="", help="Why; kept beside the verdict.")
def command(left: str, word: str, right: tuple[str, ...], work: Path | None, who: str, reason: str) -> None:
    """Judge two incidents or claims by their ids, or split claims off an incident.

    \b
    tawatur judge i-12ab… same i-34cd…       they are one; the second id leads to the first
    tawatur judge i-12ab… not-same i-34cd…   they are two, whatever the scores say; never asked again
    tawatur judge i-12ab… without CLAIM…     these claims leave the incident; the rest stays
    """
    at = datetime.now(UTC).isoformat(timespec="seconds")
    by = {"by": who, "at": at, "reason": reason}
    with work_file(work) as file:
        for name in (left, *right):
            if current(file, name) is None and file.incident_of(name) is None:
                raise click.UsageError(f"{name}: no such incident or claim.")
        if word == "without":
            home = current(file, left) or left
            strangers = [claim for claim in right if claim not in file.members(home)]
            if strangers:
                raise click.UsageError(f"not in {home}: {', '.join(strangers)}.")
            judge(file, split(file, home, right, **by))
        else:
            judge(file, [Verdict(left=left, right=one, judgement=WORDS[word], **by) for one in right])
        for name in dict.fromkeys((left, *right)):
            click.echo(f"{name}: now in {_now(file, name)}")


def _now(file: Shelf, name: str) -> str:
    return current(file, name) or file.incident_of(name) or "no incident"
