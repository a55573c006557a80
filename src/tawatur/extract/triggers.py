"""Finds the words that can name an event: each is a mention with its rule, its type by the means told near it, or the
first condition that failed (kept for `why-not`)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from tawatur.extract.lexicon import Entry, Turn, Word, entries, families, keys
from tawatur.language.clitics import Split
from tawatur.records import Reading, Token

NEAR = 9  # tokens each side within the sentence in which a means may stand


class Mention(Struct, frozen=True, kw_only=True):
    """Words that can name an event."""

    first: int
    last: int
    head: int
    type: str
    entry: Entry
    split: Split
    sentence: int
    failed: str = ""  # the first condition that is not met, "" where all are
    others: tuple[str, ...] = ()  # types by the other rules that the word can start

    @property
    def part(self) -> str:
        """Part of speech of the head: past, present, passive_past, masdar, noun, active, patient."""
        return self.entry.form.part

    @property
    def outcome(self) -> str:
        """What a casualty word counts, "" for other words."""
        return self.entry.rule.outcome


def has_trigger(tokens: Sequence[Token]) -> bool:
    """Whether any word can name an event; where none can, a report has no claims."""
    return any(t.kind == "word" and entries(t.form) for t in tokens)


def find_mentions(reading: Reading) -> tuple[Mention, ...]:
    """All mentions in order, one a head token: the first rule that holds, else the one that came furthest."""
    found: list[Mention] = []
    named = _inside_names(reading)
    for number, sentence in enumerate(reading.sentences):
        span = (sentence.first, sentence.last)
        for i in range(sentence.first, sentence.last + 1):
            token = reading.tokens[i]
            if token.kind == "word" and (options := entries(token.form)):
                best = _best(reading.tokens, i, span, number, options)
                if best is not None and not (best.split.article and i in named):
                    found.append(best)
    return tuple(_without_inner(found))


SIDES = frozenset(("state_force", "foreign_force", "armed_group", "police"))


def _inside_names(reading: Reading) -> frozenset[int]:
    """Tokens behind the first of a side's name: "the forces of the occupation" tell of no occupation."""
    return frozenset(i for a in reading.actors if a.kind in SIDES for i in range(a.first + 1, a.last + 1))


def _best(
    tokens: Sequence[Token],
    i: int,
    span: tuple[int, int],
    number: int,
    options: Sequence[tuple[Split, Entry]],
) -> Mention | None:
    """The mention at a token by the entry that fits best: complete ones first, those with more words first."""
    near = _near(tokens, i, span)
    tried = [m for option in options if (m := _mention(tokens, i, span, number, near, option)) is not None]
    if len(tried) < 2:
        return tried[0] if tried else None
    best = min(tried, key=_rank)
    others = dict.fromkeys(m.type for m in sorted(tried, key=_rank) if m.type != best.type)
    return msgspec.structs.replace(best, others=tuple(others)) if others else best


def _rank(m: Mention) -> tuple[bool, int, bool, bool, bool]:
    """Lower is better: conditions that are met tell more than none."""
    rule, word = m.entry.rule, m.entry.word
    return bool(m.failed), m.first - m.last, not _then(m.entry), not (word.needs or rule.needs), word.weak or rule.weak


def _mention(
    tokens: Sequence[Token],
    i: int,
    span: tuple[int, int],
    number: int,
    near: frozenset[str],
    option: tuple[Split, Entry],
) -> Mention | None:
    """The mention at token `i` by one entry, with the first condition that failed; None where the word is strict."""
    split, entry = option
    rule, word = entry.rule, entry.word
    end, failed = i, ""
    if then := _then(entry):
        at = _following(tokens, i, span[1], then, word.gap if word.gap is not None else rule.gap)
        end, failed = (at, "") if at is not None else (i, "then:" + "|".join(then[:4]))
    needed = word.needs or rule.needs
    if not failed and needed and near.isdisjoint(needed):
        failed = "needs:" + "|".join(needed)
    if not failed and not near.isdisjoint(rule.unless):
        failed = "unless:" + "|".join(rule.unless)
    if failed and (rule.strict or word.strict):
        return None
    type_, lost = _turned(tokens, i, span, entry, near)
    first, last = (i, end) if end - i <= 2 else (i, i)
    return Mention(
        first=first, last=last, head=i, type=type_, entry=entry, split=split, sentence=number, failed=failed or lost
    )


def _then(entry: Entry) -> list[str]:
    return entry.word.then or entry.rule.then


def _near(tokens: Sequence[Token], i: int, span: tuple[int, int]) -> frozenset[str]:
    """Families of the words around a token, its sentence's ends respected."""
    around = tokens[max(span[0], i - NEAR) : min(span[1], i + NEAR) + 1]
    return frozenset().union(*(families(t.form) for t in around if t.kind == "word"))


def _following(tokens: Sequence[Token], i: int, last: int, then: list[str], gap: int) -> int | None:
    """Position of the first of the words `then` within `gap` tokens behind `i`; a phrase matches word by word."""
    phrases = _PHRASES.get(id(then)) or _phrases(then)
    for j in range(i + 1, min(last, i + gap + 1) + 1):
        here = keys(tokens[j].form)
        for start in here & phrases.keys():
            for rest in phrases[start]:
                if all(j + k <= last and w in keys(tokens[j + k].form) for k, w in enumerate(rest, 1)):
                    return j + len(rest)
    return None


_PHRASES: dict[int, dict[str, list[tuple[str, ...]]]] = {}  # by the identity of a rule's list, which lives on


def _phrases(then: list[str]) -> dict[str, list[tuple[str, ...]]]:
    """The phrases of a list by their first word, longer ones first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(then, key=lambda p: -len(p.split())):
        first, *rest = phrase.split()
        found.setdefault(first, []).append(tuple(rest))
    _PHRASES[id(then)] = found
    return found


def _turned(
    tokens: Sequence[Token], i: int, span: tuple[int, int], entry: Entry, near: frozenset[str]
) -> tuple[str, str]:
    """The type by the first turn that holds, and why the mention is lost where the turn says so."""
    for turn in entry.rule.becomes:
        if _holds(tokens, i, span, entry.word, turn, near):
            return (turn.type, "") if turn.type else (entry.type, "dropped by:" + "|".join(turn.near))
    return entry.type, ""


def _holds(
    tokens: Sequence[Token], i: int, span: tuple[int, int], word: Word, turn: Turn, near: frozenset[str]
) -> bool:
    if turn.only and word.lemma not in turn.only:
        return False
    if turn.before:
        return i > span[0] and not keys(tokens[i - 1].form).isdisjoint(turn.before)
    return not turn.near or not near.isdisjoint(turn.near)


def _without_inner(found: list[Mention]) -> list[Mention]:
    """Mentions without those that stand inside a longer complete one ("fall of a rocket" holds "rocket").

    A complete phrase is kept ("an attack repelled" holds "a suicide attack").
    """
    covered: dict[int, Mention] = {}
    for mention in found:
        if not mention.failed and mention.last > mention.first:
            for i in range(mention.first, mention.last + 1):
                covered.setdefault(i, mention)
    return [m for m in found if covered.get(m.head, m) is m or (not m.failed and m.last > m.first)]
