"""Names that no gazetteer has: what may stand behind a cue word and be a place all the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tawatur.dissect.place_data import GIVEN, WORDS, cue_of
from tawatur.dissect.place_mark import QUOTES, Hit, is_word
from tawatur.gazetteer.prior import COMMON, EVERYDAY, zipf
from tawatur.language.clitics import CLITICS
from tawatur.language.nouns import lookup
from tawatur.records import Token

RARE_WORDS = 3  # in a row, of a foreign name
JOINTS = frozenset("-/\u2013")


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
    elif is_rare(tokens[i].form):
        last = rare_last(tokens, i)
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


@lru_cache(maxsize=50_000)
def is_rare(form: str) -> bool:
    """Whether a word can only be a name: not in the list of frequent words, of no list, no pronoun at its end."""
    if zipf(form) or not may_name(form) or lookup(form) is not None or form in GIVEN.names or cue_of(form):
        return False
    article = CLITICS.article[0]
    stem = form[len(article) :] if form.startswith(article) else form
    if zipf(stem):
        return False
    return not any(form.endswith(p) and zipf(form[: -len(p)]) for p in CLITICS.pronouns if 1 < len(p) < len(form) - 1)


def rare_last(tokens: Sequence[Token], i: int, limit: int | None = None) -> int:
    """The last word of a foreign name that begins at token i: rare words in a row, dashes between them."""
    last, limit = i, len(tokens) - 1 if limit is None else limit
    while last < min(limit, i + RARE_WORDS):
        following = last + 1
        if tokens[following].text in JOINTS and following < limit:
            following += 1
        if not is_word(tokens, following) or not is_rare(tokens[following].form):
            break
        if tokens[following].form[0] in (*CLITICS.conjunctions, *CLITICS.prepositions[:2]):
            break
        last = following
    return last
