"""What lies beside the data of a release: how to read it, what it holds, what changed, what was withheld, hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tawatur.codebook import codebook
from tawatur.publish.cells import csv_file
from tawatur.publish.changes import Tombstone
from tawatur.publish.columns import CHAINS, INCIDENTS
from tawatur.publish.disclosure import as_markdown
from tawatur.publish.given import Format
from tawatur.publish.names import Source
from tawatur.publish.suppress import Table

if TYPE_CHECKING:
    from tawatur.publish.make import Draft

SUMS = "SHA256SUMS"
LICENCES = {
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International. Name the project, the release and its date.",
    "by agreement": "For organisations under an agreement with the project, by its terms. Do not pass it on.",
    "none": "No licence. For the team itself; do not give it away.",
}
NOTICE = """Do no harm: do not join these rows with other data to find a person, a witness, a source or an exact place;
do not use them to follow where people or forces are. Sides are alleged by those who are named; nothing here is a
finding of guilt."""
CREDITS = "Places: OCHA COD-AB (CC BY-IGO), GeoNames (CC BY 4.0). Outlines on the map: Natural Earth (public domain)."


def write(draft: Draft, chosen: Sequence[Format], folder: Path, approvals: Sequence[tuple[str, str]]) -> None:
    """Write all of it; the hashes come last and cover everything."""
    report = draft.disclosure.report(draft.material, list(approvals))
    _text(folder / "disclosure.json", _json(report))
    _text(folder / "disclosure.md", as_markdown(report, draft.name))
    _text(folder / "codebook.md", "\n".join(_codebook()) + "\n")
    _text(folder / "LICENCE.md", _licence(draft))
    _text(folder / "tables.json", _json(draft.tables))
    (folder / "profile.yml").write_bytes(draft.profile.raw)
    (folder / "rules.yml").write_bytes(draft.profile.rules_raw)
    _lists(draft, chosen, folder)
    _text(folder / "release.json", _json(_facts(draft, chosen)))
    _text(folder / "README.md", "\n".join(_readme(draft, chosen)) + "\n")
    _text(folder / SUMS, "".join(f"{digest}  {name}\n" for name, digest in sums(folder)))


def sums(folder: Path) -> Iterator[tuple[str, str]]:
    """(path below the folder, SHA-256) of all files but the list of sums."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != SUMS:
            with path.open("rb") as file:
                yield path.relative_to(folder).as_posix(), hashlib.file_digest(file, "sha256").hexdigest()


def _lists(draft: Draft, chosen: Sequence[Format], folder: Path) -> None:
    facts = msgspec.structs.astuple
    tables = ((table.id, *cell, table.as_of) for table in draft.tables for cell in _cells(table))
    _list(folder / "dictionary.csv", ("file", "column", "kind", "what it holds"), _dictionary(chosen))
    _list(folder / "sources.csv", Source.__struct_fields__, (facts(s) for _, s in sorted(draft.sources.items())))
    _list(folder / "index.csv", ("id", "sha256"), sorted(draft.digests.items()))
    _list(folder / "changes.csv", ("id", "what"), draft.changes.lines())
    _list(folder / "tombstones.csv", Tombstone.__struct_fields__, map(facts, draft.changes.tombstones))
    _list(folder / "hashes.csv", (draft.profile.file.hashes,), ((value,) for value in sorted(set(draft.commitments))))
    _list(folder / "tables.csv", ("table", "row", "column", "number", "as_of"), tables)


def _list(path: Path, heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    with csv_file(path, heads) as line:
        for values in lines:
            line(values)


def _dictionary(chosen: Sequence[Format]) -> Iterator[tuple[str, str, str, str]]:
    for name, columns in (("incidents", INCIDENTS), ("chains", CHAINS)):
        yield from ((name, column.name, column.kind, column.doc) for column in columns)
    for one in chosen:
        yield from ((one.files[0], name, "text", doc) for name, doc in one.columns)


def _cells(table: Table) -> Iterator[tuple[str, str, str]]:
    hidden = "withheld"
    for row, cells, total in zip(table.rows, table.cells, table.row_totals, strict=True):
        for column, cell in zip(table.columns, cells, strict=True):
            yield row, column, hidden if cell is None else str(cell)
        yield row, "total", str(total)
    for column, total in zip(table.columns, table.column_totals, strict=True):
        yield "total", column, str(total)


def _facts(draft: Draft, chosen: Sequence[Format]) -> dict[str, Any]:
    changes = draft.changes
    return {
        "name": draft.name,
        "profile": draft.profile.file.id,
        "version": draft.settings.version,
        "day": draft.settings.day.isoformat(),
        "licence": draft.profile.file.licence,
        "tool": f"tawatur {version('tawatur')}",
        "profile_sha256": draft.profile.sha256,
        "sealed": draft.seal,
        "incidents": len(draft.spool),
        "since": changes.since,
        "changes": {name: len(getattr(changes, name)) for name in ("added", "changed", "withdrawn", "restored")},
        "formats": [
            {"id": one.id, "title": one.title, "files": one.files, "cannot_hold": one.cannot_hold} for one in chosen
        ],
    }


def _readme(draft: Draft, chosen: Sequence[Format]) -> Iterator[str]:
    changes, file = draft.changes, draft.profile.file
    yield f"# {draft.name}\n\n{file.title}, {draft.settings.day.isoformat()}, version {draft.settings.version}.\n"
    yield f"{len(draft.spool):,} incidents. Licence: {file.licence} (LICENCE.md).\n\n{NOTICE}\n"
    yield "An empty number is unknown, never zero. Each incident has the same id in all files and releases.\n"
    if changes.since:
        counts = (f"{len(getattr(changes, name)):,} {name}" for name in ("added", "changed", "withdrawn", "restored"))
        yield f"Since {changes.since}: {', '.join(counts)} (changes.csv). Withdrawn ids stay in tombstones.csv:"
        yield "delete them from what you made of earlier releases.\n"
    yield "| file | what |\n|---|---|"
    for one in chosen:
        yield f"| {', '.join(f'data/{name}' for name in one.files)} | {one.title} |"
    yield from (f"| {name} | {what} |" for name, what in BESIDE)
    yield "\n## What a format cannot hold\nIncidents that have no place in a format are listed in not-held.csv.\n"
    for one in chosen:
        if one.cannot_hold:
            yield f"* **{one.title}**: " + "; ".join(one.cannot_hold) + "."


BESIDE = (
    ("dictionary.csv", "all columns and what they hold"),
    ("codebook.md", "what is an event, and what each value means"),
    ("sources.csv", "outlets: named where they are listed, else a pseudonym"),
    ("tables.csv, tables.json", "victims by kind, country and year; small numbers are withheld"),
    ("changes.csv, tombstones.csv", "what changed since the last release, what is withdrawn for good"),
    ("disclosure.md, disclosure.json", "what was withheld or made coarser, by which rule, and who approved"),
    ("profile.yml, rules.yml", "the profile and the rules in full"),
    ("hashes.csv", "commitments to the captures that this rests on"),
    ("index.csv, release.json, SHA256SUMS", "digests of rows, facts on the release, hashes of all files"),
)


def _licence(draft: Draft) -> str:
    licence = draft.profile.file.licence
    return f"# Licence\n\n{licence}: {LICENCES.get(licence, 'see the project.')}\n\n{NOTICE}\n\n{CREDITS}\n"


def _codebook() -> Iterator[str]:
    book = codebook()
    yield f"# Codebook\n\n{book.event}\n"
    for title, rows in (
        ("Types", book.types),
        ("Statuses", book.statuses),
        ("Outcomes", book.outcomes),
        ("Who", book.who),
    ):
        yield f"## {title}\n\n| value | covers |\n|---|---|"
        yield from (f"| `{row.id}` | {row.covers} |" for row in rows)
        yield ""


def _json(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
