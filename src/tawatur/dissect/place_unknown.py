"""Names that no gazetteer has: what may stand behind a cue word and be a place all the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tawatur.dissect.place_data import WORDS, cue_of
from tawatur.dissect.place_mark import QUOTES, Hit, is_word
from tawatur.gazetteer.prior import COMMON, EVERYDAY, zipf
from tawatur.language.clitics import CLITICS
from tawatur.records import Token


def unknown_name(tokens: Sequence[Token], i: int) -> Hit | None:
    """A name that the gazetteer does not have: what is in quotes, else one word or, after some first words, two."""
    if not may_name(tokens[i].form):
        return None
    last = i
    if tokens[i - 1].text in QUOTES:
        while last + 1 < len(tokens) and last - i < 4 and tokens[last + 1].text not in QUOTES:
            last += 1
        if not (last + 1 < len(tokens) and tokens[last + 1].text in QUOTES):
            last = i
    elif tokens[i].form in WORDS.name_heads:
        if not (is_word(tokens, i + 1) and may_name(tokens[i + 1].form)):
            return None
        last = i + 1
    if is_word(tokens, last + 1) and tokens[last + 1].form in WORDS.name_adjectives:
        last += 1
    name_key = " ".join(t.form for t in tokens[i : last + 1])
    return Hit(first=i, last=last, name_first=i, start=tokens[i].start, key=name_key)


@lru_cache(maxsize=50_000)
def may_name(form: str) -> bool:
    """Whether a word can open an unknown name: no particle, no common word without the article, long enough."""
    if len(form) < 3 or form in WORDS.not_names or cue_of(form):
        return form in WORDS.name_heads
    if zipf(form) >= (EVERYDAY if form.startswith(CLITICS.article[0]) else COMMON):
        return form in WORDS.name_heads
    if any(form.startswith(p) and form[1:] in WORDS.not_names for p in (*CLITICS.prepositions, *CLITICS.conjunctions)):
        return False
    indefinite = not form.startswith(CLITICS.article[0]) and form.endswith(WORDS.adjective_ends)
    return not indefinite
