"""Whose dead a figure counts: the side named right behind it ("17 fighters of …"), and whose attack it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tawatur.records import Claim, Figure, Party

NEAR = 12  # letters between a figure and the side that it is of
MUTUAL = ("armed_clash", "agreement")  # all sides are their actors: no evidence for who attacked
ARMED = ("state_force", "armed_group", "foreign_force", "police")


def side_of(claim: Claim, figure: Figure) -> str:
    """The fighting side that the counted belong to, "" where the words do not say."""
    return next((_name(p) for p in _armed(claim) if figure.start <= p.start <= figure.end + NEAR), "")


def attackers(claims: Iterable[Claim]) -> frozenset[str]:
    """The side that most claims tell as the one who acts, more often than as the one who is struck; at most one.

    Claims of clashes count only where there are no others: they name all sides as actors.
    """
    every = list(claims)
    told = [c for c in every if c.type not in MUTUAL] or every
    acting: Counter[str] = Counter()
    struck: Counter[str] = Counter()
    for c in told:
        hit = {_name(p) for p in c.targets}
        struck.update(hit)
        acting.update({_name(p) for p in c.actors if p.kind in ARMED} - hit)  # who is both is no evidence
    ranked = [(count, name) for name, count in acting.most_common(2) if count > struck[name]]
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return frozenset()
    return frozenset((ranked[0][1],))


def _armed(claim: Claim) -> list[Party]:
    return sorted((p for p in (*claim.actors, *claim.targets) if p.kind in ARMED), key=lambda p: p.start)


def _name(party: Party) -> str:
    return party.id or party.name or party.text
