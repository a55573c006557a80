"""What a release gives away: the only records that the writers of files ever see. A field that is withheld is absent.

Every text of a row is a name from the gazetteer, the actor list or the outlet list, or a term of the codebook; only
`words` and `Voice.addresses` may be a report's own, and only where the profile says so.
"""

from __future__ import annotations

from msgspec import Struct


class Side(Struct, frozen=True, kw_only=True, gc=False):
    """Somebody who is alleged to have acted, or whom it was done to."""

    name: str  # "" where only the kind is given away
    kind: str
    id: str = ""  # row of the actor list
    chains_for: int = 0  # independent chains that name this one
    chains_against: int = 0  # chains that name somebody else, or deny it
    alleged_by: tuple[str, ...] = ()  # kinds of those who say so


class Count(Struct, frozen=True, kw_only=True, gc=False):
    """A range of one outcome by one policy; None is unknown, never zero."""

    policy: str
    outcome: str
    group: str = ""  # "civilian", "belligerent" or one of the codebook's `who`; "" for all
    low: int | None = None
    best: int | None = None
    high: int | None = None
    is_open: bool = False


class Voice(Struct, frozen=True, kw_only=True, gc=False):
    """One independent chain: what it says, and who stands at its head."""

    no: int
    kind: str  # official, monitor, medium, witness, armed_side, source, person or outlet
    name: str  # of a listed organisation, "" otherwise
    belligerent: bool
    reports: int
    sources: tuple[str, ...]  # ids in sources.csv
    first_published: str = ""
    counts: tuple[Count, ...] = ()  # its last toll
    addresses: tuple[str, ...] = ()


class Words(Struct, frozen=True, kw_only=True, gc=False):
    """A report's words for one cell, where the profile gives excerpts away."""

    field: str
    text: str
    start: int
    end: int
    report: str  # pseudonym
    source: str  # its outlet, id in sources.csv


class Row(Struct, frozen=True, kw_only=True):
    """One incident as it is given away."""

    id: str
    number: int  # the same as a number, below 2**48
    former: tuple[str, ...] = ()
    type: str
    status: str
    review: str
    date_start: str = ""
    date_end: str = ""
    date_precision: str = "unknown"  # day, days, month, year, unknown
    went_on: bool = False  # through all these days; else it was at some time between the first and the last
    country: str = ""  # ISO 3166-1 alpha-2
    admin1: str = ""
    admin1_pcode: str = ""
    admin2: str = ""
    admin2_pcode: str = ""
    place: str = ""
    level: str = "unknown"  # what the place is released at: site, settlement, area, adm2, adm1, country, unknown
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    actors: tuple[Side, ...] = ()
    targets: tuple[Side, ...] = ()
    counts: tuple[Count, ...] = ()
    chains: int = 0
    reports: int = 0
    grade: str = ""  # that a person set
    grade_suggested: str = ""  # by the machine, from the facts
    voices: tuple[Voice, ...] = ()
    words: tuple[Words, ...] = ()
    coarsened: bool = False  # place, time or targets are coarser than the evidence

    def count(self, outcome: str, policy: str = "full", group: str = "") -> Count | None:
        """The range of an outcome, None where nobody gives a number."""
        return next((c for c in self.counts if c.outcome == outcome and c.policy == policy and c.group == group), None)
