"""Events that the machine missed: a person adds them by choosing words of a report, and takes them back."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection

from tawatur.desk.acts import Add, Refused
from tawatur.desk.deciding import Done
from tawatur.desk.following import linked, made_anew
from tawatur.desk.people import Person
from tawatur.project.shelf import ProjectShelf
from tawatur.records import Claim, Span
from tawatur.store.claims import PERSON, claims_of, keep_persons_claim
from tawatur.store.database import Store, StoreError
from tawatur.store.reports import report_row
from tawatur.store.rows import storable
from tawatur.store.verdicts import ADDED, KeptVerdict, keep_verdict, newest_verdict


def add_event(store: Store, person: Person, act: Add) -> Done:
    """Keep an event that a person found in a report, link it, and note who did. Raises Refused."""
    if not person.may("reviewer"):
        raise Refused("readers decide nothing.", 403)
    with store.writing("verdict", person.name) as writer:
        claim = _claim(writer.connection, act)
        shelf = ProjectShelf(writer.connection, writer)
        value = {"report": act.report, "type": act.type, "words": claim.trigger.text}
        said = KeptVerdict(kind="claim", subject=claim.id, decision=ADDED, value=value, reason=storable(act.reason))
        keep_verdict(writer, said)
        try:
            keep_persons_claim(writer, act.report, claim)
        except StoreError as error:
            raise Refused(str(error)) from error
        changed = made_anew(writer, shelf, linked(writer.connection, shelf, act.report, claim.id))
        home = shelf.incident_of(claim.id) or ""
        return Done(newest_verdict(writer.connection), home, changed, claim.id)


def _claim(connection: Connection, act: Add) -> Claim:
    """The claim of some words: its id is that of its report, type and words, so that it is not added twice."""
    row = report_row(connection, act.report)
    if row is None or row.state != "report":
        raise Refused(f"{act.report}: no such report.", 404)
    chosen = row.text[act.start : act.end] if 0 <= act.start < act.end <= len(row.text) else ""
    words, start = chosen.strip(), act.start + len(chosen) - len(chosen.lstrip())
    if not words:
        raise Refused("there are no such words in this report.")
    end = start + len(words)
    for known in claims_of(connection, [act.report]).get(act.report, ()):
        if known.type == act.type and known.trigger.start < end and start < known.trigger.end:
            raise Refused("the report tells this event already: look at its claims.", 409)
    digest = hashlib.sha256("|".join((act.report, act.type, words, str(start), PERSON)).encode()).hexdigest()[:12]
    return Claim(
        id=digest,
        type=act.type,
        status="occurred",
        trigger=Span(words, start, end),
        rule=PERSON,
        reasons={"type": "a person chose these words"},
    )
