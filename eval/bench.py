"""Speed and memory of coding, side by side with trafilatura on pages of the same texts.

bench.py [CORPUS] [--reports N] [--pages N]      (default: ../shared/corpus, all reports, 400 pages)
"""

from __future__ import annotations

import argparse
import html
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import trafilatura
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tawatur.acquire import read_inputs
from tawatur.dissect import read
from tawatur.extract import diagnose
from tawatur.pipeline import code_report
from tawatur.records import Report

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
WARM = 200  # reports coded before the clock starts, so that data and caches are loaded
STEP = 1000  # reports between two looks at the memory
FLAT = 1.10  # memory may grow by this factor from the second look to the last
MENU = "".join(f'<li><a href="/section/{n}">section number {n}</a></li>' for n in range(40))
TEASERS = "".join(
    f'<li><a href="/post/{n}"><img src="/thumbs/{n}.jpg" alt=""><h4>another headline, number {n}</h4></a></li>'
    for n in range(16)
)
SCRIPT = "<script>" + "window.queue=window.queue||[];queue.push(['send','view']);" * 60 + "</script>"
# What a news page of a common theme puts around its text: menus, teasers, share bar, comment form, foot, scripts.
HEAD, FOOT = (
    f"""<body><header>{SCRIPT}<nav><ul>{MENU}</ul></nav></header><main><article>""",
    f"""<div class="share"><ul>{MENU[:400]}</ul></div></article><aside><h3>related</h3><ul>{TEASERS}</ul></aside>
<section id="comments"><form><textarea></textarea></form></section></main><footer><ul>{MENU}</ul></footer>{SCRIPT}
</body>""",
)
CLUTTER = """<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title><meta property="og:title" content="{title}">
<meta property="article:published_time" content="{day}T08:00:00+00:00"></head>
"""


def page(report: Report) -> str:
    """A page with the usual clutter around a report's text."""
    paragraphs = "".join(f"<p>{html.escape(p)}</p>\n" for p in report.text.splitlines() if p.strip())
    title = html.escape(report.title)
    head = CLUTTER.format(title=title, day=report.published)
    return f'{head}{HEAD}<h1>{title}</h1><div class="entry-content">{paragraphs}</div>{FOOT}</html>'


def seconds(function: Callable[[object], object], items: Iterable[object], what: str) -> float:
    """Time of `function` over all items."""
    start = time.perf_counter()
    for item in track(items, what, console=Console(stderr=True), transient=True):
        function(item)
    return time.perf_counter() - start


def memory() -> float:
    """Megabytes that the process holds now."""
    with open("/proc/self/statm") as numbers:
        return int(numbers.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def machine() -> str:
    """Processor, cores and Python, as a table of figures should say."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    name = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}, one process"


def row(name: str, reports: Sequence[Report], spent: float) -> tuple[str, ...]:
    """Number, speeds and time of one, for the table."""
    n, words = len(reports), sum(len(report.text.split()) for report in reports)
    return name, f"{n:,}", f"{n / spent:,.0f}", f"{words / spent:,.0f}", f"{1000 * spent / n:.2f}"


def speed(conflict: Sequence[Report], other: Sequence[Report], pages: int) -> tuple[Table, float]:
    """The table of speeds, and the share of trafilatura's time that coding takes."""
    sample = conflict[WARM : WARM + pages]
    quiet = [report for report in other if not diagnose(read(report))]
    for report in conflict[:WARM]:
        code_report(report)
        trafilatura.extract(page(report))
    coding = seconds(code_report, sample, "coding")
    html_pages = [page(report) for report in sample]
    cleaning = seconds(trafilatura.extract, html_pages, "trafilatura")
    silent = seconds(code_report, quiet, "reports without a trigger")
    table = Table(box=None, pad_edge=False)
    for heading in ("", "reports", "reports/s", "words/s", "ms each"):
        table.add_column(heading, justify="left" if not heading else "right")
    table.add_row(*row("code, conflict reports", sample, coding))
    table.add_row(*row("trafilatura.extract, their pages", sample, cleaning))
    if quiet:
        table.add_row(*row("code, reports without a trigger", quiet, silent))
    return table, coding / cleaning


def memory_over(reports: Sequence[Report]) -> list[tuple[int, float]]:
    """Memory after each STEP reports, read and coded as `tawatur code` does."""
    found = []
    for n, report in enumerate(track(reports, "memory", console=Console(stderr=True), transient=True), 1):
        code_report(report)
        if n % STEP == 0:
            found.append((n, memory()))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--pages", type=int, default=400)
    given = parser.parse_args()
    files = [given.corpus / name for name in ("conflict.jsonl.gz", "other.jsonl.gz")]
    if not all(path.exists() for path in files):
        print(f"No figures: the corpus ({given.corpus}) is not beside this checkout.")
        return 0
    console = Console(highlight=False)
    conflict, other = ([r for r in read_inputs([path]) if isinstance(r, Report)] for path in files)
    table, ratio = speed(conflict, other, given.pages)
    console.print(f"{date.today()}, {machine()}\n", table)
    console.print(
        f"\nCoding a report costs {ratio:.2f} of what trafilatura needs to clean its page (target: below 0.50)."
    )
    looks = memory_over([*conflict, *other])
    shown = ", ".join(f"{n:,}: {mb:.0f}" for n, mb in looks)
    growth = looks[-1][1] / looks[1][1]  # the first thousand reports fill the caches of words
    console.print(f"Memory in MB after so many reports: {shown} (× {growth:.2f}, flat is up to × {FLAT}).")
    return int(ratio >= 0.5 or growth > FLAT)


if __name__ == "__main__":
    sys.exit(main())
