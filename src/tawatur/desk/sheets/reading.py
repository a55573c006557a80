"""Reads an edited workbook: what was changed becomes decisions; what somebody else decided meanwhile is a conflict."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Day
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import openpyxl  # type: ignore[import-untyped]
from msgspec import Struct
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from tawatur.desk import acts
from tawatur.desk.acts import AnyAct, Refused
from tawatur.desk.deciding import Conflict, decide, newest_on
from tawatur.desk.people import Person
from tawatur.desk.reviewing import standing
from tawatur.desk.sheets.layout import INCIDENTS, KEPT, REASON, SHEETS, YES, Kept, Sheet, unpack
from tawatur.judge import next_states
from tawatur.project.shelf import ProjectShelf
from tawatur.store.database import Store, StoreError
from tawatur.store.verdicts import holding, verdicts_about

NUMBERS, DAYS = ("low", "high"), ("date_start", "date_end")


class Edit(Struct, frozen=True, kw_only=True):
    """One edited row."""

    sheet: str
    line: int
    incident: str
    claim: str = ""
    was: dict[str, Any]
    now: dict[str, Any]
    reason: str = ""
    kept: Kept

    def told(self) -> str:
        """What was changed, in words."""
        pairs = ((name, self.was[name], value) for name, value in self.now.items() if value != self.was[name])
        return "; ".join(f"{name}: {_shown(old)} \N{RIGHTWARDS ARROW} {_shown(new)}" for name, old, new in pairs)


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of an edit: done, conflict or refused, and why."""

    edit: Edit
    result: str
    why: str = ""


def edits_of(path: Path) -> list[Edit]:
    """The edited rows of a workbook. Raises StoreError with sheet and line where a cell cannot be understood."""
    try:
        book = openpyxl.load_workbook(path, read_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError) as error:
        raise StoreError(f"{path}: not a workbook (.xlsx).") from error
    try:
        missing = [sheet.name for sheet in SHEETS if sheet.name not in book.sheetnames]
        if missing:
            raise StoreError(f"{path}: has no sheet `{missing[0]}`; edit one that `tawatur sheet write` made.")
        return [edit for sheet in SHEETS for edit in _edits(path, sheet, book[sheet.name].values)]
    finally:
        book.close()


def obey(
    store: Store, person: Person, edits: Sequence[Edit], *, anyway: bool = False, check: bool = False
) -> list[Outcome]:
    """Make decisions of edits, in the order of the sheets; with `check` only tell what would become of each.

    An incident on which somebody else decided since the sheet was written is a conflict and stays, unless `anyway`.
    """
    found = []
    for edit in sorted(edits, key=lambda edit: edit.sheet == INCIDENTS.name):  # cells first, then the states
        try:
            if news := _news(store, person, edit):
                if not anyway:
                    found.append(Outcome(edit=edit, result="conflict", why=news))
                    continue
            for act in _acts(store, edit):
                if not check:
                    decide(store, person, edit.incident, msgspec.structs.replace(act, reason=edit.reason))
            found.append(Outcome(edit=edit, result="would be done" if check else "done"))
        except (Refused, StoreError) as error:
            found.append(Outcome(edit=edit, result="refused", why=str(error)))
        except Conflict as error:
            found.append(Outcome(edit=edit, result="conflict", why=str(error)))
    return found


def _edits(path: Path, sheet: Sheet, lines: Iterable[tuple[Any, ...]]) -> Iterator[Edit]:
    rows = iter(lines)
    heads = [str(head or "").removesuffix(" *") for head in next(rows, ())]
    wanted = [*sheet.keys, *sheet.edited, REASON, KEPT]
    if absent := [name for name in wanted if name not in heads]:
        raise StoreError(f"{path}: sheet `{sheet.name}` has no column `{absent[0]}`; do not rename or remove columns.")
    for number, values in enumerate(rows, 2):
        row = dict(zip(heads, values, strict=False))
        if not any(value is not None for value in values):
            continue
        where = f"{path}: sheet `{sheet.name}`, line {number}"
        try:
            kept = unpack(str(row[KEPT]))
        except msgspec.MsgspecError as error:
            raise StoreError(
                f"{where}: the hidden column `{KEPT}` was changed; the row cannot be read back."
            ) from error
        now = {name: _cell(where, name, row[name], allowed) for name, allowed in sheet.edited.items()}
        was = {name: _plain(kept.was.get(name)) for name in sheet.edited}
        if now != was:
            yield Edit(
                sheet=sheet.name,
                line=number,
                incident=str(row["incident"]),
                claim=str(row.get("claim") or ""),
                was=was,
                now=now,
                reason=str(row[REASON] or ""),
                kept=kept,
            )


def _plain(value: Any) -> Any:
    return "" if value is None else value


def _cell(where: str, name: str, value: Any, allowed: tuple[str, ...]) -> Any:
    """A cell as its column holds it. Raises StoreError where it cannot be that."""
    if value is None or value == "":
        return ""
    if name in NUMBERS:
        if isinstance(value, bool) or not str(value).removesuffix(".0").isdecimal():
            raise StoreError(f"{where}: `{name}` is `{value}`, not a whole number.")
        return int(str(value).removesuffix(".0"))
    if name in DAYS:
        try:
            return (value.date() if isinstance(value, datetime) else Day.fromisoformat(str(value))).isoformat()
        except ValueError as error:
            raise StoreError(f"{where}: `{name}` is `{value}`, not a day (YYYY-MM-DD).") from error
    said = str(value).strip().lower()
    if said not in allowed:
        raise StoreError(f"{where}: `{name}` is `{value}`; it may be {', '.join(allowed)}.")
    return said


def _shown(value: Any) -> str:
    return "empty" if value == "" else str(value)


def _news(store: Store, person: Person, edit: Edit) -> str:
    """What others decided on the incident since the sheet was written, "" where nobody did."""
    with store.reading() as connection:
        members = ProjectShelf(connection).members(edit.incident)
        if newest_on(connection, edit.incident, members) <= edit.kept.seen:
            return ""
        said = verdicts_about(connection, [edit.incident, *members])
    new = [one for one in said if one.no > edit.kept.seen and one.who != person.name]
    return "; ".join(f"{one.who} on {one.at[:10]}: {_decision(one.decision, one.value)}" for one in new)


def _decision(decision: str, value: dict[str, Any]) -> str:
    told = value.get("to") or value.get("grade") or value.get("field") or ""
    return f"{decision} {told}".strip()


def _acts(store: Store, edit: Edit) -> Iterator[AnyAct]:
    changed = {name for name in edit.now if edit.now[name] != edit.was[name]}
    if edit.sheet == INCIDENTS.name:
        yield from _of_incident(store, edit, changed)
    elif edit.sheet == "claims":
        yield from _of_claim(edit, changed)
    else:
        yield _of_figure(edit)


def _of_incident(store: Store, edit: Edit, changed: set[str]) -> Iterator[AnyAct]:
    if "grade" in changed:
        yield acts.Grade(grade=edit.now["grade"])
    if "state" in changed:
        with store.reading() as connection:
            at = standing(holding(connection, "incident", edit.incident)).state
        if at == "machine" and edit.now["state"] == "reviewed":
            yield acts.State(to="in_review")  # who reviews in a sheet begins and ends there
            at = "in_review"
        if edit.now["state"] not in (*next_states(at), at):
            raise Refused(f"{at} is not followed by {edit.now['state']}.", 409)
        if edit.now["state"] != at:
            yield acts.State(to=edit.now["state"])


def _of_claim(edit: Edit, changed: set[str]) -> Iterator[AnyAct]:
    for name in ("type", "status"):
        if name in changed:
            if not edit.now[name]:
                raise Refused(f"`{name}` must not be empty.")
            yield acts.Correct(claim=edit.claim, field=name, was=edit.was[name], cell=edit.now[name])
    if changed & set(DAYS):
        yield acts.Correct(claim=edit.claim, field="date", was=edit.kept.cell, cell=_date(edit))
    if "no event" in changed:
        yield acts.Correct(claim=edit.claim, field="rejected", cell=edit.now["no event"] == YES)


def _date(edit: Edit) -> dict[str, Any] | None:
    start, end = (str(edit.now[name]) for name in DAYS)
    if not start and not end:
        return None
    start, end = start or end, end or start
    if start > end:
        raise Refused(f"it ends ({end}) before it begins ({start}).")
    precision = "day" if start == end else "days"
    words = edit.kept.cell or {"text": "", "span": {"text": "", "start": 0, "end": 0}}
    days = {"start": start, "end": end, "precision": precision, "rule": "person"}
    return {"text": words["text"], "span": words["span"], **days}


def _of_figure(edit: Edit) -> AnyAct:
    now = edit.now
    low, high = (None if now[name] == "" else now[name] for name in NUMBERS)
    if low is not None and high is not None and low > high:
        raise Refused(f"{low} to {high} is no range.")
    if not now["outcome"] or not now["who"]:
        raise Refused("`outcome` and `who` must not be empty.")
    new = {"outcome": now["outcome"], "who": now["who"], "low": low, "high": high, "rule": "person"}
    cell = {**(edit.kept.cell or {}), **new}
    return acts.Correct(claim=edit.claim, field="figures", was=edit.kept.cell, cell=cell)
