"""Why a mention became no claim: the first condition that failed, or what spoke against it loudest."""

from __future__ import annotations

from math import exp

from msgspec import Struct

from tawatur.extract.decide import EVENT, decide
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention
from tawatur.extract.weighing import weigh
from tawatur.records import Reading


class Diagnosis(Struct, frozen=True, kw_only=True):
    """A trigger mention, its rule, and the first condition that failed ("" where it became a claim)."""

    trigger: str
    start: int  # of the trigger in the report's text, code points
    end: int
    rule: str
    failed: str
    text: str  # one sentence for a reader


def diagnose(reading: Reading, rules_only: bool = False) -> tuple[Diagnosis, ...]:
    """One diagnosis a trigger mention, in text order."""
    scene = Scene(reading)
    if not scene.mentions:
        return ()
    weighed = weigh(scene, rules_only)
    groups = {n: e.group for e in decide(scene, weighed) for n in e.group.mentions}
    out = []
    for n, m in enumerate(scene.mentions):
        group = groups.get(n)
        if group is None:
            failed, text = _not_told(m, float(weighed.lead[n]))
        elif group.lead != n:
            words = _words(reading, scene.mentions[group.lead])
            failed, text = "repeat", f"it tells the same event as «{words}», which stands for both"
        else:
            failed, text = "", f"read as {group.type} by {m.entry.rule.id}: {m.entry.rule.why}"
        start, end = reading.tokens[m.first].start, reading.tokens[m.last].end
        words = _words(reading, m)
        out.append(Diagnosis(trigger=words, start=start, end=end, rule=m.entry.rule.id, failed=failed, text=text))
    return tuple(out)


def _words(reading: Reading, m: Mention) -> str:
    return reading.report.text[reading.tokens[m.first].start : reading.tokens[m.last].end]


def _not_told(m: Mention, score: float) -> tuple[str, str]:
    """The rule's own condition first; else how far the mention was from being an event."""
    if m.failed:
        kind, _, words = m.failed.partition(":")
        says = {
            "then": f"one of {words} must follow",
            "needs": f"a word of the family {words} must stand near",
            "unless": f"a word of the family {words} stands near",
        }.get(kind, m.failed)
        return m.failed, f"rule {m.entry.rule.id}: {says}"
    return "told", f"its chance to tell an event is {1 / (1 + exp(-score)):.0%}, {EVENT:.0%} are wanted"
