"""The words of a report for the cells of a claim: all of them, or only those that cannot name anybody."""

from __future__ import annotations

from collections.abc import Iterator

from tawatur.language.numbers import find_numbers
from tawatur.language.tokens import tokenize
from tawatur.records import Claim

Cell = tuple[str, str, int, int]  # field, text, start, end (code points of the report's text)
LONGEST = 60  # code points; an excerpt, not a quotation


def cells(claim: Claim) -> Iterator[Cell]:
    """All cells of a claim."""
    yield "trigger", claim.trigger.text, claim.trigger.start, claim.trigger.end
    yield from (("actor", party.text, party.start, party.end) for party in claim.actors)
    yield from (("target", party.text, party.start, party.end) for party in claim.targets)
    yield from ((figure.outcome, figure.text, figure.start, figure.end) for figure in claim.figures)
    if claim.place is not None:
        yield "place", claim.place.text, claim.place.start, claim.place.end


def excerpts(claim: Claim) -> Iterator[Cell]:
    """The words for the act and for numbers. A count of one person may be that person's name, so a figure's words are
    given only where each of them is read as part of a number."""
    for field, text, start, end in cells(claim):
        if len(text) <= LONGEST and (field == "trigger" or _is_number(text, field)):
            yield field, text, start, end


def _is_number(text: str, field: str) -> bool:
    if field in ("actor", "target", "place"):
        return False
    tokens = tokenize(text)
    found = find_numbers(tokens)
    return bool(found) and len(found) == 1 and (found[0].first, found[0].last) == (0, len(tokens) - 1)
