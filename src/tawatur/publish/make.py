"""Makes a release: rows by the profile, all checks, then all files in a folder that appears whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date as Day
from pathlib import Path

import msgspec
from msgspec import Struct

from tawatur.publish import bundle
from tawatur.publish.cells import csv_file
from tawatur.publish.changes import Changes, Earlier, compare, digest
from tawatur.publish.checks import CheckFailed, check_rows, check_sources, check_tables, refuse
from tawatur.publish.derive import Derived, Deriver
from tawatur.publish.disclosure import Disclosure
from tawatur.publish.formats import formats
from tawatur.publish.given import Format, Given
from tawatur.publish.material import Material
from tawatur.publish.names import Source
from tawatur.publish.places import Places
from tawatur.publish.profiles import Profile
from tawatur.publish.spool import Spool
from tawatur.publish.suppress import Table
from tawatur.publish.tables import Tally

Tick = Callable[[int], None]


class Settings(Struct, frozen=True, kw_only=True):
    """How a release is made, beside its profile."""

    day: Day
    formats: tuple[str, ...]
    version: int = 1


class Draft(Struct, kw_only=True):
    """A release that passed all checks and is not written yet."""

    name: str
    profile: Profile
    settings: Settings
    material: Material
    spool: Spool
    sources: dict[str, Source]
    commitments: list[str]
    digests: dict[str, str]
    tables: list[Table]
    disclosure: Disclosure
    changes: Changes

    @property
    def seal(self) -> str:
        """SHA-256 of all that will be given away: what a second person approves."""
        sealed = hashlib.sha256(f"{self.name} {self.profile.sha256} {' '.join(self.settings.formats)}\n".encode())
        for name, value in sorted(self.digests.items()):
            sealed.update(f"{name} {value}\n".encode())
        for part in (self.tables, sorted(self.sources.items()), sorted(self.commitments), self.changes):
            sealed.update(msgspec.json.encode(part))
        return sealed.hexdigest()


class Gathered:
    """What is made of all incidents on the way to a draft."""

    def __init__(self, profile: Profile) -> None:
        self.spool = Spool()
        self.disclosure, self.tally = Disclosure(profile), Tally()
        self.sources: dict[str, Source] = {}
        self.commitments: list[str] = []
        self.former: dict[str, str] = {}
        self.digests: dict[str, str] = {}

    def add(self, derived: Derived) -> None:
        """Take in one incident."""
        self.disclosure.add(derived.decision)
        row = derived.row
        if row is None:
            return
        refuse([f"{row.id}: two incidents have this id"] if row.id in self.digests else [])
        self.spool.add(row)
        self.digests[row.id] = digest(row)
        self.tally.add(row, derived.victims)
        self.sources.update((source.id, source) for source in derived.sources)
        self.commitments += derived.commitments
        self.former.update((name, row.id) for name in row.former)


@contextmanager
def prepared(
    material: Material,
    profile: Profile,
    settings: Settings,
    *,
    earlier: Earlier | None = None,
    tick: Tick = lambda _: None,
    note: Callable[[str, Derived], None] = lambda _, __: None,
) -> Iterator[Draft]:
    """A draft that passed all checks; `note` is told of each incident's internal id. Raises CheckFailed, DataError."""
    places, day = Places(), settings.day.isoformat()
    deriver = Deriver(profile, material.key, settings.day, places)
    found = Gathered(profile)
    try:
        for entry in material.entries():
            tick(1)
            derived = deriver.derive(entry)
            note(entry.incident.id, derived)
            found.add(derived)
        changes = compare(earlier, found.digests, found.former, day, settings.version)
        tables = found.tally.tables(profile.file.threshold, day, earlier.tables if earlier else (), set(changes.ids()))
        check_rows(found.spool.rows(), found.sources, profile, settings.day, places)
        check_sources(found.sources.values(), profile)
        check_tables(tables, profile.file.threshold)
        yield Draft(
            name=f"tawatur-{profile.file.id}-{day}-v{settings.version}",
            profile=profile,
            settings=settings,
            material=material,
            spool=found.spool,
            sources=found.sources,
            commitments=found.commitments,
            digests=found.digests,
            tables=tables,
            disclosure=found.disclosure,
            changes=changes,
        )
    finally:
        found.spool.close()


def write(draft: Draft, out: Path, approvals: Sequence[tuple[str, str]] = (), tick: Tick = lambda _: None) -> Path:
    """Write a draft into a new folder below `out`; gives the folder. Raises CheckFailed, MissingExtra or OSError."""
    if draft.profile.file.approval == "second-person" and len({who for who, _ in approvals}) < 2:
        raise CheckFailed("No release was written:\nthe profile asks for the approval of a second person")
    folder, made = out / draft.name, out / f".{draft.name}.part"
    if folder.exists():
        raise CheckFailed(f"No release was written:\n{folder} exists already")
    shutil.rmtree(made, ignore_errors=True)
    (made / "data").mkdir(parents=True)
    try:
        chosen = [formats()[name] for name in draft.settings.formats]
        with csv_file(made / "not-held.csv", ("format", "incident", "why")) as line:
            given = _given(draft, lambda *values: line(values))
            for one in chosen:
                one.write(given, made / "data")
                tick(1)
        _check_files(chosen, made / "data")
        bundle.write(draft, chosen, made, approvals)
        os.rename(made, folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return folder


def _given(draft: Draft, left_out: Callable[[str, str, str], None]) -> Given:
    return Given(
        name=f"tawatur-{draft.profile.file.id}",
        title=draft.profile.file.title,
        day=draft.settings.day,
        version=draft.settings.version,
        licence=draft.profile.file.licence,
        profile=draft.profile.file.id,
        count=len(draft.spool),
        rows=draft.spool.rows,
        sources=draft.sources,
        left_out=left_out,
    )


def _check_files(chosen: Sequence[Format], folder: Path) -> None:
    """Each format wrote what it said, and nothing else."""
    said = {name for one in chosen for name in one.files}
    there = {path.name for path in folder.iterdir()}
    refuse([f"{name}: was not expected, or is missing" for name in sorted(said ^ there)])
