"""A name in a report on its way to a place mention."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tawatur.dissect.place_data import Cue
from tawatur.gazetteer.layers import Candidate
from tawatur.records import Token

QUOTES = frozenset("\"\u201c\u201d\u00ab\u00bb\u2018\u2019'")
LINKS = frozenset("،,/-–")


class Hit(Struct):
    """A name in the text: tokens `first`..`last` are the mention, `name_first`..`last` the name."""

    first: int
    last: int
    name_first: int
    start: int  # offset of the mention's first letter after clitics
    key: str
    candidates: tuple[Candidate, ...] = ()
    cue: Cue | None = None
    many: bool = False
    listed: bool = False  # linked to the hit before it
    preposition: str = ""  # one-letter preposition on the name or its cue
    conjunction: str = ""
    direction: str = ""  # direction or «around» word before the name
    adjective: str = ""  # direction adjective behind «countryside of X»
    stripped: int = 0  # letters of clitics taken off the name
    opens: int = -1  # token of the cue word, where there is one
    weak: bool = False  # proposed only: it is no evidence for the report's other places


def is_word(tokens: Sequence[Token], i: int) -> bool:
    """Whether token i is there and a word."""
    return i < len(tokens) and tokens[i].kind == "word"


def between(tokens: Sequence[Token], a: Hit, b: Hit) -> Sequence[Token]:
    """The tokens between two mentions, the second one's cue word not among them."""
    return tokens[a.last + 1 : b.first if b.opens < 0 else min(b.opens, b.first)]
