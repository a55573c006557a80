"""What follows from a decision is made anew: links of events that people added, incidents, their standing."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from tawatur.desk.reviewing import refresh_rows
from tawatur.fuse.link import add
from tawatur.fuse.told import prepare
from tawatur.project.building import built
from tawatur.project.code import kept_coded
from tawatur.project.shelf import ProjectShelf
from tawatur.records import Claim
from tawatur.store import incidents as kept
from tawatur.store.claims import PERSON, claim_versions, keep_persons_claim
from tawatur.store.database import Writer
from tawatur.store.verdicts import KeptVerdict, verdict_numbered


def made_anew(writer: Writer, shelf: ProjectShelf, touched: Iterable[str]) -> tuple[str, ...]:
    """Make the incidents anew that an act touched, and their standing; gives those that there still are."""
    connection, names = writer.connection, sorted(touched)
    kept.keep_incidents(connection, built(connection, shelf, names), writer.at)
    kept.drop_empty(connection)
    refresh_rows(connection, names)
    return tuple(name for name in names if shelf.members(name))


def linked(connection: Connection, shelf: ProjectShelf, report: str, claim: str) -> set[str]:
    """Link one claim of a report anew, or take it out where it no longer holds; gives the incidents that changed."""
    home = shelf.incident_of(claim)
    told = [t for coded in kept_coded(connection, [report]) for t in prepare(coded)[1] if t.id == claim]
    gone = [claim] if home and not told else []
    return add(shelf, told, gone) | ({home} if home else set())


def as_it_holds(writer: Writer, shelf: ProjectShelf, added: KeptVerdict) -> set[str]:
    """Let an added event hold or not, as the decision on it does; gives the claims of the incidents that changed."""
    connection, report = writer.connection, added.value["report"]
    now = verdict_numbered(connection, added.no)
    body = next(row.body for row in claim_versions(connection, added.subject) if row.rules == PERSON)
    claim = msgspec.json.decode(body, type=Claim)
    keep_persons_claim(writer, report, claim, holds=now is not None and now.undone_by is None)
    return {member for name in linked(connection, shelf, report, added.subject) for member in shelf.members(name)}
