"""Which mentions are events of their own: the named features of a mention, for the head model."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

from tawatur.extract.lexicon import MEANS as FAMILIES
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention
from tawatur.language.clitics import CLITICS

CONTEXT = ("light", "cause", "condemn", "combat", "trial", "responsibility", "plan", "fail", "deny", "generic",
           "memory", "since", "number_word", "talks", "claim_verb", "between", "negation", "result_of", "fighters",
           "place_noun", "crime", "accident", "sport", "opinion")  # fmt: skip
MEANS = ("aircraft", "artillery", "explosive", "suicide", "chemical", "firearm", "police_scene", "mines", "building",
         "rescue", "ground_weapons", "prison", "people_flee")  # fmt: skip
FAMILY = {
    "armed_clash": "battle", "territory_gained": "battle", "withdrawal": "battle", "air_strike": "remote",
    "shelling": "remote", "explosion": "remote", "suicide_bombing": "remote", "chemical_attack": "remote",
    "attack": "violence", "sexual_violence": "violence", "abduction": "violence", "torture": "violence",
    "detention": "custody", "release": "custody", "defection": "ranks", "refusal": "ranks", "mobilization": "ranks",
}  # fmt: skip


def head_features(scene: Scene, n: int) -> list[str]:
    """Features of mention number `n` of the scene."""
    m = scene.mentions[n]
    return [
        *_own(m),
        *_around(scene, m),
        *_others(scene, n),
        *_report(scene, m),
        *_things(scene, m),
    ]


def _own(m: Mention) -> Iterator[str]:
    lemma = f"{m.entry.lemma}/{m.part.replace('passive_', '')}"
    yield f"word={lemma}"
    yield f"word={lemma}|type={m.type}"
    yield f"rule={m.entry.rule.id}"
    yield f"rule={m.entry.rule.id}|part={m.part}"
    yield f"type={m.type}|part={m.part}"
    yield f"type={m.type}"
    yield f"part={m.part}"
    if m.failed:
        yield f"failed={m.failed.split(':')[0]}"
        yield f"failed={m.failed.split(':')[0]}|rule={m.entry.rule.id}"
    if m.entry.rule.weak or m.entry.word.weak:
        yield "weak"
    if m.outcome:
        yield f"outcome={m.outcome}|part={m.part}"
    yield f"number={m.entry.form.number}|part={m.part}"
    if m.entry.form.pronoun:
        yield f"pronoun|part={m.part}"
    if m.split.article:
        yield f"definite|part={m.part}"
        yield f"definite|number={m.entry.form.number}"
    if m.split.preposition:
        yield f"prep={m.split.preposition}|part={m.part}"
    if m.last > m.first:
        yield "phrase"


def _around(scene: Scene, m: Mention) -> Iterator[str]:
    first, last = span = scene.sentence_span(m.head)
    for distance in (1, 2):
        i = m.first - distance
        for name in scene.families[i] if i >= first else ("start",):
            yield f"before{distance}={name}"
        i = m.last + distance
        for name in scene.families[i] if i <= last else ("end",):
            yield f"after{distance}={name}"
    if m.first > first:
        yield f"prev={_shape(scene, m.first - 1)}"
    if m.last < last:
        yield f"next={_shape(scene, m.last + 1)}"
    low, high = scene.clause_span(m.head)
    clause, whole = scene.union((low, high)), scene.union(span)
    for name in _CONTEXT & whole:
        if name in clause:
            yield f"clause:{name}"
            yield f"clause:{name}|type={m.type}"
        else:
            yield f"sentence:{name}"
    for name in _MEANS & whole:
        yield f"means:{name}|type={m.type}"
    yield f"clause_words={min((high - low) // 4, 5)}"


def _shape(scene: Scene, i: int) -> str:
    """A neighbour as a closed-class word, or its kind."""
    token = scene.tokens[i]
    if token.kind != "word":
        return token.form if token.kind == "mark" else token.kind
    if token.form in _SMALL:
        return token.form
    return "definite" if token.form.startswith(_ARTICLE) else "w"


def _others(scene: Scene, n: int) -> Iterator[str]:
    """What the other mentions of the report say: repeats, causes, neighbours."""
    m = scene.mentions[n]
    sentence = [o for o in scene.by_sentence[m.sentence] if o is not m and not o.failed]
    yield f"in_sentence={min(len(sentence), 5)}"
    yield f"order_in_sentence={min(sum(o.head < m.head for o in sentence), 4)}"
    for o in sentence:
        yield from _neighbour(m, o)
    if not sentence:
        yield "alone"
    heads = scene.heads_by_type.get(m.type, [])
    if scene.title_types & {m.type} and (m.sentence not in scene.titles):
        yield "type_in_title"
    earlier = bisect_left(heads, m.head)
    yield f"earlier_same={min(earlier, 4)}"
    yield f"later_same={min(len(heads) - bisect_right(heads, m.head), 4)}"
    if m.split.article and earlier:
        yield "definite_after_same"


def _neighbour(m: Mention, o: Mention) -> Iterator[str]:
    """A mention in the same sentence: repeat, cause or result."""
    side = "before" if o.head < m.head else "after"
    near = "near" if abs(o.head - m.head) <= 5 else "far"
    if o.type == m.type:
        yield f"same_type_{side}_{near}"
    elif FAMILY.get(o.type, o.type) == FAMILY.get(m.type, m.type):
        yield f"same_family_{side}_{near}"
    if bool(o.outcome) != bool(m.outcome):
        yield f"{'casualty' if o.outcome else 'cause'}_{side}_{near}|outcome={m.outcome}"
        yield f"{'casualty' if o.outcome else 'cause'}_{side}|type={m.type}"


def _report(scene: Scene, m: Mention) -> Iterator[str]:
    if m.sentence in scene.titles:
        yield "title"
        yield f"title|type={m.type}"
        yield f"title|part={m.part}"
    else:
        yield f"sentence={min(m.sentence - len(scene.titles), 6)}"
    yield f"place_in_report={5 * m.head // max(len(scene.tokens), 1)}"
    yield from scene.about


def _things(scene: Scene, m: Mention) -> Iterator[str]:
    """Places, dates, counts, actors and sayers in the mention's clause and sentence, and of which kind."""
    low, high = scene.clause_span(m.head)
    first, last = scene.sentence_span(m.head)
    for name in ("place", "date", "count", "actor"):
        if scene.count_between(name, low, high):
            yield f"{name}:clause"
            yield f"{name}:clause|type={m.type}"
            if scene.count_between(name, m.last + 1, m.last + 3):
                yield f"{name}:next"
                yield f"{name}:next|part={m.part}"
            if scene.count_between(name, m.first - 4, m.first - 1):
                yield f"{name}:before"
                yield f"{name}:before|part={m.part}"
        elif scene.count_between(name, first, last):
            yield f"{name}:sentence"
            yield f"{name}:sentence|part={m.part}"
        else:
            yield f"{name}:none"
            yield f"{name}:none|type={m.type}"
    yield from _kinds(scene, m, low, high)


def _kinds(scene: Scene, m: Mention, low: int, high: int) -> Iterator[str]:
    """The kinds of what stands in the mention's sentence, apart for its clause."""
    for name, key in (("place", _place_kind), ("actor", _actor_kind), ("count", _count_kind), ("date", _date_kind)):
        here: set[str] = set()
        around: set[str] = set()
        for n in scene.positions[name].get(m.sentence, ()):
            item = scene.items[name][n]
            (here if low <= item.first <= high else around).add(key(item))
        for kind in here:
            yield f"{name}:{kind}:clause"
            yield f"{name}:{kind}:clause|casualty={bool(m.outcome)}"
        for kind in around - here:
            yield f"{name}:{kind}:sentence"
    said = scene.sayers_of(m.head)
    yield f"said={scene.reading.sayers[said[-1]].kind if said else 'none'}"


def _place_kind(p: Any) -> str:
    return p.place.precision if p.place else "unknown"


def _actor_kind(a: Any) -> str:
    return f"{a.kind}{'+' if a.id else ''}"


def _count_kind(c: Any) -> str:
    return f"{c.kind}/{c.who}"


def _date_kind(d: Any) -> str:
    return f"{d.precision}/{d.rule}"


_SMALL = FAMILIES["small"]
_ARTICLE = CLITICS.article[0]
_CONTEXT = frozenset(CONTEXT)
_MEANS = frozenset(MEANS)
