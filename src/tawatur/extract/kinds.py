"""Which type a mention has: the types its rule allows and the named features of each, for the type model."""

from __future__ import annotations

from tawatur.extract.heads import MEANS
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention

SHARED = {
    "attack": ("armed_clash", "suicide_bombing", "explosion", "air_strike", "shelling", "destruction", "riot"),
    "explosion": ("suicide_bombing", "destruction", "disrupted_weapons"),
    "suicide_bombing": ("explosion",),
    "shelling": ("air_strike",),
    "air_strike": ("shelling", "attack"),
    "destruction": ("attack", "air_strike"),
    "withdrawal": ("defection", "displacement"),
    "defection": ("withdrawal", "displacement"),
    "displacement": ("withdrawal", "defection"),
    "territory_gained": ("armed_clash", "disrupted_weapons", "release", "mobilization"),
    "armed_clash": ("riot", "attack"),
    "riot": ("armed_clash",),
    "detention": ("disrupted_weapons", "abduction"),
    "disrupted_weapons": ("detention", "territory_gained"),
    "release": ("territory_gained",),
}  # fmt: skip


def candidate_types(m: Mention) -> tuple[str, ...]:
    """The types that a mention can have, the one its rule gives first."""
    turned = (turn.type for turn in m.entry.rule.becomes if turn.type)
    return tuple(dict.fromkeys((m.type, *turned, *SHARED.get(m.type, ()))))


def type_features(scene: Scene, m: Mention, type_: str) -> list[str]:
    """Features that speak for or against a type."""
    lemma = m.entry.word.lemma
    found = [f"{type_}|rule={m.entry.rule.id}", f"{type_}|word={lemma}", f"by_rule={type_ == m.type}", f"is={type_}",
             f"{type_}|by_rule={type_ == m.type}", f"{type_}|part={m.part}", f"{type_}|outcome={m.outcome}"]  # fmt: skip
    first, last = scene.sentence_span(m.head)
    low, high = scene.clause_span(m.head)
    for name in (*MEANS, "fighters", "place_noun", "cause"):
        where = _where(scene, name, m, (low, high), (first, last))
        if where:
            found.append(f"{type_}|{name}={where}")
            found.append(f"{type_}|{name}")
            found.append(f"{type_}|{name}={where}|word={lemma}")
        elif scene.totals[name]:
            found.append(f"{type_}|report:{name}")
    for o in scene.mentions:
        if o is not m and not o.failed and o.sentence == m.sentence:
            found.append(f"{type_}|beside={o.type}")
    return found


def _where(scene: Scene, name: str, m: Mention, clause: tuple[int, int], sentence: tuple[int, int]) -> str:
    """How near a family of words stands to the mention."""
    fams = scene.families
    for d in range(1, 5):
        if m.last + d <= sentence[1] and name in fams[m.last + d]:
            return f"after{'1' if d == 1 else ''}"
        if m.first - d >= sentence[0] and name in fams[m.first - d]:
            return f"before{'1' if d == 1 else ''}"
    if any(name in fams[i] for i in range(clause[0], clause[1] + 1)):
        return "clause"
    return "sentence" if any(name in fams[i] for i in range(sentence[0], sentence[1] + 1)) else ""
