"""A project's incidents as a release takes them, the project's release key, and who proposed and approved a release."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import date as Day

from sqlalchemy import Connection, func, select

from tawatur.fuse.telling import Telling, mentioning
from tawatur.fuse.told import Text, text_of, without_text
from tawatur.fuse.working import former
from tawatur.judge.corrections import REJECTED
from tawatur.project.entries import entry_of
from tawatur.project.judged import judged_claims
from tawatur.project.shelf import ProjectShelf
from tawatur.publish.make import Draft
from tawatur.publish.material import REVIEWS, Entry, Material, Review, Told
from tawatur.store import schema
from tawatur.store.database import Store, StoreError
from tawatur.store.incidents import put_setting, report_texts, setting
from tawatur.store.links import pieces
from tawatur.store.verdicts import KeptVerdict, holding, keep_verdict, verdicts

KEY = "release key"  # in `setting`; ids, pseudonyms and commitments of all releases follow from it
KIND = "release"  # kind of a verdict on a release; its subject is the release's name


def release_key(store: Store, who: str | None = None) -> bytes:
    """The project's release key; made on first use, and never shown."""
    with store.reading() as connection:
        known = setting(connection, KEY)
    if known is None:
        with store.writing(KIND, who) as writer:
            known = setting(writer.connection, KEY)
            if known is None:
                known = secrets.token_hex(32)
                put_setting(writer.connection, KEY, known)
    return bytes.fromhex(known)


def material(store: Store, key: bytes, *, restricted: bool = False) -> Material:
    """All incidents of a project, made without restricted reports unless asked for, and without rejected claims."""
    with store.reading() as connection:
        report, stone = schema.report.c, schema.tombstone.c
        hidden = select(func.count()).where(report.restricted, report.state == "report")
        removed = select(func.count()).where(stone.kind == "report")
        return Material(
            entries=lambda: _entries(store, restricted),
            key=key,
            total=len(ProjectShelf(connection).incidents()),
            restricted_reports=0 if restricted else int(connection.scalar(hidden) or 0),
            removed_reports=int(connection.scalar(removed) or 0),
            rejected_claims=_rejected(connection),
        )


def _entries(store: Store, restricted: bool) -> Iterator[Entry]:
    with store.reading() as connection:
        shelf, stands = ProjectShelf(connection), _Decided(connection)
        for some in pieces(sorted(shelf.incidents())):
            groups = {name: shelf.members(name) for name in some}
            spoken = {name: shelf.mentions(name) for name in some}
            every = [claim for parts in (groups, spoken) for ids in parts.values() for claim in ids]
            told, claims = shelf.told(every), judged_claims(connection, every)
            reports = _reports(connection, {t.report for t in told.values()}, restricted)
            for name, members in groups.items():
                kept = [c for c in members if c in claims and told[c].report in reports]
                if not kept:
                    continue
                held = {c: claims[c] for c in kept}
                held |= {c: mentioning(told[c]) for c in spoken[name] if told[c].report in reports}
                texts = _texts(connection, [reports[r] for r in {told[c].report for c in held}])
                items = [
                    Telling(claim=claim, told=told[c], text=texts.get(told[c].report) or without_text(told[c]))
                    for c, claim in held.items()
                ]
                ids = former(shelf, name, members)
                review, grade = stands.review(name, ids, kept), stands.grade(name, ids)
                yield entry_of(name, items, reports, review=review, former=ids, grade=grade)


def _reports(connection: Connection, ids: Iterable[str], restricted: bool) -> dict[str, Told]:
    """Reports that may be used, by id; removed, replaced and, unless asked for, restricted ones are left out."""
    c = schema.report.c
    wanted = select(c.id, c.source, c.published, c.address, c.title, c.capture).where(c.state == "report")
    if not restricted:
        wanted = wanted.where(~c.restricted)
    rows = (row for some in pieces(ids) for row in connection.execute(wanted.where(c.id.in_(some))))
    return {
        row.id: Told(
            id=row.id,
            source=row.source,
            published=row.published,
            address=row.address,
            title=row.title,
            sha256=row.capture,
        )
        for row in rows
    }


def _texts(connection: Connection, reports: list[Told]) -> dict[str, Text]:
    """Texts ready for comparing, where there is another one to compare with."""
    if len(reports) < 2:
        return {}
    words = report_texts(connection, [report.id for report in reports])
    return {r.id: text_of(r.id, r.source, r.published, words[r.id]) for r in reports if r.id in words}


# --- what people decided ---


class _Decided:
    """Review states and grades as the decisions that hold make them, the last one on each subject."""

    def __init__(self, connection: Connection) -> None:
        self._states: dict[str, Review] = {}
        self._grades: dict[str, str] = {}
        for verdict in (*holding(connection, "incident"), *holding(connection, "claim")):
            said = verdict.value.get("to") if verdict.decision == "state" else verdict.decision
            if said in REVIEWS:
                self._states[verdict.subject] = said
            if verdict.decision == "grade":
                self._grades[verdict.subject] = verdict.value.get("grade") or ""

    def review(self, name: str, ids: Iterable[str], claims: Iterable[str]) -> Review:
        """An incident's state: its own or a former id's, else the least of its claims' states where all have one."""
        own = next((self._states[one] for one in (name, *ids) if one in self._states), None)
        if own is not None:
            return own
        return min((self._states.get(claim, "machine") for claim in claims), key=REVIEWS.index, default="machine")

    def grade(self, name: str, ids: Iterable[str]) -> str:
        """The grade that a person set, "" where nobody did."""
        return next((self._grades[one] for one in (name, *ids) if one in self._grades), "")


def _rejected(connection: Connection) -> int:
    """How many claims people said are none."""
    said = (v for v in holding(connection, "claim") if v.value.get("field") == REJECTED)
    return sum({verdict.subject: bool(verdict.value.get("cell")) for verdict in said}.values())


# --- proposals and approvals ---


def propose(store: Store, draft: Draft, who: str | None) -> None:
    """Keep that somebody proposes a release; a second person can then approve exactly this one."""
    _keep(store, draft, "proposed", who)


def approvals(store: Store, draft: Draft, who: str, day: Day) -> list[tuple[str, str]]:
    """Who proposed and who now approves a release, with the day. Raises StoreError where the second is missing."""
    with store.reading() as connection:
        said = [v for v in verdicts(connection, KIND, draft.name) if v.value.get("seal") == draft.seal]
    proposers = [v.who for v in said if v.decision == "proposed" and v.undone_by is None]
    if not proposers:
        raise StoreError(
            f"{draft.name}: nobody has proposed a release with this content; run the same command without --approve, "
            "or the database has changed since."
        )
    if all(proposer == who for proposer in proposers):
        raise StoreError(f"{draft.name}: {who} proposed it; a second person must approve it (--as NAME).")
    proposer = next(p for p in proposers if p != who)
    return [(proposer, day.isoformat()), (who, day.isoformat())]


def keep_release(store: Store, draft: Draft, who: str | None) -> None:
    """Keep that a release was made, by whom and with which content."""
    _keep(store, draft, "released", who)


def _keep(store: Store, draft: Draft, decision: str, who: str | None) -> None:
    value = {"seal": draft.seal, "profile": draft.profile.sha256, "formats": list(draft.settings.formats)}
    with store.writing(KIND, who) as writer:
        keep_verdict(writer, KeptVerdict(kind=KIND, subject=draft.name, decision=decision, value=value))
