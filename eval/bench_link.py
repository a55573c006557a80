"""`make bench-link`: time and memory of linking 10³, 10⁴ and 10⁵ made-up claims, and of adding one report to them.

    bench_link.py [CLAIMS …]

Each size runs in a process of its own, so that memory is its own. The claims are those of synthetic.py: quality on them
says that linking holds up when places and days collide, not how it does on real reports (see `make score-incidents`).
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from synthetic import reports

from tawatur.fuse.link import add
from tawatur.fuse.shelf import Memory
from tawatur.fuse.told import prepare
from tawatur.fuse.workfile import WorkFile
from tawatur.fuse.working import add_reports

SIZES = ("1000", "10000", "100000")


def measure(claims: int) -> str:
    """One line of figures."""
    made = list(reports(claims + 1))
    (last, _), made = made[-1], made[:-1]
    start = time.perf_counter()
    told = [t for report, _ in made for t in prepare(report)[1]]
    prepared = time.perf_counter()
    shelf = Memory()
    add(shelf, told)
    linked = time.perf_counter()
    precision, recall = _pairs(shelf.incidents().values(), {r.events[0].id: truth for r, truth in made})
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    one = _add_one(shelf, [r for r, _ in made], last)
    return (
        f"{claims:>7} claims: prepared {prepared - start:6.1f} s, linked {linked - prepared:6.1f} s, {memory:6.0f} MB, "
        f"{len(shelf.incidents())} incidents, pairs P {precision:.3f} R {recall:.3f}; one report more: {one:.2f} s"
    )


def _add_one(shelf: Memory, made: list, last) -> float:
    """Seconds to add one report to a work file of all the others, opening and keeping the file included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "work.sqlite"
        with WorkFile(path) as file:
            file.put_reports(made)
            file.replace(shelf)
        start = time.perf_counter()
        with WorkFile(path) as file:
            add_reports(file, [last])
        return time.perf_counter() - start


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
