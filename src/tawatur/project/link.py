"""Links the coded reports of a project, and obeys what people decide about links: the writing half of incidents.

Few new claims are linked where they are kept, within one transaction. Many are linked in memory, while others may go
on writing; then all is written at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from sqlalchemy import Connection

from tawatur.fuse.link import add, judge, regroup, split
from tawatur.fuse.shelf import Memory, Shelf
from tawatur.fuse.told import Told, prepare
from tawatur.fuse.working import current
from tawatur.project.building import built
from tawatur.project.code import kept_coded
from tawatur.project.rules import linking_fingerprint
from tawatur.project.shelf import ProjectShelf, every_name, into_memory, keep_memory
from tawatur.records import Verdict
from tawatur.store import incidents as kept
from tawatur.store import links
from tawatur.store.database import Store, StoreError, Writer
from tawatur.store.verdicts import newest_verdict, pair_of, pair_verdicts, take_back, verdict_numbered, verdicts

MANY = 1_000  # reports from which on linking in memory is quicker
_RULES, _ROUND = "linking", "linked"  # settings: fingerprint of the rules that linked, and how often
Tick = Callable[[int], None]  # told how many reports more were prepared


class Linking(Struct, frozen=True, kw_only=True):
    """What came of linking: ids of the incidents that are new or changed."""

    reports: int
    changed: tuple[str, ...]
    anew: bool = False  # all links were made anew, because the rules of linking changed


class _Work(Struct, frozen=True, kw_only=True):
    """What there is to link."""

    marks: dict[str, str]  # report → coding that is to be linked
    gone: list[str]  # reports that are none any more
    anew: bool


def link_project(store: Store, *, who: str | None = None, tick: Tick = lambda count: None) -> Linking:
    """Link what was coded, replaced or removed since the last time. Raises StoreError."""
    with store.reading() as connection:
        work = _work(connection)
    if not work.anew and len(work.marks) < MANY:
        return _link_few(store, who, tick)
    return _link_many(store, who, tick)


def to_link(store: Store) -> int:
    """How many reports `link_project` would read."""
    with store.reading() as connection:
        work = _work(connection)
        return len({*links.every_linked(connection), *work.marks} if work.anew else work.marks)


def decide(store: Store, said: Sequence[Verdict], *, who: str | None = None) -> tuple[str, ...]:
    """Append verdicts on pairs of incidents or claims and obey them; gives the ids of incidents that changed.

    Incident ids stand for the claims that they are anchored in. The same verdict (with its person and time) again
    changes nothing. Raises StoreError for an unknown id.
    """
    with store.writing("verdict", who) as writer:
        shelf = ProjectShelf(writer.connection, writer)
        for name in dict.fromkeys(end for verdict in said for end in (verdict.left, verdict.right)):
            _known(shelf, name)
        return _keep(writer, shelf, judge(shelf, said))


def take_out(
    store: Store, incident: str, claims: Sequence[str], *, who: str | None = None, reason: str = ""
) -> tuple[str, ...]:
    """Split claims off an incident: "not the same" between them and all that stay. Raises StoreError."""
    with store.writing("verdict", who) as writer:
        shelf = ProjectShelf(writer.connection, writer)
        home = _known(shelf, incident)
        strangers = [claim for claim in claims if claim not in shelf.members(home)]
        if strangers:
            raise StoreError(f"not in {home}: {', '.join(strangers)}.")
        return _keep(writer, shelf, judge(shelf, split(shelf, home, claims, reason=reason)))


def undo(store: Store, number: int, *, who: str | None = None, reason: str = "") -> tuple[str, ...]:
    """Take a verdict back by appending that it no longer holds; gives the ids of incidents that changed.

    Taking that back in turn lets the verdict hold again. Raises StoreError for an unknown number.
    """
    with store.writing("verdict", who) as writer:
        first = take_back(writer, number, reason)
        while first.kind == "undo" and (before := verdict_numbered(writer.connection, int(first.subject))):
            first = before
        if first.kind != "pair":
            return ()
        shelf, pair = ProjectShelf(writer.connection, writer), pair_of(first)
        return _keep(writer, shelf, regroup(shelf, [c for c in (pair.left, pair.right) if shelf.told([c])]))


def _work(connection: Connection) -> _Work:
    rules = kept.setting(connection, _RULES)
    return _Work(
        marks=dict(links.to_link(connection)),
        gone=links.no_longer_reports(connection),
        anew=rules is not None and rules != linking_fingerprint(),
    )


def _link_few(store: Store, who: str | None, tick: Tick) -> Linking:
    with store.writing("link", who) as writer:
        connection = writer.connection
        work = _work(connection)
        if not work.marks and not work.gone:
            return Linking(reports=0, changed=())
        told = _prepared(connection, work.marks, tick)
        shelf = ProjectShelf(connection, writer)
        gone = _gone(connection, work, told)
        before = {name for claim in gone if (name := shelf.incident_of(claim))}
        changed = add(shelf, told, gone) | {name for t in told if (name := shelf.incident_of(t.id))} | before
        links.mark_linked(connection, work.marks, work.gone)
        _note_round(connection)
        return Linking(reports=len(work.marks), changed=_keep(writer, shelf, changed))


def _link_many(store: Store, who: str | None, tick: Tick) -> Linking:
    with store.reading() as connection:
        work, seen = _work(connection), newest_verdict(connection)
        rounds = kept.setting(connection, _ROUND)
        memory, told, gone = _from_scratch(connection, work, tick) if work.anew else _more(connection, work, tick)
        changed = add(memory, told, gone) | {name for t in told if (name := memory.incident_of(t.id))}
        names = sorted(memory.incidents() if work.anew else changed)
        made = list(built(connection, memory, names))
    with store.writing("link", who) as writer:
        connection = writer.connection
        if kept.setting(connection, _ROUND) != rounds:
            raise StoreError("somebody else linked this project at the same time; run `tawatur link` again.")
        if work.anew:
            kept.drop_all_incidents(connection)
        keep_memory(connection, memory)
        kept.keep_incidents(connection, made, writer.at)
        links.mark_linked(connection, work.marks, work.gone)
        _note_round(connection)
        _obey_later(writer, seen)
        kept.drop_empty(connection)
    return Linking(reports=len(work.marks), changed=tuple(one.id for one, _ in made), anew=work.anew)


def _more(connection: Connection, work: _Work, tick: Tick) -> tuple[Memory, list[Told], list[str]]:
    """What was linked before, as a shelf in memory, with the claims that come and go."""
    told = _prepared(connection, work.marks, tick)
    return into_memory(connection), told, _gone(connection, work, told)


def _from_scratch(connection: Connection, work: _Work, tick: Tick) -> tuple[Memory, list[Told], list[str]]:
    """A shelf with nothing but ids and verdicts, and all claims: the rules of linking changed."""
    memory = Memory()
    memory.put_groups({}, every_name(connection))
    memory.decide(pair_verdicts(connection))
    reports = {*links.every_linked(connection), *work.marks} - set(work.gone)
    return memory, _prepared(connection, sorted(reports), tick), []


def _obey_later(writer: Writer, seen: int) -> None:
    """Obey what was decided, or taken back, while the links were made."""
    if newest_verdict(writer.connection) > seen:
        shelf = ProjectShelf(writer.connection, writer)
        pairs = [pair_of(kept_verdict) for kept_verdict in verdicts(writer.connection, "pair")]
        _keep(writer, shelf, regroup(shelf, shelf.told({c for v in pairs for c in (v.left, v.right)})))


def _prepared(connection: Connection, reports: Iterable[str], tick: Tick) -> list[Told]:
    told: list[Told] = []
    for coded in kept_coded(connection, reports):
        told += prepare(coded)[1]
        tick(1)
    return told


def _gone(connection: Connection, work: _Work, told: list[Told]) -> list[str]:
    """Claims that were linked and are told no more."""
    here = {t.id for t in told}
    return [claim for claim in links.claims_told_by(connection, [*work.gone, *work.marks]) if claim not in here]


def _keep(writer: Writer, shelf: Shelf, changed: Iterable[str]) -> tuple[str, ...]:
    """Keep the incidents that changed and drop those that are no more."""
    names = sorted(changed)
    kept.keep_incidents(writer.connection, built(writer.connection, shelf, names), writer.at)
    kept.drop_empty(writer.connection)
    return tuple(name for name in names if shelf.members(name))


def _note_round(connection: Connection) -> None:
    kept.put_setting(connection, _ROUND, str(int(kept.setting(connection, _ROUND) or 0) + 1))
    kept.put_setting(connection, _RULES, linking_fingerprint())


def _known(shelf: Shelf, name: str) -> str:
    """The incident that an id leads to, or that a claim is in. Raises StoreError for an unknown id."""
    found = current(shelf, name) or shelf.incident_of(name)
    if found is None:
        raise StoreError(f"{name}: no such incident or claim.")
    return found
