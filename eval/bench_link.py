"""`make bench-link`: time and memory of linking 10³, 10⁴ and 10⁵ made-up claims in a project, and of one report more.

    bench_link.py [CLAIMS …]

Each size runs in a process of its own, so that memory is its own. Seconds are those of one core (CPU time), so that
other work on the machine does not count. The claims are those of synthetic.py: quality on them says that linking holds
up when places and days collide, not how it does on real reports (see `make score-incidents`).
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

from synthetic import reports

from tawatur.fuse.link import add
from tawatur.fuse.shelf import Memory
from tawatur.fuse.told import prepare
from tawatur.project.link import link_project
from tawatur.records import Report
from tawatur.store.claims import Reading, keep_claims
from tawatur.store.database import create_store
from tawatur.store.incidents import Filters, list_incidents
from tawatur.store.reports import Filing, file_reports
from tawatur.store.sightings import Sighting, keep_sighting

SIZES = ("1000", "10000", "100000")


def measure(claims: int) -> str:
    """One line of figures."""
    made = list(reports(claims + 1))
    (last, _), made = made[-1], made[:-1]
    start = time.process_time()
    told = [t for report, _ in made for t in prepare(report)[1]]
    prepared = time.process_time()
    shelf = Memory()
    add(shelf, told)
    linked = time.process_time()
    precision, recall = _pairs(shelf.incidents().values(), {r.events[0].id: truth for r, truth in made})
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    groups = shelf.incidents()
    del shelf, told
    return (
        f"{claims:>7} claims: prepared {prepared - start:6.1f} s, linked {linked - prepared:6.1f} s, {memory:6.0f} MB, "
        f"{len(groups)} incidents, pairs P {precision:.3f} R {recall:.3f}; {_in_a_project([r for r, _ in made], last)}"
    )


def _in_a_project(made: list, last) -> str:
    """Seconds to link all in a project and keep it, to add one report to that, and to list a page of incidents."""
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(folder)
        for start in range(0, len(made), 5_000):
            _file(store, made[start : start + 5_000])
        spent = [time.process_time()]
        link_project(store)
        spent.append(time.process_time())
        _file(store, [last])
        spent.append(time.process_time())
        link_project(store)
        spent.append(time.process_time())
        with store.reading() as connection:
            list_incidents(connection, Filters(newest=True, chains=2))
        spent.append(time.process_time())
        size = (Path(folder) / "tawatur.db").stat().st_size / 1e6
        store.close()
    at_once, _, one, page = (b - a for a, b in pairwise(spent))
    return (
        f"in a project: {at_once:.1f} s, {size:.0f} MB; one report more {one:.2f} s, a page of incidents "
        f"{page * 1000:.0f} ms"
    )


def _file(store, coded: list) -> None:
    """Reports with their claims, as `add` and `code` would keep them."""
    with store.writing("add", "bench") as writer:
        keep_sighting(writer, Sighting(sha256="0" * 64, size=0, media_type="text/plain", address="made up"))
        told = (Report(id=c.id, text=c.text, source=c.source, published=date.fromisoformat(c.published)) for c in coded)
        filings = [Filing(report=report, capture="0" * 64, locator=report.id) for report in told]
        file_reports(writer, filings)
        keep_claims(writer, "bench", [Reading(report=c.id, coded=c) for c in coded])


def _pairs(groups, truth: dict[str, str]) -> tuple[float, float]:
    """Precision and recall over pairs of claims of one incident."""
    counted = [Counter(truth[c] for c in members) for members in groups]
    right = sum(n * (n - 1) // 2 for group in counted for n in group.values())
    found = sum(group.total() * (group.total() - 1) // 2 for group in counted)
    wanted = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    return right / max(found, 1), right / max(wanted, 1)


if __name__ == "__main__":
    sizes = sys.argv[1:] or SIZES
    if len(sizes) == 1:
        print(measure(int(sizes[0])), flush=True)
    else:
        for size in sizes:
            subprocess.run([sys.executable, __file__, size], check=True)
