"""Which claims are compared at all: only those that share a *block*, never all with all.

A claim is filed under some keys and looks under others, so that a claim with a fine place meets its neighbours and
the coarse claims around it, but two fine claims of far places never meet for being in one country. Both are pure
functions of one claim: blocks do not depend on what else was read, or in which order.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import cos, floor, radians

from tawatur.fuse.settings import linking
from tawatur.fuse.spelling import sound
from tawatur.fuse.told import Told

CELL = 0.2  # degrees of latitude: about 22 km
WIDE = 8  # days: a longer time is filed by weeks
LARGE = 5  # killed from which on the number itself is a key
SAMPLE = 4  # one shingle in so many is a key


def filed_under(t: Told) -> frozenset[str]:
    """Keys that a claim is found by."""
    placed = (f"{area}@{time}" for area in _areas(t) for time in _filed_times(t))
    return frozenset(placed) | frozenset(_other_keys(t, looking=False))


def looked_under(t: Told) -> frozenset[str]:
    """Keys that a claim looks for others by."""
    times = list(_looked_times(t))
    placed = (f"{area}@{time}" for area in _wanted(t) for time in times)
    return frozenset(placed) | frozenset(_other_keys(t, looking=True))


@lru_cache(maxsize=1)
def mixed_types() -> dict[str, frozenset[str]]:
    """For each type, the types that may tell of the same event."""
    found: dict[str, set[str]] = {}
    for group in (*linking().close, *linking().related):
        for one in group:
            found.setdefault(one, set()).update(group)
    return {one: frozenset(others) for one, others in found.items()}


def _areas(t: Told) -> Iterator[str]:
    """Areas a claim is filed in: its place by name and cell; its region or country, by type, if its days are known."""
    yield from _named(t)
    if t.fine:
        yield from (f"sound:{sound(name)}:{_listing(t)}" for name in t.names)
    if t.fine and t.lat is not None and t.lon is not None:
        yield "cell:{}:{}".format(*_cell(t.lat, t.lon))
    if _narrow(t):
        kind = "in" if t.fine else "coarse"
        yield from (f"{kind}:{area}:{t.type}" for area in _regions(t))


def _wanted(t: Told) -> Iterator[str]:
    """Areas a claim looks in: same name, cells around, coarse claims over it, and, if it is coarse, all within it."""
    yield from _named(t)
    if t.fine:  # only a place that is in no gazetteer may be another one under another spelling
        listings = ("unlisted",) if t.place_id else ("listed", "unlisted")
        yield from (f"sound:{sound(name)}:{listing}" for name in t.names for listing in listings)
    if t.fine and t.lat is not None and t.lon is not None:
        row, column = _cell(t.lat, t.lon)
        yield from (f"cell:{row + dr}:{column + dc}" for dr in (-1, 0, 1) for dc in (-1, 0, 1))
    if not _narrow(t):  # neither day nor place: only its numbers and words can tell, see _other_keys
        return
    kinds = mixed_types().get(t.type, frozenset((t.type,)))
    for area in _regions(t):
        yield from (f"coarse:{area}:{kind}" for kind in kinds)
        if not t.fine:
            yield from (f"in:{area}:{kind}" for kind in kinds)


def _listing(t: Told) -> str:
    return "listed" if t.place_id else "unlisted"


def _named(t: Told) -> Iterator[str]:
    """The place's name; without a fine place, the rare words near the trigger, of which one may be its name."""
    yield from (f"name:{name}" for name in (t.names if t.fine else t.names | t.rare))


def _regions(t: Told) -> Iterator[str]:
    if t.admin1:
        yield f"{t.country}/{t.admin1}"
    yield t.country or "?"


def _narrow(t: Told) -> bool:
    return t.first is not None and t.last is not None and t.last - t.first < WIDE


def _filed_times(t: Told) -> Iterator[str]:
    """A narrow time is filed by its days and by its weeks, a wide one by its weeks only."""
    if t.first is None or t.last is None:
        yield "ever"
    elif _narrow(t):
        yield from (f"day {day}" for day in range(t.first, t.last + 1))
        yield from (f"week {week}, narrow" for week in _weeks(t.first, t.last))
    else:
        yield from (f"week {week}, wide" for week in _weeks(t.first, t.last))


def _looked_times(t: Told) -> Iterator[str]:
    """A narrow time meets narrow ones a day before and after, and wide ones by week; a wide time meets all by week."""
    if t.first is None or t.last is None:
        yield "ever"
        return
    if _narrow(t):
        yield from (f"day {day}" for day in range(t.first - 1, t.last + 2))
    else:
        yield from (f"week {week}, narrow" for week in _weeks(t.first, t.last))
    yield from (f"week {week}, wide" for week in _weeks(t.first, t.last))


def _weeks(first: int, last: int) -> range:
    return range(first // 7, last // 7 + 1)


def _other_keys(t: Told, *, looking: bool) -> Iterator[str]:
    """Keys without a place: a large number of killed by type and week, and runs of words by week of publication."""
    if t.first is not None and t.last is not None:
        kinds = mixed_types().get(t.type, frozenset((t.type,))) if looking else (t.type,)
        numbers = {k.lowest() for k in t.killed if k.lowest() >= LARGE}
        weeks = _weeks(t.first, t.last)
        yield from (f"killed {n}, {kind}, week {week}" for n in numbers for kind in kinds for week in weeks)
    runs = [run for run in t.passage if run % SAMPLE == 0]
    yield from (f"words {run}, {time}" for run in runs for time in _published(t, looking=looking))


def _published(t: Told, *, looking: bool) -> Iterator[str]:
    """Weeks of publication; a report without a day meets those with one as well."""
    if t.published is None:
        yield from ("dated", "undated") if looking else ("undated",)
        return
    week = t.published // 7
    yield from ("undated", *(f"week {w}" for w in (week - 1, week, week + 1))) if looking else ("dated", f"week {week}")


def _cell(lat: float, lon: float) -> tuple[int, int]:
    """Row and column of a grid whose cells are about equally wide everywhere."""
    row = floor(lat / CELL)
    return row, floor(lon * cos(radians(row * CELL)) / CELL)
