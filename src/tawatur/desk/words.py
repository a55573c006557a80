"""The desk's words in Arabic and English, its digits, and how it writes figures and days.

A text of the desk is its English sentence; `words/ar.yml` says it in Arabic. Codes (event types, states …) have labels.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import get_args

from msgspec import Struct

from tawatur.codebook import codebook
from tawatur.desk.reasons import in_arabic, weight_of
from tawatur.records import EventType, Status
from tawatur.reference.loader import load_yaml

LANGUAGES = ("en", "ar")
DIGITS = ("latn", "arab")
_ARABIC_DIGITS = str.maketrans("0123456789", "".join(chr(0x660 + n) for n in range(10)))
_ENGLISH = {  # where a code itself does not say it
    ("step", "machine_in_review"): "Start the review",
    ("step", "in_review_reviewed"): "Reviewed",
    ("step", "in_review_machine"): "Back to the queue",
    ("step", "reviewed_second_review"): "Start the second review",
    ("step", "reviewed_in_review"): "Reopen",
    ("step", "second_review_final"): "Make it final",
    ("step", "second_review_in_review"): "Reopen",
    ("step", "final_in_review"): "Reopen",
    ("why", "suggested"): "may be another one too",
    ("why", "contested"): "contested toll",
    ("why", "grown"): "new claims since its review",
    ("why", "low_score"): "a claim hardly fits",
    ("why", "one_side"): "one side's account only",
    ("field", "actors"): "actor",
    ("field", "targets"): "target",
    ("field", "figures"): "figure",
    ("field", "attribution"): "sayer",
    ("field", "trigger"): "event",
    ("field", "rejected"): "whether it is an event",
    ("judgement", "same"): "the same",
    ("judgement", "not_same"): "not the same",
    ("state", "machine"): "machine",
    ("report_state", "shell"): "captured, no content",
    ("report_state", "replaced"): "replaced by a newer text",
}
_CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")
# Days and ranges keep their order within a sentence that is read from right to left.
_FIGURES = re.compile(r"\d[\d.,/:-]*[\u2013-]?[\d?]+")
_HERE = Path(__file__).parent / "words"


class Dictionary(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of words/ar.yml: sentences by their English, and labels of codes by the kind of code."""

    sentences: dict[str, str]
    labels: dict[str, dict[str, str]]


@lru_cache(maxsize=1)
def arabic() -> Dictionary:
    """The Arabic words of the desk."""
    return load_yaml(_HERE / "ar.yml", Dictionary)


class Speech(Struct, frozen=True):
    """How a person wants to be spoken to: language ("en", "ar"), digits ("latn", "arab"), harm blurred or not."""

    lang: str = "en"
    digits: str = "latn"
    blur: bool = False

    @property
    def direction(self) -> str:
        """Direction of the desk's own words; reports have their own."""
        return "rtl" if self.lang == "ar" else "ltr"

    def say(self, text: str, **values: object) -> str:
        """A sentence, with {names} filled in."""
        said = arabic().sentences.get(text, text) if self.lang == "ar" else text
        filled = {name: self.number(value) for name, value in values.items()}
        return said.format(**filled) if filled else said

    def label(self, kind: str, code: str | None) -> str:
        """The name of a code; of an unknown one the code itself, without underscores."""
        if not code:
            return ""
        found = arabic().labels.get(kind, {}).get(code) if self.lang == "ar" else None
        if found is None and kind == "type" and self.lang == "ar":
            found = _types().get(code)
        return found or _ENGLISH.get((kind, code)) or code.replace("_", " ")

    def reason(self, text: str) -> str:
        """What the machine gives as its reason, without the weight before it."""
        words = weight_of(text)[1]
        said = in_arabic(words, self._code) if self.lang == "ar" else _CODE.sub(lambda m: self._code(m[0]), words)
        return self.number(said) if self.digits == "arab" else _FIGURES.sub(_isolated, said)

    def _code(self, value: str) -> str:
        kind = "type" if value in get_args(EventType) else "status" if value in get_args(Status) else ""
        return self.label(kind, value) if kind else value

    def number(self, value: object) -> str:
        """A number or a text with numbers, in the digits that were asked for."""
        said = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
        return said.translate(_ARABIC_DIGITS) if self.digits == "arab" else said

    def amount(self, low: int | None, high: int | None) -> str:
        """A figure as analysts write it: 5, 20+, ≤9, 10–15, or ? where no number is told."""
        from tawatur.frames import amount

        return self.number(amount(low, high))


def _isolated(found: re.Match[str]) -> str:
    return f"\u2066{found[0]}\u2069"


@lru_cache(maxsize=1)
def _types() -> dict[str, str]:
    return {kind.id: kind.label for kind in codebook().types}
