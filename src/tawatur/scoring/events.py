"""Events as the scorer sees them: of annotated and of coded documents `{"id", "events": [...]}`."""

from __future__ import annotations

from pathlib import Path

import msgspec


class Words(msgspec.Struct, frozen=True):
    """A span of an event; further keys of the file are ignored."""

    text: str
    start: int = 0
    end: int = 0


class Number(msgspec.Struct, frozen=True):
    """A figure of an event."""

    outcome: str
    low: int | None = None
    high: int | None = None
    text: str = ""
    start: int = 0
    end: int = 0

    @property
    def key(self) -> tuple[str, int | None, int | None]:
        """What is compared."""
        return self.outcome, self.low, self.high


class Days(msgspec.Struct, frozen=True):
    """An interval of ISO days."""

    start: str | None = None
    end: str | None = None


class Event(msgspec.Struct, frozen=True):
    """An event of an annotated or predicted document."""

    type: str
    trigger: Words
    status: str | None = None
    actors: tuple[Words, ...] = ()
    targets: tuple[Words, ...] = ()
    place: Words | None = None
    admin1: str | None = None
    country: str | None = None
    date: Days | None = None
    figures: tuple[Number, ...] = ()
    attribution: Words | None = None
    rule: str = ""


def read_events(path: Path) -> dict[str, tuple[Event, ...]]:
    """The events of a JSON Lines file `{"id", "events": [...]}` by report."""

    class Line(msgspec.Struct):
        id: str
        events: tuple[Event, ...]

    decoder = msgspec.json.Decoder(Line)
    lines = (decoder.decode(line) for line in path.read_bytes().splitlines() if line.strip())
    return {line.id: line.events for line in lines}
