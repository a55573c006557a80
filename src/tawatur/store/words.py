"""Words as the search compares them: folded, without the article, numbers without separators; and a query's words.

A word's key is the same in the index and in a query. One-letter words that are written on to a word (and, in, for …)
stay in the index; a query is widened by them instead, so that a name which begins with such a letter stays itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from tawatur.language.clitics import CLITICS, splits
from tawatur.language.tokens import tokenize
from tawatur.records import Token

_SHORTEST_STEM = 3  # letters that must be left of a word after its article, so that a name of God stays whole
_HAMZA = "\u0621"
_SEARCHED = 300_000  # letters of a text; PostgreSQL's index of one text holds a megabyte
_LONGEST = 60  # letters of a word that are compared
_QUERY = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_NOT_PLAIN = re.compile(r"[^\w]|_")


class Term(Struct, frozen=True):
    """One word or phrase of a query: for each of its words all keys that match it; `prefix`: the last one's start."""

    words: tuple[frozenset[str], ...]
    prefix: bool = False
    excluded: bool = False


def shadow(text: str) -> str:
    """The keys of a text's words, in order, separated by spaces; of a very long text those of its beginning."""
    return " ".join(key for token in tokenize(text[:_SEARCHED]) if (key := key_of(token)))


def key_of(token: Token) -> str:
    """A token's key, or "" for what is not searched (marks, line ends)."""
    if token.kind == "word":
        return word_key(token.form)
    if token.kind in ("number", "latin"):
        return _plain(token.form)
    return ""


@lru_cache(maxsize=200_000)
def word_key(form: str) -> str:
    """The key of a folded Arabic word: what follows its article, or all of it, without its last hamza."""
    stems = [split.rest for split in splits(form) if split.article and len(split.rest) >= _SHORTEST_STEM]
    if stems:
        return word_key(min(stems, key=len))  # again, so that a word that itself begins like an article has one key
    if form in CLITICS.article:
        return ""
    bare = form.removesuffix(_HAMZA) if len(form) > _SHORTEST_STEM else form
    return _NOT_PLAIN.sub("", bare)[:_LONGEST]


def name_key(name: str) -> str:
    """A name (of a place, an outlet) as it is compared."""
    return shadow(name)


def parse(query: str) -> tuple[Term, ...]:
    """A query's terms: words, "phrases", -excluded, beginn*; all must be there. Words without letters are left out."""
    return tuple(term for match in _QUERY.finditer(query) if (term := _term(match)).words)


def widened(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The same terms, each single word also without a one-letter word written on to it."""
    return tuple(
        Term((frozenset().union(*(map(_bare, term.words[0])), term.words[0]),), term.prefix)
        if len(term.words) == 1 and not term.excluded
        else term
        for term in terms
    )


def matches(keys: list[str], terms: tuple[Term, ...]) -> set[int]:
    """Positions of the keys that the terms match."""
    found: set[int] = set()
    for term in terms:
        if term.excluded:
            continue
        starts = tuple(term.words[0])
        for first, key in enumerate(keys):
            likely = key in term.words[0] or (term.prefix and key.startswith(starts))
            if likely and (len(term.words) == 1 or _stands_at(keys, first, term)):
                found.update(range(first, first + len(term.words)))
    return found


def _stands_at(keys: list[str], first: int, term: Term) -> bool:
    """Whether a phrase stands at a position; only single words are matched by their beginning."""
    run = keys[first : first + len(term.words)]
    return len(run) == len(term.words) and all(key in words for key, words in zip(run, term.words, strict=True))


def _term(match: re.Match[str]) -> Term:
    said = match["word"] if match["phrase"] is None else match["phrase"]
    tokens = [token for token in tokenize(said) if key_of(token)]
    words = tuple(_keys(token) if i == 0 else frozenset([key_of(token)]) for i, token in enumerate(tokens))
    return Term(
        words, prefix=len(words) == 1 and match["phrase"] is None and said.endswith("*"), excluded=match["minus"] == "-"
    )


def _keys(token: Token) -> frozenset[str]:
    """All keys under which a word may stand in the index: with each of the words that are written on to its front."""
    key = key_of(token)
    if token.kind != "word":
        return frozenset([key, *(before + key for before in CLITICS.prepositions if token.kind == "number")])
    fronts = [c + p for c in ("", *CLITICS.conjunctions) for p in ("", *CLITICS.prepositions, *CLITICS.future)]
    # A word that begins with lam loses it behind two others: "for the refugees" is written with two, not three.
    after_lam = (key, key[1:]) if key.startswith(tuple(lam[0] for lam in CLITICS.article_after_lam)) else (key,)
    forms = [front + article + key for front in fronts for article in ("", *CLITICS.article)]
    forms += [
        c + lam + rest for c in ("", *CLITICS.conjunctions) for lam in CLITICS.article_after_lam for rest in after_lam
    ]
    return frozenset([key, *filter(None, map(word_key, forms))])


@lru_cache(maxsize=10_000)
def _bare(key: str) -> frozenset[str]:
    return frozenset(split.rest for split in splits(key) if split.skip and len(split.rest) > _SHORTEST_STEM)


@lru_cache(maxsize=50_000)
def _plain(form: str) -> str:
    """A number or Latin word: small letters and digits only, accents gone."""
    letters = unicodedata.normalize("NFKD", form).casefold()
    return "".join(char for char in letters if char.isalnum())[:_LONGEST]
