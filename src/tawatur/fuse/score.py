"""Answers → one score with a band and reasons in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Day
from functools import lru_cache
from math import exp, log
from typing import Literal

from tawatur.fuse.compare import QUESTIONS, distance, place
from tawatur.fuse.copies import containment
from tawatur.fuse.rarity import shared_words
from tawatur.fuse.settings import linking
from tawatur.fuse.told import Told
from tawatur.fuse.totals import Interval
from tawatur.records import Link

Band = Literal["linked", "suggested", "apart"]


def evidence(a: Told, b: Told) -> float:
    """Log-odds that two claims tell of one incident, equal for (a, b) and (b, a).

    Once not even the best answers to the questions left could lift a pair above `unseen`, it is given up as that.
    """
    total, floor, questions = _quickest()
    if (a.mention or b.mention) and place(a, b) != "mentioned":
        return floor  # a mention joins by the place's name alone
    for ask, weights, best_left in questions:
        total += weights[ask(a, b)]
        if total + best_left <= floor:
            return floor
    return round(total, 9)  # sums in another order are equal


def answers(a: Told, b: Told) -> tuple[float, ...]:
    """The weights of all answers, question by question; 0 where a question has no answer."""
    return tuple([weights[ask(a, b)] for ask, weights in _questions()])


def probability(odds: float) -> float:
    """Log-odds as a score from 0 to 1."""
    return 1.0 / (1.0 + exp(-odds))


def odds(score: float) -> float:
    """A score from 0 to 1 as log-odds."""
    return log(score / (1.0 - score))


def band(score: float) -> Band:
    """The band of a score: see `bands` in fuse/linking.yml."""
    bands = linking().bands
    return "linked" if score >= bands.linked else "suggested" if score >= bands.suggested else "apart"


def explained(a: Told, b: Told) -> Link:
    """The link between two claims with its reasons, the weightiest first."""
    a, b = sorted((a, b), key=lambda t: t.id)
    score = probability(evidence(a, b))
    return Link(left=a.id, right=b.id, score=round(score, 4), band=band(score), reasons=tuple(_reasons(a, b)))


def _reasons(a: Told, b: Told) -> list[str]:
    found: list[tuple[float, str]] = []
    for name, ask in QUESTIONS.items():
        answer = linking().weights[name][ask(a, b)]
        if answer.weight:
            found.append((answer.weight, _said(name, answer.says, a, b)))
    found.sort(key=lambda item: -abs(item[0]))
    return [f"{weight:+.1f} {words}" for weight, words in found]


def _said(name: str, says: str, a: Told, b: Told) -> str:
    show = VALUES.get(name, _nothing)
    km = distance(a, b)
    return says.format(
        a=show(a, b),
        b=show(b, a),
        km=f"{km:.0f}" if km is not None else "?",
        percent=round(100 * containment(a.passage, b.passage)),
    )


def _days(t: Told, _: Told) -> str:
    if t.first is None or t.last is None:
        return "no day"
    first, last = (Day.fromordinal(n).isoformat() for n in (t.first, t.last))
    return first if first == last else f"{first} to {last}"


def _place(t: Told, _: Told) -> str:
    return t.place or t.admin1 or t.country or "no place"


def _toll(intervals: tuple[Interval, ...]) -> str:
    shown = (f"{i.low if i.low is not None else '?'}–{i.high if i.high is not None else '?'}" for i in intervals)
    exact = (str(i.low) if i.low == i.high else text for i, text in zip(intervals, shown, strict=True))
    return " or ".join(exact)


def _common(own: frozenset[str], other: frozenset[str]) -> str:
    return ", ".join(sorted(own & other or own))


def _nothing(_: Told, __: Told) -> str:
    return ""


VALUES: dict[str, Callable[[Told, Told], str]] = {
    "day": _days,
    "place": _place,
    "type": lambda t, _: t.type,
    "status": lambda t, _: t.status,
    "killed": lambda t, _: _toll(t.killed),
    "injured": lambda t, _: _toll(t.injured),
    "actors": lambda t, o: _common(t.actors, o.actors | o.targets),
    "targets": lambda t, o: _common(t.struck, o.struck),
    "names": lambda t, o: _common(t.quoted, o.quoted),
    "rare": lambda t, o: ", ".join(sorted(shared_words(t.rare, o.rare))),
}


Asked = tuple[Callable[[Told, Told], str], dict[str, float]]  # a question and the weight of each answer
# Asked in this order, most pairs are given up early: what is mostly silent but would weigh much, then what tells most.
QUICKEST = (
    "words",
    "rare",
    "names",
    "type",
    "day",
    "killed",
    "injured",
    "place",
    "targets",
    "actors",
    "status",
    "report",
)


@lru_cache(maxsize=1)
def _questions() -> list[Asked]:
    """Each question with its weights, in the order of QUESTIONS."""
    rows = linking().weights
    return [(ask, {key: answer.weight for key, answer in rows[name].items()}) for name, ask in QUESTIONS.items()]


@lru_cache(maxsize=1)
def _quickest() -> tuple[float, float, list[tuple[Callable[[Told, Told], str], dict[str, float], float]]]:
    """The base, the floor, and the questions as they are asked, each with the most that those after it can add."""
    rows, asked = linking(), dict(zip(QUESTIONS, _questions(), strict=True))
    best = [max(asked[name][1].values()) for name in QUICKEST]
    return rows.base, rows.unseen, [(*asked[name], sum(best[n + 1 :])) for n, name in enumerate(QUICKEST)]
