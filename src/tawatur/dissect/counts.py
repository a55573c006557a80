"""Counts of people and things: a number and what it counts, a dual, one person, or a plural without a number.

Dates, ages, distances, money and shares are left out; whether one person or a bare plural is a figure is for extract.
"""

from __future__ import annotations

from msgspec.structs import replace

from tawatur.dissect.counted import Found, Text, noun_at
from tawatur.dissect.numbered import read_number
from tawatur.dissect.subsets import is_subset
from tawatur.dissect.unnumbered import read_name, read_noun, read_rank
from tawatur.language.letters import cut
from tawatur.records import CountMention, DateMention, NumberMention, Sentence, Token


def find_counts(
    tokens: tuple[Token, ...],
    sentences: tuple[Sentence, ...],
    numbers: tuple[NumberMention, ...],
    dates: tuple[DateMention, ...],
) -> tuple[CountMention, ...]:
    """All counts of a text in order, none inside another."""
    text = Text(
        tokens,
        {n.first: n for n in numbers if n.kind not in ("ordinal", "fraction")},
        {n.first: n for n in numbers if n.kind == "ordinal"},
        frozenset(i for d in dates for i in range(d.first, d.last + 1)),
    )
    found: list[Found] = []
    for sentence in sentences:
        _read_sentence(text, sentence, found)
    return tuple(_mention(tokens, f) for f in _with_who(found))


def _read_sentence(text: Text, sentence: Sentence, found: list[Found]) -> None:
    """Append the counts of one sentence."""
    began = len(found)
    i = sentence.first
    while i <= sentence.last:
        count = _count_at(text, i)
        if count is None or count.last > sentence.last:
            number = text.numbers.get(i)
            i = number.last + 1 if number else i + 1
            continue
        before = found[-1] if len(found) > began else None
        found.append(replace(count, subset=count.subset or is_subset(text, count, before)))
        i = count.last + 1


def _count_at(text: Text, i: int) -> Found | None:
    """The count that starts at token i."""
    if text.tokens[i].kind not in ("word", "number") or i in text.dated:
        return None
    number = text.numbers.get(i)
    if number:
        return None if number.last in text.dated else read_number(text, number)
    if i in text.ranks:
        return read_rank(text, text.ranks[i])
    noun = noun_at(text.tokens, i)
    if noun:
        return read_noun(text, i, noun)
    return read_name(text, i) if text.tokens[i].kind == "word" else None


def _with_who(found: list[Found]) -> list[Found]:
    """Counts without a noun of their own take whom they count from the nearest count of people before them."""
    last: Found | None = None
    told: list[Found] = []
    for count in found:
        of_them = count.rule == "count.of-them"
        if count.inherits and (last or (of_them and told)):
            count = replace(count, who=told[-1].who if of_them else last.who)  # type: ignore[union-attr]
        elif count.who != "object" and count.noun and not count.subset:
            last = count
        told.append(count)
    return told


def _mention(tokens: tuple[Token, ...], f: Found) -> CountMention:
    """The record with its offsets."""
    token = tokens[f.first]
    return CountMention(
        first=f.first,
        last=f.last,
        start=token.start + (cut(token.text, f.skip) if f.skip else 0),
        end=tokens[f.last].end,
        low=f.low,
        high=f.high,
        noun=f.noun,
        who=f.who,
        kind=f.kind,
        subset=f.subset,
        rule=f.rule,
        outcome=f.outcome,
    )
