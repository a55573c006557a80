"""Which mentions are events of their own: the named features of a mention, for the head model."""

from __future__ import annotations

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
    return [*_own(m), *_around(scene, m), *_others(scene, n), *_report(scene, m), *_things(scene, m)]


def _own(m: Mention) -> Iterator[str]:
    lemma = f"{m.entry.word.lemma}/{m.part.replace('passive_', '')}"
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
    first, last = scene.sentence_span(m.head)
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
    clause = set().union(*scene.families[low : high + 1])
    whole = set().union(*scene.families[first : last + 1])
    for name in CONTEXT:
        if name in clause:
            yield f"clause:{name}"
            yield f"clause:{name}|type={m.type}"
        elif name in whole:
            yield f"sentence:{name}"
    for name in MEANS:
        if name in whole:
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
    same = [o for o in scene.mentions if o is not m and o.type == m.type and not o.failed]
    family = FAMILY.get(m.type, m.type)
    sentence = [o for o in scene.mentions if o.sentence == m.sentence and o is not m and not o.failed]
    yield f"in_sentence={min(len(sentence), 5)}"
    yield f"order_in_sentence={min(sum(o.head < m.head for o in sentence), 4)}"
    for o in sentence:
        side = "before" if o.head < m.head else "after"
        near = "near" if abs(o.head - m.head) <= 5 else "far"
        if o.type == m.type:
            yield f"same_type_{side}_{near}"
        elif FAMILY.get(o.type, o.type) == family:
            yield f"same_family_{side}_{near}"
        if bool(o.outcome) != bool(m.outcome):
            yield f"{'casualty' if o.outcome else 'cause'}_{side}_{near}|outcome={m.outcome}"
            yield f"{'casualty' if o.outcome else 'cause'}_{side}|type={m.type}"
    if not sentence:
        yield "alone"
    title = any(scene.reading.sentences[o.sentence].title for o in same)
    if title:
        yield "type_in_title"
    earlier = [o for o in same if o.head < m.head]
    yield f"earlier_same={min(len(earlier), 4)}"
    yield f"later_same={min(len(same) - len(earlier), 4)}"
    if m.split.article and earlier:
        yield "definite_after_same"


def _report(scene: Scene, m: Mention) -> Iterator[str]:
    sentence = scene.reading.sentences[m.sentence]
    body = sum(s.title for s in scene.reading.sentences)
    if sentence.title:
        yield "title"
        yield f"title|type={m.type}"
        yield f"title|part={m.part}"
    else:
        yield f"sentence={min(m.sentence - body, 6)}"
    total = max(len(scene.tokens), 1)
    yield f"place_in_report={5 * m.head // total}"
    open_mentions = sum(not o.failed for o in scene.mentions)
    yield f"density={min(int(60 * open_mentions / total), 6)}"
    yield f"mentions={min(open_mentions, 40) // 5}"
    for name in ("opinion", "talks", "crime", "sport", "trial", "claim_verb", "accident"):
        yield f"report:{name}={min(int(200 * scene.totals[name] / total), 5)}"


def _things(scene: Scene, m: Mention) -> Iterator[str]:
    """Places, dates, counts and actors in the mention's clause and sentence."""
    low, high = scene.clause_span(m.head)
    first, last = scene.sentence_span(m.head)
    reading = scene.reading
    kinds: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("place", reading.places), ("date", reading.dates), ("count", reading.counts), ("actor", reading.actors),
    )  # fmt: skip
    for name, items in kinds:
        inside = [x for x in items if first <= x.first <= last]
        if any(low <= x.first <= high for x in inside):
            yield f"{name}:clause"
            yield f"{name}:clause|type={m.type}"
            if any(m.last < x.first <= m.last + 3 for x in inside):
                yield f"{name}:next"
            if any(m.first - 3 <= x.last < m.first for x in inside):
                yield f"{name}:before"
        elif inside:
            yield f"{name}:sentence"
        else:
            yield f"{name}:none"
            yield f"{name}:none|type={m.type}"


_SMALL = FAMILIES["small"]
_ARTICLE = CLITICS.article[0]
