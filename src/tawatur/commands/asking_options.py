"""The options of asking a language model, and the consent without which nothing is sent."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click

from tawatur.acquire import Item, Problem
from tawatur.commands.project_options import complain, opened, progress
from tawatur.display import tracked

if TYPE_CHECKING:
    from tawatur.extract.asked import Asking, Settings
    from tawatur.records import Coded

KEY = "TAWATUR_MODEL_KEY"
_ASK = (
    "Ask a language model instead of the rules: the texts are sent to this OpenAI-compatible address "
    f"(http://localhost:11434/v1). Its key: {KEY}."
)
Command = TypeVar("Command", bound=Callable[..., Any])


def asking_options(command: Command) -> Command:
    """Add the options of asking; the command gets them as `ask_model`, `model`, `yes`, `ask_timeout`, `ask_pause`."""
    seconds: dict[str, Any] = {"show_default": True, "metavar": "SECONDS"}
    options = (
        click.option("--ask-model", metavar="URL", help=_ASK),
        click.option("--model", metavar="NAME", help="Which model is asked."),
        click.option("--yes", is_flag=True, help="Agree that the texts are sent, without being asked."),
        click.option(
            "--ask-timeout", type=click.FloatRange(0.1), default=120, help="How long an answer may take.", **seconds
        ),
        click.option(
            "--ask-pause", type=click.FloatRange(0), default=0, help="Least time between two requests.", **seconds
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def settings_of(jobs: int, ask_model: str | None, model: str | None, **said: Any) -> Settings | None:
    """Who is to be asked; None where nobody is. Ends the command where the options do not go together."""
    if ask_model is None:
        if model is not None:
            raise click.UsageError("--model says which model is asked; where it is asked, --ask-model must say.")
        return None
    from tawatur.extract.asked import Settings  # here: the network is loaded only for whoever asks

    parts = urlsplit(ask_model)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise click.BadParameter(f"{ask_model!r} is no web address.", param_hint="--ask-model")
    if parts.username or parts.password or parts.query:
        raise click.BadParameter(f"no key in the address: it goes into {KEY}.", param_hint="--ask-model")
    if not model:
        raise click.UsageError("--ask-model needs --model NAME: which model is asked.")
    if jobs > 1:
        raise click.UsageError("--jobs is for the rules; a model is asked one report at a time.")
    settings = Settings(address=ask_model, model=model, timeout=said["ask_timeout"], pause=said["ask_pause"])
    if os.environ.get(KEY) and not (settings.is_encrypted or settings.is_local):
        raise click.UsageError(f"{KEY} would travel unencrypted: use https, or unset it.")
    return settings


def asked_items(items: Iterable[Item], settings: Settings, yes: bool) -> Iterator[Coded | Problem]:
    """The claims of each report by asking, after consent; what could not be read comes first."""
    from tawatur.asking import ask_each, to_send

    found = to_send(items)
    yield from found.problems
    if not found.reports:
        click.echo(f"No report to send ({found.restricted:,} restricted).", err=True)
        return
    agree(settings, len(found.reports), found.characters, found.restricted, yes)
    with asking(settings) as extractor:
        yield from tracked(ask_each(found.reports, extractor), "asking", len(found.reports))


def ask_kept(project: str, captures: Path | None, who: str | None, settings: Settings, yes: bool) -> None:
    """Code by asking what it has not read yet in a project, and say what came of it."""
    from tawatur.project.ask import ask_project, to_ask

    with opened(project, captures) as store:
        waiting = to_ask(store, settings.model)
        if not waiting.reports:
            click.echo(f"No report to send ({waiting.restricted:,} restricted).")
            return
        agree(settings, waiting.reports, waiting.characters, waiting.restricted, yes)
        with asking(settings) as extractor, progress("asking", waiting.reports) as tick:
            done = ask_project(store, extractor, who=who, tick=tick)
    for report, note in done.dropped:
        click.echo(f"{report}: {note}", err=True)
    complain(done.problems)
    c = done.changes
    kinds = {"new": c.new, "unchanged": c.same, "read otherwise": c.changed, "obsolete": c.obsolete}
    claims = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items() if count)
    click.echo(f"{c.reports:,} reports asked; claims: {claims or 'none'}; {len(done.dropped):,} values dropped.")


def agree(settings: Settings, reports: int, characters: int, restricted: int, yes: bool) -> None:
    """Say on standard error what is about to leave the machine, and end the command unless the user agrees."""
    where = "on this machine" if settings.is_local else "on the network"
    where += "" if settings.is_local or settings.is_encrypted else ", UNENCRYPTED"
    click.echo(
        f"About to send to {settings.endpoint} ({where}), model {settings.model}: the texts of {reports:,} reports, "
        f"{characters:,} characters, and the codebook with each.",
        err=True,
    )
    if restricted:
        click.echo(f"{restricted:,} restricted reports are left out.", err=True)
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("nothing was sent; --yes agrees to it where nobody can be asked.")
    click.confirm("Send them?", abort=True, err=True)


@contextmanager
def asking(settings: Settings) -> Iterator[Asking]:
    """The extractor; a server that answers nobody ends the command with one sentence."""
    from tawatur.extract.asked import Asking, Chat, Unreachable

    try:
        with Chat(settings, os.environ.get(KEY, "")) as chat:
            yield Asking(chat)
    except Unreachable as error:
        raise click.ClickException(f"stopped asking: {error}") from error
