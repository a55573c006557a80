"""Who may be named: organisations of the actor list and of the outlet list. Everybody else is a kind or a pseudonym."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from msgspec import Struct

from tawatur.language.letters import fold_word
from tawatur.reference import load_csv, pack_path
from tawatur.reference.outlets import Outlet, outlet_of, outlets

ORGANISATIONS = (
    "state_force",
    "armed_group",
    "foreign_force",
    "police",
    "monitor",
    "medium",
    "official",  # ministries, parties and governments: the list holds no person
    "civilian",  # civil defence, Red Crescent
)
NOT_NAMED = ("aggregator",)  # kinds of outlets that carry private people's posts


class Actor(Struct, frozen=True):
    """A row of an actors.csv."""

    id: str
    name: str
    names: str = ""
    ambiguous: str = ""
    kind: str = ""
    side: str = ""
    country: str = ""
    active_from: str = ""
    active_to: str = ""
    source: str = ""


class Source(Struct, frozen=True, kw_only=True):
    """An outlet as it is given away."""

    id: str
    name: str = ""
    kind: str = "not listed"
    owner: str = ""
    country: str = ""
    side: str = ""


@lru_cache(maxsize=1)
def actors() -> dict[str, Actor]:
    """Organisations of all packs by id."""
    rows = (row for path in sorted(pack_path(".").glob("*/actors.csv")) for row in load_csv(path.resolve(), Actor))
    return {row.id: row for row in rows if row.kind in ORGANISATIONS}


def organisation(words: str) -> str:
    """The name of the listed organisation that some words name, "" if they name none."""
    return _organisations().get(folded(words), "")


def folded(text: str) -> str:
    """A name as names are compared."""
    return " ".join(fold_word(word) for word in text.casefold().split())


@lru_cache(maxsize=1)
def _organisations() -> dict[str, str]:
    """Certain names only: a name that may mean somebody else must not put words into an organisation's mouth."""
    found = {folded(n): row.name for row in actors().values() for n in (row.name, *row.names.split("|")) if n.strip()}
    return found | {folded(name): outlet.names[0] for outlet in _listed() for name in outlet.names}


@lru_cache(maxsize=1)
def _listed() -> tuple[Outlet, ...]:
    return tuple(row for row in outlets() if row.kind not in NOT_NAMED and not row.restricted)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Outlet]:
    named = {folded(name): row for row in _listed() for name in (row.id, *row.names, *row.hosts)}
    return named


@lru_cache(maxsize=20_000)
def listed_outlet(source: str) -> Outlet | None:
    """The listed outlet that a report's source names: by its id, a name, its host, or an address there."""
    found = _by_name().get(folded(source)) or outlet_of(source if "://" in source else f"https://{source.strip()}/")
    return found if found in _listed() else None


class Pseudonyms:
    """Ids that are the same in every file and release of a project, and lead back only with the project's key."""

    def __init__(self, key: bytes) -> None:
        """With the project's key."""
        self._key = key

    def number(self, incident: str) -> int:
        """An incident's number below 2**48."""
        return int.from_bytes(self._mac("incident", incident)[:6], "big")

    def incident(self, incident: str) -> str:
        """An incident's id."""
        return f"TW{self.number(incident):015d}"

    def report(self, report: str) -> str:
        """A report's id."""
        return "r-" + self._mac("report", report).hex()[:12]

    def person(self, name: str) -> str:
        """Somebody who works in the project."""
        return "person-" + self._mac("person", name).hex()[:8]

    def source(self, source: str, *, named: bool = False) -> Source:
        """An outlet: a listed one under its name, any other under a pseudonym, or its own name if `named`."""
        row = listed_outlet(source)
        if row is not None:
            return Source(
                id=row.id,
                name=row.names[0],
                kind=row.kind,
                owner=row.owner,
                country=row.country or "",
                side=row.side or "",
            )
        return Source(id="source-" + self._mac("source", source).hex()[:8], name=source if named else "")

    def commitment(self, incident: str, report: str, sha256: str) -> str:
        """A commitment to a capture: SHA-256 of a nonce and the capture's SHA-256."""
        return hashlib.sha256(self.nonce(incident, report) + bytes.fromhex(sha256)).hexdigest()

    def nonce(self, incident: str, report: str) -> bytes:
        """What opens one commitment, and no other."""
        return self._mac("nonce", f"{incident} {report}")

    def _mac(self, use: str, value: str) -> bytes:
        return hmac.digest(self._key, f"{use}\0{value}".encode(), "sha256")
