"""What the model told, held against the report: words that are not in it are dropped and named.

The words that are found get their meaning from the mentions of the reading that they overlap, never from the model.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from msgspec.structs import replace

from tawatur.extract import fields
from tawatur.extract.asked.answer import ToldEvent, ToldFigure, shown
from tawatur.extract.asked.quotes import Quotes
from tawatur.records import Claim, Figure, NumberMention, Party, PlaceMention, Reading, Sayer, Span, When, Where

_SAME = 0.5  # share of the letters of two phrases that both hold, for them to name one side


class _Mention(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Found = TypeVar("Found", bound=_Mention)


class Ground:
    """One report, and what of the model's answer stands in it. `dropped` says what does not, one line a value."""

    def __init__(self, reading: Reading, model: str) -> None:
        self.reading = reading
        self.model = model
        self.rule = f"asked:{model}"
        self.dropped: list[str] = []
        self._quotes = Quotes(reading)

    def claims(self, told: Iterable[ToldEvent]) -> tuple[Claim, ...]:
        """Claims of the events whose words are in the report, in the order of their triggers, none twice."""
        made = [claim for event in told if (claim := self._claim(event)) is not None]
        made.sort(key=lambda claim: claim.trigger.start)
        seen: Counter[str] = Counter()
        kept: list[Claim] = []
        for claim in made:
            if claim in kept:
                self.dropped.append(f"{claim.type} {shown(claim.trigger.text)}, told twice")
            else:
                kept.append(claim)
        return tuple(self._with_id(claim, seen) for claim in kept)

    def _claim(self, told: ToldEvent) -> Claim | None:
        trigger = self._trigger(told)
        if trigger is None:
            self.dropped.append(f"{told.type} with all its fields: trigger {shown(told.trigger)} is not in the report")
            return None
        place, mention = self._place(told, trigger)
        claim = Claim(
            type=told.type,
            status=told.status,
            trigger=trigger,
            actors=self._parties(told, "actors", trigger),
            targets=self._parties(told, "targets", trigger),
            place=place,
            admin1=mention.admin1 if mention else None,
            country=mention.country if mention else None,
            date=self._date(told, trigger),
            figures=self._figures(told, trigger),
            attribution=self._sayer(told, trigger),
            rule=self.rule,
        )
        if not (claim.place or claim.date or claim.actors or claim.targets or claim.figures):
            self.dropped.append(f"{told.type} {shown(trigger.text)}: no place, day, side or figure of its own")
            return None
        return replace(claim, reasons=self._reasons(claim))

    def _trigger(self, told: ToldEvent) -> Span | None:
        """Of several places where the trigger's words stand, the one nearest to the event's other words."""
        others = (told.place, told.date, *told.actors, *told.targets, *(figure.words for figure in told.figures))
        anchors = [spans for quote in others if quote and (spans := self._quotes.all(quote))]

        def distance(at: Span) -> int:
            return sum(min(abs(span.start - at.start) for span in spans) for spans in anchors)

        return min(self._quotes.all(told.trigger), key=distance, default=None)

    def _find(self, told: ToldEvent, field: str, quote: str, trigger: Span) -> Span | None:
        found = self._quotes.nearest(quote, trigger)
        if found is None:
            self.dropped.append(f"{field} {shown(quote)} of {told.type}: not in the report")
        return found

    def _parties(self, told: ToldEvent, field: str, trigger: Span) -> tuple[Party, ...]:
        quotes = told.actors if field == "actors" else told.targets
        spans = [span for quote in quotes if (span := self._find(told, field, quote, trigger))]
        mentions = self.reading.actors
        return tuple(fields.party(s, _overlapping(mentions, s, _SAME), self.rule) for s in dict.fromkeys(spans))

    def _place(self, told: ToldEvent, trigger: Span) -> tuple[Where | None, PlaceMention | None]:
        words = self._find(told, "place", told.place, trigger) if told.place else None
        if words is None:
            return None, None
        mention = _overlapping(self.reading.places, words)
        reason = mention.reason if mention else "no row of the gazetteer has this name"
        return fields.where(words, mention, f"{self.model} quoted these words; {reason}"), mention

    def _date(self, told: ToldEvent, trigger: Span) -> When | None:
        words = self._find(told, "date", told.date, trigger) if told.date else None
        if words is None:
            return None
        mention = _overlapping(self.reading.dates, words)
        if mention is None:
            self.dropped.append(f"date {shown(words.text)} of {told.type}: no time is read in these words")
            return None
        return fields.when(words, mention, self.rule)

    def _sayer(self, told: ToldEvent, trigger: Span) -> Sayer | None:
        words = self._find(told, "attribution", told.attribution, trigger) if told.attribution else None
        return fields.sayer(words, _overlapping(self.reading.sayers, words, _SAME), self.rule) if words else None

    def _figures(self, told: ToldEvent, trigger: Span) -> tuple[Figure, ...]:
        found = [figure for one in told.figures if (figure := self._figure(told, one, trigger))]
        return tuple(sorted(dict.fromkeys(found), key=lambda f: f.start))

    def _figure(self, told: ToldEvent, one: ToldFigure, trigger: Span) -> Figure | None:
        words = self._find(told, "figure", one.words, trigger)
        if words is None:
            return None
        count = _overlapping(self.reading.counts, words)
        mention = count or _overlapping(_amounts(self.reading.numbers), words)
        if mention is None:
            self.dropped.append(f"figure {shown(one.words)} of {told.type}: no number is read in these words")
            return None
        who = count.who if count and count.who != "unspecified" else one.who
        outcome = (count.outcome if count else None) or one.outcome
        subset = one.subset or bool(count and count.subset)
        return fields.figure(words, mention, outcome, who, subset, self.rule)

    def _reasons(self, claim: Claim) -> dict[str, str]:
        """Field → why. Nobody shall take the model's choice for the rules'."""
        given = f"chosen by the language model {self.model}, not by the rules; the words are in the report"
        found = {"trigger": given}
        for field in ("actors", "targets", "place", "figures", "attribution"):
            if getattr(claim, field):
                found[field] = given
        if claim.date:
            found["date"] = f"{given}; the day is worked out by the grammar of dates"
        return found

    def _with_id(self, claim: Claim, seen: Counter[str]) -> Claim:
        place = claim.place.text if claim.place else ""
        words = f"{claim.trigger.text}|{claim.trigger.start}"
        key = "|".join((self.reading.report.id, self.rule, claim.type, words, place))
        seen[key] += 1
        return replace(claim, id=hashlib.sha256(f"{key}|{seen[key]}".encode()).hexdigest()[:12])


def _amounts(numbers: Sequence[NumberMention]) -> list[NumberMention]:
    return [number for number in numbers if number.kind not in ("ordinal", "fraction")]


def _overlapping(mentions: Iterable[Found], words: Span, least: float = 0.0) -> Found | None:
    """The mention that shares most of its letters with the words; None where none shares more than `least`."""

    def shared(m: Found) -> float:
        both = min(m.end, words.end) - max(m.start, words.start)
        return both / (max(m.end, words.end) - min(m.start, words.start))

    best = max(mentions, key=shared, default=None)
    return best if best is not None and shared(best) > least else None
