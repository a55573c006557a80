"""The shape of ar/numbers.yml: number words, vague words and the words that bound a number."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tawatur.reference import load_yaml


def _key(name: str) -> str:
    """A field's key in the data file: `from_` is "from", `not_after` is "not-after"."""
    return name.rstrip("_").replace("_", "-")


class Worth(Struct, frozen=True, forbid_unknown_fields=True):
    """A value and the words for it."""

    value: int
    forms: tuple[str, ...]


class Scale(Struct, frozen=True, forbid_unknown_fields=True):
    """Thousand, million, …: `accusative` is also the dual before a genitive."""

    value: int
    singular: tuple[str, ...]
    accusative: str
    dual: tuple[str, ...]
    plural: tuple[str, ...]


class Vague(Struct, frozen=True, forbid_unknown_fields=True):
    """Words for a number that is not told; `of`: only before one of `of-words`."""

    id: str
    low: int | None
    words: tuple[str, ...]
    of: bool = False


class Modifier(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that bound a number."""

    id: str
    does: Literal["at-least", "more-than", "at-most", "fewer-than", "about"]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Ranges(Struct, frozen=True, forbid_unknown_fields=True, rename=_key):
    """Words and marks that join two numbers into a range."""

    between: tuple[str, ...]
    from_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    or_: tuple[str, ...] = ()
    and_: str = ""
    dashes: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


class NumberData(Struct, frozen=True, forbid_unknown_fields=True, rename=_key):
    """The content of ar/numbers.yml."""

    units: tuple[Worth, ...]
    teen_units: dict[str, int]
    teen_ten: tuple[str, ...]
    tens: tuple[Worth, ...]
    teens: tuple[Worth, ...]
    hundred: tuple[str, ...]
    hundreds: tuple[Worth, ...]
    scales: tuple[Scale, ...]
    fractions: dict[str, tuple[int, int]]
    quarters: tuple[str, ...]
    decimal_words: tuple[str, ...]
    decimal_letters: tuple[str, ...]
    percent_words: tuple[str, ...]
    in_: tuple[str, ...]
    ordinals: tuple[Worth, ...]
    ordinal_units: dict[str, int]
    vague: tuple[Vague, ...]
    of_words: tuple[str, ...]
    counts_in: dict[str, int]
    modifiers: tuple[Modifier, ...]
    count_words: tuple[str, ...]
    ranges: Ranges
    never: tuple[str, ...]


DATA = load_yaml("ar/numbers.yml", NumberData)
