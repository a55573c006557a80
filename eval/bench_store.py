"""Time, size and search latency of a project with many reports.

bench_store.py [--reports N] [--store ADDRESS] [--jobs N] [--code-for SECONDS] [--no-code]
                                                   (default: 31,000 reports, SQLite in a temporary folder)

The texts are those of ../shared/corpus, repeated with a number of their own in each where there are not enough; without
the corpus they are made of the words of the bundled reports.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import itertools
import json
import math
import os
import platform
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, select

from tawatur.project.add_files import Options, add_file
from tawatur.project.batch import Batch
from tawatur.project.code import code_project
from tawatur.project.link import link_project
from tawatur.store import schema
from tawatur.store.database import Store, create_store
from tawatur.store.search import Query, search
from tawatur.store.verify import verify

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
SEARCHES = 1000


def rows() -> Iterator[dict[str, str]]:
    """Rows of the corpus, else of the bundled reports."""
    files = sorted(CORPUS.glob("*.jsonl.gz"))
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    if not files:
        for path in sorted((ROOT / "src" / "tawatur").rglob("*.jsonl")):
            yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def material(path: Path, reports: int) -> float:
    """Write a file of so many different reports; gives their mean length in letters."""
    base = [row for row in rows() if row.get("text")]
    letters = 0
    with path.open("w", encoding="utf-8") as out:
        for number, row in zip(range(reports), itertools.cycle(base), strict=False):
            text = row["text"] if number < len(base) else f"{row['text']}\n\n({number})"
            letters += len(text)
            out.write(json.dumps({**row, "id": f"{row['id']}/{number}", "text": text}, ensure_ascii=False) + "\n")
    return letters / reports


def latencies(store: Store, path: Path) -> tuple[list[float], list[float]]:
    """Seconds of each of many searches, and of them those on a core, sorted: single words, two words, phrases, filters,
    common and rare ones."""
    chance = random.Random(5)
    texts = [json.loads(line)["text"].split() for line in itertools.islice(path.open(encoding="utf-8"), 0, 4000, 4)]
    found, on_core = [], []
    for number in range(SEARCHES):
        words = chance.choice(texts)
        at = chance.randrange(max(1, len(words) - 2))
        said = [words[at], f"{words[at]} {chance.choice(words)}", f'"{" ".join(words[at : at + 2])}"'][number % 3]
        query = Query(
            words=said.replace('"', " ") if number % 3 < 2 else said, type="attack" if number % 5 == 4 else ""
        )
        started, cpu = time.perf_counter(), time.process_time()
        with store.reading() as connection:
            search(connection, query)
        found.append(time.perf_counter() - started)
        on_core.append(time.process_time() - cpu)
    return sorted(found), sorted(on_core)


def fill(store: Store) -> int:
    """Put the claims of coded reports on those that are not, so that searches meet as many claims as in a project that
    is coded to its end; gives their number."""
    with store.reading() as connection:
        claims = [dict(row) for row in connection.execute(select(schema.claim)).mappings()]
        coded = set(connection.scalars(select(schema.coding.c.report)))
        others = [name for name in connection.scalars(select(schema.report.c.id)) if name not in coded]
    if not claims or not others:
        return len(claims)
    each = max(1, round(len(claims) / len(coded)))
    for at in range(0, len(others), 1_000):
        rows = [
            {**claims[(n * each + k) % len(claims)], "id": f"{name}~{k}", "report": name}
            for n, name in enumerate(others[at : at + 1_000], at)
            for k in range(each)
        ]
        with store.writing("bench") as writer:
            writer.connection.execute(insert(schema.claim), rows)
    return len(claims) + each * len(others)


class TimeIsUp(Exception):
    """The coding has had its time."""


def code(store: Store, jobs: int, seconds: float) -> int:
    """Code for so many seconds, then stop as a user would; gives the number of reports that were coded."""
    until, done = time.perf_counter() + seconds, 0

    def tick(count: int) -> None:
        nonlocal done
        done += count
        if time.perf_counter() > until:
            raise TimeIsUp

    with contextlib.suppress(TimeIsUp):
        code_project(store, jobs=jobs, tick=tick)
    return done


def measured(work: object) -> tuple[float, float]:
    """Seconds that some work takes, and of them the seconds of this process on a core."""
    started, cpu = time.perf_counter(), time.process_time()
    work()  # type: ignore[operator]
    return time.perf_counter() - started, time.process_time() - cpu


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=31_000)
    parser.add_argument("--store")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--code-for", type=float, default=math.inf, help="stop the coding after so many seconds")
    parser.add_argument("--no-code", action="store_true", help="leave the coding out, which eval/bench.py measures")
    given = parser.parse_args()
    table = Table("figure", "value", title=f"{given.reports:,} reports", box=None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        letters = material(path, given.reports)
        store = create_store(given.store or Path(folder) / "project", Path(folder) / "captures")

        def add() -> None:
            with Batch(store) as batch:
                add_file(store, batch, str(path), Options())

        def add_row(name: str, spent: tuple[float, float], reports: int = given.reports) -> None:
            seconds, cpu = spent
            said = f"{seconds:,.1f} s ({cpu:,.1f} s of one core), {cpu / reports * 1000:.2f} ms a report"
            table.add_row(name, said)
            Console(stderr=True).print(f"{name}: {said}")

        table.add_row("mean length", f"{letters:,.0f} letters")
        add_row("add", measured(add))
        add_row("add again", measured(add))
        if not given.no_code:
            coded: list[int] = []
            spent = measured(lambda: coded.append(code(store, given.jobs, given.code_for)))
            add_row(f"code {coded[0]:,} reports", spent, coded[0])
            add_row("link", measured(lambda: link_project(store)), coded[0])
        add_row("verify", measured(lambda: verify(store)))
        table.add_row("claims that searches meet", f"{fill(store):,}")
        if given.store is None:
            with store.reading() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            size = (Path(folder) / "project" / "tawatur.db").stat().st_size
            table.add_row("database", f"{size / 1e6:,.0f} MB, {size / given.reports / 1000:.1f} kB a report")
        times, on_core = latencies(store, path)
        store.close()
    for name, at in (("median", 0.5), ("99th percentile", 0.99)):
        spent = (f"{some[int(len(some) * at)] * 1000:.1f} ms" for some in (times, on_core))
        table.add_row(f"search, {name}", "{} ({} of one core)".format(*spent))
    table.add_row("machine", f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}")
    Console().print(table)


if __name__ == "__main__":
    main()
