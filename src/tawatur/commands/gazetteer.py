"""`tawatur gazetteer`: layers of places that are imported on this machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tawatur.gazetteer.importing import add_layer, layers, remove_layer
from tawatur.gazetteer.paths import DATA_VARIABLE, imported_folder
from tawatur.gazetteer.sources import Raw
from tawatur.reference import DataError

SHOWN = 20  # faults of a file

folder_option = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Where the layers lie; by default in the user's data folder (or ${DATA_VARIABLE}).",
)


@click.group("gazetteer")
def command() -> None:
    """Places by name beyond the bundled ones: import a gazetteer, see what is imported, remove it again."""


@command.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default="", help="Name of the layer; by default the file's.")
@click.option("--leave-out", is_flag=True, help="Leave faulty rows and names out instead of importing nothing.")
@folder_option
def add(files: tuple[Path, ...], name: str, leave_out: bool, folder: Path | None) -> None:
    """Import Who's On First tables, GeoNames country dumps or OCHA COD-AB tables (plain, .gz or .zip).

    Each file is checked whole first: swapped coordinates, missing parents, ids given twice, letters that Arabic does
    not have and unknown countries are said with file and line, and nothing of the file is imported.
    """
    if name and len(files) > 1:
        raise click.UsageError("--name names one layer: give one file with it")
    failed = False
    for path in files:
        try:
            added = add_layer(path, folder or imported_folder(), name=name, leave_out=leave_out, track=_bar(path))
        except (DataError, OSError, UnicodeDecodeError) as error:
            click.echo(f"{path}: {error}; nothing was imported", err=True)
            failed = True
            continue
        for fault in added.faults[:SHOWN]:
            click.echo(str(fault), err=True)
        if len(added.faults) > SHOWN:
            click.echo(f"… and {len(added.faults) - SHOWN} more", err=True)
        if added.meta is None:
            click.echo(f"{path}: nothing was imported; correct the rows or add with --leave-out", err=True)
            failed = True
        else:
            click.echo(
                f"{added.meta.name}: {added.meta.places} places, {added.meta.names} names. {added.meta.attribution}"
            )
    if failed:
        raise SystemExit(1)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
@folder_option
def list_(as_json: bool, folder: Path | None) -> None:
    """The imported layers with their sources and whom to thank."""
    found = layers(folder or imported_folder())
    if as_json or not sys.stdout.isatty():
        click.echo(json.dumps([msgspec.to_builtins(meta) for meta in found], ensure_ascii=False))
        return
    table = Table("layer", "places", "names", "from", "added", "attribution")
    for meta in found:
        table.add_row(meta.name, str(meta.places), str(meta.names), meta.source, meta.made, meta.attribution)
    Console().print(table)


@command.command("remove")
@click.argument("names", nargs=-1, required=True)
@folder_option
def remove(names: tuple[str, ...], folder: Path | None) -> None:
    """Remove imported layers; reports are read without them from then on."""
    missing = [name for name in names if not remove_layer(name, folder or imported_folder())]
    for name in missing:
        click.echo(f"there is no layer {name!r}; `tawatur gazetteer list` names them", err=True)
    if missing:
        raise SystemExit(1)


def _bar(path: Path):  # type: ignore[no-untyped-def]
    """A progress bar with an estimate on standard error, where that is a terminal."""
    console = Console(stderr=True)

    def bar(rows: Iterable[Raw]) -> Iterable[Raw]:
        return track(list(rows), path.name, console=console, disable=not console.is_terminal)

    return bar
