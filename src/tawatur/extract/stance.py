"""How an event stands: occurred, planned, failed or denied; the named features for the status models."""

from __future__ import annotations

from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention

STATUSES = ("planned", "failed", "denied")
_SIGNS = ("plan", "fail", "deny", "negation", "condemn", "light", "cause", "generic", "claim_verb", "combat")


def status_features(scene: Scene, m: Mention, type_: str) -> list[str]:
    """Features of a mention for each status other than `occurred`."""
    found = [f"type={type_}", f"part={m.part}", f"word={m.entry.lemma}/{m.part}", f"given={m.entry.rule.status}"]
    first, _ = scene.sentence_span(m.head)
    low, high = scene.clause_span(m.head)
    for distance in range(1, 6):
        i = m.first - distance
        if i < first:
            break
        for name in scene.families[i]:
            if name in _SIGNS:
                found += [f"before{distance}={name}", f"before={name}", f"before={name}|part={m.part}"]
        if distance == 1:
            found.append(f"prev={scene.tokens[i].form}" if "small" in scene.families[i] else "prev=w")
    clause = scene.union((low, high))
    found += [f"clause:{name}" for name in _SIGNS if name in clause]
    if m.split.preposition:
        found.append(f"prep={m.split.preposition}|part={m.part}")
    return found
