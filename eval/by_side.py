"""Errors by whose act it is said to be: a coder that misses one side's attacks more often than another's is biased.

The side of an event, annotated or coded, is what the lists of actors (reference/<cc>/actors.csv) and the grammar of
sides say of the words that name its actors. An event with actors of several kinds counts for each of them.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from tawatur.dissect import read
from tawatur.records import ActorMention, Report
from tawatur.reference import pack_path
from tawatur.scoring import Event, Pairing
from tawatur.scoring.figures import is_ready, right_cells

KINDS = {
    "state_force": "state forces",
    "police": "police and security services",
    "foreign_force": "foreign forces, occupying ones among them",
    "armed_group": "armed groups",
    "official": "authorities",
}
OTHER, NOBODY = "others (gunmen, crowds, words on no list)", "nobody named"
_Z = 1.96  # 95 %
_LEAST_SHARE = 0.3  # of two spans, for them to name one actor


class Tally(Struct):
    """Counts of one group of events."""

    gold: int = 0
    missed: int = 0  # not coded, or as another type
    found: int = 0
    touched: int = 0  # found, but type, status, place, country, day or a figure is not right
    misnamed: int = 0  # found, but not all actors are named right
    coded: int = 0
    spurious: int = 0  # coded, but nothing annotated tells it


def by_kind(pairings: Iterable[Pairing], reports: Mapping[str, Report]) -> dict[str, Tally]:
    """Tallies by kind of actor, in the order of KINDS."""
    found = _tallies(pairings, reports, lambda a: {KINDS.get(m.kind, OTHER) for m in a} or {OTHER})
    return {name: found[name] for name in (*KINDS.values(), OTHER, NOBODY) if name in found}


def by_named_side(pairings: Iterable[Pairing], reports: Mapping[str, Report], least: int) -> dict[str, Tally]:
    """Tallies by side of the named actors: those with at least `least` annotated events, the most frequent first."""
    found = _tallies(pairings, reports, lambda a: {side for m in a if m.id and (side := side_names().get(m.id))})
    found.pop(NOBODY, None)
    kept = {name: tally for name, tally in found.items() if tally.gold >= least}
    return dict(sorted(kept.items(), key=lambda item: (-item[1].gold, item[0])))


def interval(count: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    p, z = count / of, _Z * _Z
    middle, half = p + z / (2 * of), _Z * math.sqrt(p * (1 - p) / of + z / (4 * of * of))
    return max(0.0, (middle - half) / (1 + z / of)), min(1.0, (middle + half) / (1 + z / of))


@lru_cache(maxsize=1)
def side_names() -> dict[str, str]:
    """Side of each row of the lists of actors."""
    found = {}
    for path in sorted(pack_path(".").glob("*/actors.csv")):
        with path.open(encoding="utf-8", newline="") as rows:
            found |= {row["id"]: row["side"] for row in csv.DictReader(rows)}
    return found


def _tallies(
    pairings: Iterable[Pairing],
    reports: Mapping[str, Report],
    groups: Callable[[list[ActorMention]], set[str]],
) -> dict[str, Tally]:
    found: defaultdict[str, Tally] = defaultdict(Tally)
    for pairing in pairings:
        mentions = read(reports[pairing.doc]).actors

        def of(event: Event, mentions: tuple[ActorMention, ...] = mentions) -> set[str]:
            return groups(_mentions(event, mentions)) if event.actors else {NOBODY}

        _count(pairing, of, found)
    return dict(found)


def _count(pairing: Pairing, of: Callable[[Event], set[str]], found: Mapping[str, Tally]) -> None:
    """Add one report's events to the tallies of their groups."""
    coded_as = dict(pairing.pairs)
    for i, gold in enumerate(pairing.golds):
        told = pairing.predicted[coded_as[i]] if i in coded_as else None
        for tally in (found[name] for name in of(gold)):
            tally.gold += 1
            if told is None or told.type != gold.type:
                tally.missed += 1
                continue
            tally.found += 1
            tally.touched += not is_ready(gold, told)
            tally.misnamed += right_cells(gold, told)["actor"] < max(len(gold.actors), len(told.actors))
    paired = {j for _, j in pairing.pairs}
    for j, event in enumerate(pairing.predicted):
        for tally in (found[name] for name in of(event)):
            tally.coded += 1
            tally.spurious += j not in paired


def _mentions(event: Event, mentions: Iterable[ActorMention]) -> list[ActorMention]:
    """For each actor of the event the mention that shares most letters, a row of the lists before a bare noun."""
    listed, chosen = list(mentions), []
    for words in event.actors:
        shares = [
            (
                (min(m.end, words.end) - max(m.start, words.start))
                / (max(m.end, words.end) - min(m.start, words.start)),
                m,
            )
            for m in listed
        ]
        near = [(m.id is not None, share, n) for n, (share, m) in enumerate(shares) if share >= _LEAST_SHARE]
        if near:
            chosen.append(listed[max(near)[2]])
    return chosen
