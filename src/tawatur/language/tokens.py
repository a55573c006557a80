"""Cuts a text into words, numbers, Latin words, marks and line ends, with offsets into the text as given."""

from __future__ import annotations

import re

from tawatur.language.letters import fold_word
from tawatur.records import Token

_LETTER = (
    "\u0621-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06fa-\u06ff"  # Arabic
    "\ufb50-\ufd3d\ufd50-\ufdff\ufe70-\ufefc"  # its presentation forms
)
_INSIDE = "\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u061c"
_DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
_WORD = f"[{_LETTER}][{_LETTER}{_INSIDE}]*"
_TOKEN = re.compile(
    # A word cut by tatweel, space, tatweel is one word that dodges a platform's filter.
    f"(?P<word>{_WORD}(?:(?<=\u0640)[ ]\u0640[{_LETTER}{_INSIDE}]+)*)"
    f"|(?P<number>[{_DIGIT}]+(?:[.,\u066b\u066c][{_DIGIT}]+)*)"
    "|(?P<latin>[A-Za-z\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f'\u2019_-]*)"
    "|(?P<break>[ \t\u00a0]*[\n\r\u2028\u2029\u0085]\\s*)"
    "|(?P<mark>[^\\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff\u064b-\u065f\u0640])"
)


def tokenize(text: str) -> tuple[Token, ...]:
    """Tokens of a text in order; spaces and stray invisible marks belong to none."""
    return tuple(
        Token(m.start(), m.end(), m.group(), _form(m.lastgroup or "mark", m.group()), m.lastgroup)  # type: ignore[arg-type]
        for m in _TOKEN.finditer(text)
    )


def _form(kind: str, text: str) -> str:
    if kind == "word":
        return fold_word(text.replace(" ", "")) if " " in text else fold_word(text)
    if kind == "number":
        return fold_word(text)
    return "\n" if kind == "break" else text
