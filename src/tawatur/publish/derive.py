"""An incident → the row that is given away. Nothing is copied as it is: each field is made by the profile's rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date as Day

from msgspec import Struct

from tawatur.publish.days import given_days, went_on
from tawatur.publish.decide import Decision, decide
from tawatur.publish.excerpts import cells, excerpts
from tawatur.publish.material import Entry
from tawatur.publish.names import Pseudonyms, Source, actors, listed_outlet, organisation
from tawatur.publish.places import Places
from tawatur.publish.profiles import Profile
from tawatur.publish.rows import Count, Row, Side, Voice, Words
from tawatur.records import Chain, Claim, Party, Place, Range, Toll

TWO_SIDED = ("armed_clash", "agreement", "territory_gained", "withdrawal")  # the other side is no rival account
BELLIGERENT = ("combatant",)
VICTIMS = ("civilian", "combatant", "child", "woman", "medic", "journalist", "detainee")


class Derived(Struct, frozen=True, kw_only=True):
    """What came of one incident: a row, or the rules that withhold it."""

    row: Row | None
    decision: Decision
    victims: tuple[Count, ...] = ()  # for the tables, also where the row has none
    sources: tuple[Source, ...] = ()
    commitments: tuple[str, ...] = ()


class Deriver:
    """Makes rows by one profile for a release of one day."""

    def __init__(self, profile: Profile, key: bytes, day: Day, places: Places | None = None) -> None:
        self.profile = profile
        self.day = day
        self.names = Pseudonyms(key)
        self.places = places or Places()
        self.everything = profile.file.outlets == "all"  # names of all sources and parties, as kept

    def derive(self, entry: Entry) -> Derived:
        """The row of an incident, with what belongs to it in other files."""
        place = self._row_of_place(entry)
        decision = decide(self.profile.rules, entry, place, self.day)
        if decision.withheld_by:
            return Derived(row=None, decision=decision)
        victims = tuple(_victims(entry.incident.tolls))
        row = self._row(entry, place, decision, victims)
        told = {report.id: report for report in entry.reports}
        listed = {s.id: s for s in (self.names.source(r.source, named=self.everything) for r in entry.reports)}
        given = {source for voice in row.voices for source in voice.sources} | {words.source for words in row.words}
        return Derived(
            row=row,
            decision=decision,
            victims=victims,
            sources=tuple(source for name, source in sorted(listed.items()) if name in given),
            commitments=tuple(sorted(self._hash(entry, r.id, r.sha256) for r in told.values() if r.sha256)),
        )

    def _row(self, entry: Entry, place: Place | None, decision: Decision, victims: tuple[Count, ...]) -> Row:
        one, drop = entry.incident, decision.drop
        start, end, precision = given_days(one.date_start, one.date_end, decision.date)
        spot = self.places.spot(one, place, decision.place)
        return Row(
            id=self.names.incident(one.id),
            number=self.names.number(one.id),
            former=tuple(sorted(self.names.incident(name) for name in one.former)),
            type=one.type,
            status=one.status,
            review=entry.review,
            date_start=start,
            date_end=end,
            date_precision=precision,
            went_on=decision.date == "day" and went_on(entry),
            country=spot.country,
            admin1=spot.admin1,
            admin1_pcode=spot.admin1_pcode,
            admin2=spot.admin2,
            admin2_pcode=spot.admin2_pcode,
            place=spot.place,
            level=spot.level,
            lat=spot.lat,
            lon=spot.lon,
            radius_km=spot.radius_km,
            actors=tuple(self._sides(entry)),
            targets=() if "targets" in drop else tuple(self._targets(entry)),
            counts=(*_counts(entry.ranges), *(() if "victims" in drop else victims)),
            chains=len(one.chains),
            reports=len(one.reports),
            grade=entry.grade,
            grade_suggested=one.grade.suggested if one.grade else "",
            voices=() if "voices" in drop else tuple(self._voices(entry, decision)),
            words=() if "words" in drop else tuple(self._words(entry, listed_only=decision.words == "listed")),
            coarsened=decision.place != "site" or decision.date != "day" or "targets" in drop,
        )

    def _row_of_place(self, entry: Entry) -> Place | None:
        for _, claim in entry.claims:
            where = claim.place
            if where is not None and entry.incident.place in (where.name, where.text):
                if found := self.places.row_of(where):
                    return found
        return None

    def _named(self, party: Party) -> Side:
        """A party as it may be named: an organisation of the list, else its kind alone."""
        row = actors().get(party.id or "")
        if row is not None:
            return Side(name=row.name, kind=row.kind, id=row.id)
        return Side(name=party.name or party.text if self.everything else "", kind=party.kind or "unknown")

    def _apart(self, parties: Iterable[Party]) -> list[tuple[Side, int]]:
        """Sides of one claim, numbered where several look alike: two groups that are not named are still two."""
        seen: Counter[Side] = Counter()
        found = []
        for side in map(self._named, parties):
            found.append((side, seen[side]))
            seen[side] += not side.name
        return found

    def _sides(self, entry: Entry) -> Iterator[Side]:
        claims = {claim.id: claim for _, claim in entry.claims}
        named = [[claims[c] for c in chain.claims if c in claims] for chain in entry.incident.chains]
        by_chain = [
            ({side for claim in told if claim.status != "denied" for side in self._apart(claim.actors)}, told)
            for told in named
        ]
        order = lambda side: (side[0].name, side[0].kind, side[1])  # noqa: E731
        for side in dict.fromkeys(s for sides, _ in by_chain for s in sorted(sides, key=order)):
            saying = [told for sides, told in by_chain if side in sides]
            rivals = 0 if entry.incident.type in TWO_SIDED else sum(bool(s) and side not in s for s, _ in by_chain)
            denying = sum(any(c.status == "denied" for c in told) and side not in sides for sides, told in by_chain)
            kinds = {claim.attribution.kind if claim.attribution else "outlet" for told in saying for claim in told}
            yield Side(
                name=side[0].name,
                kind=side[0].kind,
                id=side[0].id,
                chains_for=len(saying),
                chains_against=max(rivals, denying),
                alleged_by=tuple(sorted(kinds)),
            )

    def _targets(self, entry: Entry) -> Iterator[Side]:
        sides = (self._named(party) for _, claim in entry.claims for party in claim.targets)
        yield from dict.fromkeys(sides)

    def _voices(self, entry: Entry, decision: Decision) -> Iterator[Voice]:
        told = {report.id: report for report in entry.reports}
        claims = {claim.id: claim for _, claim in entry.claims}
        for number, chain in enumerate(entry.incident.chains):
            reports = [told[r] for r in chain.reports if r in told]
            kind = _kind(chain, claims)
            sources = {self.names.source(r.source).id for r in reports}
            days = sorted(r.published for r in reports if r.published)
            addresses = (r.address for r in reports if self.everything or listed_outlet(r.address))
            yield Voice(
                no=number + 1,
                kind=kind,
                name=chain.head if self.everything else _name(chain, kind),
                belligerent=chain.belligerent,
                reports=len(reports),
                sources=tuple(sorted(sources)),
                first_published=days[0] if days and decision.date == "day" else "",
                counts=tuple(_own_counts(t for t in entry.incident.tolls if t.chain == number)),
                addresses=tuple(sorted(set(addresses))) if self.profile.file.addresses else (),
            )

    def _words(self, entry: Entry, listed_only: bool) -> Iterator[Words]:
        outlets = {report.id: report.source for report in entry.reports}
        for report, claim in entry.claims:
            if listed_only and listed_outlet(outlets[report]) is None:
                continue
            name = report if self.everything else self.names.report(report)
            source = self.names.source(outlets[report], named=self.everything).id
            for found in excerpts(claim) if listed_only else cells(claim):
                field, text, start, end = found
                yield Words(field=field, text=text, start=start, end=end, report=name, source=source)

    def _hash(self, entry: Entry, report: str, sha256: str) -> str:
        if self.profile.file.hashes == "sha256":
            return sha256
        return self.names.commitment(entry.incident.id, report, sha256)


def _kind(chain: Chain, claims: dict[str, Claim]) -> str:
    """Kind of who stands at the head of a chain."""
    if chain.kind == "outlet":
        return "outlet"
    said = [claims[c].attribution for c in chain.claims if c in claims]
    return next((s.kind for s in said if s is not None and s.text == chain.head), "source")


def _name(chain: Chain, kind: str) -> str:
    if kind == "outlet":
        row = listed_outlet(chain.head)
        return row.names[0] if row else ""
    return "" if kind in ("person", "witness") else organisation(chain.head)


def _counts(ranges: dict[str, tuple[Range, ...]]) -> Iterator[Count]:
    for policy, found in ranges.items():
        for r in found:
            yield Count(
                policy=policy, outcome=r.outcome, group=r.group, low=r.low, best=r.best, high=r.high, is_open=r.is_open
            )


def _victims(tolls: Iterable[Toll]) -> Iterator[Count]:
    """Lowest and highest number of each kind of victim over the chains that tell one."""
    told: dict[tuple[str, str], list[Toll]] = {}
    for toll in tolls:
        if toll.who in VICTIMS and toll.low is not None:
            told.setdefault((toll.outcome, toll.who), []).append(toll)
    for (outcome, who), some in sorted(told.items()):
        highs = [toll.high for toll in some]
        high = max(filter(None, highs), default=None) if None not in highs else None
        low = min(toll.low or 0 for toll in some)
        yield Count(policy="victims", outcome=outcome, group=who, low=low, high=high, is_open=high is None)


def _own_counts(tolls: Iterable[Toll]) -> Iterator[Count]:
    """One chain's whole tolls by outcome, told side by side added up; parts are left to the table of victims."""
    sums: dict[tuple[str, str], tuple[int | None, int | None]] = {}
    for toll in tolls:
        if toll.subset or toll.who == "object":
            continue
        group = "belligerent" if toll.who in BELLIGERENT else "" if toll.who == "unspecified" else "civilian"
        low, high = sums.get((toll.outcome, group), (0, 0))
        sums[toll.outcome, group] = (_add(low, toll.low), _add(high, toll.high))
    for (outcome, group), (low, high) in sorted(sums.items()):
        yield Count(policy="own", outcome=outcome, group=group, low=low, high=high, is_open=high is None)


def _add(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
