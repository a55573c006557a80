"""Why an annotated event was missed or a cell is wrong: the error list of `tawatur score`, grouped by cause.

A cause names the place in the program where a mend would have to be made: the rules' words, the conditions of a rule,
the choice among mentions, the words found by dissect, or the choice among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from msgspec import Struct

from tawatur.dissect import read
from tawatur.extract import Diagnosis, diagnose
from tawatur.records import Reading, Report
from tawatur.scoring.events import Event, Number, Words
from tawatur.scoring.figures import ROLES, cells, right_cells
from tawatur.scoring.pairs import Pairing
from tawatur.scoring.phrases import same_text


class Fault(Struct, frozen=True, kw_only=True):
    """One difference between annotated and coded events."""

    group: str  # "missed", "spurious", or the role of a cell
    cause: str
    doc: str
    type: str
    words: str  # the annotated words, or the coded ones where nothing is annotated
    got: str = ""  # what was coded instead


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def find_faults(pairings: Iterable[Pairing], reports: Mapping[str, Report]) -> Iterator[Fault]:
    """Every fault of every report, with its cause where the report's text is at hand."""
    for pairing in pairings:
        report = reports.get(pairing.doc)
        reading = read(report) if report else None
        diagnoses = diagnose(reading) if reading else ()
        yield from _missed(pairing, diagnoses, reading is not None)
        yield from _spurious(pairing, diagnoses)
        for i, j in pairing.pairs:
            yield from _cells(pairing.doc, pairing.golds[i], pairing.predicted[j], reading)


def _missed(pairing: Pairing, diagnoses: tuple[Diagnosis, ...], known: bool) -> Iterator[Fault]:
    paired = {i for i, _ in pairing.pairs}
    for i, gold in enumerate(pairing.golds):
        if i not in paired:
            cause = _why_missed(gold, pairing, diagnoses) if known else "the report's text is not at hand"
            yield Fault(group="missed", cause=cause, doc=pairing.doc, type=gold.type, words=gold.trigger.text)


def _why_missed(gold: Event, pairing: Pairing, diagnoses: tuple[Diagnosis, ...]) -> str:
    over = [d for d in diagnoses if overlap(d, gold.trigger)]
    if not over:
        return "trigger not in lexicon"
    other = next((p for p in pairing.predicted if overlap(p.trigger, gold.trigger)), None)
    if other is not None and other.type != gold.type:
        return f"read as another type: {gold.type} as {other.type}"
    if other is not None:
        return "one claim for several events (places under one verb)"
    last = over[-1]
    causes = {"repeat": "merged into another mention", "told": "kept out: weighed as no event", "": "claim given up"}
    return causes.get(last.failed, f"kept out by rule {last.rule}: {last.failed}")


def _spurious(pairing: Pairing, diagnoses: tuple[Diagnosis, ...]) -> Iterator[Fault]:
    paired = {j for _, j in pairing.pairs}
    for j, event in enumerate(pairing.predicted):
        if j in paired:
            continue
        rule = event.rule or next((d.rule for d in diagnoses if overlap(d, event.trigger)), "no rule")
        if any(g.type == event.type for g in pairing.golds):
            cause = f"told twice, or an event too many of a type the report has: {rule}"
        else:
            cause = f"no such event in the report: {rule}"
        yield Fault(group="spurious", cause=cause, doc=pairing.doc, type=event.type, words=event.trigger.text)


def _cells(doc: str, gold: Event, predicted: Event, reading: Reading | None) -> Iterator[Fault]:
    right, want, got = right_cells(gold, predicted), cells(gold), cells(predicted)
    for role in ROLES:
        if right[role] == max(want[role], got[role]):
            continue
        wanted, coded = _values(gold, role), _values(predicted, role)
        missing = [w for w in wanted if not any(_same(w, c) for c in coded)]
        extra = [c for c in coded if not any(_same(w, c) for w in wanted)]
        yield Fault(
            group=role,
            cause=_cell_cause(role, missing, extra, reading),
            doc=doc,
            type=gold.type,
            words=" + ".join(map(_shown, missing)),
            got=" + ".join(map(_shown, extra)),
        )


def _cell_cause(role: str, missing: list[_Value], extra: list[_Value], reading: Reading | None) -> str:
    """What kind of mistake the wrong cells of one role are."""
    if role in ("type", "status"):
        return f"{_shown(missing[0])} read as {_shown(extra[0])}" if missing and extra else "not given"
    if not missing:
        return "filled, should be empty" if extra else "one value twice"
    wanted = missing[0]
    if reading is None or not isinstance(wanted, (Words, Number)):
        return "another value" if extra else "left empty"
    if not any(overlap(item, wanted) for item in _found(reading, role)):
        return "words not found by dissect"
    return "found, another one chosen" if extra else "found, none chosen"


def _found(reading: Reading, role: str) -> tuple[_Spanned, ...]:
    """What dissect found of the kind that a role takes."""
    kinds: dict[str, tuple[_Spanned, ...]] = {
        "actor": reading.actors,
        "target": reading.actors,
        "place": reading.places,
        "figure": reading.counts,
        "attribution": reading.sayers,
    }
    return kinds.get(role, ())


_Value = Words | Number | str


def _values(event: Event, role: str) -> list[_Value]:
    """The filled cells of a role."""
    many: dict[str, tuple[Words, ...] | tuple[Number, ...]] = {
        "actor": event.actors,
        "target": event.targets,
        "figure": event.figures,
    }
    if role in many:
        return list(many[role])
    if role == "date":
        return [f"{event.date.start}…{event.date.end}"] if event.date else []
    value = getattr(event, role)
    return [value] if value else []


def _same(a: _Value, b: _Value) -> bool:
    if isinstance(a, Number) and isinstance(b, Number):
        return a.key == b.key
    if isinstance(a, Words) and isinstance(b, Words):
        return same_text(a.text, b.text)
    return a == b


def _shown(value: _Value) -> str:
    if isinstance(value, Number):
        return f"{value.outcome} {value.low}…{value.high} «{value.text}»"
    return f"«{value.text}»" if isinstance(value, Words) else value


def overlap(a: _Spanned, b: _Spanned) -> bool:
    """Do two spans share a code point?"""
    return a.start < b.end and b.start < a.end
