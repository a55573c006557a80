"""Facts for a grade in Airwars' five terms, and the grade that they suggest. A person sets the grade, never this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tawatur.fuse.chains import sayer_words
from tawatur.fuse.settings import chaining
from tawatur.fuse.spelling import name_words
from tawatur.fuse.telling import Telling, in_order
from tawatur.records import Chain, Grade, Party
from tawatur.store.outlets import outlet_named

TWO_SIDED = ("armed_clash", "agreement", "territory_gained", "withdrawal")  # more than one actor is no competing claim
PEOPLE = ("killed", "injured", "casualties")


def grade(chains: Sequence[Chain], items: Iterable[Telling]) -> Grade:
    """The facts and the suggested grade of an incident."""
    told = in_order(items)
    actors = tuple(dict.fromkeys(p.name for t in told for p in t.claim.actors))
    accepted, denied = _own_accounts(told)
    suggested, why = _suggest(len(chains), told, accepted, denied)
    return Grade(
        suggested=suggested,  # type: ignore[arg-type]
        why=why,
        chains=len(chains),
        outlets_by_side=_sides(told),
        accepted_by=accepted,
        denied_by=denied,
        actors=actors,
    )


def _sides(told: list[Telling]) -> dict[str, int]:
    """Number of outlets by their side; "unknown" for those that are not listed."""
    rows = {t.told.source: outlet_named(t.told.source) for t in told}
    return dict(sorted(Counter((row.side or "unknown") if row else "unknown" for row in rows.values()).items()))


def _own_accounts(told: list[Telling]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sides that tell of it as their own act, and sides that deny it, in their own words."""
    accepted: dict[str, None] = {}
    denied: dict[str, None] = {}
    for t in told:
        sayer = t.claim.attribution
        if sayer is None or sayer.kind not in chaining().party:
            continue
        if t.claim.status == "denied":
            denied[sayer.text] = None
        elif any(sayer_words(sayer) & name_words(p.text, p.name) for p in t.claim.actors):
            accepted[sayer.text] = None
    return tuple(accepted), tuple(denied)


def _suggest(chains: int, told: list[Telling], accepted: tuple[str, ...], denied: tuple[str, ...]) -> tuple[str, str]:
    rivals = _rivals(told)
    if _only_combatants(told):
        return "discounted", "every figure of people is of combatants"
    if len(rivals) > 1:
        return "contested", f"claims name different sides as the one who did it: {'; '.join(rivals)}"
    if denied:
        return "contested", f"denied by {'; '.join(denied)}"
    if accepted:
        return "confirmed", f"told as their own act by {'; '.join(accepted)}"
    if chains > 1:
        return "fair", f"{chains} independent chains tell of it"
    return "weak", "one chain tells of it"


def _only_combatants(told: list[Telling]) -> bool:
    figures = [f for t in told for f in t.claim.figures if f.outcome in PEOPLE]
    return bool(figures) and all(f.who == "combatant" for f in figures)


def _rivals(told: list[Telling]) -> list[str]:
    """Sides from the list of actors that different claims name alone as the one who did it."""
    found: dict[str, Party] = {}
    for t in told:
        named = [p for p in t.claim.actors if p.id]
        if t.claim.type not in TWO_SIDED and len(named) == 1:
            found.setdefault(named[0].id or "", named[0])
    return [party.name for party in found.values()]
