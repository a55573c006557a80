"""The model's answer as typed records: what does not fit the codebook is dropped and named, the rest is kept."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from tawatur.extract.asked.chat import BadAnswer
from tawatur.records import EventType, Outcome, Status, Who

_MOST_EVENTS = 100  # of one report; more is a model that repeats itself
_SHOWN = 60  # letters of a value in a note
Shape = TypeVar("Shape")


class ToldFigure(Struct, frozen=True):
    """A figure as the model tells it: its words and codes, no number."""

    words: str
    outcome: Outcome
    who: Who = "unspecified"
    subset: bool = False


class ToldEvent(Struct, frozen=True):
    """An event as the model tells it: codes, and words that are still to be found in the report."""

    type: EventType
    trigger: str
    status: Status = "occurred"
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None
    attribution: str | None = None
    figures: tuple[ToldFigure, ...] = ()


def parse(content: str) -> tuple[list[ToldEvent], list[str]]:
    """The events of an answer, and one note for each part that is no event of the codebook.

    Raises BadAnswer where there is no JSON object with a list of events at all.
    """
    listed = _events(content)
    notes = [f"{len(listed) - _MOST_EVENTS} events beyond the first {_MOST_EVENTS}"] * (len(listed) > _MOST_EVENTS)
    events = []
    for raw in listed[:_MOST_EVENTS]:
        event = _event(raw, notes)
        if event is not None:
            events.append(event)
    return events, notes


def shown(value: object) -> str:
    """A value of the model as a note quotes it: one line, not long."""
    text = " ".join(str(value).split())
    return f'"{text if len(text) <= _SHOWN else text[:_SHOWN] + "…"}"'


def _events(content: str) -> list[Any]:
    # Many models put a fence or a sentence around the object.
    start, end = content.find("{"), content.rfind("}")
    try:
        answer = msgspec.json.decode(content[start : end + 1].encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadAnswer("the model's answer is not JSON.") from error
    listed = answer.get("events") if isinstance(answer, dict) else None
    if not isinstance(listed, list):
        raise BadAnswer('the model\'s answer has no list of "events".')
    return listed


def _event(raw: Any, notes: list[str]) -> ToldEvent | None:
    if not isinstance(raw, dict):
        notes.append(f"an event that is no object: {shown(raw)}")
        return None
    given = {key: value for key, value in raw.items() if value is not None}
    notes += [f"{key} {shown(given[key])} was not asked for" for key in given if key not in ToldEvent.__struct_fields__]
    figures = given.pop("figures", ())
    event = _converted(given, ToldEvent, f"event {shown(given.get('trigger', ''))}", notes)
    if event is None:
        return None
    listed = figures if isinstance(figures, list) else [figures] if figures else []
    told = [_converted(figure, ToldFigure, f"figure {shown(figure)}", notes) for figure in listed]
    return msgspec.structs.replace(event, figures=tuple(figure for figure in told if figure is not None))


def _converted(raw: Any, shape: type[Shape], what: str, notes: list[str]) -> Shape | None:
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        notes.append(f"{what}: {error}")
        return None
