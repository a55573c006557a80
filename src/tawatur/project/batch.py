"""Gathers what is read and writes it some at a time, so that a killed run loses at most a few seconds of reading."""

from __future__ import annotations

import re
import string
import time
from collections import Counter

from msgspec import Struct, field
from msgspec.structs import replace

from tawatur.clean import clean
from tawatur.records import Page, Report
from tawatur.reference.outlets import outlet_of
from tawatur.store.database import Store
from tawatur.store.outlets import outlet_named
from tawatur.store.proofs import Proof, keep_proofs
from tawatur.store.reports import Filing, file_reports
from tawatur.store.sightings import Sighting, keep_sighting, keep_skips, mark_read
from tawatur.store.subscriptions import Asked, remember

_REPORTS = 200  # written at once
_SECONDS = 3.0
_DAY = 24 * 3600
_LINK = re.compile(r"(?:https?://|www\.|t\.me/)\S+|[@#]\S+")
_NOT_WORDS = string.punctuation + string.whitespace + "\u200b\u200c\u200d\u200e\u200f\ufeff\u060c\u061b\u061f\u2026"
_NO_CONTENT = "captured, no content: "  # how clean begins the note on a shell


class Added(Struct, kw_only=True):
    """What came of adding: numbers of reports by outcome, files that were read before, and what was skipped."""

    outcomes: Counter[str] = field(default_factory=Counter)
    files: int = 0
    read_before: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)  # (place, reason), new and known ones


class Batch:
    """What has been read and is not written yet. Use as a context manager: what is left is written at its end."""

    def __init__(self, store: Store, *, restricted: bool = False, who: str | None = None) -> None:
        self.store = store
        self.restricted = restricted
        self.who = who
        self.added = Added()
        self._sightings: list[Sighting] = []
        self._filings: list[Filing] = []
        self._skips: list[tuple[str, str]] = []
        self._read: list[tuple[str, str]] = []
        self._proofs: list[Proof] = []
        self._asked: list[Asked] = []
        self._since = time.monotonic()

    def __enter__(self) -> Batch:
        """Sweep up what runs that were killed long ago left, and begin."""
        self.store.captures.sweep(time.time() - _DAY)
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Write what is left, unless something went wrong."""
        if kind is None:
            self.write()

    def saw(self, sighting: Sighting) -> None:
        """Bytes that lie in the captures and where they come from."""
        self._sightings.append(sighting)

    def item(self, item: Page | Report, capture: str, where: str, line: int | None = None) -> None:
        """A page or ready report that was read from a capture: `where` is a file or address, `line` a place in it."""
        try:
            report = clean(item) if isinstance(item, Page) else item
        except Exception as error:  # noqa: BLE001  one odd page must not stop the rest; its capture is kept
            self.skip(
                where if line is None else f"{where}:{line}",
                f"cannot be cleaned: {type(error).__name__}: {error}".split("\n")[0],
            )
            return
        outlet = outlet_of(address := _address(item, report, where)) or outlet_named(report.source)
        page = item.sha256 if isinstance(item, Page) and item.sha256 != capture else ""
        if outlet is not None and not report.source:
            report = replace(report, source=outlet.names[0])
        self._filings.append(
            Filing(
                report=report,
                capture=capture,
                locator="" if line is None else str(line),
                page=page,
                address=address,
                restricted=self.restricted
                or "restricted" in report.origin
                or (outlet is not None and outlet.restricted),
                shell=_shell_reason(report),
            )
        )
        if len(self._filings) >= _REPORTS or time.monotonic() - self._since > _SECONDS:
            self.write()

    def asked(self, asked: Asked) -> None:
        """An address was asked."""
        self._asked.append(asked)

    def proof(self, proof: Proof) -> None:
        """A statement by another tool on some bytes."""
        self._proofs.append(proof)

    def skip(self, place: str, reason: str) -> None:
        """Something that could not be read."""
        self._skips.append((place, reason))
        self.added.skipped.append((place, reason))

    def finished(self, capture: str, options: str) -> None:
        """A capture was read to its end with these options."""
        self._read.append((capture, options))

    def write(self) -> None:
        """Write all that was gathered in one transaction. Raises StoreError; then nothing of it is written."""
        gathered = (self._sightings, self._filings, self._skips, self._read, self._proofs, self._asked)
        if any(gathered):
            with self.store.writing("add", self.who) as writer:
                for sighting in self._sightings:
                    keep_sighting(writer, sighting)
                self.added.outcomes.update(filed.outcome for filed in file_reports(writer, self._filings))
                keep_skips(writer, self._skips)
                keep_proofs(writer, self._proofs)
                remember(writer, self._asked)
                for capture, options in self._read:
                    mark_read(writer, capture, options)
        for part in gathered:
            part.clear()
        self._since = time.monotonic()


def _address(item: Page | Report, report: Report, where: str) -> str:
    """Where an item was published, else the file that it was read from."""
    return item.address if isinstance(item, Page) else report.origin.get("address", where)


def _shell_reason(report: Report) -> str:
    """Why a report's page has no content, or ""."""
    if _LINK.sub("", report.text).strip(_NOT_WORDS):
        return ""
    if report.text.strip():
        return "nothing but links"
    said = next((note for note in report.notes if note.startswith(_NO_CONTENT)), "")
    return said.removeprefix(_NO_CONTENT).rstrip(".") or "no text"
