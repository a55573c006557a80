"""A mention written down as the field of a claim, under the words that the claim quotes for it."""

from __future__ import annotations

from tawatur.records import (
    ActorMention,
    CountMention,
    DateMention,
    Figure,
    NumberMention,
    Outcome,
    Party,
    PlaceMention,
    Sayer,
    SayerMention,
    Span,
    When,
    Where,
    Who,
)


def party(words: Span, mention: ActorMention | None, rule: str) -> Party:
    """A side or target; without a mention its name is its words."""
    name, kind, row = (mention.name, mention.kind, mention.id) if mention else (words.text, "unknown", None)
    return Party(text=words.text, start=words.start, end=words.end, name=name, kind=kind, id=row, rule=rule)


def where(words: Span, mention: PlaceMention | None, reason: str) -> Where:
    """A place; without a row of the gazetteer it has no coordinates."""
    row = mention.place if mention else None
    return Where(
        text=words.text,
        start=words.start,
        end=words.end,
        name=row.name if row else mention.name if mention else words.text,
        lat=row.lat if row else None,
        lon=row.lon if row else None,
        precision=row.precision if row else "unknown",
        id=row.id if row else None,
        reason=reason,
        radius_km=row.radius_km if row else None,
        admin1_pcode=row.admin1_pcode if row else None,
        admin2=row.admin2 if row else None,
        admin2_pcode=row.admin2_pcode if row else None,
        alternatives=mention.alternatives if mention else (),
    )


def when(words: Span, mention: DateMention | None, rule: str) -> When:
    """A time; without a mention it stays unresolved."""
    low, high = (mention.low, mention.high) if mention else (None, None)
    return When(
        start=low.isoformat() if low else None,
        end=high.isoformat() if high else None,
        precision=mention.precision if mention else "unresolved",
        text=words.text,
        span=words,
        rule=rule,
    )


def sayer(words: Span, mention: SayerMention | None, rule: str) -> Sayer:
    """Who says so; without a mention a source of unknown kind."""
    kind = mention.kind if mention else "source"
    return Sayer(text=words.text, start=words.start, end=words.end, kind=kind, rule=rule)


def figure(
    words: Span, mention: CountMention | NumberMention, outcome: Outcome, who: Who, subset: bool, rule: str
) -> Figure:
    """A figure with the bounds of its mention."""
    return Figure(
        text=words.text, start=words.start, end=words.end, outcome=outcome, who=who,
        low=mention.low, high=mention.high, subset=subset, rule=rule,
    )  # fmt: skip
