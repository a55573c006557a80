"""`make bench-desk`: how long the desk takes for each page and list, in a project of 100,000 claims.

bench_desk.py [CLAIMS] [FOLDER]            (default: 100,000; FOLDER keeps the project for the next time)

4,000 made-up claims are filed, linked, built and some of them reviewed as always; the rest are copies of their rows
with ids and years of their own, so that making the project costs little beside what is measured. Times are those of the
application itself, without a network, one request after the other; `cpu` counts this process alone, which holds on a
busy machine, too. Ends with 1 where the median of a page is 200 ms or more.
"""

from __future__ import annotations

import asyncio
import datetime
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, insert, select
from synthetic import reports

from tawatur.desk import acts
from tawatur.desk.app import make_app
from tawatur.desk.deciding import decide
from tawatur.desk.gate import Desk
from tawatur.desk.people import Person
from tawatur.desk.reviewing import refresh
from tawatur.project.link import link_project
from tawatur.records import Report
from tawatur.store import schema
from tawatur.store.claims import Reading, keep_claims
from tawatur.store.database import Store, create_store, open_store
from tawatur.store.reports import Filing, file_reports
from tawatur.store.schema_desk import review, verdict_about
from tawatur.store.schema_links import incident, incident_name, linked, telling
from tawatur.store.schema_links import link as pair
from tawatur.store.sightings import Sighting, keep_sighting

MADE, TRIES, REVIEWED, LIMIT, KEY = 4_000, 20, 40, 200, "1234-5678-9012"
TABLES = (
    schema.report, schema.coding, schema.claim, linked, telling, pair, incident_name, incident, review, schema.verdict,
    verdict_about,
)  # fmt: skip
LISTS = (
    "/", "/?view=timeline", "/?view=map", "/?sort=killed&chains=2", "/?type=shelling&country=SY&since=2019-01-10",
    "/?sort=newest&page=200", "/queue", "/queue?why=contested", "/reports", "/reports?q={word}", "/history",
    "/agreement", "/api/incidents", "/api/incidents?sort=chains&killed=5", "/api/queue", "/api/reports?q={word}",
    "/api/time", "/api/areas", "/api/history",
)  # fmt: skip
ONE = ("/incidents/{incident}", "/report?id={report}", "/api/incidents/{incident}", "/api/report?id={report}")


def made(store: Store) -> None:
    """The claims that all others are copies of, kept and linked as always."""
    capture = store.captures.keep_bytes(b"made up")
    filings, readings = [], []
    for coded, _ in reports(MADE):
        day = datetime.date.fromisoformat(coded.published or "")
        report = Report(id=coded.id, text=coded.text, source=coded.source, published=day)
        filings.append(Filing(report=report, capture=capture.sha256, address=coded.id))
        readings.append(Reading(report=coded.id, coded=coded))
    with store.writing("add", "bench") as writer:
        sighting = Sighting(sha256=capture.sha256, size=capture.size, media_type="text/plain", address="bench")
        keep_sighting(writer, sighting)
        file_reports(writer, filings)
        keep_claims(writer, "bench", readings)
    link_project(store)
    refresh(store)
    with store.reading() as connection:
        names = list(connection.scalars(select(incident.c.id).order_by(incident.c.reports.desc()).limit(REVIEWED)))
    for name in names:
        review_twice(store, name)


def review_twice(store: Store, name: str) -> None:
    """Two people review an incident, the second blind; each corrects a type and takes a note back."""
    with store.reading() as connection:
        claims = list(connection.scalars(select(telling.c.claim).where(telling.c.incident == name)))
        kind = connection.scalar(select(schema.claim.c.type).where(schema.claim.c.id == claims[0]))
    for who, first, last in (("rima", "in_review", "reviewed"), ("samir", "second_review", "second_done")):
        person = Person(who, "reviewer")
        decide(store, person, name, acts.State(to=first))
        decide(store, person, name, acts.Correct(claim=claims[0], field="type", was=kind, cell="attack"))
        note = decide(store, person, name, acts.Note(reason="looked at twice"))
        decide(store, person, name, acts.Undo(no=note.no))
        decide(store, person, name, acts.State(to=last))


def multiply(store: Store, times: int) -> None:
    """Copies of all rows, each with ids and a year of its own; ids keep their length, also within packed values."""
    with store.writing("bench") as writer:
        for table in TABLES:
            rows = [dict(row) for row in writer.connection.execute(select(table)).mappings()]
            for copy in range(1, times):
                writer.connection.execute(insert(table), [_copied(row, copy, len(rows)) for row in rows])


def _copied(row: dict[str, Any], copy: int, rows: int) -> dict[str, Any]:
    found = {name: _renamed(value, copy) for name, value in row.items()}
    for number in ("no", "verdict"):
        if number in row:
            found[number] = row[number] + copy * rows
    if row.get("kind") == "undo":
        found["subject"] = str(int(row["subject"]) + copy * rows)
    return found


def _renamed(value: Any, copy: int) -> Any:
    if isinstance(value, bytes):
        return value.replace(b"c000", b"c%03d" % copy).replace(b"r000", b"r%03d" % copy)
    if not isinstance(value, str):
        return value
    value = value.replace("c000", f"c{copy:03}").replace("r000", f"r{copy:03}")
    return value.replace("2019-", f"{2019 - copy % 20}-").replace("i-", f"i-{copy:03}-")


def addresses(store: Store) -> Iterator[tuple[str, list[str]]]:
    """Each kind of page with the addresses to ask."""
    chance = random.Random(5)
    with store.reading() as connection:
        incidents = chance.sample(list(connection.scalars(select(incident.c.id))), TRIES)
        some = chance.sample(list(connection.execute(select(schema.report.c.id, schema.report.c.text))), TRIES)
    for kind in (*LISTS, *ONE):
        values = zip(incidents, some, strict=True)
        yield kind, [kind.format(incident=i, report=r.id, word=r.text.split()[3]) for i, r in values]


async def measured(desk: Desk, asked: list[tuple[str, list[str]]]) -> Iterator[tuple[str, list[float], float]]:
    """(kind of page, sorted milliseconds, milliseconds of the processor on average)."""
    found = []
    transport = httpx.ASGITransport(make_app(desk))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=600) as client:
        await client.get("/", params={"key": KEY})
        for kind, pages in asked:
            times, cpu = [], time.process_time()
            for page in pages:
                start = time.perf_counter()
                answer = await client.get(page)
                times.append((time.perf_counter() - start) * 1000)
                if answer.status_code != 200:
                    raise SystemExit(f"{page}: {answer.status_code}")
            found.append((kind, sorted(times), (time.process_time() - cpu) * 1000 / len(pages)))
    return iter(found)


def project(folder: Path, claims: int) -> Store:
    """The project with so many claims; one that lies there is taken as it is."""
    if (folder / "project" / "tawatur.db").exists():
        return open_store(folder / "project")
    store, start = create_store(folder / "project", folder / "captures"), time.perf_counter()
    made(store)
    multiply(store, max(1, claims // MADE))
    Console(stderr=True).print(f"made in {time.perf_counter() - start:.0f} s")
    return store


def main() -> None:
    """Make the project, ask every page, print the times."""
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    table = Table("page", "median ms", "largest ms", "cpu ms", box=None)
    with tempfile.TemporaryDirectory() as temporary:
        store = project(Path(sys.argv[2] if len(sys.argv) > 2 else temporary), claims)
        with store.reading() as connection:
            size = {one.name: connection.scalar(select(func.count()).select_from(one)) for one in TABLES}
        medians = []
        desk = Desk(store=store, key=KEY, who="rima")
        for kind, times, cpu in asyncio.run(measured(desk, list(addresses(store)))):
            medians.append(statistics.median(times))
            table.add_row(kind, f"{medians[-1]:.0f}", f"{times[-1]:.0f}", f"{cpu:.0f}")
        store.close()
    out = Console(width=100)
    out.print(
        f"{size['claim']:,} claims in {size['report']:,} reports, {size['incident']:,} incidents, {size['verdict']:,} "
        f"decisions; {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    out.print(table)
    sys.exit(max(medians) >= LIMIT)


if __name__ == "__main__":
    main()
