"""The main flow; read this first. A report passes clean → dissect → extract; incidents come of many reports in fuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from tawatur.dissect import read
from tawatur.extract import extract, has_trigger
from tawatur.language.tokens import tokenize
from tawatur.records import Claim, Coded, Report

if TYPE_CHECKING:
    from tawatur.extract.asked import Asking  # brings the network; only whoever asks a model imports it


def code_report(report: Report) -> Coded:
    """One report's claims: the same function for the command line, Python, the desk and the cluster."""
    tokens = tokenize(report.text)
    events = extract(read(report, tokens)) if has_trigger(tokens) else ()  # without a trigger nothing else is looked up
    return _coded(report, events)


def ask_report(report: Report, asking: Asking) -> Coded:
    """One report's claims as a language model tells them; what it invented is in the notes.

    Raises BadAnswer or Unreachable of `tawatur.extract.asked`.
    """
    asked = asking.extract(read(report))
    return replace(_coded(report, asked.claims), notes=(*report.notes, *asked.notes))


def _coded(report: Report, events: tuple[Claim, ...]) -> Coded:
    return Coded(
        id=report.id,
        source=report.source,
        published=report.published.isoformat() if report.published else None,
        title=report.title,
        events=events,
        text=report.text,
        notes=report.notes,
    )
