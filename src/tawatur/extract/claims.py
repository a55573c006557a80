"""The extract stage in order: mentions → weighing → groups with roles and figures → claims. Read this file first."""

from __future__ import annotations

import hashlib
from collections import Counter

from msgspec.structs import replace

from tawatur.extract.assemble import assemble
from tawatur.extract.decide import decide
from tawatur.extract.scene import Scene
from tawatur.extract.weighing import weigh
from tawatur.records import Claim, Reading


def extract(reading: Reading, rules_only: bool = False) -> tuple[Claim, ...]:
    """All claims of one report, in the order of their triggers; `rules_only` leaves the net out."""
    scene = Scene(reading)
    if not scene.mentions:
        return ()
    claims = assemble(scene, decide(scene, weigh(scene, rules_only)))
    seen: Counter[tuple[str, ...]] = Counter()
    return tuple(_with_id(reading.report.id, claim, seen) for claim in claims)


def _with_id(report: str, claim: Claim, seen: Counter[tuple[str, ...]]) -> Claim:
    """A claim with an id of report, trigger, type, place and how many were alike before, not of its rank."""
    key = _key(claim)
    digest = hashlib.sha256("|".join((report, *key, str(seen[key]))).encode()).hexdigest()[:12]
    seen[key] += 1
    return replace(claim, id=digest)


def _key(claim: Claim) -> tuple[str, ...]:
    return claim.type, claim.trigger.text, str(claim.trigger.start), claim.place.text if claim.place else ""
