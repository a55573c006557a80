"""Why is this cell so? Each field of a claim with its words, its rule, and the row of data that the rule or name is."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from tawatur.frames import amount
from tawatur.records import Claim, Coded, Figure, Party, Sayer, When, Where
from tawatur.reference import pack_path


class Traced(Struct, frozen=True, kw_only=True):
    """One cell of a claim and where it comes from; offsets are code points of the report's text."""

    field: str
    value: str
    words: str
    start: int
    end: int
    rule: str = ""  # id of the rule that read the words
    row: str = ""  # file:line of the rule's or name's row
    why: str = ""


def trace(claim: Claim) -> tuple[Traced, ...]:
    """Every filled cell of a claim, in the order of the codebook's fields."""
    return tuple(_traced(claim))


def find_claim(coded: Coded, start_of_id: str) -> Claim | None:
    """The claim of a report whose id begins so."""
    return next((claim for claim in coded.events if claim.id.startswith(start_of_id)), None)


def row_of(name: str) -> str:
    """File and line of the row with an id, "" where no data file has it."""
    return _rows().get(name, "")


def _traced(claim: Claim) -> Iterator[Traced]:
    t, why = claim.trigger, claim.reasons
    status = f"{claim.type}, {claim.status}"
    reasons = _joined(why.get("trigger"), why.get("type"), why.get("status"))
    yield Traced(field="event", value=status, words=t.text, start=t.start, end=t.end, rule=claim.rule,
                 row=row_of(claim.rule), why=reasons)  # fmt: skip
    for field, parties in (("actor", claim.actors), ("target", claim.targets)):
        for party in parties:
            yield _party(field, party, why.get(f"{field}s", ""))
    if claim.place:
        yield _place(claim, claim.place)
    if claim.date:
        yield _date(claim.date, why.get("date", ""))
    for figure in claim.figures:
        yield _figure(figure, why.get("figures", ""))
    if claim.attribution:
        yield _sayer(claim.attribution, why.get("attribution", ""))


def _party(field: str, p: Party, why: str) -> Traced:
    value = f"{p.name} ({p.kind})"
    row = row_of(p.id or "") or row_of(p.rule)
    return Traced(field=field, value=value, words=p.text, start=p.start, end=p.end, rule=p.rule, row=row, why=why)


def _place(claim: Claim, p: Where) -> Traced:
    at = f" at {p.lat:.3f}, {p.lon:.3f}" if p.lat is not None and p.lon is not None else " without coordinates"
    value = f"{p.name}, {claim.admin1 or '?'}, {claim.country or '?'}{at} ({p.precision})"
    row = row_of(p.id or "") or (p.id or "")
    return Traced(field="place", value=value, words=p.text, start=p.start, end=p.end, row=row,
                  why=_joined(p.reason, claim.reasons.get("place")))  # fmt: skip


def _date(d: When, why: str) -> Traced:
    value = f"{d.start} to {d.end} ({d.precision})" if d.start else "not resolved: the day of publication is unknown"
    return Traced(field="date", value=value, words=d.span.text, start=d.span.start, end=d.span.end, rule=d.rule,
                  row=row_of(d.rule), why=why)  # fmt: skip


def _figure(f: Figure, why: str) -> Traced:
    value = f"{f.outcome} {amount(f.low, f.high)} {f.who}" + (", part of another figure" if f.subset else "")
    return Traced(field="figure", value=value, words=f.text, start=f.start, end=f.end, rule=f.rule,
                  row=row_of(f.rule), why=why)  # fmt: skip


def _sayer(s: Sayer, why: str) -> Traced:
    return Traced(field="attribution", value=s.kind, words=s.text, start=s.start, end=s.end, rule=s.rule,
                  row=row_of(s.rule), why=why)  # fmt: skip


def _joined(*reasons: str | None) -> str:
    return "; ".join(filter(None, reasons))


@lru_cache(maxsize=1)
def _rows() -> dict[str, str]:
    """File and line of every row with an id, in all data files."""
    found: dict[str, str] = {}
    root = pack_path(".")
    for path in sorted(root.rglob("*.yml")):
        if not path.name.endswith(".examples.yml"):
            for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if m := re.search(r"\bid: *([\w.-]+)", line):
                    found.setdefault(m[1], f"{path.relative_to(root).as_posix()}:{n}")
    for path in sorted(root.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            for row in rows:
                found.setdefault(row[0] if row else "", f"{path.relative_to(root).as_posix()}:{rows.line_num}")
    return found
