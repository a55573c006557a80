"""Lists of incidents: the filters that an address names, a page of rows, counts over time and areas on a map."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, case, func, literal_column, or_, select

from tawatur.desk.reviewing import Reason
from tawatur.store.incidents import NO_DAY
from tawatur.store.schema_desk import review
from tawatur.store.words import name_key

Sort = Literal["day", "newest", "killed", "chains", "priority"]
PAGE = 50
AREAS = 3_000  # on one map, those with most incidents first
_R = review.c
_COLUMNS = (
    _R.incident.label("id"), _R.day, _R.last_day, _R.type, _R.status, _R.country, _R.reports, _R.chains, _R.killed_low,
    _R.killed_high, _R.restricted, _R.place, _R.admin1, _R.lat, _R.lon, _R.radius_km, _R.state, _R.assignee, _R.why,
)  # fmt: skip
_DAYS = 92  # a time up to so many days is counted by day, a longer one by month, a very long one by year
_MONTHS = 120


class Wanted(Struct, frozen=True, kw_only=True):
    """Which incidents to list and how; what is left empty filters nothing. The fields are those of the address."""

    type: str = ""
    status: str = ""
    state: str = ""
    country: str = ""
    place: str = ""  # place or first-level division, or a country code, as people type it
    since: str = ""  # ISO days; an incident whose days meet the time
    until: str = ""
    chains: int = 0
    killed: int | None = None  # some claim tells of at least so many
    why: str = ""  # a reason of the queue
    assignee: str = ""
    sort: Sort = "day"
    page: int = 1


class Row(Struct, frozen=True, kw_only=True):
    """An incident in a list; days None are unknown."""

    id: str
    day: str | None
    last_day: str | None
    type: str
    status: str
    state: str
    place: str | None
    admin1: str | None
    country: str | None
    reports: int
    chains: int
    killed_low: int | None
    killed_high: int | None
    restricted: bool
    lat: float | None
    lon: float | None
    radius_km: float | None
    assignee: str | None
    why: tuple[Reason, ...]


class Listed(Struct, frozen=True):
    """A page of rows and how many there are in all."""

    rows: tuple[Row, ...]
    total: int


class Facets(Struct, frozen=True):
    """Numbers of incidents in all, by type and by state, the most frequent first."""

    total: int
    by_type: dict[str, int]
    by_state: dict[str, int]


class Bar(Struct, frozen=True):
    """A stretch of time: its incidents, and the lowest and highest sums of killed that claims tell."""

    time: str  # 2019, 2019-07 or 2019-07-09
    incidents: int
    low: int
    high: int


def wanted(query: Mapping[str, Any]) -> Wanted:
    """The filters that an address names; what makes no sense is left out, so that every address shows something."""
    found = Wanted()
    for name in Wanted.__struct_fields__:
        if given := query.get(name):
            try:
                found = msgspec.convert({**msgspec.to_builtins(found), name: given}, Wanted, strict=False)
            except msgspec.ValidationError:
                continue
    days = {name: value if _is_day(value) else "" for name in ("since", "until") if (value := getattr(found, name))}
    page = min(max(found.page, 1), 100_000)
    bounded = {name: min(max(v, 0), 10**9) for name in ("chains", "killed") if (v := getattr(found, name)) is not None}
    return msgspec.structs.replace(found, page=page, **days, **bounded)


def listed(connection: Connection, want: Wanted, size: int = PAGE, total: int | None = None) -> Listed:
    """A page of the incidents that are wanted; `total` is their number where it is known already."""
    conditions = _conditions(want)
    if total is None:
        total = connection.scalar(_those(conditions, func.count())) or 0
    return Listed(_page(connection, conditions, _order(want), want.page, size), int(total))


def all_rows(connection: Connection, want: Wanted, limit: int = 200_000) -> Iterator[Row]:
    """The incidents that are wanted, one by one."""
    query = _those(_conditions(want), *_COLUMNS).order_by(*_order(want)).limit(limit)
    yield from map(_row, connection.execution_options(yield_per=500).execute(query).mappings())


def over_time(connection: Connection, want: Wanted) -> list[Bar]:
    """Incidents and killed by day, month or year, as the length of the time asks for; without those without a day."""
    day = _read_through(_R.day)
    conditions = [*_conditions(want), day < NO_DAY]
    sums = (func.count(), func.sum(func.coalesce(_R.killed_low, 0)), func.sum(func.coalesce(_R.killed_high, 0)))
    days = connection.execute(_those(conditions, day, *sums).group_by(day).order_by(day)).all()
    if not days:
        return []
    span = (datetime.date.fromisoformat(days[-1][0]) - datetime.date.fromisoformat(days[0][0])).days
    length = 10 if span <= _DAYS else 7 if span <= _MONTHS * 30 else 4
    return [
        Bar(time, *(sum(int(row[n]) for row in rows) for n in (1, 2, 3)))
        for time, rows in ((time, list(some)) for time, some in groupby(days, lambda row: row[0][:length]))
    ]


def facets(connection: Connection, want: Wanted) -> Facets:
    """The wanted incidents counted by type and by state, in one reading."""
    by = (_read_through(_R.type), _read_through(_R.state))
    query = _those(_conditions(want), *by, func.count()).group_by(*by)
    by_type: Counter[str] = Counter()
    by_state: Counter[str] = Counter()
    for kind, state, count in connection.execute(query):
        by_type[kind] += count
        by_state[state] += count
    return Facets(by_type.total(), dict(by_type.most_common()), dict(by_state.most_common()))


def areas(connection: Connection, want: Wanted) -> dict[str, Any]:
    """The wanted incidents as GeoJSON points, one for each place, with the radius in which they may have been."""
    conditions = [*_conditions(want), _R.lat.is_not(None), _R.lon.is_not(None)]
    spot = (_R.lat, _R.lon, _R.radius_km, _R.place)
    sums = (
        func.count().label("incidents"),
        func.max(_R.killed_high).label("killed"),
        func.min(_R.incident).label("one"),
    )
    query = _those(conditions, *spot, *sums).group_by(*spot).order_by(func.count().desc()).limit(AREAS)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": {
                "place": row.place or "",
                "radius_km": row.radius_km or 1.0,
                "incidents": row.incidents,
                "killed": row.killed,
                "incident": row.one if row.incidents == 1 else None,
            },
        }
        for row in connection.execute(query)
    ]
    return {"type": "FeatureCollection", "features": features}


def queue(connection: Connection, want: Wanted, size: int = PAGE) -> Listed:
    """What to look at next: what was not skipped first, the largest priority first; final incidents are left out."""
    conditions = _conditions(want)
    if not want.state:
        conditions.append(_R.state != "final")
    total = connection.scalar(_those(conditions, func.count())) or 0
    order = (case((_R.skipped.is_(None), 0), else_=1), _R.skipped, _R.priority.desc(), _R.incident)
    return Listed(_page(connection, conditions, order, want.page, size), int(total))


def _page(
    connection: Connection, conditions: list[ColumnElement[bool]], order: tuple[Any, ...], page: int, size: int
) -> tuple[Row, ...]:
    """The rows of a page: names are put in order first, which is quicker than whole rows."""
    names = list(
        connection.scalars(_those(conditions, _R.incident).order_by(*order).limit(size).offset((page - 1) * size))
    )
    rows = {row["id"]: _row(row) for row in connection.execute(_those([_R.incident.in_(names)], *_COLUMNS)).mappings()}
    return tuple(rows[name] for name in names)


def _read_through(column: ColumnElement[str]) -> ColumnElement[str]:
    """A column in a form that no index has: all rows are counted, and one after the other is quicker than by index."""
    return func.coalesce(column, literal_column("''"))


def _those(conditions: list[ColumnElement[bool]], *columns: Any) -> Select[Any]:
    return select(*columns).select_from(review).where(*conditions)


def _conditions(want: Wanted) -> list[ColumnElement[bool]]:
    exact = {_R.type: want.type, _R.status: want.status, _R.state: want.state, _R.country: want.country.upper()}
    found = [column == value for column, value in exact.items() if value]
    if want.place:
        key = name_key(want.place)
        found.append(or_(_R.place_key == key, _R.admin1_key == key, _R.country == want.place.upper()))
    if want.since:
        found += [_R.last_day >= want.since, _R.last_day < NO_DAY]
    if want.until:
        found.append(_R.day <= want.until)
    if want.chains > 1:
        found.append(_R.chains >= want.chains)
    if want.killed is not None:
        found.append(_R.killed_high >= want.killed)
    if want.assignee:
        found.append(_R.assignee == want.assignee)
    if want.why:
        found.append(_R.why.contains(f'"id":"{want.why}"', autoescape=True))
    return found


def _order(want: Wanted) -> tuple[Any, ...]:
    unknown = case((_R.day == NO_DAY, 1), else_=0)
    orders: dict[str, tuple[Any, ...]] = {
        "day": (_R.day, _R.incident),
        "newest": (unknown, _R.day.desc(), _R.incident),
        "killed": (func.coalesce(_R.killed_high, -1).desc(), _R.incident),
        "chains": (_R.chains.desc(), _R.incident),
        "priority": (_R.priority.desc(), _R.incident),
    }
    return orders[want.sort]


def _row(row: Mapping[Any, Any]) -> Row:
    values = {name: row[name] for name in Row.__struct_fields__ if name in row}
    values |= {name: None if row[name] == NO_DAY else row[name] for name in ("day", "last_day")}
    why = tuple(msgspec.json.decode(row["why"], type=list[Reason]))
    return Row(**{**values, "why": why, "restricted": bool(row["restricted"])})


def _is_day(given: str) -> bool:
    try:
        datetime.date.fromisoformat(given)
    except ValueError:
        return False
    return len(given) == len("2019-07-09")
