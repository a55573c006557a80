"""Counts that are part of another count: words such as "among them", and the list that such a word opens."""

from __future__ import annotations

from tawatur.dissect.counted import DATA, WAW, Found, Text
from tawatur.language.clitics import splits
from tawatur.records import Token


def is_subset(text: Text, count: Found, before: Found | None) -> bool:
    """Whether a count is part of the one before: an opener stands before it, or it goes on a list that one opened."""
    tokens, i = text.tokens, count.first - 1
    while i >= 0 and tokens[i].form in DATA.fillers and tokens[i].form not in DATA.subset:
        i -= 1
    smaller = before is not None and count.low is not None and before.low is not None and count.low < before.low
    if i >= 0 and tokens[i].form in DATA.subset_by_number:
        return smaller and count.kind == "number"
    if i >= 0 and _opens_part(tokens, i):
        return before is not None or count.kind != "plural"
    if before is None:
        return False
    if count.rule == "count.of-them":
        return smaller
    if i >= 0 and tokens[i].form in DATA.subset_marks and before.last == i - 1:
        return smaller and count.kind == "number"
    return (before.subset and _goes_on(text, before, count)) or _opened_nearby(tokens, count)


def _opens_part(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether token i is a word such as "among them"."""
    for split in splits(tokens[i].form):
        if split.rest in DATA.subset and not split.preposition and not split.article:
            needs = DATA.subset_needs.get(split.rest)
            return needs is None or (i > 0 and tokens[i - 1].form in needs)
    return False


def _goes_on(text: Text, before: Found, count: Found) -> bool:
    """Whether a count is joined to the part before it."""
    gap = text.tokens[before.last + 1 : count.first]
    if len(gap) > _LIST_GAP or (count.outcome in _TOLD_APART and not before.outcome):
        return False
    form = text.tokens[count.first].form
    joins = count.skip > 0 and form.startswith(WAW)
    if gap and gap[-1].form in (WAW, _COMMA):
        joins = True
    return joins and not any(t.kind == "word" and t.form.startswith(WAW) and len(t.form) > 1 for t in gap)


def _opened_nearby(tokens: tuple[Token, ...], count: Found) -> bool:
    """Whether a count goes on a list whose first names are no counts."""
    if not (count.skip and tokens[count.first].form.startswith(WAW)) or count.outcome in _TOLD_APART:
        return False
    for i in range(count.first - 1, max(count.first - _LIST_GAP, -1), -1):
        if tokens[i].kind != "word":
            return False
        if _opens_part(tokens, i):
            return True
    return False


_LIST_GAP = 6
_TOLD_APART = ("killed", "injured", "casualties")
_COMMA = "\u060c"
