"""`tawatur judge`: what a person decides about two incidents or claims; the machine obeys."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click

from tawatur.commands.project_options import opened, project_options
from tawatur.records import Verdict

WORDS: dict[str, Literal["same", "not_same", "unsure"]] = {"same": "same", "not-same": "not_same", "unsure": "unsure"}


@click.command("judge")
@click.argument("left", required=False)
@click.argument("word", metavar="same|not-same|unsure|without", type=click.Choice([*WORDS, "without"]), required=False)
@click.argument("right", nargs=-1)
@project_options
@click.option("--reason", default="", help="Why; kept beside the verdict.")
@click.option("--undo", type=int, metavar="NUMBER", help="Take a verdict back, by the number that `show` gives it.")
def command(
    left: str | None,
    word: str | None,
    right: tuple[str, ...],
    project: str,
    captures: Path | None,
    who: str | None,
    reason: str,
    undo: int | None,
) -> None:
    """Judge two incidents or claims by their ids, or split claims off an incident.

    \b
    tawatur judge i-12ab… same i-34cd…       they are one; the second id leads to the first
    tawatur judge i-12ab… not-same i-34cd…   they are two, whatever the scores say; never asked again
    tawatur judge i-12ab… without CLAIM…     these claims leave the incident; the rest stays
    tawatur judge --undo 7                   verdict 7 no longer holds; undoing that lets it hold again
    """
    from tawatur.project import link
    from tawatur.store.database import user_name

    with opened(project, captures) as store:
        if undo is not None:
            changed = link.undo(store, undo, who=who, reason=reason)
        elif left is None or word is None or not right:
            raise click.UsageError("say which incidents, and what they are: tawatur judge ID same|not-same|unsure ID")
        elif word == "without":
            changed = link.take_out(store, left, right, who=who, reason=reason)
        else:
            by = {"by": who or user_name(), "at": datetime.now(UTC).isoformat(timespec="seconds"), "reason": reason}
            said = [Verdict(left=left, right=one, judgement=WORDS[word], **by) for one in right]
            changed = link.decide(store, said, who=who)
        click.echo(f"kept; changed: {', '.join(changed) or 'no incident'}.")
