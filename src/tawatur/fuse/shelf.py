"""What linking keeps between two runs: prepared claims, their blocks and pairs, verdicts, and the ids of incidents.

`Shelf` is what the flow in link.py asks of a store. `Memory` is the plain one; workfile.py keeps it in a file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from msgspec import Struct

from tawatur.fuse.candidates import filed_under
from tawatur.fuse.mentions import is_mention
from tawatur.fuse.told import Told
from tawatur.records import Verdict


class Name(Struct, frozen=True):
    """An incident's id: held by the group that has its anchor claim; of several, the one with the lowest rank."""

    id: str
    anchor: str
    rank: tuple[int, str]  # day of publication and claim id of the anchor: earlier tellings win


class Shelf(Protocol):
    """A place for claims, pairs, verdicts and ids."""

    def put(self, told: Iterable[Told]) -> None:
        """File claims under their blocks; a claim with a known id replaces the old one and forgets its pairs."""

    def take_out(self, claims: Iterable[str]) -> None:
        """Forget claims that are told no more; verdicts and the ids anchored in them stay, should they come back."""

    def told(self, ids: Iterable[str]) -> dict[str, Told]:
        """Prepared claims by id; unknown ids are left out."""

    def filed(self, keys: Iterable[str]) -> set[str]:
        """Ids of the claims under any of the keys."""

    def put_pairs(self, pairs: Mapping[tuple[str, str], float]) -> None:
        """Keep the evidence of pairs."""

    def pairs(self, claim: str) -> Mapping[str, float]:
        """Evidence of a claim's or mention's pairs with claims."""

    def spoken(self, claim: str) -> Mapping[str, float]:
        """Evidence of a claim's pairs with mentions."""

    def decide(self, verdicts: Iterable[Verdict]) -> None:
        """Append verdicts."""

    def verdicts(self) -> list[Verdict]:
        """All verdicts in the order in which they were given."""

    def names(self, claims: Collection[str]) -> list[Name]:
        """Ids that are anchored in these claims."""

    def anchor(self, incident: str) -> str | None:
        """The claim that an incident's id is anchored in; ids that redirect keep theirs."""

    def put_groups(self, groups: Mapping[str, Collection[str]], names: Iterable[Name]) -> None:
        """Keep groups under their incidents' ids, and new names; what stands under "" is in no incident."""

    def incident_of(self, claim: str) -> str | None:
        """The incident that a claim is in."""

    def members(self, incident: str) -> tuple[str, ...]:
        """Claims of an incident, () if the id leads elsewhere or nowhere."""

    def mentions(self, incident: str) -> tuple[str, ...]:
        """Mentions of an incident."""

    def incidents(self) -> dict[str, tuple[str, ...]]:
        """All incidents with their claims."""


class Memory:
    """A shelf in memory."""

    def __init__(self) -> None:
        """Start empty."""
        self._told: dict[str, Told] = {}
        self._filed: dict[str, set[str]] = {}
        self._pairs: dict[str, dict[str, float]] = {}
        self._verdicts: list[Verdict] = []
        self._names: dict[str, Name] = {}
        self._anchors: dict[str, str] = {}
        self._incident: dict[str, str] = {}
        self._members: dict[str, tuple[str, ...]] = {}

    def put(self, told: Iterable[Told]) -> None:
        """See Shelf."""
        for t in told:
            self.take_out([t.id])
            self._told[t.id] = t
            for key in filed_under(t):
                self._filed.setdefault(key, set()).add(t.id)

    def take_out(self, claims: Iterable[str]) -> None:
        """See Shelf."""
        for claim in claims:
            if claim not in self._told:
                continue
            for key in filed_under(self._told.pop(claim)):
                self._filed[key].discard(claim)
            for other in self._pairs.pop(claim, {}):
                self._pairs[other].pop(claim, None)
            incident = self._incident.pop(claim, "")
            self._members[incident] = tuple(c for c in self._members.get(incident, ()) if c != claim)

    def all_told(self) -> list[Told]:
        """Every claim."""
        return list(self._told.values())

    def told(self, ids: Iterable[str]) -> dict[str, Told]:
        """See Shelf."""
        return {i: self._told[i] for i in ids if i in self._told}

    def filed(self, keys: Iterable[str]) -> set[str]:
        """See Shelf."""
        return set().union(*(self._filed.get(key, ()) for key in keys))

    def put_pairs(self, pairs: Mapping[tuple[str, str], float]) -> None:
        """See Shelf."""
        for (a, b), weight in pairs.items():
            self._pairs.setdefault(a, {})[b] = weight
            self._pairs.setdefault(b, {})[a] = weight

    def pairs(self, claim: str) -> Mapping[str, float]:
        """See Shelf."""
        return {other: odds for other, odds in self._pairs.get(claim, {}).items() if not is_mention(other)}

    def spoken(self, claim: str) -> Mapping[str, float]:
        """See Shelf."""
        return {other: odds for other, odds in self._pairs.get(claim, {}).items() if is_mention(other)}

    def decide(self, verdicts: Iterable[Verdict]) -> None:
        """See Shelf."""
        self._verdicts += verdicts

    def verdicts(self) -> list[Verdict]:
        """See Shelf."""
        return list(self._verdicts)

    def names(self, claims: Collection[str]) -> list[Name]:
        """See Shelf."""
        return [self._names[c] for c in claims if c in self._names]

    def anchor(self, incident: str) -> str | None:
        """See Shelf."""
        return self._anchors.get(incident)

    def put_groups(self, groups: Mapping[str, Collection[str]], names: Iterable[Name]) -> None:
        """See Shelf."""
        for name in names:
            self._names[name.anchor] = name
            self._anchors[name.id] = name.anchor
        for claims in groups.values():
            for claim in claims:
                self._members.pop(self._incident.get(claim, ""), None)
        for incident, claims in groups.items():
            if not incident:
                for claim in claims:
                    self._incident.pop(claim, None)
                continue
            self._members[incident] = tuple(claims)
            self._incident.update((claim, incident) for claim in claims)

    def incident_of(self, claim: str) -> str | None:
        """See Shelf."""
        return self._incident.get(claim)

    def members(self, incident: str) -> tuple[str, ...]:
        """See Shelf."""
        return tuple(c for c in self._members.get(incident, ()) if not is_mention(c))

    def mentions(self, incident: str) -> tuple[str, ...]:
        """See Shelf."""
        return tuple(c for c in self._members.get(incident, ()) if is_mention(c))

    def incidents(self) -> dict[str, tuple[str, ...]]:
        """All incidents with their claims."""
        return {incident: claims for incident in sorted(self._members) if (claims := self.members(incident))}
