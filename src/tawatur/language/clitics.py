"""Splits one-letter words and the article off the front of a folded word; whoever looks a word up picks the split."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from tawatur.reference import load_yaml


class Clitics(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of ar/clitics.yml."""

    conjunctions: list[str]
    prepositions: list[str]
    future: list[str]
    article: list[str]
    article_after_lam: list[str]
    pronouns: list[str]


class Split(msgspec.Struct, frozen=True, gc=False):
    """One way to read the front of a word: `form[skip:]` is `rest`."""

    rest: str
    skip: int
    conjunction: str = ""
    preposition: str = ""
    article: bool = False


CLITICS = load_yaml("ar/clitics.yml", Clitics)


@lru_cache(maxsize=200_000)
def splits(form: str) -> tuple[Split, ...]:
    """All ways to split the front of a folded word, the whole word first; no rest is shorter than two letters.

    The rest never holds the article that was split off: "and-in-the-city" gives "city" with article=True at last.
    """
    found = [Split(form, 0)]
    for conjunction in ("", *CLITICS.conjunctions):
        if not form.startswith(conjunction):
            continue
        for preposition in ("", *CLITICS.prepositions, *CLITICS.future):
            if form.startswith(preposition, len(conjunction)):
                _add(found, form, conjunction, preposition)
    return tuple(found)


def _add(found: list[Split], form: str, conjunction: str, preposition: str) -> None:
    """Add the split with these two clitics, and the one with the article behind them."""
    at = len(conjunction) + len(preposition)
    if at and len(form) - at >= 2:
        found.append(Split(form[at:], at, conjunction, preposition))
    for article in CLITICS.article:
        if form.startswith(article, at) and len(form) - at - len(article) >= 2:
            found.append(Split(form[at + len(article) :], at + len(article), conjunction, preposition, True))
    for lam in CLITICS.article_after_lam:
        if not preposition and form.startswith(lam, at) and len(form) - at - len(lam) >= 2:
            found.append(Split(form[at + len(lam) :], at + len(lam), conjunction, lam[0], True))
