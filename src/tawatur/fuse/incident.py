"""A group of claims → an `Incident`: what most claims say, the chains, the ranges of a policy, facts for a grade.

Nothing is typed in here: every value is one of the claims' or follows from them by a named policy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date as Day
from typing import TypeVar

from tawatur.fuse.chains import chains as find_chains
from tawatur.fuse.figures import ranges, tolls
from tawatur.fuse.grade import grade
from tawatur.fuse.settings import policy
from tawatur.fuse.telling import Telling, in_order
from tawatur.records import Chain, Incident, Link, Mention, Status, Where

FULL = "full"  # the policy of Incident.killed, whatever policy the ranges follow
Value = TypeVar("Value", bound=Hashable)
# Of types that tell of one event, the one that says most about the means stands for the incident on a tie.
MEANS = ("suicide_bombing", "chemical_attack", "air_strike", "shelling", "explosion", "territory_gained", "abduction")


def incident(
    name: str,
    items: Iterable[Telling],
    *,
    former: Sequence[str] = (),
    suggestions: Sequence[Link] = (),
    policy_name: str | None = None,
) -> Incident:
    """The incident of a group of claims and mentions, figures by a policy (the default one without a name)."""
    told, mentioned = _parted(items)
    chains = find_chains(told, mentioned)
    (first, last), place = _days(told), _place(told)
    by_policy, own = ranges(chains, told, policy_name)
    return Incident(
        id=name,
        former=tuple(former),
        type=_most([t.claim.type for t in told], lambda kind: kind in MEANS),
        status=_status(told),
        date_start=first,
        date_end=last,
        place=place.name or place.text if place else None,
        admin1=_common(t.claim.admin1 for t in told),
        country=_common(t.claim.country for t in told),
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        precision=place.precision if place else "unknown",
        actors=_named(p.name or p.text for t in told for p in t.claim.actors),
        targets=_named(p.name or p.text for t in told for p in t.claim.targets),
        claims=tuple(t.claim.id for t in told),
        reports=tuple(dict.fromkeys(t.told.report for t in (*told, *mentioned))),
        mentions=_mentions(mentioned),
        chains=chains,
        tolls=tolls(chains, told),
        policy=policy(policy_name).id,
        ranges=by_policy,
        belligerents=own,
        killed=_killed(chains, told),
        grade=grade(chains, told),
        suggestions=tuple(suggestions),
    )


def _parted(items: Iterable[Telling]) -> tuple[list[Telling], list[Telling]]:
    """(claims, mentions), each in order."""
    every = in_order(items)
    return [t for t in every if not t.told.mention], [t for t in every if t.told.mention]


def _mentions(items: Iterable[Telling]) -> tuple[Mention, ...]:
    return tuple(Mention(id=t.told.id, report=t.told.report, start=t.told.start) for t in items)


def _killed(chains: Sequence[Chain], told: Iterable[Telling]) -> tuple[int, int] | None:
    """Lowest and highest number of killed that claims tell, by the policy of the full range; None if none does."""
    for found in ranges(chains, told, FULL)[0]:
        if found.outcome == "killed" and not found.side and found.low is not None and found.high is not None:
            return found.low, found.high
    return None


def _days(told: Iterable[Telling]) -> tuple[str | None, str | None]:
    """The time that most claims with a time of their own give, the narrowest on a tie; None if none gives one."""
    times = [(t.told.first, t.told.last) for t in told if t.told.dated == "told"]
    known = [(first, last) for first, last in times if first is not None and last is not None]
    if not known:
        return None, None
    narrow = [span for span in known if span[1] - span[0] <= 3] or known
    counted = Counter(narrow)
    first, last = min(counted, key=lambda span: (-counted[span], span[1] - span[0], span))
    return Day.fromordinal(first).isoformat(), Day.fromordinal(last).isoformat()


def _place(told: Iterable[Telling]) -> Where | None:
    """The place that most claims name, fine ones before coarse ones."""
    places = [(t.told.fine, t.claim.place) for t in told if t.claim.place]
    fine = [where for is_fine, where in places if is_fine] or [where for _, where in places]
    if not fine:
        return None
    counted = Counter(where.id or where.name for where in fine)
    return max(fine, key=lambda where: (counted[where.id or where.name], where.lat is not None))


def _status(told: Iterable[Telling]) -> Status:
    """What most claims say; an event that somebody tells as occurred is not merely planned."""
    kinds = [t.claim.status for t in told]
    if "occurred" in kinds and "denied" not in kinds:
        return "occurred"
    return _most(kinds, lambda kind: kind == "occurred")


def _most(values: Sequence[Value], preferred: Callable[[Value], bool]) -> Value:
    counted = Counter(values)
    return max(values, key=lambda value: (counted[value], preferred(value)))


def _common(values: Iterable[str | None]) -> str | None:
    known = [value for value in values if value]
    return Counter(known).most_common(1)[0][0] if known else None


def _named(names: Iterable[str]) -> tuple[str, ...]:
    """Names, the most frequent first."""
    return tuple(name for name, _ in Counter(names).most_common())
