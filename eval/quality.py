"""Writes docs/quality.md: how well it reads, by field, type, outlet, length and by the alleged actor's side.

    quality.py GOLD [--predicted FILE] [--out PAGE]    GOLD: a folder with gold.jsonl and reports.jsonl
    quality.py GOLD --left-out FILE                    scores FILE, claims of weights that never saw the report's
                                                       outlet, and writes eval/left-out.json, which the page shows

Without --predicted the reports are coded now. Nothing on the page is typed in: figures come from this run, or from the
small files in eval/ that scripts write and that carry their date and command.
"""

from __future__ import annotations

import argparse
import json
import platform
import shlex
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from os import cpu_count
from pathlib import Path

import by_side
import msgspec

from tawatur.acquire import read_inputs
from tawatur.commands.score import code_all
from tawatur.records import Report
from tawatur.scoring import Pairing, Rate, Scores, pair_all, read_events, score

HERE = Path(__file__).resolve().parent
OWN = HERE / "gold"
LEFT_OUT, FALSE_ALARMS = HERE / "left-out.json", HERE / "false-alarms.json"
PAGE = HERE.parent / "docs" / "quality.md"
BANDS = ((60, "up to 60 words"), (120, "61 to 120"), (250, "121 to 250"), (10**9, "more than 250"))
LEAST = 10  # annotated events below which a group is too small to be shown
DO_NOT_EDIT = "<!-- Written by eval/quality.py (make quality); do not edit. -->\n"


class Run(msgspec.Struct):
    """Annotated reports, and what was coded of them."""

    pairings: list[Pairing]
    reports: dict[str, Report]

    def scores(self, wanted: Callable[[Report], bool] = lambda report: True) -> Scores:
        """The figures over the reports that are wanted."""
        return score(p for p in self.pairings if wanted(self.reports[p.doc]))


def run(gold: Path, predicted: Path | None = None, partly: bool = False) -> Run:
    """Codes the reports of a folder, or reads what was coded of them (`partly`: of those that were)."""
    reports = {item.id: item for item in read_inputs([gold / "reports.jsonl"]) if isinstance(item, Report)}
    annotated = read_events(gold / "gold.jsonl")
    reports = {name: reports[name] for name in annotated}
    coded = read_events(predicted) if predicted else code_all(reports)
    if partly:
        reports = {name: report for name, report in reports.items() if name in coded}
        annotated = {name: annotated[name] for name in reports}
    if missing := set(reports) - set(coded):
        raise SystemExit(f"{predicted}: {len(missing)} annotated reports are not in it, {min(missing)} among them.")
    return Run(pair_all(annotated, coded, {name: r.text for name, r in reports.items()}), reports)


def page(main: Run, own: Run, told: str) -> str:
    """The page; `told` says when, how and where the figures were made."""
    scores = main.scores()
    parts = [
        DO_NOT_EDIT,
        "# How well it reads\n",
        f"{told}\n",
        f"{scores.reports} annotated reports with {scores.event.gold} events, of which {scores.event.right} are found "
        "with the right type. Two careful coders agree with each other at about 0.93 (cells, F1). P is the share of "
        "what is coded that is right, R the share of what is annotated that is found, F1 their mean. A ready row is an "
        "event whose type, status, place, country, day and figures are all right: nobody need touch it. "
        "**All tables but the one of outlets left out flatter: the net has learned from these reports too.**\n",
        *_overview(scores, own),
        *_left_out(),
        "## By field\n",
        *_rates(
            "field",
            {"event": scores.event, "family of types": scores.family, "all cells": scores.cells, **scores.roles},
        ),
        "A field counts only where its event is found.\n",
        "## By event type\n",
        *_rates("type", dict(sorted(scores.types.items(), key=lambda item: -item[1].gold))),
        "## By outlet\n",
        *_groups("outlet", main, lambda report: report.source or "unknown"),
        "## By length of the report\n",
        *_groups("length", main, lambda report: _band(len(report.text.split()))),
        *_sides(main),
        *_false_alarms(),
    ]
    return "\n".join(parts)


def _overview(scores: Scores, own: Run) -> Iterator[str]:
    rows = [
        ("annotated reports, which the net has learned from", scores),
        ("reports in our own words (`eval/gold`), counted apart", own.scores()),
    ]
    yield from _table(("", "reports", "event F1", "cells F1", "ready rows"), [_line(name, s) for name, s in rows])


def _line(name: str, s: Scores) -> tuple[str, ...]:
    return name, str(s.reports), f"{s.event.f1:.2f}", f"{s.cells.f1:.2f}", f"{s.ready_rows:.2f}"


def _left_out() -> Iterator[str]:
    yield "## Outlets that it has not learned from\n"
    kept = _kept(LEFT_OUT)
    if kept is None:
        yield "Not measured yet (`eval/quality.py GOLD --left-out FILE`).\n"
        return
    scores = msgspec.convert(kept["scores"], Scores)
    yield "The outlets in three parts; each part's reports are coded by a net that learned from none of its outlets,"
    yield "in fewer rounds (eleven; the one that ships: nineteen) and from 4,500 reports (that one: 5,700)."
    yield "Expect these figures on your own outlets."
    yield f"{kept['date']}, `{kept['command']}`.\n"
    yield from _table(("", "reports", "event F1", "cells F1", "ready rows"), [_line("outlets left out", scores)])
    yield from _rates("field", scores.roles)


def _sides(main: Run) -> Iterator[str]:
    yield "## By the alleged actor's side\n"
    yield (
        "Missed: annotated events that are not coded, or as another type, with the 95 % interval of the rate. To mend: "
        "found events that are no ready row. Actor wrong: found events whose actors are not all named right. Invented: "
        "coded events that nothing annotated tells.\n"
    )
    kinds = by_side.by_kind(main.pairings, main.reports)
    total = main.scores().event
    yield from _side_table("whose act it is said to be", kinds)
    yield f"{_difference(kinds, total)}\n"
    named = by_side.by_named_side(main.pairings, main.reports, LEAST)
    yield f"Named sides with at least {LEAST} annotated events (ids of the lists of actors):\n"
    yield from _side_table("side", named)
    yield f"{_difference(named, total)}\n"
    yield (
        "What differences can mean: sides are told of in different words, lengths and outlets, and act by different "
        "means, so that a difference may come from the reports and not from the side. For the rows it is a bias all "
        "the same: a table made with this program shows too few acts of a side whose events are missed more often. "
        "Compare sides only with these rates at hand, and read the reports of a side that stands out. An event with "
        "actors of several kinds counts for each; the side is what the lists of actors make of the words, so that a "
        "name on no list is among the others.\n"
    )


def _side_table(heading: str, tallies: dict[str, by_side.Tally]) -> Iterator[str]:
    rows = []
    for name, t in tallies.items():
        low, high = by_side.interval(t.missed, t.gold)
        missed = f"{_share(t.missed, t.gold)} ({low:.0%} to {high:.0%})"
        wrong = (_share(t.touched, t.found), _share(t.misnamed, t.found), _share(t.spurious, t.coded))
        rows.append((name, str(t.gold), missed, *wrong))
    yield from _table((heading, "events", "missed", "to mend", "actor wrong", "invented"), rows)


def _difference(tallies: dict[str, by_side.Tally], total: Rate) -> str:
    """One sentence: whose rate of missed events differs from that of all beyond chance."""
    rate = 1 - total.right / total.gold if total.gold else 0.0
    more, less = [], []
    for name, t in tallies.items():
        low, high = by_side.interval(t.missed, t.gold)
        if t.gold >= LEAST and low > rate:
            more.append(name)
        if t.gold >= LEAST and high < rate:
            less.append(name)
    said = [f"missed more often: {', '.join(more)}"] * bool(more) + [f"missed less often: {', '.join(less)}"] * bool(
        less
    )
    start = f"Of all events {rate:.0%} are missed; "
    return start + ("; ".join(said) if said else "no group differs from that by more than chance explains") + "."


def _false_alarms() -> Iterator[str]:
    yield "## False alarms on reports of other things\n"
    kept = _kept(FALSE_ALARMS)
    if kept is None:
        yield "Not judged yet (`eval/false_alarms.py`).\n"
        return
    yield (
        f"{kept['reports']} reports drawn at random from reports that are not about conflict (seed {kept['seed']}): "
        f"{kept['claims']} claims in {kept['reports_with_claims']} reports. {_judged(kept)}\n"
        f"{kept['date']}, `{kept['command']}`.\n"
    )


def _judged(kept: dict) -> str:
    """What a person made of the claims; no rate while some are not judged."""
    said = f"Judged by the codebook, it accepts {kept['accepted']} and rejects {kept['rejected']}"
    if kept["open"]:
        return f"{said}; {kept['open']} are not judged yet, so that there is no rate."
    rate = (
        f"one false claim in {kept['reports'] / kept['rejected']:.0f} reports" if kept["rejected"] else "no false claim"
    )
    return f"{said}: {rate}."


def _groups(heading: str, main: Run, of: Callable[[Report], str]) -> Iterator[str]:
    """Figures by group of reports, the groups in the order of BANDS or by size."""
    names = defaultdict(list)
    for pairing in main.pairings:
        names[of(main.reports[pairing.doc])].append(len(pairing.golds))
    order = [name for _, name in BANDS if name in names] or sorted(names, key=lambda name: (-sum(names[name]), name))
    rows = []
    for name in order:
        s = main.scores(lambda report, name=name: of(report) == name)
        rates = (
            f"{s.event.p:.2f}",
            f"{s.event.r:.2f}",
            f"{s.event.f1:.2f}",
            f"{s.cells.f1:.2f}",
            f"{s.ready_rows:.2f}",
        )
        rows.append((name, str(s.reports), str(s.event.gold), *rates))
    yield from _table((heading, "reports", "events", "event P", "event R", "event F1", "cells F1", "ready rows"), rows)


def _band(words: int) -> str:
    return next(name for most, name in BANDS if words <= most)


def _rates(heading: str, rates: dict[str, Rate]) -> Iterator[str]:
    rows = [(n, f"{r.p:.2f}", f"{r.r:.2f}", f"{r.f1:.2f}", str(r.gold), str(r.predicted)) for n, r in rates.items()]
    yield from _table((heading, "P", "R", "F1", "annotated", "coded"), rows)


def _share(count: int, of: int) -> str:
    return f"{count} of {of}, {count / of:.0%}" if of else "none"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(headings) + " |"
    yield "|" + "---|" * len(headings)
    yield from ("| " + " | ".join(row) + " |" for row in rows)
    yield ""


def _kept(path: Path) -> dict | None:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def keep(path: Path, figures: dict) -> None:
    """Write a small file of figures with its date and command."""
    stamped = {"date": date.today().isoformat(), "command": command(), **figures}
    path.write_text(json.dumps(stamped, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def command() -> str:
    """What was called, as one would type it."""
    return shlex.join(["python", f"eval/{Path(sys.argv[0]).name}", *sys.argv[1:]])


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--predicted", type=Path)
    parser.add_argument("--left-out", type=Path)
    parser.add_argument("--out", type=Path, default=PAGE)
    given = parser.parse_args(words)
    if given.left_out:
        keep(LEFT_OUT, {"scores": msgspec.to_builtins(run(given.gold, given.left_out, partly=True).scores())})
        print(f"{LEFT_OUT.name} is written; the page shows it when it is made anew.")
        return 0
    told = f"Figures of {date.today()}, {cpu_count()} cores, Python {platform.python_version()}: `{command()}`."
    given.out.write_text(page(run(given.gold, given.predicted), run(OWN), told), encoding="utf-8")
    print(given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
