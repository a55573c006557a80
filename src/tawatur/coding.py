"""Codes many items, on one core or several, in the order in which they come; a broken item costs only itself."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

from tawatur.acquire import Item, Problem
from tawatur.clean import clean
from tawatur.pipeline import code_report
from tawatur.records import Coded, Page, Report

Given = TypeVar("Given")
Made = TypeVar("Made")
_CHUNK = 16  # items a worker gets at once
_AHEAD = 3  # chunks that wait for each worker; more only costs memory


def code_items(items: Iterable[Item], *, jobs: int = 1) -> Iterator[Coded | Problem]:
    """The claims of each page and report in order; what cannot be read or coded comes as a Problem.

    Memory holds `jobs` × 64 items at most, however many there are.
    """
    return ordered_map(code_item, items, jobs=jobs)


def code_item(item: Item) -> Coded | Problem:
    """One item's claims. A page without a report is a Problem, a report without events is not."""
    if isinstance(item, Problem):
        return item
    try:
        report = report_of(item)
        return report if isinstance(report, Problem) else code_report(report)
    except Exception as error:  # noqa: BLE001  one report that trips the program must not cost the other six thousand
        return Problem(
            where=name_of(item), says=f"cannot be coded ({type(error).__name__}: {error}); please report it."
        )


def report_of(item: Page | Report) -> Report | Problem:
    """The item as a report; without text it is a Problem."""
    report = clean(item) if isinstance(item, Page) else item
    if not report.text.strip():
        return Problem(where=name_of(item), says=report.notes[-1] if report.notes else "no text in it.")
    return report


def name_of(item: Page | Report) -> str:
    """What a Problem calls the item."""
    return item.address if isinstance(item, Page) else f"report {item.id}"


def ordered_map(function: Callable[[Given], Made], items: Iterable[Given], *, jobs: int) -> Iterator[Made]:
    """`function` of each item in order, on `jobs` processes; reads only as far as it must, unlike a pool's own map."""
    if jobs <= 1:
        yield from map(function, items)
        return
    source = iter(items)
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[list[Made]]] = deque()
        while True:
            while len(waiting) < jobs * _AHEAD and (chunk := list(islice(source, _CHUNK))):
                waiting.append(pool.submit(_each, function, chunk))
            if not waiting:
                return
            yield from waiting.popleft().result()


def _each(function: Callable[[Given], Made], chunk: list[Given]) -> list[Made]:
    return [function(item) for item in chunk]
