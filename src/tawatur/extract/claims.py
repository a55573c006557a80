"""The extract stage in order: mentions → drafts → groups → roles and figures → claims. Read this file first."""

from __future__ import annotations

import hashlib
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
    return tuple(_with_id(reading.report.id, n, claim, claims) for n, claim in enumerate(claims))


def _with_id(report: str, n: int, claim: Claim, claims: list[Claim]) -> Claim:
    """A claim with an id that depends on the report, the trigger's words, the type and the place, not on its position."""
    same = sum(1 for c in claims[:n] if _key(c) == _key(claim))
    digest = hashlib.sha256("|".join((report, *_key(claim), str(same))).encode()).hexdigest()[:12]
    return replace(claim, id=digest)


def _key(claim: Claim) -> tuple[str, ...]:
    return claim.type, claim.trigger.text, str(claim.trigger.start), claim.place.text if claim.place else ""
