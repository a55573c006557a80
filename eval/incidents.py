"""`make score-incidents`: linking, copies and toll ranges on the gold incidents, with all other reports as noise.

    incidents.py GOLD CORPUS FLOORS [--out PREDICTED.jsonl]

Codes GOLD/incident_reports.jsonl and CORPUS (JSON Lines, gzipped), links them, and runs GOLD/score_incidents.py. Ends
with exit status 1 if a figure is below its floor in FLOORS (JSON). Below the real floors stand the wanted ones: a floor
may only rise.
"""

import argparse
import gzip
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tawatur.acquire import Problem
from tawatur.coding import code_items
from tawatur.commands.incident_options import incident_json
from tawatur.fuse.shelf import Memory
from tawatur.fuse.working import linked
from tawatur.records import Report


def reports(gold: Path, corpus: Path) -> Iterator[Report]:
    """The gold reports, then the noise; a report that is in both comes once."""
    seen = set()
    for path, opened in ((gold / "incident_reports.jsonl", open), (corpus, gzip.open)):
        with opened(path, "rb") as lines:
            for line in lines:
                report = msgspec.json.decode(line, type=Report)
                if report.id not in seen:
                    seen.add(report.id)
                    yield report


def main() -> None:
    """Code, link, score, compare with the floors."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold", type=Path)
    ap.add_argument("corpus", type=Path)
    ap.add_argument("floors", type=Path)
    ap.add_argument("--out", type=Path)
    ap.add_argument("--jobs", type=int, default=2)
    given = ap.parse_args()
    coded = [c for c in code_items(reports(given.gold, given.corpus), jobs=given.jobs) if not isinstance(c, Problem)]
    lines = [incident_json(one) for one in linked(Memory(), coded)]
    if given.out:
        given.out.write_bytes(b"\n".join(lines) + b"\n")
    scorer = _scorer(given.gold / "score_incidents.py")
    found = scorer.score(scorer.read(given.gold / "incidents.jsonl"), [json.loads(line) for line in lines])
    figures = {
        f"{name}_{key}": value for name in ("link", "copies") for key, value in zip("prf", found[name], strict=True)
    }
    figures["toll"] = found["toll"]
    print(f"{len(coded)} reports, {sum(len(c.events) for c in coded)} claims, {len(lines)} incidents")
    for name, hit, linked_, truth, want, got in found["rows"]:
        print(f"{name:<24} {hit} right of {linked_} linked, {truth} in gold; killed {want} / {got}")
    low = _below(figures, json.loads(given.floors.read_text()))
    sys.exit(1 if low else 0)


def _below(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """Names of the figures below their floors; prints all."""
    low = [name for name, floor in floors.items() if figures[name] < floor]
    for name, value in figures.items():
        note = (
            f"  BELOW ITS FLOOR {floors[name]}" if name in low else f"  floor {floors[name]}" if name in floors else ""
        )
        print(f"{name:<10} {value:.3f}{note}")
    return low


def _scorer(path: Path):
    spec = importlib.util.spec_from_file_location("score_incidents", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
