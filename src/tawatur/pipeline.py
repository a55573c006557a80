"""The main flow; read this first. A report passes clean → dissect → extract; incidents come of many reports in fuse."""

from __future__ import annotations

from tawatur.dissect import read
from tawatur.extract import extract, has_trigger
from tawatur.language.tokens import tokenize
from tawatur.records import Coded, Report


def code_report(report: Report) -> Coded:
    """One report's claims: the same function for the command line, Python, the desk and the cluster."""
    tokens = tokenize(report.text)
    events = extract(read(report, tokens)) if has_trigger(tokens) else ()  # without a trigger nothing else is looked up
    return Coded(
        id=report.id,
        source=report.source,
        published=report.published.isoformat() if report.published else None,
        title=report.title,
        events=events,
        text=report.text,
        notes=report.notes,
    )
