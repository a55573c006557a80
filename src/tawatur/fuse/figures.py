"""Tolls by chain, and what a policy makes of them. No toll is ever changed or added to another account's.

A chain tells its toll last published; what it told before stays in `Toll.earlier`. Parts ("among them two officers")
are kept, marked, and never added to their whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from tawatur.fuse.outliers import Item, of_one_event, one_account, set_aside
from tawatur.fuse.settings import Policy, policies, policy
from tawatur.fuse.sides import attackers, side_of
from tawatur.fuse.spelling import bare, fold_text
from tawatur.fuse.telling import Telling, in_order
from tawatur.fuse.totals import Interval, totals
from tawatur.records import Chain, Claim, Figure, Outcome, Range, Toll

PEOPLE = ("killed", "injured", "casualties", "captured", "missing")


class Account(Struct, frozen=True, kw_only=True):
    """One claim's figures within its chain; `last` if no later claim of the chain tells the outcome."""

    chain: int
    report: str
    belligerent: bool
    last: bool
    figures: tuple[Figure, ...]
    own: str = ""  # the attacking side, where the figures count none but its own people
    openers: frozenset[int] = frozenset()  # where figures start that are in another sentence than the one before
    joint: frozenset[int] = frozenset()  # where figures start that are of several events together


def tolls(chains: Sequence[Chain], items: Iterable[Telling]) -> tuple[Toll, ...]:
    """Every chain's figures as it tells them last, with what it told before."""
    by_claim = {t.claim.id: t for t in items}
    return tuple(
        toll
        for n, chain in enumerate(chains)
        for outcome in _outcomes(by_claim[c] for c in chain.claims)
        for toll in _chain_tolls(n, in_order(by_claim[c] for c in chain.claims), outcome)
    )


def _outcomes(items: Iterable[Telling]) -> list[Outcome]:
    return list(dict.fromkeys(f.outcome for t in items for f in t.claim.figures))


def _chain_tolls(n: int, items: list[Telling], outcome: Outcome) -> list[Toll]:
    telling = [t for t in items if any(f.outcome == outcome for f in t.claim.figures)]
    last = telling[-1]
    now = totals(last.claim.figures, outcome, last.told.openers)
    before = (i for t in telling[:-1] for i in totals(t.claim.figures, outcome, t.told.openers))
    earlier = tuple((i.low, i.high) for i in dict.fromkeys(before) if i not in now)
    return [
        Toll(
            chain=n,
            claim=last.claim.id,
            outcome=outcome,
            who=f.who,
            low=f.low,
            high=f.high,
            subset=f.subset,
            text=f.text,
            vague=is_vague(f),
            earlier=() if f.subset else earlier,
        )
        for f in last.claim.figures
        if f.outcome == outcome
    ]


def is_vague(figure: Figure) -> bool:
    """Whether the words name no number ("dozens"): then `low` is the codebook's floor."""
    if figure.high is not None or any(c.isdigit() for c in figure.text):
        return False
    return any(bare(word) in _vague_words() for word in fold_text(figure.text).split())


@lru_cache(maxsize=1)
def _vague_words() -> frozenset[str]:
    return frozenset(bare(w) for w in policies().vague_words)


def ranges(
    chains: Sequence[Chain], items: Iterable[Telling], name: str | None = None
) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """(ranges, belligerents' own ranges) by a policy; the second is empty unless the policy keeps them apart."""
    rule = policy(name)
    by_claim = {t.claim.id: t for t in items}
    every = [by_claim[c] for chain in chains for c in chain.claims]
    found: tuple[list[Range], list[Range]] = ([], [])
    for outcome in _outcomes(in_order(every)):
        accounts = _accounts(chains, by_claim, outcome)
        sides = (False, True) if rule.apart_belligerents else (None,)
        for side in sides:
            chosen = [a for a in accounts if side is None or a.belligerent == side]
            struck = [a for a in chosen if not a.own] or chosen
            found[1 if side else 0].extend(_by_group(rule, outcome, struck))
            if own := [a for a in chosen if a.own and a not in struck]:
                found[1 if side else 0].extend(replace(r, side=own[0].own) for r in _by_group(rule, outcome, own))
    return tuple(found[0]), tuple(found[1])


def _accounts(chains: Sequence[Chain], by_claim: dict[str, Telling], outcome: Outcome) -> list[Account]:
    """Every claim's figures of one outcome, chain by chain in order of publication."""
    accounts: list[Account] = []
    attacking = attackers(t.claim for t in by_claim.values())
    for n, chain in enumerate(chains):
        items = in_order(by_claim[c] for c in chain.claims)
        told = [(t.told, *_figures_of(t.claim, outcome, attacking)) for t in items]
        kept = [one for one in told if any(not f.subset for f in one[1])] or [one for one in told if one[1]]
        last = {own: k for k, (_, _, own) in enumerate(kept)}
        accounts += (
            Account(
                chain=n,
                report=one.report,
                belligerent=chain.belligerent,
                last=k == last[own],
                figures=figures,
                own=own,
                openers=one.openers,
                joint=one.joint,
            )
            for k, (one, figures, own) in enumerate(kept)
        )
    return accounts


def _figures_of(claim: Claim, outcome: Outcome, attacking: frozenset[str]) -> tuple[tuple[Figure, ...], str]:
    """A claim's figures of an outcome, and the attacking side if they count none but its own people."""
    figures = tuple(f for f in claim.figures if f.outcome == outcome)
    sides = {side_of(claim, f) for f in figures if not f.subset}
    own = next(iter(sides), "") if len(sides) == 1 and outcome in PEOPLE else ""
    return figures, own if own in attacking else ""


def _by_group(rule: Policy, outcome: Outcome, accounts: list[Account]) -> list[Range]:
    chosen = [a for a in accounts if a.last or not rule.by_chain]
    if not rule.by_group:
        made = _range(rule, outcome, [item for a in chosen for item in _items(rule, a, a.figures, outcome)])
        return [made] if made else []
    found = []
    for group, kinds in policies().groups.items():
        members = [(a, tuple(f for f in a.figures if f.who in kinds)) for a in chosen]
        told = [item for a, own in members for item in _items(rule, a, _parts_as_wholes(own), outcome)]
        if made := _range(rule, outcome, told, group):
            found.append(made)
    return found


def _parts_as_wholes(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """A group that is told only as a part ("among them two children") counts with that part."""
    if any(not f.subset for f in figures):
        return figures
    return tuple(
        Figure(**{name: getattr(f, name) for name in f.__struct_fields__} | {"subset": False}) for f in figures
    )


def _items(rule: Policy, account: Account, figures: Sequence[Figure], outcome: str) -> list[Item]:
    """An account's tolls; those of several events together stand for themselves."""
    valued = [_valued(rule, f) for f in figures]
    vague = {Interval(v.low, v.high) for f, v in zip(figures, valued, strict=True) if is_vague(f)}
    single, joint = ([f for f in valued if (f.start in account.joint) == is_joint] for is_joint in (False, True))
    return [
        Item(account.report, account.chain, interval, is_joint, interval in vague)
        for is_joint, told in ((False, single), (True, joint))
        for interval in totals(told, outcome, account.openers)
    ]


def _valued(rule: Policy, figure: Figure) -> Figure:
    """The figure with the policy's value where its words are vague."""
    value = rule.vague.get(figure.low or 0) if is_vague(figure) else None
    if value is None:
        return figure
    return replace(figure, low=value, high=None)


def _range(rule: Policy, outcome: Outcome, told: list[Item], group: str = "") -> Range | None:
    """The range over some accounts, None where nobody gives a number: unknown is not zero."""
    main, parts = one_account(told)
    single, joint = of_one_event(main)
    kept, aside = set_aside(single)
    if not kept:
        return None
    lows = sorted(item.interval.lowest() for item in kept)
    highs = sorted(item.interval.highest() for item in kept)
    is_open = any(item.interval.high is None and item.interval.lowest() >= highs[-1] for item in kept)
    pick = {"lowest": lows[0], "highest": highs[-1], "median": lows[(len(lows) - 1) // 2], "none": None}
    notes = ["the highest account says “at least” or “more than”"] if is_open else []
    notes += [f"of several events together: {item.interval.highest()} ({item.report})" for item in joint]
    notes += [f"set aside, far from all others: {item.interval.highest()} ({item.report})" for item in aside]
    notes += [
        f"not the main toll of its report: {item.interval.highest()} ({item.report})" for item in dict.fromkeys(parts)
    ]
    return Range(
        outcome=outcome,
        low=pick[rule.low],
        best=pick[rule.best],
        high=None if is_open and rule.open_bounds == "open" else pick[rule.high],
        group=group,
        is_open=is_open,
        note="; ".join(notes),
    )
