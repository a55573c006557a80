"""Decisions: each act becomes a verdict that is appended, and what follows from it is made anew, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection

from tawatur.desk import acts
from tawatur.desk.acts import AnyAct, Refused
from tawatur.desk.following import as_it_holds, made_anew
from tawatur.desk.people import Person
from tawatur.desk.reviewing import Standing, standing
from tawatur.fuse.link import judge, regroup, split
from tawatur.fuse.working import current
from tawatur.judge import next_states
from tawatur.project.judged import FIRST, SECOND, apply, corrections_on
from tawatur.project.shelf import ProjectShelf
from tawatur.records import Verdict
from tawatur.store import incidents as kept
from tawatur.store.database import Store, StoreError, Writer
from tawatur.store.rows import storable
from tawatur.store.verdicts import (
    ADDED,
    KeptVerdict,
    holding,
    keep_verdict,
    newest_verdict,
    take_back,
    verdict_numbered,
    verdicts_about,
)


class Conflict(Exception):
    """Somebody else decided on this incident meanwhile; `news` are their decisions, the oldest first."""

    def __init__(self, news: list[KeptVerdict]) -> None:
        super().__init__(f"{news[-1].who} decided on this incident meanwhile")
        self.news = news


class Done(msgspec.Struct, frozen=True):
    """What came of an act: number of its decision, the incident to look at now ("": it is gone), all that changed."""

    no: int
    incident: str
    changed: tuple[str, ...]
    claim: str = ""  # the one that was added


class _Work(msgspec.Struct, frozen=True):
    """What the function of an act works with."""

    writer: Writer
    shelf: ProjectShelf
    person: Person
    incident: str
    stands: Standing


def decide(store: Store, person: Person, incident: str, act: AnyAct) -> Done:
    """Keep an act of a person on an incident and obey it.

    Raises Refused where it is not allowed or makes no sense, Conflict where somebody else decided since `act.seen`.
    """
    if not person.may("reviewer"):
        raise Refused("readers decide nothing.", 403)
    with store.writing("verdict", person.name) as writer:
        shelf = ProjectShelf(writer.connection, writer)
        name = current(shelf, incident)
        if name is None:
            raise Refused(f"{incident}: no such incident.", 404)
        stands = standing(holding(writer.connection, "incident", name))
        if act.seen is not None and not act.anyway:
            _refuse_stale(writer.connection, person, name, shelf.members(name), act.seen)
        work = _Work(writer, shelf, person, name, stands)
        try:
            touched = _HOW[type(act)](work, act)
        except (StoreError, msgspec.ValidationError) as error:
            raise Refused(str(error)) from error
        changed = made_anew(writer, shelf, {*touched, work.incident})
        home = _where(shelf, name)
        return Done(newest_verdict(writer.connection), home if shelf.members(home) else "", changed)


def is_blind(person: Person, stands: Standing) -> bool:
    """Whether the person reviews an incident a second time and must not see the first review."""
    return stands.state == "second_review" and not stands.second_done and stands.second_by == person.name


def newest_on(connection: Connection, incident: str, claims: Iterable[str]) -> int:
    """Number of the newest decision on an incident or its claims, 0 without one."""
    return max((one.no for one in verdicts_about(connection, [incident, *claims])), default=0)


def _refuse_stale(connection: Connection, person: Person, name: str, claims: Collection[str], seen: int) -> None:
    news = [v for v in verdicts_about(connection, [name, *claims]) if v.no > seen and v.who != person.name]
    if news:
        raise Conflict(news)


def _keep(work: _Work, kind: str, subject: str, decision: str, value: dict[str, Any], reason: str) -> None:
    row = KeptVerdict(kind=kind, subject=subject, decision=decision, value=value, reason=storable(reason))
    keep_verdict(work.writer, row)


def _correct(work: _Work, act: acts.Correct) -> set[str]:
    if act.claim not in work.shelf.members(work.incident):
        raise Refused(f"{act.claim}: no claim of this incident.", 404)
    if work.stands.state == "final":
        raise Refused("a final incident is changed by reopening it first.", 409)
    review = SECOND if is_blind(work.person, work.stands) else FIRST
    value = {"field": act.field, "was": act.was, "cell": act.cell, "review": review}
    _refuse_wrong_cell(work, act, review)
    _keep(work, "claim", act.claim, "correct", value, act.reason)
    _begin(work)
    return {work.incident}


def _refuse_wrong_cell(work: _Work, act: acts.Correct, review: int) -> None:
    """A cell must have the shape of its field, and its words must be the report's."""
    connection = work.writer.connection
    claim = kept.claims_by_id(connection, [act.claim])[act.claim]
    value = {"field": act.field, "was": act.was, "cell": act.cell}
    apply(claim, [*corrections_on(connection, [act.claim], review).get(act.claim, ()), _as_decision(value)])
    cell = act.cell.get("span", act.cell) if isinstance(act.cell, dict) else None
    if cell is None or not {"text", "start", "end"} <= set(cell):
        return
    report = work.shelf.told([act.claim])[act.claim].report
    text = kept.report_texts(connection, [report])[report]
    if text[cell["start"] : cell["end"]] != cell["text"]:
        raise Refused("these words do not stand there in the report.")


def _as_decision(value: dict[str, Any]) -> KeptVerdict:
    return KeptVerdict(kind="claim", subject="", decision="correct", value=value)


def _pair(work: _Work, act: acts.Pair) -> set[str]:
    for end in (act.left, act.right):
        if current(work.shelf, end) is None and work.shelf.incident_of(end) is None:
            raise Refused(f"{end}: no such incident or claim.", 404)
    if act.left == act.right:
        raise Refused("an incident is always the same as itself.")
    said = Verdict(left=act.left, right=act.right, judgement=act.judgement, reason=storable(act.reason))
    both = {_where(work.shelf, end) for end in (act.left, act.right)}
    seen = [claim for name in sorted(both) for claim in work.shelf.members(name)]
    changed = judge(work.shelf, [said]) | both
    if act.judgement == "same":
        changed |= _held_together(work, act, seen)
    _begin(work)
    return changed


def _held_together(work: _Work, act: acts.Pair, seen: list[str]) -> set[str]:
    """Say of claims that would fall out of a merged incident that they are the same, too: the person saw them in it."""
    shelf = work.shelf
    anchor = shelf.anchor(act.left) or act.left
    home = shelf.incident_of(anchor)
    fallen = [claim for claim in seen if shelf.incident_of(claim) != home]
    reason = storable(act.reason)
    if not fallen:
        return set()
    changed = judge(shelf, [Verdict(left=anchor, right=claim, judgement="same", reason=reason) for claim in fallen])
    return changed | _regrouped(work, seen)


def _split(work: _Work, act: acts.Split) -> set[str]:
    members = work.shelf.members(work.incident)
    strangers = [claim for claim in act.claims if claim not in members]
    if strangers:
        raise Refused(f"no claims of this incident: {', '.join(strangers)}.", 404)
    if not act.claims or len(set(act.claims)) == len(members):
        raise Refused("choose some of the claims, not all.")
    changed = judge(work.shelf, split(work.shelf, work.incident, act.claims, reason=storable(act.reason)))
    _begin(work)
    return changed | {work.incident}


def _state(work: _Work, act: acts.State) -> set[str]:
    stands, person = work.stands, work.person
    if act.to == "second_done":
        if not is_blind(person, stands):
            raise Refused("only who reviews it a second time can end that review.", 409)
        _keep(work, "incident", work.incident, "second_done", {}, act.reason)
        return {work.incident}
    if act.to not in next_states(stands.state):
        raise Refused(f"{stands.state} is not followed by {act.to}.", 409)
    if act.to == "second_review" and not person.alone and stands.first_by == person.name:
        raise Refused("somebody else does the second review.", 409)
    if act.to == "final" and not stands.second_done:
        raise Refused("the second review has not ended yet.", 409)
    _enter(work, act.to, act.reason)
    return {work.incident}


def _assign(work: _Work, act: acts.Assign) -> set[str]:
    if act.to not in ("", work.person.name) and not work.person.may("lead"):
        raise Refused("only a lead assigns to others.", 403)
    _keep(work, "incident", work.incident, "assign", {"to": act.to}, act.reason)
    return {work.incident}


def _skip(work: _Work, act: acts.Skip) -> set[str]:
    _keep(work, "incident", work.incident, "skip", {}, act.reason)
    return {work.incident}


def _grade(work: _Work, act: acts.Grade) -> set[str]:
    _keep(work, "incident", work.incident, "grade", {"grade": act.grade}, act.reason)
    return {work.incident}


def _note(work: _Work, act: acts.Note) -> set[str]:
    if not act.reason.strip():
        raise Refused("an empty note says nothing.")
    _keep(work, "incident", work.incident, "note", {}, act.reason)
    return {work.incident}


def _undo(work: _Work, act: acts.Undo) -> set[str]:
    connection, shelf = work.writer.connection, work.shelf
    members = shelf.members(work.incident)
    last = act.no if act.through is None else act.through
    said = [one for one in verdicts_about(connection, [work.incident, *members]) if act.no <= one.no <= last]
    blind = is_blind(work.person, work.stands)
    if not said or any(blind and one.who != work.person.name for one in said):
        raise Refused(f"{act.no}: no decision on this incident.", 404)
    ends: set[str] = set()
    for one in reversed(said):
        first = take_back(work.writer, one.no, storable(act.reason))
        while first.kind == "undo" and (before := verdict_numbered(connection, int(first.subject))):
            first = before
        if first.decision == ADDED:
            ends |= as_it_holds(work.writer, shelf, first)
        if first.kind == "pair":
            ends.update(claim for claim in first.subject.split(" ") if work.shelf.told([claim]))
    changed = {home for claim in ends if (home := work.shelf.incident_of(claim))}
    return changed | _regrouped(work, ends) | {work.incident}


def _regrouped(work: _Work, claims: Iterable[str]) -> set[str]:
    """Form the groups of some claims anew until nothing changes: one round sees only the company of before it."""
    shelf, start, changed = work.shelf, set(claims), set[str]()
    for _ in range(3):
        company = {c for claim in start for c in shelf.members(shelf.incident_of(claim) or "")}
        more = regroup(shelf, sorted(start | company)) if start else set()
        changed |= more
        if not more:
            break
    return changed


def _begin(work: _Work) -> None:
    """Whoever decides on an incident that nobody looked at yet begins its review."""
    if work.stands.state == "machine":
        _enter(work, "in_review", "")


def _enter(work: _Work, state: str, reason: str) -> None:
    value = {"from": work.stands.state, "to": state, "claims": len(work.shelf.members(work.incident))}
    _keep(work, "incident", work.incident, "state", value, reason)


def _where(shelf: ProjectShelf, name: str) -> str:
    return current(shelf, name) or shelf.incident_of(name) or name


_HOW: dict[type, Callable[[_Work, Any], set[str]]] = {
    acts.Correct: _correct,
    acts.Pair: _pair,
    acts.Split: _split,
    acts.State: _state,
    acts.Assign: _assign,
    acts.Skip: _skip,
    acts.Grade: _grade,
    acts.Note: _note,
    acts.Undo: _undo,
}
