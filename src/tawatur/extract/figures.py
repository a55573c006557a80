"""Numbers of an event: the named features of a count for each outcome, and of a count and the event it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from tawatur.extract.roles import preposition, relation
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention
from tawatur.records import CountMention

OUTCOMES = (
    "killed", "injured", "casualties", "captured", "missing", "defected", "refused", "displaced", "released",
    "recruited", "surrendered", "attacks", "destroyed", "seized", "participants",
)  # fmt: skip
_STEPS = ((1, "0"), (2, "1"), (3, "2"), (5, "4"), (9, "8"), (15, "14"))


def count_features(scene: Scene, n: int) -> list[str]:
    """Features of count number `n`, the same for every outcome's model."""
    counts = scene.reading.counts
    c = counts[n]
    found = [f"noun={c.noun}", f"kind={c.kind}", f"who={c.who}", f"noun={c.noun}|kind={c.kind}", f"subset={c.subset}",
             f"who={c.who}|kind={c.kind}", f"rule={c.rule}", f"prep={preposition(scene, c.first)}"]  # fmt: skip
    found += _governors(scene, c)
    found += _surroundings(scene, n)
    return found


def attach_features(scene: Scene, m: Mention, type_: str, n: int, outcome: str) -> list[str]:
    """Features of count number `n` with an outcome as a figure of the event at mention `m`."""
    c = scene.reading.counts[n]
    found = relation(scene, m, c.first, c.last)
    near = found[0]
    side = next((f for f in found if f in ("before", "after", "on")), "out")
    found += [f"type={type_}|outcome={outcome}", f"type={type_}|outcome={outcome}|{near}|{side}",
              f"outcome={outcome}|{near}|{side}", f"kind={c.kind}|{near}", f"subset={c.subset}|{near}"]  # fmt: skip
    governor = scene.governors[n]
    found.append(f"governor_is_event={governor is m}")
    if governor is not None and governor is not m:
        found.append(f"governor={'casualty' if governor.outcome else 'cause'}|{near}|{side}")
    there = scene.sentence[c.first]
    rivals = scene.causes.get(there, 0) - (m.sentence == there and not m.failed and not m.outcome)
    found.append(f"rivals={min(rivals, 3)}|{near}")
    return found


def _governors(scene: Scene, c: CountMention) -> Iterator[str]:
    """The trigger words before, on and behind a count in its sentence: each side's nearest, and a casualty."""
    sentence = scene.sentence[c.first]
    here = scene.by_sentence.get(sentence, [])
    before = [m for m in here if m.last < c.first]
    after = [m for m in here if m.first > c.last]
    inside = [m for m in here if m.last >= c.first and m.first <= c.last]
    for m in inside:
        yield f"on={m.entry.rule.id}"
        yield f"on={m.entry.rule.id}|kind={c.kind}"
    if before:
        yield from _beside(scene, c, before[-1], "before", c.first - before[-1].last - 1)
    else:
        yield "no_trigger_before"
    if after:
        yield from _beside(scene, c, after[0], "after", after[0].first - c.last - 1)
    else:
        yield "no_trigger_after"
    yield from _casualty(c, before)


def _beside(scene: Scene, c: CountMention, m: Mention, side: str, gap: int) -> Iterator[str]:
    """Features of a count and the nearest trigger word on one side of it, `gap` tokens away."""
    rule = m.entry.rule.id
    yield f"{side}={rule}|gap={_step(gap)}"
    yield f"{side}={rule}"
    yield f"{side}={rule}|kind={c.kind}"
    yield f"{side}={m.entry.lemma}/{m.part}"
    yield f"{side}_clause={scene.clause[m.head] == scene.clause[c.first]}|{m.type}"
    yield f"{side}_type={m.type}|who={c.who}"


def _casualty(c: CountMention, before: list[Mention]) -> Iterator[str]:
    """Features of a count and the nearest casualty word before it."""
    casualty = next((m for m in reversed(before) if m.outcome), None)
    if casualty is not None:
        gap = c.first - casualty.last - 1
        yield f"casualty_before={casualty.outcome}|gap={_step(gap)}"
        yield f"casualty_before={casualty.outcome}|kind={c.kind}"
        yield f"casualty_before={casualty.outcome}"
        between = sum(1 for m in before if m.head > casualty.head and not m.failed)
        yield f"casualty_before={casualty.outcome}|between={min(between, 2)}"


def _step(gap: int) -> str:
    return next((name for limit, name in _STEPS if gap < limit), "far")


def _surroundings(scene: Scene, n: int) -> Iterator[str]:
    counts = scene.reading.counts
    c = counts[n]
    first, last = scene.sentence_span(c.first)
    if n and scene.sentence[counts[n - 1].first] == scene.sentence[c.first]:
        gap = c.first - counts[n - 1].last - 1
        yield f"count_before_gap={min(gap, 4)}|kind={c.kind}"
    for distance in (1, 2):
        if c.first - distance >= first:
            yield f"w:-{distance}={scene.stems[c.first - distance]}"
            for name in scene.families[c.first - distance]:
                yield f"b{distance}={name}"
        if c.last + distance <= last:
            yield f"w:+{distance}={scene.stems[c.last + distance]}"
            for name in scene.families[c.last + distance]:
                yield f"a{distance}={name}"
    low, high = scene.clause_span(c.first)
    for name in scene.union((low, high)) & _TOLD:
        yield f"clause:{name}"
        yield f"clause:{name}|kind={c.kind}"
    if scene.sentence[c.first] in scene.titles:
        yield f"title|kind={c.kind}"


_TOLD = frozenset((
    "cause", "light", "since", "memory", "trial", "talks", "accident", "crime", "plan", "fail", "deny",
    "aircraft", "artillery", "explosive", "suicide", "rescue", "people_flee", "result_of", "opinion",
))  # fmt: skip
