"""Annotated reports of all kinds in one form: gold, stand-off labels of the corpus, reports in our own words."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from quoting import lines, places_of, resolve

from tawatur.records import Report
from tawatur.reference import load_yaml, pack_path

Span = tuple[int, int]


class Event(msgspec.Struct, kw_only=True):
    """One coded event; all spans are offsets into the report's text."""

    type: str
    status: str
    mentions: list[Span]  # the first is the trigger
    complete: bool  # whether `mentions` holds all mentions
    actors: list[Span]
    targets: list[Span]
    place: Span | None
    date: tuple[str, str] | None
    figures: list[tuple[Span, str, int | None, int | None, bool]]
    sayer: Span | None


class Labelled(msgspec.Struct, kw_only=True):
    """A report with its coded events."""

    report: Report
    events: list[Event]
    kind: str  # "gold", "corpus", "own", "sentence"
    types: tuple[str, ...] = ()  # of a sentence beside the event rules: what it tells, without roles


def report_of(raw: dict[str, Any]) -> Report:
    """A report as the command line would read it."""
    return Report(
        id=raw["id"],
        text=raw["text"],
        title=raw.get("title") or "",
        source=raw.get("source") or "",
        published=date.fromisoformat(raw["published"]) if raw.get("published") else None,
    )


def span(raw: Any) -> Span | None:
    """A span of any of our files."""
    if not raw:
        return None
    return (raw["start"], raw["end"]) if isinstance(raw, dict) else (raw[0], raw[1])


def event(raw: dict[str, Any], mentions: list[Span] | None = None) -> Event:
    """An event of any of our files."""
    days = raw.get("date")
    figures = []
    for f in raw["figures"]:
        if isinstance(f, dict):
            figures.append((span(f.get("span") or f), f["outcome"], f["low"], f["high"], f["subset"]))
        else:
            figures.append(((f[0], f[1]), f[2], f[4], f[5], f[6]))
    trigger = span(raw["trigger"])
    known = mentions or [tuple(m) for m in raw.get("mentions") or []]
    return Event(
        type=raw["type"],
        status=raw["status"],
        mentions=[trigger, *(m for m in known if m != trigger)],
        complete=bool(known),
        actors=[span(s) for s in raw["actors"]],
        targets=[span(s) for s in raw["targets"]],
        place=span(raw["place"]),
        date=(days["start"], days["end"]) if isinstance(days, dict) else tuple(days) if days else None,
        figures=figures,
        sayer=span(raw["attribution"]),
    )


def gold(folder: Path, mention_files: Iterable[Path]) -> Iterator[Labelled]:
    """The gold reports, with all mentions of their events where we have marked them."""
    reports = {r["id"]: r for r in lines(folder / "reports.jsonl")}
    marked = {d["id"]: d["at"] for path in mention_files for d in lines(path)}
    for doc in lines(folder / "gold.jsonl"):
        text, events = reports[doc["id"]]["text"], []
        quotes = marked.get(doc["id"], [])
        for n, raw in enumerate(doc["events"]):
            found: list[Span] = []
            for quote in quotes[n] if len(quotes) == len(doc["events"]) else []:
                if isinstance(quote, str):
                    found += places_of(text, quote)[:1]
                else:
                    found.append(tuple(quote))
            events.append(event(raw, found))
        yield Labelled(report=report_of(reports[doc["id"]]), events=events, kind="gold")


def sentences() -> Iterator[Labelled]:
    """The sentences beside the event rules: which types they tell, and nothing of roles."""
    for path in sorted(pack_path("ar/events").glob("*.examples.yml")):
        for n, row in enumerate(load_yaml(path, list[dict[str, Any]])):
            name = f"sentence/{path.name.partition('.')[0]}/{n}"
            raw = {"id": name, "text": row["text"], "source": "sentences", "published": "2019-07-13"}
            yield Labelled(report=report_of(raw), events=[], kind="sentence", types=tuple(row["expect"]))


def stand_off(path: Path, texts: dict[str, dict[str, Any]]) -> Iterator[Labelled]:
    """Reports with labels by offset; their texts are in the file or in `texts`."""
    for doc in lines(path):
        raw = doc if "text" in doc else texts.get(doc["id"])
        if raw is not None:
            kind = "own" if "text" in doc else "corpus"
            yield Labelled(report=report_of(raw), events=[event(e) for e in doc["events"]], kind=kind)


def quoted(path: Path, texts: dict[str, dict[str, Any]]) -> Iterator[Labelled]:
    """Reports with labels by quotation; events with a fault are left out and counted."""
    bad = 0
    for doc, faults in resolve(path, {i: r["text"] for i, r in texts.items()}):
        bad += len(faults)
        raw = doc if "text" in doc else texts.get(doc["id"])
        if raw is not None:
            kind = "own" if "text" in doc else "corpus"
            yield Labelled(report=report_of(raw), events=[event(e) for e in doc["events"]], kind=kind)
    if bad:
        print(f"{path.name}: {bad} quotations not found", file=sys.stderr)
