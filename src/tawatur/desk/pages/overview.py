"""The overview: incidents that pass the filters of the address, as a table, along time, on a map; and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from litestar import Request, Response, get
from litestar.response import Stream

from tawatur.desk.charts import chart
from tawatur.desk.listing import Row, all_rows, facets, listed, over_time, wanted
from tawatur.desk.rendering import desk_of, page
from tawatur.desk.threads import in_thread
from tawatur.judge import STATES
from tawatur.store.database import Store

VIEWS = ("table", "timeline", "map")
COLUMNS = (
    "incident", "day", "last_day", "type", "status", "state", "place", "admin1", "country", "lat", "lon", "radius_km",
    "reports", "chains", "killed_low", "killed_high",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@get("/")
@in_thread
def overview(request: Request[Any, Any, Any]) -> Response[str]:
    """The overview."""
    want = wanted(request.query_params)
    shown = request.query_params.get("view", "table")
    with desk_of(request).store.reading() as connection:
        counts = facets(connection, want)
        found = listed(connection, want, total=counts.total)
        return page(
            request,
            "overview.html",
            want=want,
            view=shown if shown in VIEWS else "table",
            views=VIEWS,
            states=STATES,
            found=found,
            by_day=[(day, list(rows)) for day, rows in groupby(found.rows, lambda row: row.day)],
            chart=chart(over_time(connection, want)),
            by_type=counts.by_type,
            by_state=counts.by_state,
            pages=max(1, -(-found.total // 50)),
        )


@get("/overview.csv")
@in_thread
def overview_csv(request: Request[Any, Any, Any]) -> Stream:
    """The incidents that pass the filters, as CSV in UTF-8; every row says whether a person has reviewed it."""
    name = 'attachment; filename="incidents.csv"'
    rows = _csv(desk_of(request).store, dict(request.query_params.items()))
    return Stream(rows, media_type="text/csv; charset=utf-8", headers={"content-disposition": name})


def _csv(store: Store, query: dict[str, Any]) -> Iterator[bytes]:
    with store.reading() as connection:
        yield b"\xef\xbb\xbf"  # so that spreadsheets read it as UTF-8
        yield _line(COLUMNS)
        for row in all_rows(connection, wanted(query)):
            yield _line(_values(row))


def _values(row: Row) -> tuple[Any, ...]:
    return tuple(row.id if name == "incident" else getattr(row, name) for name in COLUMNS)


def _line(values: tuple[Any, ...]) -> bytes:
    """A line; what a spreadsheet would take for a formula is a text."""
    out = io.StringIO()
    csv.writer(out).writerow(
        "'" + v if isinstance(v, str) and v.startswith(_FORMULA) else "" if v is None else v for v in values
    )
    return out.getvalue().encode()
