"""The codebook as typed rows; its ids are those of `tawatur.records`."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from tawatur.reference import load_yaml


class Meaning(Struct, frozen=True, forbid_unknown_fields=True):
    """A value and what it covers."""

    id: str
    covers: str


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """An event type: its Arabic name, the family it is told apart in, and what it covers."""

    id: str
    label: str
    family: str
    covers: str


class Codebook(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of codebook.yml."""

    event: str
    types: list[Kind]
    statuses: list[Meaning]
    outcomes: list[Meaning]
    who: list[Meaning]
    fields: list[Meaning]
    bounds: list[Meaning]


@lru_cache(maxsize=1)
def codebook() -> Codebook:
    """The codebook that ships with the program."""
    return load_yaml("codebook.yml", Codebook)
