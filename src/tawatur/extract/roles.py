"""Who, to whom, where, when, says who: the named features of a mention and a candidate for one role.

Each function returns the features of one pair; the models of ar/weights.json weigh them. All distances are in tokens.
"""

from __future__ import annotations

from collections.abc import Iterator

from tawatur.extract.heads import FAMILY
from tawatur.extract.lexicon import MEANS as FAMILIES
from tawatur.extract.lists import listed_places
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention
from tawatur.language.clitics import splits
from tawatur.records import DateMention, PlaceMention

_SMALL = FAMILIES["small"]
_STEPS = ((1, "1"), (2, "2"), (4, "4"), (7, "7"), (12, "12"), (20, "20"))


def relation(scene: Scene, m: Mention, first: int, last: int) -> list[str]:
    """Where a candidate stands seen from the mention: clause, sentence, side, distance and what stands between."""
    here, there = scene.sentence[m.head], scene.sentence[first]
    title, mine = there in scene.titles, here in scene.titles
    if here != there:
        gap = there - here
        where = "title" if title else f"sentence{max(-3, min(gap, 2)):+d}"
        return [f"at={where}", f"at={where}|own_title={mine}"]
    side = "after" if first > m.last else "before" if last < m.first else "on"
    gap = first - m.last - 1 if side == "after" else m.first - last - 1
    step = next((name for limit, name in _STEPS if gap < limit), "far")
    clause = "clause" if scene.clause[first] == scene.clause[m.head] else "sentence"
    found = [f"at={clause}", f"{side}", f"at={clause}|{side}", f"gap={side}{step}", f"gap={side}{step}|part={_part(m)}"]
    low, high = (m.last + 1, first) if side == "after" else (last + 1, m.first)
    others = scene.triggers_between(low - 1, high)
    found.append(f"triggers_between={side}{min(others, 3)}")
    marks = scene.marks_between(low, high)
    found.append(f"marks_between={side}{min(marks, 3)}")
    return found


def preposition(scene: Scene, first: int) -> str:
    """The small word or one-letter preposition before a candidate, "" where none is."""
    if first not in scene.prepositions:
        scene.prepositions[first] = _preposition(scene, first)
    return scene.prepositions[first]


def _preposition(scene: Scene, first: int) -> str:
    token = scene.tokens[first]
    for split in splits(token.form):
        if split.preposition and split.article:
            return split.preposition
    if first > 0 and (before := scene.tokens[first - 1]).kind == "word":
        return (
            before.form
            if before.form in _SMALL
            else next((s.rest for s in splits(before.form) if s.conjunction and s.rest in _SMALL), "w")
        )
    return scene.tokens[first - 1].form if first > 0 else "start"


def place_features(scene: Scene, m: Mention, n: int) -> list[str]:
    """Features of place mention number `n` as the event's own place."""
    places = scene.reading.places
    p = places[n]
    found = relation(scene, m, p.first, p.last)
    kind = p.place.precision if p.place else "unknown"
    prep = preposition(scene, p.first)
    near = found[0]
    inner = n in scene.holders
    found += [f"kind={kind}", f"kind={kind}|{near}", f"prep={prep}", f"prep={prep}|{near}", f"cue={bool(p.cue)}",
              f"type={m.type}|prep={prep}|{near}", f"type={m.type}|kind={kind}", f"holds_other={inner}|{near}",
              f"inside_other={p.within is not None}"]  # fmt: skip
    found += _order(scene, m, "place", n)
    found += _inside(scene, p.first, p.last)
    listed = listed_places(scene, n)
    found += [f"list={min(len(listed), 4)}|{near}", f"list={len(listed) > 1}|first={listed[0] == n}|prep={prep}"]
    same = scene.named[p.name]
    found += [f"times={min(same, 4)}", f"place_{'first' if n == 0 else 'later'}", f"only_place={len(places) == 1}"]
    if n == 0 and _is_dateline(scene, p):
        found.append("dateline")
    if p.role:
        found += [f"role={p.role}", f"role={p.role}|{near}"]
    return found


def date_features(scene: Scene, m: Mention, n: int) -> list[str]:
    """Features of date mention number `n` as the event's own time."""
    dates = scene.reading.dates
    d = dates[n]
    found = relation(scene, m, d.first, d.last)
    near = found[0]
    verb = _said_near(scene, d)
    found += [f"precision={d.precision}", f"precision={d.precision}|{near}", f"rule={d.rule}", f"said={verb}|{near}",
              f"said={verb}", f"type={m.type}|{near}", f"prep={preposition(scene, d.first)}|{near}"]  # fmt: skip
    found += _order(scene, m, "date", n)
    found += _inside(scene, d.first, d.last)
    return found


def party_features(scene: Scene, m: Mention, n: int, type_: str) -> list[str]:
    """Features of actor mention number `n` for the roles actor and target (two models weigh the same features)."""
    actors = scene.reading.actors
    a = actors[n]
    found = relation(scene, m, a.first, a.last)
    near, part = found[0], _part(m)
    prep = preposition(scene, a.first)
    family = FAMILY.get(type_, type_)
    side = next((f for f in found if f in ("before", "after", "on")), "out")
    gap = next((f for f in found if f.startswith("gap=")), "gap=out")
    found += [f"kind={a.kind}", f"who={a.who}", f"kind={a.kind}|{near}|{side}", f"type={type_}|kind={a.kind}|{side}",
              f"type={type_}|{near}|{side}|part={part}", f"prep={prep}|{side}|part={part}", f"prep={prep}|type={type_}",
              f"rule={a.rule}", f"named={a.id is not None}|{near}", f"family={family}|part={part}|{gap}",
              f"lemma={m.entry.lemma}|{side}|{near}", f"family={family}|who={a.who}|{side}|{near}",
              f"voice={m.part}|{gap}", f"prep={prep}|{gap}", f"outcome={m.outcome}|{side}|kind={a.kind}"]  # fmt: skip
    order = list(_order(scene, m, "actor", n))
    found += order
    found += [
        f"{order[0]}|prep={prep}|part={part}",
        f"{order[0]}|kind={a.kind}|{near}",
        f"lemma={m.entry.lemma}|prep={prep}|{side}",
    ]
    if joined := scene.joined_to(n):
        found += ["joined", f"joined|{side}|{near}", f"joined={actors[joined].kind}|kind={a.kind}"]
    found += _inside(scene, a.first, a.last, people=False)
    return found


def sayer_features(scene: Scene, m: Mention, n: int) -> list[str]:
    """Features of sayer mention number `n` as the nearest original sayer."""
    s = scene.reading.sayers[n]
    found = relation(scene, m, s.first, s.last)
    covers = s.scope_first <= m.head <= s.scope_last
    found += [f"covers={covers}", f"covers={covers}|{found[0]}", f"kind={s.kind}", f"rule={s.rule}",
              f"rule={s.rule}|covers={covers}", f"kind={s.kind}|covers={covers}"]  # fmt: skip
    if covers:
        inner = [scene.reading.sayers[k] for k in scene.sayers_of(m.head) if k != n]
        found.append(f"other_covers={min(len(inner), 2)}")
        found.append(f"latest_cover={all(q.first <= s.first for q in inner)}")
    title = m.sentence in scene.titles
    found += [f"own_title={title}|covers={covers}", f"first_sayer={n == 0}|{found[0]}"]
    return found


def _part(m: Mention) -> str:
    return m.part.replace("passive_", "")


def _order(scene: Scene, m: Mention, kind: str, n: int) -> Iterator[str]:
    """Whether other candidates of the role stand nearer on the same side, in the mention's sentence."""
    item = scene.items[kind][n]
    same = len(scene.positions[kind].get(m.sentence, ()))
    if scene.sentence[item.first] == m.sentence:
        if item.first > m.head:
            nearer, side = scene.count_between(kind, m.head + 1, item.first - 1), "after"
        else:
            nearer, side = scene.count_between(kind, item.last + 1, m.head - 1), "before"
        yield f"nearer_{side}={min(nearer, 3)}"
        yield f"rivals={min(same - 1, 4)}"
    else:
        yield f"rivals_in_sentence={min(same, 2)}"
        yield f"rivals_in_sentence={bool(same)}|title={m.sentence in scene.titles}"


def _inside(scene: Scene, first: int, last: int, *, people: bool = True) -> Iterator[str]:
    """Whether the candidate is part of a sayer's or an actor's name."""
    if scene.inside("sayer", first, last):
        yield "inside_sayer"
    if people and scene.inside("actor", first, last):
        yield "inside_actor"


def _is_dateline(scene: Scene, p: PlaceMention) -> bool:
    """A place at the head of the body with a dash or colon behind it names where the report was filed."""
    after = scene.tokens[p.last + 1].form if p.last + 1 < len(scene.tokens) else ""
    return after in ("-", "–", ":", "(", "\u060c", "\n", ".") and scene.sentence[p.first] <= 2


def _said_near(scene: Scene, d: DateMention) -> str:
    """Whether the time word stands right behind a verb of saying or between it and its sayer."""
    for i in range(max(0, d.first - 6), d.first):
        if "claim_verb" in scene.families[i] and scene.sentence[i] == scene.sentence[d.first]:
            return "near" if d.first - i > 2 else "next"
    return "no"
