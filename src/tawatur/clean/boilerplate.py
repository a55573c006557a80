"""Tells a report's own lines from what web pages put around them, by the rows of ar/boilerplate.yml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from tawatur.language.letters import fold_word
from tawatur.reference import load_yaml


class LineRule(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Phrases that mark a line as no part of the report."""

    id: str
    does: Literal["end", "aside", "line"]
    match: Literal["whole", "starts", "label", "contains"]
    phrases: list[str]
    most_words: int = 60


class WordSet(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of which a line may wholly consist."""

    id: str
    words: list[str]


class Shell(Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases of pages that hold no report, and what such a page is called."""

    id: str
    says: str
    phrases: list[str]


class DateWords(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Words beside a visible date."""

    published: list[str]
    changed: list[str]
    rights: list[str]
    beside: list[str]


class Boilerplate(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of ar/boilerplate.yml."""

    lines: list[LineRule]
    made_of: list[WordSet]
    shells: list[Shell]
    dates: DateWords


class Judged(Struct, frozen=True):
    """What a rule says of a line; `rule` is "" where none speaks."""

    does: Literal["", "end", "aside", "line"]
    rule: str


RULES = load_yaml("ar/boilerplate.yml", Boilerplate)
_WORD = re.compile("[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]+|[a-z]+|[0-9]+")
_HEAD = 600  # letters of a line that are compared; longer lines are prose
_PROSE_WORDS = 20
_SENTENCE_WORDS = 9
_SENTENCE = re.compile("[.!\u061f\u06d4][\"'\u00bb\u201d)\\]\\s]*$")
_TEASER = re.compile("(?:\\.\\.\\.|\u2026|\\[\\W*\\])\\W*$")
_LABEL_END = re.compile("\\s*[:|\uff1a]")
_BARE = re.compile(r"(?![\W\d]*\d[/-]\d)[\W\d_]*")  # signs or a number, but not a date
_HASHTAGS = re.compile(r"(?:\s*#\w+\s*[,|\u060c]?)+\s*")
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+\s*")
_FREE = Judged("", "")
_Phrases: TypeAlias = dict[tuple[str, ...], tuple[Judged, int]]


def line_words(line: str) -> tuple[str, ...]:
    """The folded words and numbers of a line's first letters, signs left out."""
    return tuple(_WORD.findall(fold_word(line[:_HEAD]).lower()))


def is_prose(line: str) -> bool:
    """Whether a line is a paragraph of a report rather than a headline, a teaser or a menu."""
    if _TEASER.search(line[-20:]):
        return False
    count = len(line_words(line))
    return count >= _PROSE_WORDS or (count >= _SENTENCE_WORDS and _SENTENCE.search(line[-20:]) is not None)


def judge(line: str) -> Judged:
    """The first rule that recognises the line, whatever stands around it."""
    words = line_words(line)
    if not words or len(line) > _HEAD:
        return _FREE
    if _HASHTAGS.fullmatch(line):
        return Judged("line", "hashtags")
    if _ADDRESS.fullmatch(line):
        return Judged("line", "address")
    plain = tuple(word for word in words if not word.isdigit())
    if plain in _WHOLE:
        return _WHOLE[plain]
    for row in RULES.made_of:
        if plain and _SETS[row.id].issuperset(plain):
            return Judged("line", row.id)
    return _started(words, _STARTS) or _labelled(line, len(words)) or _contained(words)


def kept(lines: Sequence[str]) -> list[int]:
    """Positions of the lines that belong to the report, in order."""
    prose = [is_prose(line) for line in lines]
    chosen: list[int] = []
    aside = told = False
    for i, line in enumerate(lines):
        does = judge(line).does
        if does == "end" and told:
            break
        if does == "aside":
            aside = told
        elif does or (aside and not prose[i]) or _BARE.fullmatch(line):
            continue
        else:
            aside = False
            told = told or prose[i] or (i > 0 and len(line_words(line)) >= _SENTENCE_WORDS)
            chosen.append(i)
    return chosen


def shell_reason(text: str) -> str:
    """What a page without a report is, by its words ("login wall"), or ""."""
    words = f" {' '.join(line_words_all(text))} "
    return next((says for phrase, says in _SHELLS if phrase in words), "")


@lru_cache(maxsize=8)
def line_words_all(text: str) -> tuple[str, ...]:
    """The folded words of a short text, all of them."""
    return tuple(_WORD.findall(fold_word(text[:20_000]).lower()))


def _started(words: tuple[str, ...], phrases: _Phrases) -> Judged | None:
    """The rule of a phrase that the words begin with."""
    for size in range(1, _LONGEST + 1):
        found = phrases.get(words[:size])
        if found and len(words) <= found[1]:
            return found[0]
    return None


def _labelled(line: str, count: int) -> Judged | None:
    """The rule of a phrase that stands before the line's first colon or bar."""
    label, mark, _ = _LABEL_END.sub("\n", line[:80], count=1).partition("\n")
    found = _LABELS.get(line_words(label)) if mark else None
    return found[0] if found and count <= found[1] else None


def _contained(words: tuple[str, ...]) -> Judged:
    line = f" {' '.join(words)} "
    for phrase, judged, most in _CONTAINED:
        if len(words) <= most and phrase in line:
            return judged
    return _FREE


def _split(phrase: str) -> tuple[str, ...]:
    """A phrase of the data as lines are compared, so that it may be written as people write."""
    return line_words(phrase)


def _table(match: str) -> _Phrases:
    return {
        _split(p): (Judged(row.does, row.id), row.most_words)
        for row in RULES.lines
        if row.match == match
        for p in row.phrases
    }


_WHOLE = {_split(p): Judged(row.does, row.id) for row in RULES.lines if row.match == "whole" for p in row.phrases}
_STARTS = _table("starts")
_LABELS = _table("label")
_CONTAINED = [
    (f" {' '.join(_split(p))} ", Judged(row.does, row.id), row.most_words)
    for row in RULES.lines
    if row.match == "contains"
    for p in row.phrases
]
_LONGEST = max(map(len, _STARTS))
_SETS = {row.id: frozenset(map(str.lower, map(fold_word, row.words))) for row in RULES.made_of}
_SHELLS = [(f" {' '.join(_split(p))} ", row.says) for row in RULES.shells for p in row.phrases]
DATE_WORDS = {
    name: frozenset(word for phrase in words for word in _split(phrase))
    for name, words in msgspec.structs.asdict(RULES.dates).items()
}
