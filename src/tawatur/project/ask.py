"""Codes the reports of a project by asking a language model; restricted reports are never sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct, field

from tawatur.acquire import Problem
from tawatur.asking import ask_each
from tawatur.extract.asked import Asking, Unreachable
from tawatur.project.code import iter_pieces
from tawatur.project.rules import rules_fingerprint
from tawatur.records import Coded, Report
from tawatur.store.claims import Changes, Reading, keep_claims, uncoded
from tawatur.store.database import Store
from tawatur.store.reports import report_of

_REPORTS = 200  # read at once
_KEPT = 5  # written at once: answers are slow and may cost money, so that few are lost


class Waiting(Struct, kw_only=True):
    """What would leave the machine, and what stays."""

    reports: int = 0
    characters: int = 0
    restricted: int = 0


class AskedProject(Struct, kw_only=True):
    """What came of asking."""

    changes: Changes = field(default_factory=Changes)
    problems: list[tuple[str, str]] = field(
        default_factory=list
    )  # (report, why it got no answer); asked again next time
    dropped: list[tuple[str, str]] = field(default_factory=list)  # (report, which value it does not hold)


def to_ask(store: Store, model: str) -> Waiting:
    """What this model has not read yet."""
    found = Waiting()
    for row in _rows(store, _reading_of(model)):
        if row.restricted:
            found.restricted += 1
        else:
            found.reports += 1
            found.characters += len(row.text)
    return found


def ask_project(
    store: Store, asking: Asking, *, who: str | None = None, tick: Callable[[int], None] = lambda count: None
) -> AskedProject:
    """Ask for what is not read yet and keep the claims, which take the place of the rules' until those read again.

    Raises StoreError; Unreachable once everything answered so far is kept.
    """
    name, done = _reading_of(asking.model), AskedProject()
    stopped: list[Unreachable] = []
    waiting = (report_of(row) for row in _rows(store, name) if not row.restricted)
    for piece in iter_pieces(_answers(waiting, asking, stopped), _KEPT):
        answers = [(report, made) for report, made in piece if isinstance(made, Coded)]
        done.problems += [(report.id, made.says) for report, made in piece if isinstance(made, Problem)]
        done.dropped += [(report.id, note) for report, made in answers for note in made.notes[len(report.notes) :]]
        with store.writing("code", who) as writer:
            readings = [Reading(report=report.id, coded=made) for report, made in answers]
            done.changes += keep_claims(writer, name, readings)
        tick(len(piece))
    if stopped:
        raise stopped[0]
    return done


def _answers(
    reports: Iterator[Report], asking: Asking, stopped: list[Unreachable]
) -> Iterator[tuple[Report, Coded | Problem]]:
    """Each report with what came of it, as far as somebody answers."""
    for report in reports:
        try:
            yield from ((report, made) for made in ask_each([report], asking))
        except Unreachable as error:
            stopped.append(error)
            return


def _rows(store: Store, name: str) -> Iterator[Any]:
    """Rows of the reports that this reading does not cover yet, some at a time."""
    after = 0
    while True:
        with store.reading() as connection:
            rows = uncoded(connection, name, after, _REPORTS)
        if not rows:
            return
        yield from rows
        after = rows[-1].no


def _reading_of(model: str) -> str:
    """What stands in the database for the rules: which model, and the grammar that gives its words a meaning."""
    return f"{rules_fingerprint()}+asked:{model}"
