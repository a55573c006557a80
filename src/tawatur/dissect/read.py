"""Report → Reading: tokens, sentences, numbers, counts, dates, places, actors and sayers, in that order."""

from __future__ import annotations

from tawatur.dissect.sentences import find_sentences
from tawatur.language.tokens import tokenize
from tawatur.records import Reading, Report


def read(report: Report) -> Reading:
    """Everything that can be said of a report's words without knowing its events."""
    tokens = tokenize(report.text)
    title_end = len(report.title) if report.title and report.text.startswith(report.title) else 0
    sentences = find_sentences(tokens, title_end)
    return Reading(report=report, tokens=tokens, sentences=sentences)
