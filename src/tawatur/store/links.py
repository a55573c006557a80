"""Keeps what linking derives: tellings, blocks, links, ids of incidents. Each query of these tables is a function."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, exists, func, insert, or_, select, update

from tawatur.records import MENTION
from tawatur.store import schema
from tawatur.store.schema_links import block, incident, incident_name, link, linked, telling

PIECE = 500  # values in one query

Item = TypeVar("Item")


class TellingRow(Struct, frozen=True):
    """A prepared claim as the database keeps it."""

    claim: str
    report: str
    told: bytes
    keys: Collection[int]  # its blocks


class LinkRow(Struct, frozen=True):
    """A compared pair; left < right."""

    left: str
    right: str
    odds: float
    score: float
    band: str


class NameRow(Struct, frozen=True):
    """An id of an incident and the claim that holds it."""

    anchor: str
    id: str
    day: int
    claim: str


# --- tellings and blocks ---


def put_tellings(connection: Connection, rows: Iterable[TellingRow]) -> None:
    """Keep claims that are not kept yet."""
    for some in pieces(rows):
        values = [{"claim": r.claim, "report": r.report, "incident": None, "told": r.told} for r in some]
        connection.execute(insert(telling), values)
        _insert_many(connection, block, [(key, r.claim) for r in some for key in r.keys])


def take_out(connection: Connection, keys: Mapping[str, Collection[int]]) -> None:
    """Forget claims (with their block keys) and their links."""
    gone = [{"k": key, "c": claim} for claim, blocks in keys.items() for key in blocks]
    if gone:
        query = delete(block).where(block.c.key == bindparam("k"), block.c.claim == bindparam("c"))
        connection.execute(query, gone)
    for some in pieces(keys):
        _take_out_links(connection, some)
        connection.execute(delete(telling).where(telling.c.claim.in_(some)))


def told_of(connection: Connection, claims: Iterable[str]) -> dict[str, bytes]:
    """The prepared claims by id; unknown ids are left out."""
    return {
        row.claim: row.told
        for some in pieces(claims)
        for row in connection.execute(select(telling.c.claim, telling.c.told).where(telling.c.claim.in_(some)))
    }


def every_told(connection: Connection) -> Iterator[bytes]:
    """All prepared claims."""
    yield from connection.scalars(select(telling.c.told).order_by(telling.c.claim))


def claims_under(connection: Connection, keys: Iterable[int]) -> set[str]:
    """Claims under any of these block keys."""
    return {
        claim
        for some in pieces(keys)
        for claim in connection.scalars(select(block.c.claim).where(block.c.key.in_(some)))
    }


# --- links ---


def put_links(connection: Connection, rows: Iterable[LinkRow]) -> None:
    """Keep compared pairs, in place of what the same pairs were before."""
    for some in pieces(rows):
        pairs = [{"a": r.left, "b": r.right} for r in some]
        connection.execute(delete(link).where(link.c.left == bindparam("a"), link.c.right == bindparam("b")), pairs)
        _insert_many(connection, link, [(r.left, r.right, r.odds, r.score, r.band) for r in some])


def odds_of(connection: Connection, claim: str) -> dict[str, float]:
    """The other claims that a claim was compared with, and the log-odds of each."""
    query = select(link.c.left, link.c.right, link.c.odds).where(or_(link.c.left == claim, link.c.right == claim))
    return {row.right if row.left == claim else row.left: row.odds for row in connection.execute(query)}


def every_link(connection: Connection) -> Iterator[tuple[str, str, float]]:
    """All compared pairs."""
    for row in connection.execute(select(link.c.left, link.c.right, link.c.odds)):
        yield row.left, row.right, row.odds


def links_between_incidents(connection: Connection, least: float, limit: int, offset: int = 0) -> list[LinkRow]:
    """Pairs of two incidents with at least this score, the likeliest first; verdicts are not looked at."""
    one, other = telling.alias("one"), telling.alias("other")
    query = (
        select(link)
        .join(one, one.c.claim == link.c.left)
        .join(other, other.c.claim == link.c.right)
        .where(link.c.score >= least, one.c.incident != other.c.incident, *_between_claims())
        .order_by(link.c.score.desc(), link.c.left, link.c.right)
        .limit(limit)
        .offset(offset)
    )
    return [LinkRow(*row) for row in connection.execute(query)]


def _between_claims() -> list[ColumnElement[bool]]:
    return [~link.c.left.startswith(MENTION), ~link.c.right.startswith(MENTION)]


def _take_out_links(connection: Connection, claims: list[str]) -> None:
    connection.execute(delete(link).where(link.c.left.in_(claims)))
    connection.execute(delete(link).where(link.c.right.in_(claims)))


# --- groups and their ids ---


def names_of(connection: Connection, claims: Iterable[str]) -> list[NameRow]:
    """Ids of incidents that are anchored in these claims."""
    c = incident_name.c
    wanted = select(c.anchor, c.id, c.day, c.claim)
    return [NameRow(*row) for some in pieces(claims) for row in connection.execute(wanted.where(c.anchor.in_(some)))]


def every_name(connection: Connection) -> list[NameRow]:
    """All ids of incidents, also those whose claims are not told at present."""
    c = incident_name.c
    return [NameRow(*row) for row in connection.execute(select(c.anchor, c.id, c.day, c.claim))]


def anchor_of(connection: Connection, name: str) -> str | None:
    """The claim that an id of an incident is anchored in."""
    return connection.scalar(select(incident_name.c.anchor).where(incident_name.c.id == name))


def put_names(connection: Connection, rows: Iterable[NameRow]) -> None:
    """Keep ids; those that are kept stay."""
    new = {row.anchor: row for row in rows}
    known = {row.anchor for row in names_of(connection, new)}
    _insert_many(
        connection, incident_name, [(r.anchor, r.id, r.day, r.claim) for r in new.values() if r.anchor not in known]
    )


def place_claims(connection: Connection, incident_by_claim: Mapping[str, str | None]) -> None:
    """Say of claims which incident they are in."""
    values = [{"c": claim, "i": name} for claim, name in incident_by_claim.items()]
    query = update(telling).where(telling.c.claim == bindparam("c")).values(incident=bindparam("i"))
    for some in pieces(values):
        connection.execute(query, some)


def incident_of(connection: Connection, claim: str) -> str | None:
    """The incident that a claim is in."""
    return connection.scalar(select(telling.c.incident).where(telling.c.claim == claim))


def members_of(connection: Connection, name: str) -> tuple[str, ...]:
    """The claims of an incident."""
    query = select(telling.c.claim).where(telling.c.incident == name).order_by(telling.c.claim)
    return tuple(connection.scalars(query))


def every_group(connection: Connection) -> dict[str, tuple[str, ...]]:
    """All incidents with their claims."""
    found: dict[str, list[str]] = {}
    query = select(telling.c.incident, telling.c.claim).order_by(telling.c.incident, telling.c.claim)
    for row in connection.execute(query.where(telling.c.incident.is_not(None))):
        found.setdefault(row.incident, []).append(row.claim)
    return {name: tuple(claims) for name, claims in found.items()}


# --- what was linked ---


def to_link(connection: Connection) -> list[tuple[str, str]]:
    """(report, coding) of the reports whose claims were coded but not linked since, in the order they came."""
    report, coding = schema.report.c, schema.coding.c
    mark = (coding.rules + " " + coding.at).label("mark")
    query = (
        select(report.id, mark)
        .join(schema.coding, coding.report == report.id)
        .outerjoin(linked, linked.c.report == report.id)
        .where(report.state == "report", or_(linked.c.report.is_(None), linked.c.coding != mark))
        .order_by(report.no)
    )
    return [(row.id, row.mark) for row in connection.execute(query)]


def every_linked(connection: Connection) -> list[str]:
    """All reports that were linked."""
    return list(connection.scalars(select(linked.c.report).order_by(linked.c.report)))


def no_longer_reports(connection: Connection) -> list[str]:
    """Linked reports that were replaced or removed since."""
    here = exists().where(and_(schema.report.c.id == linked.c.report, schema.report.c.state == "report"))
    return list(connection.scalars(select(linked.c.report).where(~here)))


def claims_told_by(connection: Connection, reports: Iterable[str]) -> list[str]:
    """The claims of reports as they were linked."""
    c = telling.c
    return [
        claim for some in pieces(reports) for claim in connection.scalars(select(c.claim).where(c.report.in_(some)))
    ]


def mark_linked(connection: Connection, marks: Mapping[str, str], gone: Iterable[str] = ()) -> None:
    """Note which coding of each report was linked, and that some are linked no more."""
    for some in pieces([*marks, *gone]):
        connection.execute(delete(linked).where(linked.c.report.in_(some)))
    _insert_many(connection, linked, list(marks.items()))


def linked_count(connection: Connection) -> int:
    """How many reports are linked."""
    return int(connection.scalar(select(func.count()).select_from(linked)) or 0)


def clear_links(connection: Connection) -> None:
    """Forget all tellings, blocks and links; ids of incidents stay."""
    for table in (link, block, telling):
        connection.execute(delete(table))


def forget_report(connection: Connection, report: str) -> None:
    """Take the words of a removed report out of all that linking derived from it.

    The incidents that it told of go with their other reports' marks, so that the next linking makes them anew.
    """
    claims = claims_told_by(connection, [report])
    names = set(connection.scalars(select(telling.c.incident).where(telling.c.report == report)))
    others = select(telling.c.report).where(telling.c.incident.in_(names))
    connection.execute(delete(linked).where(or_(linked.c.report == report, linked.c.report.in_(others))))
    connection.execute(delete(incident).where(incident.c.id.in_(names)))
    connection.execute(delete(block).where(block.c.claim.in_(claims)))
    _take_out_links(connection, claims)
    connection.execute(delete(telling).where(telling.c.report == report))


def pieces(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in lists that fit into one query."""
    ahead = iter(items)
    while some := list(islice(ahead, PIECE)):
        yield some


def _insert_many(connection: Connection, table: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows as tuples in the order of the table's columns: four times as quick as by name."""
    if not rows:
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join([mark] * len(table.columns))
    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', list(rows))
