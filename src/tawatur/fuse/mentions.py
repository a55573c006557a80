"""Words that speak of an event in passing, and the ids of such mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256

from tawatur.fuse.settings import linking
from tawatur.language.clitics import splits
from tawatur.records import MENTION, Token


def mention_id(report: str, start: int) -> str:
    """The id of a mention: the same in every run."""
    return MENTION + sha256(f"{report} {start}".encode()).hexdigest()[:12]


def is_mention(claim: str) -> bool:
    """Whether an id is that of a mention."""
    return claim.startswith(MENTION)


def event_words(words: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """(position, type) of the words for events."""
    for at, token in enumerate(words):
        if token.kind == "word" and (kind := kind_of(token.form)):
            yield at, kind


@lru_cache(maxsize=100_000)
def kind_of(form: str) -> str:
    """The type of event that a folded word speaks of, "" if it speaks of none."""
    return next((kind for split in splits(form) if (kind := _words().get(split.rest))), "")


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {word: kind for kind, words in linking().mentions.words.items() for word in words}
