"""Profiles and disclosure rules as typed rows; a profile is a file of its own that people read and sign."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tawatur.reference import load_yaml, pack_path
from tawatur.reference.loader import DataError

Level = Literal["site", "settlement", "area", "adm2", "adm1", "country", "unknown"]
LEVELS: tuple[Level, ...] = ("site", "settlement", "area", "adm2", "adm1", "country", "unknown")  # fine to coarse
DATES = ("day", "month", "year")
UNREVIEWED = "unreviewed"
BUNDLED = ("internal", "partner", "public")


class Conditions(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", omit_defaults=True):
    """What an incident must be for a rule to hold; every given key must match."""

    reviews: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    younger_than_days: int | None = None
    sites: tuple[str, ...] = ()
    place_kinds: tuple[str, ...] = ()
    country: bool | None = None


class Measures(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a rule does."""

    withhold: bool = False
    place: Literal["settlement", "adm2", "adm1", "country"] | None = None
    date: Literal["month", "year"] | None = None
    drop: tuple[Literal["targets", "victims", "voices", "words"], ...] = ()
    words: Literal["listed"] | None = None  # excerpts of listed outlets only, and of these only the act and numbers


class Rule(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A row of rules.yml."""

    id: str
    then: Measures
    tell: str
    when: Conditions = Conditions()


class ProfileFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of a profile."""

    id: str
    title: str
    licence: str
    approval: Literal["none", "second-person"]
    restricted: bool
    rules: list[str]
    outlets: Literal["listed", "all"]
    addresses: bool
    hashes: Literal["commitments", "sha256"]
    approver: Literal["pseudonym", "name"]
    threshold: int


class Profile(Struct, frozen=True):
    """A profile with its rules, and the bytes that it was read from."""

    file: ProfileFile
    rules: tuple[Rule, ...]
    raw: bytes
    rules_raw: bytes

    @property
    def sha256(self) -> str:
        """Of the profile and the rules that it names: what a signature should cover."""
        return hashlib.sha256(self.raw + b"\0" + self.rules_raw).hexdigest()


@lru_cache(maxsize=1)
def all_rules() -> dict[str, Rule]:
    """The disclosure rules by id."""
    return {rule.id: rule for rule in load_yaml("release/rules.yml", list[Rule])}


def with_unreviewed(profile: Profile) -> Profile:
    """The profile without the rule on rows that nobody reviewed; the file that goes with the release says so."""
    file = replace(
        profile.file,
        id=f"{profile.file.id}-unreviewed",
        title=f"{profile.file.title}, with rows that nobody has reviewed",
        rules=[rule for rule in profile.file.rules if rule != UNREVIEWED],
    )
    raw = b"# Made by --unreviewed: the rule `unreviewed` does not hold; rows are marked by their review state.\n"
    rules = tuple(rule for rule in profile.rules if rule.id != UNREVIEWED)
    return Profile(file, rules, raw + profile.raw, profile.rules_raw)


def load_profile(name: str) -> Profile:
    """A bundled profile by its name, or one from a file. Raises DataError or OSError, with file and what is wrong."""
    path = pack_path(f"release/{name}.yml") if name in BUNDLED else Path(name)
    if name not in BUNDLED and path.suffix not in (".yml", ".yaml"):
        raise DataError(f"{name}: no such profile; there are {', '.join(BUNDLED)}, or give a .yml file.")
    file = load_yaml(path.resolve(), ProfileFile)
    unknown = [rule for rule in file.rules if rule not in all_rules()]
    if unknown:
        raise DataError(f"{path.name}: unknown rule `{unknown[0]}`; rules are {', '.join(all_rules())}.")
    if file.threshold < 0 or not file.id.replace("-", "").isalnum():
        raise DataError(f"{path.name}: `threshold` must not be negative, and `id` is letters, digits and hyphens.")
    rules = tuple(all_rules()[rule] for rule in file.rules)
    return Profile(file, rules, path.read_bytes(), pack_path("release/rules.yml").read_bytes())
