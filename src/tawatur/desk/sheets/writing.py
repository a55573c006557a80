"""Writes incidents, claims and figures to a workbook that a person can edit away from the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]
from sqlalchemy import Connection

from tawatur.desk.deciding import is_blind, newest_on
from tawatur.desk.people import Person
from tawatur.desk.reviewing import Standing, standing
from tawatur.desk.sheets.layout import CLAIMS, FIGURES, INCIDENTS, KEPT, YES, Kept, Sheet, pack
from tawatur.project.judged import judged_claims
from tawatur.project.shelf import ProjectShelf
from tawatur.publish.workbook import Book
from tawatur.records import Claim, Figure, Incident
from tawatur.store.database import Store
from tawatur.store.incidents import Filters, ReportRow, list_incidents, report_rows
from tawatur.store.verdicts import holding

WIDE = {"reason *": 30, "words": 24, "trigger": 24, "actors": 30, "targets": 30, "place": 20, "said by": 24}
LAST_LINE = 1_048_576
_PAGE = 200
Item = tuple[Incident, Standing, dict[str, Claim], int]
Tick = Callable[[int], None]


def write_sheet(store: Store, person: Person, path: Path, filters: Filters, tick: Tick = lambda _: None) -> int:
    """Write the incidents that pass the filters; gives their number. A blind second review stays at the desk."""
    book = Book("review", datetime.now(UTC).date())
    with store.reading() as connection:
        found = list(_items(connection, person, filters))
        reports = report_rows(connection, {report for one, *_ in found for report in one.reports})
        shelf = ProjectShelf(connection)
        home = {claim: told.report for claim, told in shelf.told([c for one, *_ in found for c in one.claims]).items()}
    _sheet(book, INCIDENTS, (_incident(item) for item in found))
    tick(len(found))
    _sheet(book, CLAIMS, (line for item in found for line in _claims(item, home, reports)))
    _sheet(book, FIGURES, (line for item in found for line in _figures(item)))
    book.save(path)
    return len(found)


def _items(connection: Connection, person: Person, filters: Filters) -> Iterator[Item]:
    offset = 0
    while True:
        page = list_incidents(connection, msgspec.structs.replace(filters, limit=_PAGE, offset=offset)).incidents
        for one in page:
            stands = standing(holding(connection, "incident", one.id))
            if not is_blind(person, stands):
                claims = judged_claims(connection, one.claims)
                yield one, stands, claims, newest_on(connection, one.id, one.claims)
        if len(page) < _PAGE:
            return
        offset += _PAGE


def _sheet(book: Book, sheet: Sheet, lines: Iterable[list[Any]]) -> None:
    made = book.sheet(sheet.name, sheet.heads, WIDE, hide=KEPT)
    for n, allowed in enumerate(sheet.edited.values(), len(sheet.keys)):
        choice = ",".join(allowed)
        if choice and len(choice) < 250:  # as long as a list in a cell's rule may be
            rule = DataValidation(type="list", formula1=f'"{choice}"', allow_blank=True)
            letter = chr(ord("A") + n)
            rule.add(f"{letter}2:{letter}{LAST_LINE}")
            made.data_validations.append(rule)
    for line in lines:
        book.line(line)


def _line(sheet: Sheet, keys: list[str], was: dict[str, Any], read: list[Any], kept: Kept) -> list[Any]:
    return [*keys, *(was[name] for name in sheet.edited), "", *read, pack(kept)]


def _incident(item: Item) -> list[Any]:
    one, stands, _, seen = item
    was = {"state": stands.state, "grade": stands.grade or ""}
    killed = "" if one.killed is None else "\N{EN DASH}".join(map(str, dict.fromkeys(one.killed)))
    read = [one.type, one.status, one.date_start, one.date_end, one.place, one.admin1, one.country, killed]
    return _line(INCIDENTS, [one.id], was, [*read, len(one.chains), len(one.reports)], Kept(seen, was))


def _claims(item: Item, home: dict[str, str], reports: dict[str, ReportRow]) -> Iterator[list[Any]]:
    one, _, claims, seen = item
    for name, claim in claims.items():
        report, date = reports[home[name]], claim.date
        was = {
            "no event": "",
            "type": claim.type,
            "status": claim.status,
            "date_start": (date.start if date else None) or "",
            "date_end": (date.end if date else None) or "",
        }
        read = [
            report.source,
            report.published,
            claim.trigger.text,
            claim.place.name or claim.place.text if claim.place else "",
            "; ".join(party.name or party.text for party in claim.actors),
            "; ".join(party.name or party.text for party in claim.targets),
            claim.attribution.text if claim.attribution else "",
        ]
        cell = msgspec.to_builtins(date) if date else None
        yield _line(CLAIMS, [one.id, name], was, read, Kept(seen, was, cell))


def _figures(item: Item) -> Iterator[list[Any]]:
    one, _, claims, seen = item
    for name, claim in claims.items():
        for figure in claim.figures:
            was = {"outcome": figure.outcome, "who": figure.who, "low": figure.low, "high": figure.high}
            read = [figure.text, YES if figure.subset else ""]
            yield _line(FIGURES, [one.id, name], was, read, Kept(seen, was, _whole(figure)))


def _whole(figure: Figure) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(figure)
    return found
