"""Claims → groups that tell of one incident. Read this file first.

New claims are filed under their blocks (candidates.py), compared with those they may meet (compare.py, score.py), and
the groups they can touch are formed anew (cluster.py). Groups depend on pairs and verdicts only, so that adding reports
one by one gives the same incidents as adding them at once, in any order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256

from tawatur.fuse.candidates import looked_under
from tawatur.fuse.cluster import Answers, Decided, Edges, Group, Pooling, components, groups
from tawatur.fuse.compare import QUESTIONS
from tawatur.fuse.mentions import is_mention
from tawatur.fuse.score import answers, evidence, explained, odds
from tawatur.fuse.settings import linking
from tawatur.fuse.shelf import Name, Shelf
from tawatur.fuse.told import Told
from tawatur.records import Link, Verdict


def add(shelf: Shelf, told: Iterable[Told], gone: Iterable[str] = ()) -> set[str]:
    """File, compare and group claims; returns the ids of the incidents that changed or are new.

    `gone` are claims that their reports no longer tell (read anew, or removed).
    """
    new = {t.id: t for t in told}
    left = {m for claim in (*gone, *new) for m in _inside(shelf, shelf.incident_of(claim))} - set(gone)
    shelf.take_out(gone)
    shelf.put(new.values())
    floor = linking().unseen
    for t in new.values():
        others = shelf.told(shelf.filed(looked_under(t)) - {t.id})
        once = (o for o in others.values() if (o.id not in new or o.id < t.id) and not (t.mention and o.mention))
        weights = {o.id: evidence(t, o) for o in once}
        shelf.put_pairs({_pair(t.id, o): w for o, w in weights.items() if w > floor})
    return regroup(shelf, left | set(new))


def judge(shelf: Shelf, verdicts: Iterable[Verdict]) -> set[str]:
    """Keep verdicts and obey them at once; incident ids stand for the claims that they are anchored in."""
    known = set(shelf.verdicts())
    fresh = [v for v in (_on_claims(shelf, v) for v in verdicts) if v not in known]
    shelf.decide(fresh)
    return regroup(shelf, {claim for v in fresh for claim in (v.left, v.right)})


def merged(left: str, right: str, **by: str) -> list[Verdict]:
    """The verdict that two incidents are one."""
    return [Verdict(left=left, right=right, judgement="same", **by)]


def split(shelf: Shelf, incident: str, part: Collection[str], **by: str) -> list[Verdict]:
    """Verdicts that take some claims out of an incident: none of them is the same as any that stays."""
    rest = [claim for claim in shelf.members(incident) if claim not in part]
    return [Verdict(left=a, right=b, judgement="not_same", **by) for a in sorted(part) for b in rest]


def regroup(shelf: Shelf, claims: Iterable[str]) -> set[str]:
    """Form the groups anew that these claims can touch; returns the ids of incidents that changed.

    Claims make the groups; mentions are then put to the group that they fit best, and change none.
    """
    decided = Decided((v.left, v.right, v.judgement) for v in shelf.verdicts())
    pooling = _pooling()
    edges = _Edges(shelf)
    # Claims that stood together may part now, so the neighbours of yesterday are formed anew as well.
    before = {c for claim in claims for c in (claim, *_inside(shelf, shelf.incident_of(claim)))}
    named: dict[Name, Group] = {}
    touched = set(filter(is_mention, before))
    for part in _reached(shelf, before - touched, edges, decided, pooling.join):
        formed = groups(part, edges, _asker(shelf.told(part)), decided, pooling)
        named |= {_name(shelf, members): members for members in formed}
        touched |= {mention for claim in part for mention in shelf.spoken(claim)}
    return _settle(shelf, {name.id: members for name, members in named.items()}, list(named), sorted(touched), decided)


def _reached(shelf: Shelf, claims: set[str], edges: Edges, decided: Decided, join: float) -> list[frozenset[str]]:
    """Components of some claims, and of all that stood with a claim of these components until now.

    A verdict that holds again may draw a claim away from company that nothing else ties to it any more.
    """
    starts, homes = set(claims), set[str | None]()
    while True:
        found = components(sorted(starts), edges, decided, join=join)
        new = {shelf.incident_of(claim) for part in found for claim in part} - homes - {None}
        homes |= new
        company = {claim for home in new for claim in shelf.members(home or "")}
        if company <= set().union(*found):
            return found
        starts |= company


def _settle(
    shelf: Shelf, formed: dict[str, Group], names: Sequence[Name], mentions: Sequence[str], decided: Decided
) -> set[str]:
    """Keep groups with the mentions that fit them; returns the ids of incidents that changed."""
    old = {name: _inside(shelf, name) for name in formed}
    home = {claim: name for name, members in formed.items() for claim in members}
    incidents: dict[str, set[str]] = {name: set(members) for name, members in formed.items()}
    for mention in mentions:
        last = shelf.incident_of(mention)
        fits = _best_home(shelf, mention, home, decided)
        for name in filter(None, (last, fits)):
            if name not in incidents:  # an incident whose claims stay as they are
                old[name] = _inside(shelf, name)
                incidents[name] = set(old[name])
        if last and last not in formed:
            incidents[last].discard(mention)
        incidents.setdefault(fits or "", set()).add(mention)
    kept = {name: tuple(sorted(members)) for name, members in incidents.items()}
    # All at once: a claim may go from one group to another that is formed in a later round.
    shelf.put_groups(kept, names)
    return {name for name, members in kept.items() if name and tuple(sorted(old.get(name, ()))) != members}


def _best_home(shelf: Shelf, mention: str, home: Mapping[str, str], decided: Decided) -> str | None:
    """The incident that a mention fits best, None if it fits none well enough."""
    join, refused = _pooling().join, decided.apart(decided.head(mention))
    fits = [
        (weight, claim)
        for claim, weight in shelf.pairs(mention).items()
        if weight >= join and decided.head(claim) not in refused
    ]
    _, best = max(fits, default=(0.0, ""))
    return home.get(best) or shelf.incident_of(best)


def _inside(shelf: Shelf, incident: str | None) -> tuple[str, ...]:
    """Claims and mentions of an incident."""
    return (*shelf.members(incident), *shelf.mentions(incident)) if incident else ()


def _pooling() -> Pooling:
    firm = tuple(name in linking().firm for name in QUESTIONS)
    return Pooling(linking().base, odds(linking().bands.linked), linking().silence, tuple(QUESTIONS), firm)


def suggestions(shelf: Shelf, claims: Collection[str]) -> list[Link]:
    """Links from these claims to claims of other incidents that a person may judge, the likeliest first.

    One link an incident; about incidents that somebody has judged already nobody is asked again.
    """
    inside = set(claims)
    settled = judged_with(shelf, inside)
    least = odds(linking().bands.suggested)
    best: dict[str, tuple[float, str, str]] = {}
    for claim in sorted(inside):
        for other, weight in shelf.pairs(claim).items():
            if other in inside or weight < least:
                continue
            if (incident := shelf.incident_of(other) or "") in settled:
                continue
            best[incident] = max(best.get(incident, (weight, claim, other)), (weight, claim, other))
    told = shelf.told({c for _, a, b in best.values() for c in (a, b)})
    return [explained(told[a], told[b]) for _, a, b in sorted(best.values(), reverse=True)]


def judged_with(shelf: Shelf, claims: Collection[str]) -> set[str]:
    """Incidents of which somebody said whether they are the same as one of these claims: of any of their claims."""
    pairs = ((v.left, v.right) for v in shelf.verdicts())
    others = {b if a in claims else a for a, b in pairs if (a in claims) != (b in claims)}
    return {incident for other in others if (incident := shelf.incident_of(other))}


def why(shelf: Shelf, claims: Collection[str]) -> list[Link]:
    """The best link of each claim within its incident, with reasons: why it is there."""
    told = shelf.told(claims)
    found: dict[tuple[str, str], Link] = {}
    for claim in sorted(told):
        pairs = shelf.pairs(claim).items()
        inside = [(weight, other) for other, weight in pairs if other in told]
        if inside:
            _, other = max(inside)
            found.setdefault(_pair(claim, other), explained(told[claim], told[other]))
    return sorted(found.values(), key=lambda link: (-link.score, link.left, link.right))


class _Edges(dict[str, dict[str, float]]):
    """Pairs read from the shelf when they are asked for."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def get(self, claim: str, default: object = None) -> dict[str, float]:
        """Pairs of a claim, {} if it has none."""
        if claim not in self:
            self[claim] = dict(self._shelf.pairs(claim))
        return self[claim]


def _asker(told: dict[str, Told]) -> Answers:
    """The weights of a pair's answers, by the ids of its claims."""
    return lambda a, b: answers(told[a], told[b])


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _name(shelf: Shelf, members: Collection[str]) -> Name:
    """The id that a group holds, or a new one anchored in the claim that was published first."""
    held = shelf.names(members)
    if held:
        return min(held, key=lambda name: name.rank)
    told = shelf.told(members)
    day, anchor = min((told[m].published or 0, m) for m in members)
    return Name("i-" + sha256(anchor.encode()).hexdigest()[:12], anchor, (day, anchor))


def _on_claims(shelf: Shelf, verdict: Verdict) -> Verdict:
    """The verdict with incident ids replaced by the claims that they are anchored in."""
    left, right = (shelf.anchor(end) or end for end in (verdict.left, verdict.right))
    return Verdict(
        left=left, right=right, judgement=verdict.judgement, by=verdict.by, at=verdict.at, reason=verdict.reason
    )
