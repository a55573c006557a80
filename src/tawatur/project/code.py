"""Codes the reports of a project that these rules have not read yet; stops and goes on without losing anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from msgspec import Struct, field
from sqlalchemy import Connection

from tawatur.coding import ordered_map
from tawatur.pipeline import code_report
from tawatur.project.rules import rules_fingerprint
from tawatur.records import Coded, Report
from tawatur.store.claims import Changes, Reading, claims_of, keep_claims, uncoded, uncoded_count
from tawatur.store.database import Store
from tawatur.store.reports import report_of, reports_by_id, reports_in

_REPORTS = 200  # written at once
Item = TypeVar("Item")
Tick = Callable[[int], None]  # told how many reports more were coded


class Coding(Struct, kw_only=True):
    """What came of coding a project."""

    changes: Changes = field(default_factory=Changes)
    problems: list[tuple[str, str]] = field(default_factory=list)  # (report, why it could not be coded)


def to_code(store: Store, rules: str | None = None) -> int:
    """How many reports these rules have not read yet."""
    with store.reading() as connection:
        return uncoded_count(connection, rules or rules_fingerprint())


def code_project(
    store: Store,
    *,
    rules: str | None = None,
    who: str | None = None,
    jobs: int = 1,
    tick: Tick = lambda count: None,
) -> Coding:
    """Code what is not coded yet, on `jobs` cores; what is coded is kept a batch at a time. Raises StoreError."""
    rules = rules or rules_fingerprint()
    done = Coding()
    readings = ordered_map(_reading, _waiting(store, rules), jobs=jobs)
    for batch in iter_pieces(readings, _REPORTS):
        with store.writing("code", who) as writer:
            done.changes += keep_claims(writer, rules, batch)
        done.problems += [(reading.report, reading.problem) for reading in batch if reading.problem]
        tick(len(batch))
    return done


def _waiting(store: Store, rules: str) -> Iterator[Report]:
    """The reports to code, read some at a time so that memory does not grow with the project."""
    after = 0
    while True:
        with store.reading() as connection:
            rows = uncoded(connection, rules, after, _REPORTS)
        if not rows:
            return
        yield from map(report_of, rows)
        after = rows[-1].no


def _reading(report: Report) -> Reading:
    try:
        return Reading(report=report.id, coded=code_report(report))
    except Exception as error:  # noqa: BLE001  one odd report must not stop the rest; what is wrong is kept with it
        return Reading(report=report.id, coded=None, problem=f"{type(error).__name__}: {error}".split("\n")[0])


def kept_coded(connection: Connection, reports: Iterable[str] | None = None) -> Iterator[Coded]:
    """Kept reports (all without ids) with the claims that hold, as `tawatur code` would give them."""
    rows = reports_in(connection) if reports is None else reports_by_id(connection, reports)
    for some in iter_pieces(rows, _REPORTS):
        claims = claims_of(connection, [row.id for row in some])
        for row in some:
            yield Coded(
                id=row.id,
                source=row.source,
                published=row.published,
                title=row.title,
                events=tuple(claims.get(row.id, ())),
                text=row.text,
            )


def iter_pieces(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    source = iter(items)
    while piece := list(islice(source, size)):
        yield piece
