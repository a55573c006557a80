"""Scores decisions on annotated reports, and how they change with each threshold of extract/decide.py.

python -m learn.tune NET.npz GOLD [--sources A,B] [--sweep]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from quoting import lines

from learn.data import report_of
from tawatur.dissect import read
from tawatur.extract import decide as decisions
from tawatur.extract.assemble import assemble
from tawatur.extract.net import NetWeighing
from tawatur.extract.scene import Scene
from tawatur.extract.weights import Weights

SWEEPS: dict[str, tuple[float, ...]] = {
    "EVENT": (0.2, 0.3, 0.4, 0.5, 0.6),
    "SAME": (-1.0, -0.5, 0.0, 0.5, 1.0),
    "BEST": (0.0, 0.3, 0.6, 0.8, 1.0),
    "BESIDE": (0, 1, 2, 3, 4, 6, 9),
    "LISTED": (-9.0, -2.0, -1.0, -0.5, 0.0),
    "LOSS.place": (-1.0, -0.5, 0.0, 0.5, 1.0),
    "LOSS.date": (-1.0, -0.5, 0.0, 0.5, 1.0),
    "LOSS.sayer": (-1.0, -0.5, 0.0, 0.5, 1.0),
    "PARTY.actor": (-0.8, -0.4, 0.0, 0.4),
    "PARTY.target": (-0.8, -0.4, 0.0, 0.4),
    "FIGURE": (-1.0, -0.5, 0.0, 0.5),
}


class Kept:
    """A weighing that remembers its answers, so that only decisions are made anew."""

    def __init__(self, inner: NetWeighing) -> None:
        self.inner, self.answers = inner, {}
        self.told, self.lead, self.types, self.statuses = inner.told, inner.lead, inner.types, inner.statuses

    def _once(self, key: Any, ask: Callable[[], Any]) -> Any:
        if key not in self.answers:
            self.answers[key] = ask()
        return self.answers[key]

    def role(self, kind: str, links: Any) -> Any:
        return self._once((kind, len(links)), lambda: self.inner.role(kind, links))

    def none(self, kind: str) -> Any:
        return self._once(("none", kind), lambda: self.inner.none(kind))

    def outcomes(self) -> Any:
        return self._once("outcomes", self.inner.outcomes).copy()

    def same(self, pairs: Any, more: Any) -> Any:
        return self._once(("same", len(pairs)), lambda: self.inner.same(pairs, more))


def setting(name: str) -> float:
    table, _, key = name.partition(".")
    value = getattr(decisions, table)
    return value[key] if key else value


def change(name: str, value: float) -> None:
    table, _, key = name.partition(".")
    if key:
        getattr(decisions, table)[key] = value
    else:
        setattr(decisions, table, value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("net", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--score", type=Path, help="folder of score.py, where it is not beside the gold reports")
    parser.add_argument("--sources", default="")
    parser.add_argument("--sweep", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    sys.path.insert(0, str(options.score or options.gold))
    import score

    weights = Weights(options.net)
    reports = {r["id"]: r for r in lines(options.gold / "reports.jsonl")}
    gold = {d["id"]: d["events"] for d in lines(options.gold / "gold.jsonl")}
    if options.sources:
        gold = {i: e for i, e in gold.items() if reports[i]["source"] in options.sources.split(",")}
    scenes = {}
    for name in gold:
        scene = Scene(read(report_of(reports[name])))
        scenes[name] = scene, Kept(NetWeighing(scene, weights)) if scene.mentions else None
    texts = {i: r["text"] for i, r in reports.items()}

    def run(errors: list[str] | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
        found = {}
        for name, (scene, w) in scenes.items():
            claims = assemble(scene, decisions.decide(scene, w)) if w is not None else []
            found[name] = json.loads(msgspec.json.encode(claims))
        return score.score(gold, found, texts, errors), found

    errors: list[str] = []
    out, found = run(errors)
    show(out)
    print("\n".join(errors[: options.errors]))
    if options.save:
        options.save.write_text(
            "".join(json.dumps({"id": i, "events": e}, ensure_ascii=False) + "\n" for i, e in found.items())
        )
    for name, values in SWEEPS.items() if options.sweep else ():
        before = setting(name)
        row = []
        for value in values:
            change(name, value)
            o, _ = run()
            row.append(f"{value:+.2f}: {o['event']['f1']:.3f} {o['cells']['f1']:.3f} {o['ready_rows']:.3f}")
        change(name, before)
        print(f"{name:<14} now {before:+.2f} | " + " | ".join(row))


def show(out: dict[str, Any]) -> None:
    for name in ("event", "family", "cells"):
        v = out[name]
        print(f"{name:<8} P {v['p']:.3f} R {v['r']:.3f} F1 {v['f1']:.3f}  gold {v['gold']} predicted {v['predicted']}")
    print(" ".join(f"{k} {v['f1']:.3f}" for k, v in out["roles"].items()), f"ready {out['ready_rows']:.3f}")


if __name__ == "__main__":
    main()
