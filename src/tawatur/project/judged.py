"""Claims as people corrected them. A second review is blind: it has corrections of its own, which count only there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection

from tawatur.judge import Correction, corrected
from tawatur.records import Claim
from tawatur.store.incidents import claims_by_id
from tawatur.store.verdicts import KeptVerdict, verdicts_about

FIRST, SECOND = 1, 2  # whose corrections: the ones that count, and those of the second review


def corrections_on(connection: Connection, claims: Iterable[str], review: int = FIRST) -> dict[str, list[KeptVerdict]]:
    """The corrections of claims that hold, by claim, the oldest first."""
    found: dict[str, list[KeptVerdict]] = {}
    for one in verdicts_about(connection, claims, "claim"):
        if one.undone_by is None and "field" in one.value and review_of(one) == review:
            found.setdefault(one.subject, []).append(one)
    return found


def review_of(one: KeptVerdict) -> int:
    """Whether a correction was made in the first review or in the second."""
    return int(one.value.get("review", FIRST))


def apply(claim: Claim, decisions: Iterable[KeptVerdict]) -> Claim | None:
    """The claim after the decisions on it, None where it was rejected."""
    return corrected(claim, [msgspec.convert(_correction(one.value), Correction) for one in decisions])


def judged(connection: Connection, claims: Mapping[str, Claim], review: int = FIRST) -> dict[str, Claim | None]:
    """Claims by id as people corrected them, None for those that were rejected."""
    said = corrections_on(connection, claims, review)
    return {name: apply(claim, said[name]) if name in said else claim for name, claim in claims.items()}


def judged_claims(connection: Connection, ids: Iterable[str], review: int = FIRST) -> dict[str, Claim]:
    """The claims that hold, as people corrected them, without rejected ones."""
    found = judged(connection, claims_by_id(connection, ids), review)
    return {name: claim for name, claim in found.items() if claim is not None}


def _correction(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value[name] for name in ("field", "was", "cell") if name in value}
