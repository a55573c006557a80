"""What of each row the log vouches for; one function makes the digest when a row is written and when it is checked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tawatur.store import schema
from tawatur.store.log import digest_of

Row = Mapping[str, Any]


_UNSTORABLE = re.compile("[\\x00\\ud800-\\udfff]")


def storable(text: str) -> str:
    """A text as every database takes it: NUL and lone surrogates become U+FFFD, so that offsets stay."""
    return _UNSTORABLE.sub("\ufffd", text)


def sha256_of(text: str) -> str:
    """SHA-256 of a storable text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def row_digest(row: Row, leave: Iterable[str] = ()) -> str:
    """Digest of a row but for the columns to leave out."""
    left = set(leave)
    return digest_of({key: value for key, value in row.items() if key not in left})


def sighting_digest(row: Row) -> str:
    """A sighting: capture, address, times, person."""
    return row_digest(row)


def report_digest(row: Row) -> str:
    """A report: all but its row number and what is derived from the text; the text by its own hash."""
    return row_digest({**row, "text": sha256_of(row["text"])}, leave=("no", "words"))


def coding_digest(coding: Row, claims: Iterable[Row]) -> str:
    """All claims of a report, obsolete ones too, and the rules that last read it."""
    parts = sorted((c["id"], c["version"], c["state"], c["rules"], sha256_of(c["body"])) for c in claims)
    return digest_of([coding["report"], coding["rules"], coding["problem"], parts])


def verdict_digest(row: Row) -> str:
    """A person's decision."""
    return row_digest(row)


# Table, its key and the digest of its rows, by the kind of the log's entry; codings are checked apart.
LOGGED: dict[str, tuple[Any, str, Callable[[Row], str]]] = {
    "sighting": (schema.sighting, "id", sighting_digest),
    "report": (schema.report, "id", report_digest),
    "verdict": (schema.verdict, "no", verdict_digest),
    "skip": (schema.skip, "id", row_digest),
    "proof": (schema.proof, "id", row_digest),
    "removal": (schema.tombstone, "no", row_digest),
}
