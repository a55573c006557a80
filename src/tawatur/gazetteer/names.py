"""Keys under which a place name is found: its folded words, and the ways that reports spell it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from tawatur.language.clitics import CLITICS
from tawatur.language.tokens import tokenize
from tawatur.reference import load_yaml

NAME_KINDS = frozenset({"word", "number", "latin"})
MOST_WORDS = 6  # of a place name; longer ones are descriptions


class Spelling(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of ar/place-spelling.yml."""

    heads: list[str]  # first words that are written onto the next one or apart
    swaps: list[tuple[str, str]]  # endings that stand for one another
    not_after: list[str]  # letters before an ending that is then another word's, such as a nisba's
    letters: list[tuple[str, str]]  # letters that stand for one another inside foreign names


SPELLING = load_yaml("ar/place-spelling.yml", Spelling)


def key(name: str) -> str:
    """Folded words of a name, one space between them; bracketed remarks and marks are left out."""
    words: list[str] = []
    depth = 0
    for token in tokenize(name):
        depth += (token.text in "([") - (token.text in ")]")
        if depth == 0 and token.kind in NAME_KINDS:
            words.append(token.form.lower())
    return " ".join(words)


def spellings(name_key: str) -> Iterator[str]:
    """Other keys of the same name: first word joined or apart, final alef for teh marbuta and the like."""
    seen = {name_key}
    for joined in (name_key, *_joined(name_key), *_apart(name_key)):
        for other in (joined, *_swapped(joined)):
            if other not in seen:
                seen.add(other)
                yield other


def _joined(name_key: str) -> Iterator[str]:
    """A short first word written onto the next."""
    first, _, rest = name_key.partition(" ")
    if rest and first in SPELLING.heads:
        yield first + rest
    article = CLITICS.article[0]
    if rest and first == SPELLING.heads[0] and rest.startswith(article):
        yield first + rest[1:]  # after a final waw the alef of the article is often left out


def _apart(name_key: str) -> Iterator[str]:
    """A short first word written apart from the next."""
    for head in SPELLING.heads:
        rest = name_key[len(head) :]
        if name_key.startswith(head) and len(rest.partition(" ")[0]) >= 3 and not rest.startswith(" "):
            yield f"{head} {rest}"


def _swapped(name_key: str) -> Iterator[str]:
    """Endings and foreign letters written another way."""
    for a, b in SPELLING.swaps:
        for old, new in ((a, b), (b, a)):
            if name_key.endswith(old) and len(name_key) - len(old) >= 3 and name_key[-2] not in SPELLING.not_after:
                yield name_key[: -len(old)] + new
    for old, new in SPELLING.letters:
        if old in name_key:
            yield name_key.replace(old, new)
