"""A progress bar with an estimate of the time left, on standard error and only where a person sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

Item = TypeVar("Item")
_FEW = 20  # below this a bar is gone before it is seen
_ROWS = (".jsonl", ".ndjson")


def count_items(paths: Iterable[str | Path]) -> int | None:
    """Number of reports to come: rows of JSON Lines files, other files as one each; None where nobody can know."""
    total = 0
    for path in map(Path, paths):
        if str(path) == "-" or path.suffix == ".gz":
            return None
        if path.is_dir():
            total += count_items(p for p in path.rglob("*") if p.is_file() and p.suffix != ".gz") or 0
        elif path.suffix in _ROWS and path.is_file():
            total += _lines(path)
        else:
            total += 1
    return total


def tracked(items: Iterable[Item], what: str, total: int | None) -> Iterator[Item]:
    """The items, with a bar while they pass; none where standard error is no terminal or there are few items."""
    console = Console(stderr=True)
    if not console.is_terminal or (total is not None and total < _FEW):
        yield from items
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield from progress.track(items, total=total, description=what)


def _lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
