"""Keeps and lists incidents. The lists are read through indexes; what an incident holds stands in its body."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, case, delete, func, insert, or_, select, update

from tawatur.records import Claim, Incident
from tawatur.store import schema
from tawatur.store.links import pieces
from tawatur.store.schema_links import incident, telling
from tawatur.store.words import name_key

NO_DAY = "9999"
_DECODE = msgspec.json.Decoder(Incident)


class Filters(Struct, frozen=True, kw_only=True):
    """Which incidents to list; what is left empty filters nothing."""

    type: str = ""
    status: str = ""
    country: str = ""  # two letters
    place: str = ""  # name of a place or first-level division, or a country code, as people type it
    since: datetime.date | None = None  # an incident whose days meet the time; one without a day does not
    until: datetime.date | None = None
    chains: int = 0  # at least so many independent chains
    reports: int = 0
    killed: int | None = None  # some claim tells of at least so many
    restricted: bool | None = None  # only with (or only without) a restricted report
    newest: bool = False  # the latest day first; those without a day stand last in any case
    limit: int | None = 50
    offset: int = 0


class Listed(Struct, frozen=True):
    """A page of incidents under the default policy, without suggestions, and how many there are in all."""

    incidents: tuple[Incident, ...]
    total: int


class ReportRow(Struct, frozen=True, kw_only=True):
    """A report without its text."""

    id: str
    source: str
    published: str | None
    title: str
    address: str
    restricted: bool


def list_incidents(connection: Connection, filters: Filters) -> Listed:
    """Incidents that pass the filters, by day and id."""
    conditions = _conditions(filters)
    total = connection.scalar(select(func.count()).select_from(incident).where(*conditions)) or 0
    day = incident.c.day
    order = (case((day == NO_DAY, 1), else_=0), day.desc(), incident.c.id) if filters.newest else (day, incident.c.id)
    page = select(incident.c.body).where(*conditions).order_by(*order).offset(filters.offset)
    if filters.limit is not None:
        page = page.limit(filters.limit)
    return Listed(tuple(map(_DECODE.decode, connection.scalars(page))), int(total))


def kept_incident(connection: Connection, name: str) -> Incident | None:
    """One incident by its present id."""
    body = connection.scalar(select(incident.c.body).where(incident.c.id == name))
    return _DECODE.decode(body) if body else None


def ids_beginning(connection: Connection, start: str, limit: int = 6) -> list[str]:
    """Present ids of incidents that begin so."""
    c = incident.c.id
    last = start[:-1] + chr(ord(start[-1]) + 1) if start else "~"
    return list(connection.scalars(select(c).where(c >= start, c < last).order_by(c).limit(limit)))


def keep_incidents(connection: Connection, found: Iterable[tuple[Incident, bool]], at: str) -> None:
    """Keep incidents, each with whether a report of it is restricted, in place of what they were."""
    for some in pieces(found):
        drop_incidents(connection, [one.id for one, _ in some])
        connection.execute(insert(incident), [_row(one, restricted, at) for one, restricted in some])


def drop_incidents(connection: Connection, names: Collection[str]) -> None:
    """Take incidents out that are no more; their ids lead on."""
    for some in pieces(names):
        connection.execute(delete(incident).where(incident.c.id.in_(some)))


def drop_all_incidents(connection: Connection) -> None:
    """Take all incidents out, before they are made anew."""
    connection.execute(delete(incident))


def drop_empty(connection: Connection) -> None:
    """Take out incidents that no claim is in any more."""
    full = select(telling.c.incident).where(telling.c.incident == incident.c.id).exists()
    connection.execute(delete(incident).where(~full))


def incident_count(connection: Connection) -> int:
    """How many incidents there are."""
    return int(connection.scalar(select(func.count()).select_from(incident)) or 0)


def claims_by_id(connection: Connection, claims: Iterable[str]) -> dict[str, Claim]:
    """The claims that hold, by id."""
    c = schema.claim.c
    return {
        row.id: msgspec.json.decode(row.body, type=Claim)
        for some in pieces(claims)
        for row in connection.execute(select(c.id, c.body).where(c.id.in_(some), c.state == "current"))
    }


def report_rows(connection: Connection, ids: Iterable[str]) -> dict[str, ReportRow]:
    """Reports by id, without their texts."""
    c = schema.report.c
    wanted = select(c.id, c.source, c.published, c.title, c.address, c.restricted)
    rows = (row for some in pieces(ids) for row in connection.execute(wanted.where(c.id.in_(some))).mappings())
    return {row["id"]: ReportRow(**{**row, "restricted": bool(row["restricted"])}) for row in rows}


def report_texts(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Texts of reports by id."""
    c = schema.report.c
    return {
        row.id: row.text
        for some in pieces(ids)
        for row in connection.execute(select(c.id, c.text).where(c.id.in_(some)))
    }


def setting(connection: Connection, key: str) -> str | None:
    """A setting of the project."""
    return connection.scalar(select(schema.setting.c.value).where(schema.setting.c.key == key))


def put_setting(connection: Connection, key: str, value: str) -> None:
    """Set a setting of the project."""
    changed = connection.execute(update(schema.setting).where(schema.setting.c.key == key).values(value=value))
    if not changed.rowcount:
        connection.execute(insert(schema.setting).values(key=key, value=value))


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    c = incident.c
    exact: Mapping[str, Any] = {"type": filters.type, "status": filters.status, "country": filters.country.upper()}
    found = [c[name] == value for name, value in exact.items() if value]
    if filters.place:
        key = name_key(filters.place)
        found.append(or_(c.place_key == key, c.admin1_key == key, c.country == filters.place.upper()))
    if filters.since:
        found += [c.last_day >= filters.since.isoformat(), c.last_day < NO_DAY]
    if filters.until:
        found.append(c.day <= filters.until.isoformat())
    if filters.chains > 1:
        found.append(c.chains >= filters.chains)
    if filters.reports > 1:
        found.append(c.reports >= filters.reports)
    if filters.killed is not None:
        found.append(c.killed_high >= filters.killed)
    if filters.restricted is not None:
        found.append(c.restricted.is_(filters.restricted))
    return found


def _row(one: Incident, restricted: bool, at: str) -> dict[str, Any]:
    low, high = one.killed or (None, None)
    return {
        "id": one.id,
        "day": one.date_start or NO_DAY,
        "last_day": one.date_end or one.date_start or NO_DAY,
        "type": one.type,
        "status": one.status,
        "place_key": name_key(one.place) if one.place else None,
        "admin1_key": name_key(one.admin1) if one.admin1 else None,
        "country": one.country,
        "reports": len(one.reports),
        "chains": len(one.chains),
        "killed_low": low,
        "killed_high": high,
        "restricted": restricted,
        "linked_at": at,
        "body": msgspec.json.encode(msgspec.structs.replace(one, suggestions=())).decode(),
    }
