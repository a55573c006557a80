"""`tawatur score`: precision, recall and F1 by field on annotated reports, and the errors grouped by cause."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.table import Table

from tawatur.acquire import read_inputs
from tawatur.pipeline import code_report
from tawatur.records import Report
from tawatur.scoring import (
    Event,
    Fault,
    Pairing,
    Rate,
    Scores,
    below_floors,
    find_faults,
    pair_all,
    raise_floors,
    read_events,
    read_floors,
    score,
    write_floors,
)


@click.command("score")
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.option("--reports", type=click.Path(exists=True, path_type=Path), help="The reports; default: beside GOLD.")
@click.option("--predicted", type=click.Path(exists=True, path_type=Path), help="Claims; default: code REPORTS.")
@click.option("--errors", type=int, default=0, metavar="N", help="List N examples of each cause of error.")
@click.option("--group", "groups", multiple=True, help="Only these errors: missed, spurious, or a role such as place.")
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON.")
@click.option("--floors", type=click.Path(path_type=Path), help="A file of floors; exit 1 where a figure is below one.")
@click.option("--update", is_flag=True, help="Raise the floors to what is reached now; never lowers one.")
def command(
    gold: Path,
    reports: Path | None,
    predicted: Path | None,
    errors: int,
    groups: tuple[str, ...],
    as_json: bool,
    floors: Path | None,
    update: bool,
) -> None:
    """Score the coded events of annotated reports.

    GOLD is a file of annotated events, or a folder with gold.jsonl and reports.jsonl.
    """
    gold, reports = (gold / "gold.jsonl", reports or gold / "reports.jsonl") if gold.is_dir() else (gold, reports)
    reports = reports or _beside(gold)
    texts = _read_reports(reports) if reports else {}
    if predicted is None and not texts:
        raise click.UsageError("give --reports to code, or --predicted to score.")
    coded = read_events(predicted) if predicted else code_all(texts)
    pairings = pair_all(read_events(gold), coded, {i: r.text for i, r in texts.items()})
    scores = score(pairings)
    if as_json:
        click.echo(msgspec.json.encode(scores))
    else:
        _print_scores(scores)
    if errors:
        _print_faults(pairings, texts, errors, groups)
    if floors:
        _check_floors(scores, floors, update)


def _beside(gold: Path) -> Path | None:
    reports = gold.with_name("reports.jsonl")
    return reports if reports.exists() else None


def _read_reports(path: Path) -> dict[str, Report]:
    return {item.id: item for item in read_inputs([path]) if isinstance(item, Report)}


def code_all(reports: dict[str, Report]) -> dict[str, tuple[Event, ...]]:
    """Coded events as the scorer sees them: through the contract's JSON."""
    return {
        name: msgspec.json.decode(msgspec.json.encode(code_report(report).events), type=tuple[Event, ...])
        for name, report in reports.items()
    }


def _print_scores(scores: Scores) -> None:
    table = Table(box=None, pad_edge=False, title=f"{scores.reports} reports", title_justify="left")
    table.add_column("")
    for heading in ("P", "R", "F1", "gold", "coded"):
        table.add_column(heading, justify="right")
    rows = [("event", scores.event), ("family", scores.family), ("cells", scores.cells)]
    rows += [(f"  {role}", rate) for role, rate in scores.roles.items()]
    rows += [(f"  [{name}]", rate) for name, rate in scores.types.items()]
    for name, rate in rows:
        table.add_row(name.replace("[", "\\["), *_figures(rate))
    table.add_row("ready rows", "", "", f"{scores.ready_rows:.3f}", "", "")
    Console(highlight=False).print(table)


def _figures(rate: Rate) -> tuple[str, ...]:
    return (f"{rate.p:.3f}", f"{rate.r:.3f}", f"{rate.f1:.3f}", str(rate.gold), str(rate.predicted))


def _print_faults(pairings: list[Pairing], reports: dict[str, Report], most: int, groups: tuple[str, ...]) -> None:
    """Groups in the order of their size, in them the causes, under each some examples."""
    found: dict[str, dict[str, list[Fault]]] = defaultdict(lambda: defaultdict(list))
    for fault in find_faults(pairings, reports):
        found[fault.group][fault.cause].append(fault)
    sizes = Counter({group: sum(map(len, causes.values())) for group, causes in found.items()})
    for group, size in sizes.most_common():
        if groups and group not in groups:
            continue
        click.echo(f"\n{group}: {size}")
        for cause, faults in sorted(found[group].items(), key=lambda item: -len(item[1])):
            click.echo(f"  {len(faults):4}  {cause}")
            for fault in faults[:most]:
                got = f" ← {fault.got}" if fault.got else ""
                click.echo(f"          {fault.doc} {fault.type}: {fault.words}{got}")


def _check_floors(scores: Scores, path: Path, update: bool) -> None:
    floors = read_floors(path)
    low = below_floors(scores, floors)
    for line in low:
        click.echo(f"below its floor: {line}", err=True)
    if update:
        write_floors(path, raised := raise_floors(scores, floors))
        click.echo(f"{sum(raised[k] > floors.get(k, 0.0) for k in raised)} floors raised in {path}.", err=True)
    if low:
        raise SystemExit(1)
