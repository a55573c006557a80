"""Report → Reading: tokens, sentences, numbers, counts, dates, places, actors and sayers, in that order."""

from __future__ import annotations

from tawatur.dissect.actors import find_actors
from tawatur.dissect.counts import find_counts
from tawatur.dissect.places import find_places
from tawatur.dissect.sayers import find_sayers
from tawatur.dissect.sentences import find_sentences
from tawatur.language.dates import find_dates
from tawatur.language.numbers import find_numbers
from tawatur.language.tokens import tokenize
from tawatur.records import Reading, Report, Token


def read(report: Report, tokens: tuple[Token, ...] | None = None) -> Reading:
    """Everything that can be said of a report's words without knowing its events; `tokens` if they are cut already."""
    tokens = tokenize(report.text) if tokens is None else tokens
    title_end = len(report.title) if report.title and report.text.startswith(report.title) else 0
    sentences = find_sentences(tokens, title_end)
    numbers = find_numbers(tokens)
    dates = find_dates(tokens, numbers, report.published)
    counts = find_counts(tokens, sentences, numbers, dates)
    places = find_places(tokens, sentences, report)
    actors = find_actors(tokens, sentences, counts, places, report.published)
    return Reading(
        report=report,
        tokens=tokens,
        sentences=sentences,
        numbers=numbers,
        counts=counts,
        dates=dates,
        places=places,
        actors=actors,
        sayers=find_sayers(tokens, sentences, actors),
    )
