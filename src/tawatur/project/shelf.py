"""A shelf over the project's database: what the linking flow asks of a store, answered from its tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b

import msgspec
from sqlalchemy import Connection

from tawatur.fuse.candidates import filed_under
from tawatur.fuse.mentions import is_mention
from tawatur.fuse.score import band, probability
from tawatur.fuse.shelf import Memory, Name
from tawatur.fuse.told import Told
from tawatur.records import Verdict
from tawatur.store import links
from tawatur.store.database import Writer
from tawatur.store.verdicts import keep_pair, pair_verdicts

_ENCODE, _DECODE = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Told)


class ProjectShelf:
    """Implements `Shelf` on a connection; changes need a `writer`, without one it can only be read."""

    def __init__(self, connection: Connection, writer: Writer | None = None) -> None:
        self._connection = connection
        self._writer = writer
        self._verdicts: list[Verdict] | None = None

    def put(self, told: Iterable[Told]) -> None:
        """See Shelf."""
        new = {t.id: t for t in told}
        self.take_out(new)
        links.put_tellings(self._connection, map(_row, new.values()))

    def take_out(self, claims: Iterable[str]) -> None:
        """See Shelf."""
        links.take_out(self._connection, {t.id: _keys(t) for t in self.told(list(claims)).values()})

    def told(self, ids: Iterable[str]) -> dict[str, Told]:
        """See Shelf."""
        return {claim: _DECODE.decode(body) for claim, body in links.told_of(self._connection, ids).items()}

    def filed(self, keys: Iterable[str]) -> set[str]:
        """See Shelf."""
        return links.claims_under(self._connection, map(_key, keys))

    def put_pairs(self, pairs: Mapping[tuple[str, str], float]) -> None:
        """See Shelf."""
        links.put_links(self._connection, (_link(a, b, odds) for (a, b), odds in pairs.items()))

    def pairs(self, claim: str) -> Mapping[str, float]:
        """See Shelf."""
        return {other: odds for other, odds in links.odds_of(self._connection, claim).items() if not is_mention(other)}

    def spoken(self, claim: str) -> Mapping[str, float]:
        """See Shelf."""
        return {other: odds for other, odds in links.odds_of(self._connection, claim).items() if is_mention(other)}

    def decide(self, verdicts: Iterable[Verdict]) -> None:
        """See Shelf."""
        if self._writer is None:
            raise ValueError("this shelf can only be read")
        for verdict in verdicts:
            keep_pair(self._writer, verdict)
        self._verdicts = None

    def verdicts(self) -> list[Verdict]:
        """See Shelf; those that were taken back are left out."""
        if self._verdicts is None:
            self._verdicts = pair_verdicts(self._connection)
        return list(self._verdicts)

    def names(self, claims: Collection[str]) -> list[Name]:
        """See Shelf."""
        rows = links.names_of(self._connection, claims)
        return [Name(row.id, row.anchor, (row.day, row.claim)) for row in rows]

    def anchor(self, incident: str) -> str | None:
        """See Shelf."""
        return links.anchor_of(self._connection, incident)

    def put_groups(self, groups: Mapping[str, Collection[str]], names: Iterable[Name]) -> None:
        """See Shelf."""
        links.put_names(self._connection, (links.NameRow(n.anchor, n.id, *n.rank) for n in names))
        links.place_claims(
            self._connection, {c: incident or None for incident, claims in groups.items() for c in claims}
        )

    def incident_of(self, claim: str) -> str | None:
        """See Shelf."""
        return links.incident_of(self._connection, claim)

    def members(self, incident: str) -> tuple[str, ...]:
        """See Shelf."""
        return tuple(c for c in links.members_of(self._connection, incident) if not is_mention(c))

    def mentions(self, incident: str) -> tuple[str, ...]:
        """See Shelf."""
        return tuple(c for c in links.members_of(self._connection, incident) if is_mention(c))

    def incidents(self) -> dict[str, tuple[str, ...]]:
        """See Shelf."""
        groups = links.every_group(self._connection)
        claims = {name: tuple(c for c in members if not is_mention(c)) for name, members in groups.items()}
        return {name: members for name, members in claims.items() if members}


def into_memory(connection: Connection) -> Memory:
    """Everything as a shelf in memory: quicker where thousands of claims come at once."""
    memory, kept = Memory(), ProjectShelf(connection)
    memory.put(map(_DECODE.decode, links.every_told(connection)))
    memory.put_pairs({(a, b): odds for a, b, odds in links.every_link(connection)})
    memory.decide(kept.verdicts())
    memory.put_groups(links.every_group(connection), every_name(connection))
    return memory


def every_name(connection: Connection) -> list[Name]:
    """All ids of incidents, so that they come back with their claims."""
    return [Name(row.id, row.anchor, (row.day, row.claim)) for row in links.every_name(connection)]


def keep_memory(connection: Connection, memory: Memory) -> None:
    """Everything anew from a shelf in memory; ids of incidents stay, verdicts are kept already."""
    told = memory.all_told()
    links.clear_links(connection)
    links.put_tellings(connection, map(_row, told))
    # A mention has pairs with claims alone, so each pair comes once.
    pairs = ((t, other, odds) for t in told for other, odds in memory.pairs(t.id).items() if t.mention or t.id < other)
    links.put_links(connection, (_link(min(t.id, other), max(t.id, other), odds) for t, other, odds in pairs))
    groups = {name: (*claims, *memory.mentions(name)) for name, claims in memory.incidents().items()}
    ProjectShelf(connection).put_groups(groups, memory.names([t.id for t in told]))


def _row(t: Told) -> links.TellingRow:
    return links.TellingRow(t.id, t.report, _ENCODE.encode(t), _keys(t))


def _link(a: str, b: str, odds: float) -> links.LinkRow:
    score = probability(odds)
    return links.LinkRow(a, b, odds, score, band(score))


def _keys(t: Told) -> frozenset[int]:
    return frozenset(map(_key, filed_under(t)))


@lru_cache(maxsize=100_000)
def _key(words: str) -> int:
    """A block's key as a number that fits 64 bits; two keys of one number only mean a comparison more."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), signed=True)
