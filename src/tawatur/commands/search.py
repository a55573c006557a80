"""Searches a project's reports and claims."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from tawatur.commands.incident_options import bidi_option
from tawatur.commands.project_options import opened, project_options, show
from tawatur.display.bidi import Bidi, RightToLeft, isolated, pick_bidi

_CLAIMS = 5  # of each report on the terminal
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command(short_help="Find reports as people type Arabic; filter by date, place, outlet, type.")
@project_options
@click.argument("words", nargs=-1)
@click.option("--since", type=_DAY, help="First day of publication.")
@click.option("--until", type=_DAY, help="Last day of publication.")
@click.option("--event-since", type=_DAY, help="First day of an event that is told.")
@click.option("--event-until", type=_DAY, help="Last day of an event that is told.")
@click.option("--place", default="", help="Place, governorate or country code (SY) of an event.")
@click.option("--outlet", default="", help="Outlet.")
@click.option("--type", "event_type", default="", help="Type of an event: air_strike, …")
@click.option("--newest", is_flag=True, help="Newest first, instead of the most relevant.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--offset", default=0, type=click.IntRange(0))
@bidi_option
def command(
    project: str, captures: Path | None, who: str | None, words: tuple[str, ...], bidi: str, **options: Any
) -> None:
    """Find reports that hold all WORDS, however they are spelt: with or without vowel marks, hamza, article, tatweel.

    "Several words" in quotes are a phrase, -word leaves out, begin* matches beginnings. Put -- before a word with -.
    """
    from tawatur.store.search import Query, search

    del who
    options |= {key: _day(options[key]) for key in ("since", "until", "event_since", "event_until")}
    joined = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    query = Query(words=joined, type=options.pop("event_type"), **options)
    with opened(project, captures) as store, store.reading() as connection:
        found = search(connection, query)
    if not _is_terminal():
        show([_row(hit) for hit in found.hits], {})
        return
    picked = pick_bidi(bidi, os.environ)
    for hit in found.hits:
        _print(hit, picked)
    note = "; none as typed, so letters written on to the words were taken off" if found.wider else ""
    click.echo(f"{found.total:,} reports{note}.")


def _day(value: Any) -> date | None:
    return value.date() if value is not None else None


def _is_terminal() -> bool:
    return Console().is_terminal


def _row(hit: Any) -> dict[str, Any]:
    start, end = hit.snippet
    return {
        "report": hit.report,
        "source": hit.source,
        "published": hit.published,
        "title": hit.title,
        "restricted": hit.restricted,
        "snippet": hit.text[start:end],
        "words": [{"text": hit.text[a:b], "start": a, "end": b} for a, b in hit.spans],
        "claims": hit.claims,
    }


def _print(hit: Any, bidi: Bidi) -> None:
    """One hit: its heading, the stretch of its text with the found words marked, and its first claims."""
    start, end = hit.snippet
    stretch = Text(hit.text[start:end].replace("\n", " "))
    for a, b in hit.spans:
        if a >= start and b <= end:
            stretch.stylize("bold reverse", a - start, b - start)
    console = Console(highlight=False)
    heading = [Text(hit.report), isolated(hit.source or "no outlet", bidi), Text(hit.published or "undated")]
    heading += [Text(f"{len(hit.claims)} claims")] + ([Text("restricted")] if hit.restricted else [])
    console.print(Text(" · ", "bold").join(heading))
    console.print(RightToLeft(stretch, bidi))
    for claim in hit.claims[:_CLAIMS]:
        status = "" if claim.status == "occurred" else f" ({claim.status})"
        line = Text(f"  {claim.id}  {claim.type}{status}  ")
        if claim.place:
            line.append_text(isolated(claim.place, bidi)).append(" · " if claim.date else "")
        console.print(line.append(claim.date or ""))
    console.print()
