"""Writes a workbook line by line, without formulas and times of day: the same rows give the same bytes."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from datetime import date as Day
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.styles import Font  # type: ignore[import-untyped]

from tawatur.publish.cells import neutral

CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>tawatur</dc:creator>\
<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>"""


class Book:
    """A workbook in the making; `line` writes to the sheet that was opened last."""

    def __init__(self, title: str, day: Day) -> None:
        self._book = Workbook(write_only=True)
        self._day = day
        self._sheet: Any = None
        self._title = title

    def sheet(self, name: str, heads: Sequence[str], wide: dict[str, int] | None = None, hide: str = "") -> Any:
        """Open a sheet with a heading line that stays in sight; gives the sheet."""
        self._sheet = self._book.create_sheet(name)
        self._sheet.freeze_panes = "A2"
        for n, head in enumerate(heads):
            letter = _letter(n)
            self._sheet.column_dimensions[letter].width = (wide or {}).get(head, min(max(len(head) + 2, 10), 40))
            self._sheet.column_dimensions[letter].hidden = head == hide
        bold = []
        for head in heads:
            cell = WriteOnlyCell(self._sheet, value=head)
            cell.font = Font(bold=True)
            bold.append(cell)
        self._sheet.append(bold)
        return self._sheet

    def line(self, values: Sequence[Any]) -> None:
        """One line; text that would be read as a formula gets an apostrophe in front."""
        self._sheet.append([neutral(value) if value != "" else None for value in values])

    def save(self, path: Path) -> None:
        """Write the file."""
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "book.xlsx"
            self._book.save(made)
            _seal(made, path, self._day)


def _seal(made: Path, path: Path, day: Day) -> None:
    """Copy a workbook with the day of the release in place of the time at which it was written."""
    stamp = datetime(day.year, day.month, day.day).timetuple()[:6]
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for item in old.infolist():
            entry = zipfile.ZipInfo(item.filename, date_time=stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            if item.filename == "docProps/core.xml":
                new.writestr(entry, CORE.format(day=day.isoformat()))
                continue
            with old.open(item) as source, new.open(entry, "w", force_zip64=True) as target:
                while piece := source.read(1 << 20):
                    target.write(piece)


def _letter(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
