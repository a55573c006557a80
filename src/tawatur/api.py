"""What a notebook user calls: code one text or many, and look at the claims as a data frame."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Day
from datetime import datetime
from typing import Any, overload

from tawatur.coding import ordered_map
from tawatur.frames import Library, Rows, frame
from tawatur.pipeline import code_report
from tawatur.records import Claim, Coded, Report

__all__ = ["Claim", "CodedReport", "CodedReports", "code", "code_many"]


class CodedReport(Coded, frozen=True, kw_only=True):
    """A report's claims, with a view of them as a table."""

    def to_frame(self, *, rows: Rows = "claims", library: Library = "pandas") -> Any:
        """One row a claim (or a figure), as a pandas or polars data frame."""
        return frame([self], rows=rows, library=library)


class CodedReports(Sequence[CodedReport]):
    """Many coded reports, in the order in which they were given."""

    def __init__(self, reports: Iterable[CodedReport]) -> None:
        self._reports = tuple(reports)

    @overload
    def __getitem__(self, index: int) -> CodedReport: ...
    @overload
    def __getitem__(self, index: slice) -> CodedReports: ...
    def __getitem__(self, index: int | slice) -> CodedReport | CodedReports:
        """One report, or some."""
        return CodedReports(self._reports[index]) if isinstance(index, slice) else self._reports[index]

    def __len__(self) -> int:
        """Number of reports."""
        return len(self._reports)

    def __repr__(self) -> str:
        """How many reports and claims."""
        return f"<CodedReports: {len(self)} reports, {sum(len(r.events) for r in self)} claims>"

    def to_frame(self, *, rows: Rows = "claims", library: Library = "pandas") -> Any:
        """One row a claim (or a figure) of all reports, as a pandas or polars data frame."""
        return frame(self._reports, rows=rows, library=library)


def code(
    text: str, *, published: Day | str | None = None, title: str = "", id: str | None = None, source: str = ""
) -> CodedReport:
    """The claims of one report. Offsets count in `text` exactly as given.

    `published` (a date or "YYYY-MM-DD") is what relative dates are resolved against; without it they stay unresolved.
    `id` is derived from the text where it is not given, so that claims have the same ids on every run.
    """
    return _coded(_report({"text": text, "published": published, "title": title, "id": id, "source": source}))


def code_many(reports: Iterable[Mapping[str, Any]], *, jobs: int = 1) -> CodedReports:
    """The claims of many reports, each a mapping with `text` and, if known, `id`, `source`, `published`, `title`.

    `jobs` is the number of processes. Rows of a data frame fit: `code_many(frame.to_dict("records"))`.
    """
    return CodedReports(_many(map(_report, reports), jobs))


def _many(reports: Iterable[Report], jobs: int) -> Iterator[CodedReport]:
    return ordered_map(_coded, reports, jobs=jobs)


def _coded(report: Report) -> CodedReport:
    coded = code_report(report)
    return CodedReport(**{name: getattr(coded, name) for name in coded.__struct_fields__})


def _report(row: Mapping[str, Any]) -> Report:
    text = row["text"]
    name = row.get("id")
    return Report(
        id=str(name) if name is not None else hashlib.sha256(text.encode()).hexdigest()[:16],
        text=text,
        source=row.get("source") or "",
        published=_day(row.get("published")),
        title=row.get("title") or "",
    )


def _day(given: Any) -> Day | None:
    """A day from what data frames hold: ISO text, dates, times, and "nothing" in its several forms."""
    if given is None or given == "" or given != given:  # a missing value is not equal to itself
        return None
    if isinstance(given, str):
        return Day.fromisoformat(given[:10])
    return given.date() if isinstance(given, datetime) else Day(given.year, given.month, given.day)
