"""`make bench-release`: time and memory of a release of made-up incidents to all formats.

bench_release.py [INCIDENTS]            (default: 100,000)

Incidents are made of 2,000 that differ in type, sides, tolls, chains and places of the gazetteer, with other ids and
days, so that making them costs little beside what is measured: rules, rows, checks and files. Memory is that of the
whole process, `peak` the highest so far. `cpu` counts the process alone, which holds on a busy machine, too.
"""

from __future__ import annotations

import platform
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace
from rich.console import Console
from rich.table import Table

from tawatur.fuse.telling import tellings
from tawatur.gazetteer.packs import pack_files, read_packs
from tawatur.project.entries import entry_of
from tawatur.publish import make as making
from tawatur.publish.formats import formats
from tawatur.publish.make import Settings, prepared, write
from tawatur.publish.material import Entry, Material, Told
from tawatur.publish.names import actors
from tawatur.publish.profiles import load_profile
from tawatur.records import Claim, Coded, Figure, Party, Place, Sayer, Span, When, Where
from tawatur.reference.outlets import outlets

KINDS = 2_000
TYPES = ("air_strike", "shelling", "armed_clash", "attack", "explosion", "detention", "displacement", "protest")
OUTLETS = (*(row.names[0] for row in outlets()[:3]), "channel-1", "channel-2", "channel-3")  # listed ones and others
FIRST = date(2012, 1, 1)
DAYS = 3_600


def samples(rng: random.Random) -> list[Entry]:
    """The incidents that all others are made of."""
    rows = (named.place for named in read_packs(pack_files()))
    places = [p for p in rows if p.kind in ("settlement", "quarter", "adm2") and p.lat is not None]
    sides = [row for row in actors().values() if row.kind in ("state_force", "armed_group")]
    return [_sample(rng, n, rng.choice(places), rng.choice(sides)) for n in range(KINDS)]


def _sample(rng: random.Random, number: int, place: Place, side: object) -> Entry:
    items, reports = [], {}
    kind = rng.choice(TYPES)
    for n in range(min(8, int(rng.lognormvariate(0.7, 0.7)) + 1)):
        name = f"r{number}-{n}"
        text = " ".join(str(rng.random()) for _ in range(12))
        coded = Coded(id=name, source=rng.choice(OUTLETS), published="2019-07-02", title="", text=text,
                      events=(_claim(rng, name, kind, place, side),))  # fmt: skip
        items += tellings(coded)
        reports[name] = Told(
            id=name, source=coded.source, published="2019-07-02", address="", title="", sha256="0" * 64
        )
    return entry_of(f"i-{number}", items, reports, review="reviewed")


def _claim(rng: random.Random, name: str, kind: str, place: Place, side: object) -> Claim:
    killed = int(rng.paretovariate(1))
    party = Party(text=side.name, start=0, end=1, name=side.name, kind=side.kind, id=side.id)  # type: ignore[attr-defined]
    where = Where(text=place.name, start=0, end=1, name=place.name, lat=place.lat, lon=place.lon,
                  precision=place.precision, id=place.id, reason="")  # fmt: skip
    figures = [Figure(text="", start=0, end=1, outcome="killed", who="civilian", low=killed, high=killed, subset=False)]
    if rng.random() < 0.3:
        figures.append(Figure(text="", start=0, end=1, outcome="killed", who="child", low=1, high=1, subset=True))
    return Claim(id=f"{name}-c", type=kind, status="occurred", trigger=Span("x", 0, 1), actors=(party,),
                 targets=(Party(text="", start=0, end=1, name="", kind="civilian"),), place=where,
                 admin1=place.admin1, country=place.country, figures=tuple(figures),
                 date=When(start="2019-07-01", end="2019-07-01", precision="day", text="", span=Span("", 0, 0)),
                 attribution=_said(rng))  # fmt: skip


def _said(rng: random.Random) -> Sayer:
    return Sayer(text="x", start=0, end=1, kind=rng.choice(("official", "source", "witness")))


def entries(count: int) -> Iterator[Entry]:
    """So many incidents, the same at each call."""
    made = samples(random.Random(1))
    for n in range(count):
        one = made[n % KINDS]
        day = (FIRST + timedelta(days=n * 7 % DAYS)).isoformat()
        yield replace(one, incident=replace(one.incident, id=f"i-{n}", date_start=day, date_end=day))


def memory() -> str:
    """The highest memory so far."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    table = Table("step", "seconds", "cpu", "peak", "size", box=None)
    start = _now()
    for _ in entries(count):
        pass
    table.add_row("making the incidents (not part of a release)", *_since(start), memory(), "")
    material = Material(entries=lambda: entries(count), key=b"k" * 32, total=count)
    settings = Settings(day=date(2022, 1, 1), formats=tuple(formats()))
    with tempfile.TemporaryDirectory() as folder:
        start = _now()
        with prepared(material, load_profile("public"), settings) as draft:
            table.add_row("rules, rows, checks", *_since(start), memory(), "")
            done = write(draft, Path(folder), (("a", "2022-01-01"), ("b", "2022-01-01")), _timed(table))
        sizes = {path.name: path.stat().st_size for path in (done / "data").iterdir()}
        total = _since(start)
    for row, one in zip(range(2, 2 + len(formats())), formats().values(), strict=True):
        table.columns[4]._cells[row] = f"{sum(sizes[name] for name in one.files) / 2**20:,.1f} MB"
    table.add_row("a release, all in all", *total, memory(), f"{sum(sizes.values()) / 2**20:,.0f} MB")
    Console(width=100).print(f"{count:,} incidents, Python {platform.python_version()}")
    Console(width=100).print(table)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(start: tuple[float, float]) -> tuple[str, str]:
    """Seconds by the clock and of the processor."""
    return tuple(f"{now - then:.1f}" for now, then in zip(_now(), start, strict=True))  # type: ignore[return-value]


def _timed(table: Table) -> making.Tick:
    names, last = iter(formats()), [_now()]

    def tick(_: int) -> None:
        table.add_row(next(names), *_since(last[0]), memory(), "")
        last[0] = _now()

    return tick


if __name__ == "__main__":
    main()
