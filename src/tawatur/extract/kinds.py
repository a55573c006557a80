"""Which type a mention has: the types its rule allows and the named features of each, for the type model."""

from __future__ import annotations

from tawatur.extract.heads import MEANS
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention

SHARED = {
    "attack": ("armed_clash", "suicide_bombing", "explosion", "air_strike", "shelling", "destruction", "riot"),
    "explosion": ("suicide_bombing", "destruction", "disrupted_weapons", "attack", "shelling", "air_strike"),
    "suicide_bombing": ("explosion", "attack", "armed_clash"),
    "chemical_attack": ("shelling", "air_strike", "attack"),
    "shelling": ("air_strike", "attack", "explosion"),
    "air_strike": ("shelling", "attack", "explosion"),
    "destruction": ("attack", "air_strike", "shelling", "explosion"),
    "withdrawal": ("defection", "displacement", "territory_gained"),
    "defection": ("withdrawal", "displacement", "mobilization"),
    "displacement": ("withdrawal", "defection", "territory_gained", "release"),
    "territory_gained": ("armed_clash", "disrupted_weapons", "release", "mobilization", "attack", "withdrawal"),
    "mobilization": ("territory_gained", "withdrawal", "attack", "displacement"),
    "armed_clash": ("riot", "attack", "territory_gained"),
    "riot": ("armed_clash", "attack", "protest", "destruction"),
    "protest": ("riot", "attack"),
    "refusal": ("protest", "defection", "agreement"),
    "siege": ("attack", "displacement", "protest"),
    "torture": ("attack", "air_strike", "shelling", "detention"),
    "abduction": ("detention", "attack", "mobilization", "displacement"),
    "detention": ("disrupted_weapons", "abduction", "attack", "release"),
    "disrupted_weapons": ("detention", "territory_gained", "attack", "explosion"),
    "release": ("territory_gained", "displacement", "agreement", "attack"),
    "agreement": ("withdrawal", "release"),
}  # fmt: skip


def candidate_types(m: Mention) -> tuple[str, ...]:
    """The types that a mention can have, the one its rule gives first."""
    rule, word = m.entry.rule, m.entry.word
    turned = (turn.type for turn in rule.becomes if turn.type)
    return tuple(dict.fromkeys((m.type, *turned, *word.also, *rule.also, *m.others, *SHARED.get(m.type, ()))))


def type_features(scene: Scene, m: Mention) -> list[str]:
    """Features of a mention, the same for every type's model."""
    lemma = m.entry.lemma
    found = [f"rule={m.entry.rule.id}", f"word={lemma}", f"by_rule={m.type}", f"part={m.part}", f"outcome={m.outcome}",
             f"by_rule={m.type}|word={lemma}"]  # fmt: skip
    near = _nearest(scene, m)
    for name, where in near.items():
        found += [name, f"{name}={where}", f"{name}={where}|by_rule={m.type}", f"{name}|word={lemma}"]
    found += [f"report:{name}" for name in LOOKED if name not in near and scene.totals[name]]
    found += [f"beside={o.type}" for o in scene.by_sentence[m.sentence] if o is not m and not o.failed]
    return found


def _nearest(scene: Scene, m: Mention) -> dict[str, str]:
    """How near each looked-for family of words stands to the mention in its sentence."""
    first, last = scene.sentence_span(m.head)
    low, high = scene.clause_span(m.head)
    found: dict[str, str] = {}
    for i in sorted(range(first, last + 1), key=lambda i: abs(i - m.head)):
        if m.first <= i <= m.last and m.first == m.last:
            continue
        for name in scene.families[i]:
            if name in LOOKED and name not in found:
                gap = i - m.last if i > m.last else m.first - i
                side = "after" if i > m.last else "before"
                found[name] = (
                    f"{side}{'1' if gap <= 1 else ''}" if gap <= 4 else "clause" if low <= i <= high else "sentence"
                )
    return found


LOOKED = frozenset((*MEANS, "fighters", "place_noun", "cause"))
