"""Reasons that the machine gives, in Arabic: a sentence is known by its pattern, and the values in it stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from tawatur.reference.loader import load_yaml

_FILE = Path(__file__).parent / "words" / "reasons.yml"
_NAME = re.compile(r"{(\w+)}")
_WEIGHT = re.compile(r"([+-]\d+\.\d) (.*)", re.DOTALL)
Patterns: TypeAlias = tuple[tuple[re.Pattern[str], str], ...]


class Said(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of words/reasons.yml: Arabic by English, with {names}; `values` are what a name may stand for."""

    sentences: dict[str, str]
    values: dict[str, str]


def weight_of(reason: str) -> tuple[str, str]:
    """The weight that a reason of a link begins with ("" without one), and its words."""
    found = _WEIGHT.fullmatch(reason)
    return (found[1], found[2]) if found else ("", reason)


def in_arabic(text: str, label: Callable[[str], str]) -> str:
    """A reason, or several that semicolons join, in Arabic; what no pattern knows stays. `label` names a code."""
    sentences, values = _patterns()

    def value(said: str) -> str:
        return _filled(said, values, label) or label(said)

    whole = _filled(text, sentences, value)
    return whole or "\u061b ".join(_filled(part, sentences, value) or part for part in text.split("; "))


def said() -> Said:
    """The Arabic words of reasons."""
    return load_yaml(_FILE, Said)


def _filled(text: str, patterns: Patterns, value: Callable[[str], str]) -> str | None:
    for pattern, arabic in patterns:
        if found := pattern.fullmatch(text):
            return arabic.format(**{name: value(one) for name, one in found.groupdict().items()})
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[Patterns, Patterns]:
    words = said()
    return _compiled(words.sentences), _compiled(words.values)


def _compiled(words: Mapping[str, str]) -> Patterns:
    """Patterns with the longest fixed words first, so that none takes what a more exact one knows."""
    exact = sorted(words, key=lambda english: -len(_NAME.sub("", english)))
    return tuple((re.compile(_pattern(english), re.DOTALL), words[english]) for english in exact)


def _pattern(english: str) -> str:
    parts = _NAME.split(english)
    return "".join(re.escape(part) if n % 2 == 0 else f"(?P<{part}>.+?)" for n, part in enumerate(parts))
