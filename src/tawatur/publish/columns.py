"""The plain tables of a release, column by column; the data dictionary is made from this."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from msgspec import Struct

from tawatur.codebook import codebook
from tawatur.publish.mapping import countries
from tawatur.publish.rows import Count, Row, Side, Voice

Kind = Literal["text", "integer", "number", "day", "flag"]
OUTCOMES = ("killed", "injured", "captured", "missing", "displaced")
VICTIMS = ("child", "woman", "medic", "journalist", "detainee")
BOUNDS = (("low", "Lowest"), ("high", "Highest"))
GROUP_DOCS = {"civilian": "civilians, or people of whom no more is said", "belligerent": "fighters"}
LABELS = {kind.id: kind.label for kind in codebook().types}


class Column(Struct, frozen=True):
    """A column: its name, what is in it, and where it comes from."""

    name: str
    kind: Kind
    doc: str
    get: Callable[[Any], Any]


def side_name(side: Side) -> str:
    """A side as people read it: its name, or its kind where it is not named."""
    return side.name or f"({side.kind.replace('_', ' ')})"


def alleged(side: Side, row: Row) -> str:
    """A side, who says so, and how many independent chains speak for and against it."""
    return side_name(side) + said_of(side, row)


def said_of(side: Side, row: Row) -> str:
    """Who says that a side acted, and how many independent chains speak for and against it."""
    by = ", ".join(kind.replace("_", " ") for kind in side.alleged_by)
    against = f"; {side.chains_against} against" if side.chains_against else ""
    return f": alleged by {side.chains_for} of {row.chains} {'chain' if row.chains == 1 else 'chains'} ({by}){against}"


def _names(sides: tuple[Side, ...]) -> str:
    return "; ".join(dict.fromkeys(side_name(side) for side in sides))


def _bound(outcome: str, bound: str, group: str = "") -> Callable[[Row], int | None]:
    policy = "victims" if group in VICTIMS else "airwars" if group else "full"

    def get(row: Row) -> int | None:
        found: Count | None = row.count(outcome, policy, group)
        value: int | None = getattr(found, bound) if found else None
        return value

    return get


def _iso3(row: Row) -> str:
    known = countries().get(row.country)
    return known.iso3 if known else ""


def _ranges() -> Iterator[Column]:
    for outcome in OUTCOMES:
        yield Column(
            f"{outcome}_low", "integer", f"Lowest number {outcome} that any claim tells.", _bound(outcome, "low")
        )
        yield Column(f"{outcome}_high", "integer", f"Highest number {outcome} told.", _bound(outcome, "high"))
    for outcome in ("killed", "injured"):
        for group in ("civilian", "belligerent", *VICTIMS):
            for bound, word in BOUNDS:
                doc = f"{word} number {outcome} told of {GROUP_DOCS.get(group, group)}; may be empty though told."
                yield Column(f"{outcome}_{group}_{bound}", "integer", doc, _bound(outcome, bound, group))


def _open(row: Row) -> bool:
    return any(count.is_open for count in row.counts if count.policy == "full")


def _field(name: str, kind: Kind, doc: str) -> Column:
    """A column that is a row's field as it is; an empty text of a day is unknown."""
    return Column(name, kind, doc, lambda row: getattr(row, name) or None if kind == "day" else getattr(row, name))


LEVEL_DOC = "What the place is released at: site, settlement, area, adm2, adm1, country, unknown."
PRECISION_DOC = "day, days (up to 7), month (up to 31 days), year or unknown."
ALLEGED_DOC = "For each side: chains for and against, and kinds of those who say so."

INCIDENTS: tuple[Column, ...] = (
    _field("id", "text", "The incident in every file and release of this project."),
    Column("former_ids", "text", "Ids that lead here since incidents were merged.", lambda r: "; ".join(r.former)),
    _field("type", "text", "Event type of the codebook."),
    Column("type_ar", "text", "Its Arabic name.", lambda r: LABELS.get(r.type, "")),
    _field("status", "text", "occurred, planned, failed or denied."),
    _field("review", "text", "machine, in_review, reviewed, second_review or final."),
    _field("date_start", "day", "First possible day."),
    _field("date_end", "day", "Last possible day."),
    _field("date_precision", "text", PRECISION_DOC),
    _field("went_on", "flag", "Whether it is told to have gone on from first to last day; else it was between them."),
    _field("country", "text", "ISO 3166-1 alpha-2."),
    Column("country_iso3", "text", "ISO 3166-1 alpha-3.", _iso3),
    _field("admin1", "text", "First-level division."),
    _field("admin1_pcode", "text", "Its P-code (OCHA COD-AB)."),
    _field("admin2", "text", "Second-level division."),
    _field("admin2_pcode", "text", "Its P-code."),
    _field("place", "text", "Name in the gazetteer, where the level allows it."),
    Column("place_level", "text", LEVEL_DOC, lambda r: r.level),
    _field("lat", "number", "Latitude of the middle of that area, in degrees (WGS 84)."),
    _field("lon", "number", "Longitude of the middle of that area."),
    _field("radius_km", "number", "Radius of the area in km: it happened somewhere inside."),
    Column("actors", "text", "Sides alleged to have acted; in brackets: not named.", lambda r: _names(r.actors)),
    Column("actors_alleged", "text", ALLEGED_DOC, lambda r: "; ".join(alleged(s, r) for s in r.actors)),
    Column("targets", "text", "Whom or what it was done to, as alleged.", lambda r: _names(r.targets)),
    _field("chains", "integer", "Independent chains that tell of it; a copy is no chain."),
    _field("reports", "integer", "Reports that tell of it."),
    _field("grade", "text", "Airwars' term that a person set; empty: nobody did."),
    _field("grade_suggested", "text", "Airwars' term that the facts suggest."),
    Column("open_ended", "flag", "Whether a highest number is a bound (“at least”).", _open),
    *_ranges(),
    _field("coarsened", "flag", "Whether place, time or targets are coarser than the evidence."),
)


def _own(outcome: str, bound: str) -> Callable[[tuple[Row, Voice]], int | None]:
    def get(item: tuple[Row, Voice]) -> int | None:
        told = [getattr(c, bound) for c in item[1].counts if c.outcome == outcome]
        return None if not told or None in told else sum(told)

    return get


CHAINS: tuple[Column, ...] = (
    Column("incident", "text", "Id of the incident.", lambda i: i[0].id),
    Column("chain", "integer", "Number of the chain within the incident, the earliest first.", lambda i: i[1].no),
    Column("said_by", "text", "Kind of who stands at its head.", lambda i: i[1].kind),
    Column("name", "text", "Its name, where it is a listed organisation.", lambda i: i[1].name),
    Column("belligerent", "flag", "Whether the head is a side of the fighting.", lambda i: i[1].belligerent),
    Column("reports", "integer", "Reports of the chain.", lambda i: i[1].reports),
    Column("sources", "text", "Their outlets, ids in sources.csv.", lambda i: "; ".join(i[1].sources)),
    Column("first_published", "day", "Day of its first report.", lambda i: i[1].first_published or None),
    *(
        Column(f"{outcome}_{bound}", "integer", f"{word} number {outcome} that it told last.", _own(outcome, bound))
        for outcome in OUTCOMES
        for bound, word in BOUNDS
    ),
)


def chain_rows(row: Row) -> Iterator[tuple[Row, Voice]]:
    """An incident's chains, each with its incident."""
    for voice in row.voices:
        yield row, voice
