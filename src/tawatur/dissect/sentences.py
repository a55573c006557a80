"""Sentences and clauses: where a full stop ends one, and which words open a new clause."""

from __future__ import annotations

import msgspec

from tawatur.language.clitics import splits
from tawatur.records import Sentence, Token
from tawatur.reference import load_yaml


class Joints(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of ar/clauses.yml."""

    sentence_ends: list[str]
    clause_marks: list[str]
    clause_openers: list[str]
    abbreviations: list[str]


LONGEST = 200  # tokens; later stages look through whole sentences, so that longer ones would cost their square
_JOINTS = load_yaml("ar/clauses.yml", Joints)
_ENDS = frozenset(_JOINTS.sentence_ends)
_MARKS = frozenset(_JOINTS.clause_marks)
_OPENERS = frozenset(_JOINTS.clause_openers)
_SHORT = frozenset(_JOINTS.abbreviations)


def find_sentences(tokens: tuple[Token, ...], title_end: int) -> tuple[Sentence, ...]:
    """Sentences of a report; those that start before offset `title_end` are the title's."""
    found: list[Sentence] = []
    first = 0
    for i in range(len(tokens)):
        if _ends(tokens, i, i - first):
            _close(found, tokens, first, i, title_end)
            first = i + 1
    _close(found, tokens, first, len(tokens) - 1, title_end)
    return tuple(found)


def _ends(tokens: tuple[Token, ...], i: int, length: int) -> bool:
    """Whether a sentence of so many tokens ends at token `i`; a very long one is cut at a clause, else anywhere."""
    token = tokens[i]
    if token.kind == "break" or (token.form in _ENDS and not _is_abbreviation(tokens, i)):
        return True
    return length >= LONGEST and (token.form in _MARKS or length >= 2 * LONGEST)


def _close(found: list[Sentence], tokens: tuple[Token, ...], first: int, last: int, title_end: int) -> None:
    """Add the sentence of these tokens, if any of them is a word."""
    if any(t.kind in ("word", "number", "latin") for t in tokens[first : last + 1]):
        found.append(Sentence(first, last, tuple(_clauses(tokens, first, last)), tokens[first].start < title_end))


def _clauses(tokens: tuple[Token, ...], first: int, last: int) -> list[tuple[int, int]]:
    """Token ranges of the clauses between `first` and `last`."""
    starts = [first]
    for i in range(first + 1, last + 1):
        after_mark = tokens[i - 1].form in _MARKS
        if after_mark or (tokens[i].kind == "word" and _opens(tokens[i].form)):
            starts.append(i)
    return [(a, b - 1) for a, b in zip(starts, [*starts[1:], last + 1], strict=True)]


def _opens(form: str) -> bool:
    return any(split.rest in _OPENERS and not split.preposition for split in splits(form))


def _is_abbreviation(tokens: tuple[Token, ...], i: int) -> bool:
    """A dot behind the letter that stands for a title ("Dr.") ends no sentence by itself."""
    return tokens[i].form == "." and i > 0 and tokens[i - 1].form in _SHORT and tokens[i - 1].end == tokens[i].start
