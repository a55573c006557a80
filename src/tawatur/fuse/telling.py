"""A claim with its report, ready for an incident: what chains, figures and grades are made of."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tawatur.fuse.told import Text, Told, prepare
from tawatur.records import Claim, Coded, Span


class Telling(Struct, frozen=True, kw_only=True):
    """One report telling of one incident by one claim."""

    claim: Claim
    told: Told
    text: Text


def tellings(coded: Coded) -> list[Telling]:
    """All tellings of a coded report, its mentions behind its claims."""
    text, told = prepare(coded)
    claims = {claim.id: claim for claim in coded.events}
    return [Telling(claim=claims.get(t.id) or mentioning(t), told=t, text=text) for t in told]


def mentioning(told: Told) -> Claim:
    """What stands for the claim where a report only mentions an event."""
    return Claim(id=told.id, type=told.type, status="occurred", trigger=Span("", told.start, told.start))  # type: ignore[arg-type]


def in_order(items: Iterable[Telling]) -> list[Telling]:
    """Tellings by day of publication, report and place in the text; without a day first."""
    return sorted(items, key=lambda t: (t.told.published or 0, t.told.report, t.told.start, t.told.id))
