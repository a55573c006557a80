"""What acquire yields, and what a reader of one format is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date as Day
from pathlib import Path
from typing import BinaryIO, TypeAlias

from msgspec import Struct

from tawatur.records import Page, Report


class Problem(Struct, frozen=True, kw_only=True):
    """An item that could not be read: where it stands and, in one sentence, why."""

    where: str  # path as the user gave it, "<stdin>", or an address
    says: str
    line: int | None = None  # 1-based, None where the whole file is meant

    def __str__(self) -> str:
        """The form every command prints: "reports.jsonl:3: the row has no `text`."."""
        place = self.where if self.line is None else f"{self.where}:{self.line}"
        return f"{place}: {self.says}"


Item: TypeAlias = Page | Report | Problem
# What a reader of one format yields: the line (None: the whole file) and the item, or the sentence that says why not.
Found: TypeAlias = tuple[int | None, Page | Report | str]


class Limits(Struct, frozen=True, kw_only=True):
    """Sizes beyond which an item is refused instead of read into memory."""

    item_bytes: int = 16 * 1024 * 1024  # one page, one text file, one row of JSON Lines
    text_letters: int = 4_000_000  # one report's text, in code points
    document_bytes: int = 256 * 1024 * 1024  # one .json file, which has to be read whole


class Given(Struct, frozen=True, kw_only=True):
    """What the user says about undated or nameless input, and the limits."""

    published: Day | None = None
    outlet: str | None = None
    limits: Limits = Limits()
    columns: dict[str, str] = {}  # of a table: which column holds "text", "published", "title", …


class Source(Struct, frozen=True, kw_only=True):
    """An opened input: `stream` is decompressed and stands at its start, `head` is what a peek at it shows."""

    name: str
    stream: BinaryIO
    head: bytes
    given: Given
    path: Path | None = None  # None for the standard input


class Format(Struct, frozen=True, kw_only=True):
    """A kind of input. A new kind is one more row in `intake.FORMATS`; the first row that recognises a head wins."""

    name: str
    suffixes: tuple[str, ...]  # without ".gz"; folders are searched for these
    looks: Callable[[bytes], bool]  # does a head show this kind for certain, whatever the file is called?
    read: Callable[[Source], Iterator[Found]]
