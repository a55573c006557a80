"""Codes the reports of a project that these rules have not read yet; stops and goes on without losing anything."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from tawatur.pipeline import code_report
from tawatur.project.rules import rules_fingerprint
from tawatur.store.claims import Changes, Reading, keep_claims, uncoded, uncoded_count
from tawatur.store.database import Store
from tawatur.store.reports import report_of

_REPORTS = 200  # read and written at once
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
    store: Store, *, rules: str | None = None, who: str | None = None, tick: Tick = lambda count: None
) -> Coding:
    """Code what is not coded yet; each batch is kept before the next is read. Raises StoreError."""
    rules = rules or rules_fingerprint()
    done, after = Coding(), 0
    while True:
        with store.reading() as connection:
            rows = uncoded(connection, rules, after, _REPORTS)
        if not rows:
            return done
        readings = [_reading(row) for row in rows]
        with store.writing("code", who) as writer:
            _sum(done.changes, keep_claims(writer, rules, readings))
        done.problems += [(reading.report, reading.problem) for reading in readings if reading.problem]
        after = rows[-1].no
        tick(len(rows))


def _reading(row: object) -> Reading:
    report = report_of(row)
    try:
        return Reading(report=report.id, coded=code_report(report))
    except Exception as error:  # noqa: BLE001  one odd report must not stop the rest; what is wrong is kept with it
        return Reading(report=report.id, coded=None, problem=f"{type(error).__name__}: {error}".split("\n")[0])


def _sum(total: Changes, more: Changes) -> None:
    for name in Changes.__struct_fields__:
        setattr(total, name, getattr(total, name) + getattr(more, name))
