"""The extract stage in order: mentions → drafts → groups → roles and figures → claims. Read this file first."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import lru_cache

from msgspec.structs import replace

from tawatur.extract.assemble import assemble
from tawatur.extract.drafts import draft_events
from tawatur.extract.groups import group_drafts
from tawatur.extract.model import Model, load_models
from tawatur.extract.scene import Scene
from tawatur.records import Claim, Reading


@lru_cache(maxsize=1)
def default_models() -> dict[str, Model]:
    """The weights that ship with the language pack."""
    return load_models()


def extract(reading: Reading, models: dict[str, Model] | None = None) -> tuple[Claim, ...]:
    """All claims of one report, in the order of their triggers."""
    models = default_models() if models is None else models
    scene = Scene(reading)
    if not scene.mentions:
        return ()
    groups = group_drafts(scene, draft_events(scene, models), models)
    claims = assemble(scene, groups, models)
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
