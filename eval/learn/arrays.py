"""A labelled report as numbers: what the net is given, and what it should say."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import numpy as np

from learn.data import Event, Labelled
from tawatur.dissect import read
from tawatur.extract.figures import OUTCOMES, count_features
from tawatur.extract.heads import FAMILY
from tawatur.extract.inputs import link_features, mention_features, piece_key, pieces, token_names
from tawatur.extract.kinds import candidate_types
from tawatur.extract.likeness import pair_features
from tawatur.extract.reach import candidates
from tawatur.extract.scene import Scene
from tawatur.records import EventType

TYPES: tuple[str, ...] = EventType.__args__  # type: ignore[attr-defined]
STATUSES = ("occurred", "planned", "failed", "denied")
KINDS = ("place", "date", "sayer", "actor", "count")
WINDOW = 16  # mentions back that a mention is compared with


class Names:
    """Feature name → number, growing while reports are read; counts tell which are frequent enough."""

    def __init__(self) -> None:
        self.at: dict[str, int] = {}
        self.counts: Counter[int] = Counter()

    def ids(self, names: Any) -> np.ndarray:
        found = np.array([self.at.setdefault(n, len(self.at)) for n in names], dtype=np.int32)
        self.counts.update(found.tolist())
        return found


class Cluster(msgspec.Struct, kw_only=True):
    """Events of one trigger (one a listed place) with the mentions that tell them."""

    mentions: list[int]
    lead: int
    complete: bool
    type: int
    status: int
    events: list[Event]


class Doc(msgspec.Struct, kw_only=True):
    """Arrays of one report; every list of feature ids belongs to the vocabulary of its kind."""

    id: str
    source: str
    kind: str
    tokens: list[np.ndarray]  # piece ids
    names: list[np.ndarray]
    sentence: np.ndarray
    heads: np.ndarray  # (mentions, 2): head and last token
    mention_names: list[np.ndarray]
    told: np.ndarray  # 1 yes, 0 no, -1 unknown
    types: np.ndarray  # -1 unknown
    clusters: list[Cluster]
    pairs: np.ndarray  # (pairs, 2) mentions
    pair_names: list[np.ndarray]
    same: np.ndarray  # 1, 0
    spans: dict[str, np.ndarray]  # kind → (candidates, 2) first and last token
    links: dict[str, np.ndarray]  # kind → (links, 3): cluster, mention, candidate
    link_names: dict[str, list[np.ndarray]]
    right: dict[str, np.ndarray]  # kind → links that are right (actor: 1 actor, 2 target)
    lacking: dict[str, set[int]]  # kind → clusters whose value is told but no candidate
    count_names: list[np.ndarray]
    outcome: np.ndarray  # per count: 0 none, 1… of OUTCOMES; -1 unknown
    sames: dict[str, np.ndarray]  # "place", "date" → (candidates,) number of its identity


def make(doc: Labelled, vocab: dict[str, Names], same_text: Any) -> Doc | None:
    """Arrays of a labelled report."""
    reading = read(doc.report)
    scene = Scene(reading)
    if not scene.mentions:
        return None
    clusters, told = match(scene, doc) if doc.kind != "sentence" else told_types(scene, doc.types)
    text = doc.report.text
    mentions = scene.mentions
    used = sorted({m for c in clusters for m in c.mentions})
    pairs, pair_names, same = _pairs(scene, clusters, used, vocab["pair"])
    found = Doc(
        id=doc.report.id,
        source=doc.report.source,
        kind=doc.kind,
        tokens=[np.array(pieces(piece_key(t)), dtype=np.int32) for t in scene.tokens],
        names=[vocab["token"].ids(n) for n in token_names(scene)],
        sentence=np.maximum.accumulate(np.maximum(np.array(scene.sentence, dtype=np.int64), 0)),
        heads=np.array([(m.head, m.last) for m in mentions], dtype=np.int64),
        mention_names=[vocab["mention"].ids(mention_features(scene, n)) for n in range(len(mentions))],
        told=told,
        types=_types(len(mentions), clusters),
        clusters=clusters,
        pairs=pairs,
        pair_names=pair_names,
        same=same,
        spans={k: np.array([(x.first, x.last) for x in scene.items[k]], dtype=np.int64).reshape(-1, 2) for k in KINDS},
        links={},
        link_names={},
        right={},
        lacking={},
        count_names=[vocab["number"].ids(count_features(scene, n)) for n in range(len(reading.counts))],
        outcome=_outcomes(reading, doc.events) if doc.kind != "sentence" else np.full(len(reading.counts), -1),
        sames={
            "place": _identity(p.place.id if p.place else p.name for p in reading.places),
            "date": _identity((d.low, d.high) for d in reading.dates),
        },
    )
    for kind in KINDS:
        if doc.kind == "sentence":
            found.links[kind], found.link_names[kind] = np.zeros((0, 3), dtype=np.int64), []
            found.right[kind], found.lacking[kind] = np.zeros(0, dtype=np.int64), set(range(len(clusters)))
            continue
        _links(found, scene, kind, text, vocab[kind], same_text)
    return found


def _identity(keys: Any) -> np.ndarray:
    at: dict[Any, int] = {}
    return np.array([at.setdefault(k, len(at)) for k in keys], dtype=np.int64)


def _types(n: int, clusters: list[Cluster]) -> np.ndarray:
    found = np.full(n, -1, dtype=np.int64)
    for c in clusters:
        for m in c.mentions:
            if found[m] < 0 or m == c.lead:
                found[m] = c.type
    return found


def mention_at(scene: Scene, start: int, end: int, type_: str, taken: set[int]) -> int | None:
    """The mention that a coder's words hold; of several the one that fits the type."""
    over = []
    for n, m in enumerate(scene.mentions):
        if scene.tokens[m.first].start < end and scene.tokens[m.last].end > start:
            over.append((type_ in candidate_types(m), m.type == type_, not m.failed, n not in taken, -n))
    return -max(over)[-1] if over else None


def match(scene: Scene, doc: Labelled) -> tuple[list[Cluster], np.ndarray]:
    """Clusters of mentions, and for each mention whether it tells an event."""
    clusters: list[Cluster] = []
    for e in doc.events:
        found: list[int] = []
        for start, end in e.mentions:
            n = mention_at(scene, start, end, e.type, set(found))
            if n is not None and n not in found:
                found.append(n)
        lead = mention_at(scene, *e.mentions[0], e.type, set())
        if not found:
            continue
        same = next(
            (c for c in clusters if c.lead == (lead if lead is not None else found[0]) and lead is not None), None
        )
        if same is not None:
            same.events.append(e)
            same.mentions += [n for n in found if n not in same.mentions]
        else:
            clusters.append(
                Cluster(
                    mentions=found,
                    lead=lead if lead is not None else found[0],
                    complete=e.complete,
                    type=TYPES.index(e.type),
                    status=STATUSES.index(e.status),
                    events=[e],
                )
            )
    told = np.zeros(len(scene.mentions), dtype=np.int64)
    complete = all(e.complete for e in doc.events)
    if not complete:
        families = {FAMILY.get(e.type, e.type) for e in doc.events}
        outcomes = {f[1] for e in doc.events for f in e.figures}
        for n, m in enumerate(scene.mentions):
            kin = {FAMILY.get(t, t) for t in candidate_types(m)}
            if kin & families or (m.outcome and (m.outcome in outcomes or "casualties" in outcomes)):
                told[n] = -1
    for c in clusters:
        told[c.mentions] = 1
    return clusters, told


def told_types(scene: Scene, types: tuple[str, ...]) -> tuple[list[Cluster], np.ndarray]:
    """A cluster for each type that a sentence tells, at the mention that fits it best; how it stands is not said."""
    clusters: list[Cluster] = []
    for type_ in types:
        taken = {c.lead for c in clusters}
        fit = [
            (m.type == type_, not m.failed, -n)
            for n, m in enumerate(scene.mentions)
            if type_ in candidate_types(m) and n not in taken
        ]
        if fit:
            n = -max(fit)[-1]
            row = TYPES.index(type_)
            clusters.append(Cluster(mentions=[n], lead=n, complete=False, type=row, status=-100, events=[]))
    told = np.full(len(scene.mentions), -1 if clusters else 0, dtype=np.int64)
    told[[c.lead for c in clusters]] = 1
    return clusters, told


def _pairs(scene: Scene, clusters: list[Cluster], used: list[int], vocab: Names) -> tuple[Any, Any, Any]:
    owners: dict[int, set[int]] = {}
    for k, c in enumerate(clusters):
        for m in c.mentions:
            owners.setdefault(m, set()).add(k)
    rows, names, same = [], [], []
    for j, b in enumerate(used):
        near = set(range(max(0, j - WINDOW), j)) | {
            i for i in range(j) if scene.mentions[used[i]].sentence in scene.titles
        }
        for i in sorted(near):
            a = used[i]
            rows.append((a, b))
            names.append(vocab.ids(pair_features(scene, scene.mentions[a], scene.mentions[b])))
            same.append(bool(owners[a] & owners[b]))
    return np.array(rows, dtype=np.int64).reshape(-1, 2), names, np.array(same, dtype=np.int64)


def _outcomes(reading: Any, events: list[Event]) -> np.ndarray:
    """Count → outcome of the figure with its words, 0 where it is no figure."""
    found = np.zeros(len(reading.counts), dtype=np.int64)
    for n, c in enumerate(reading.counts):
        scores: Counter[str] = Counter()
        for e in events:
            for (start, end), outcome, low, high, _ in e.figures:
                value = (c.low, c.high) == (low, high)
                if c.start < end and start < c.end and value:
                    scores[outcome] += 3
                elif value and (c.low or c.high or 0) >= 4:
                    scores[outcome] += 1
        if scores:
            found[n] = 1 + OUTCOMES.index(scores.most_common(1)[0][0])
    return found


def _links(doc: Doc, scene: Scene, kind: str, text: str, vocab: Names, same_text: Any) -> None:
    """Links between the mentions of each cluster and the candidates of one kind, and which are right."""
    rows, names, right = [], [], []
    lacking: set[int] = set()
    items = scene.items[kind]
    for k, c in enumerate(doc.clusters):
        hits = 0
        wanted = _wanted(kind, c, text)
        for m in c.mentions:
            for n in candidates(scene, scene.mentions[m], kind):
                label = _label(kind, items[n], text, wanted, same_text, int(doc.outcome[n]) if kind == "count" else 0)
                hits += bool(label)
                rows.append((k, m, n))
                names.append(vocab.ids(link_features(scene, kind, m, n)))
                right.append(label)
        if any(wanted) and not hits:
            lacking.add(k)
    doc.links[kind] = np.array(rows, dtype=np.int64).reshape(-1, 3)
    doc.link_names[kind] = names
    doc.right[kind] = np.array(right, dtype=np.int64)
    doc.lacking[kind] = lacking


def _wanted(kind: str, c: Cluster, text: str) -> tuple[Any, ...]:
    words = lambda s: text[s[0] : s[1]]  # noqa: E731
    if kind == "place":
        return tuple({words(e.place) for e in c.events if e.place})
    if kind == "date":
        return tuple({e.date for e in c.events if e.date})
    if kind == "sayer":
        return tuple({words(e.sayer) for e in c.events if e.sayer})
    if kind == "actor":
        return ({words(s) for e in c.events for s in e.actors}, {words(s) for e in c.events for s in e.targets})
    return tuple({(o, low, high) for e in c.events for _, o, low, high, _ in e.figures})


def _label(kind: str, item: Any, text: str, wanted: Any, same_text: Any, outcome: int) -> int:
    words = text[item.start : item.end]
    if kind == "date":
        return int((str(item.low), str(item.high)) in wanted)
    if kind == "count":
        return int(outcome > 0 and (OUTCOMES[outcome - 1], item.low, item.high) in wanted)
    if kind == "actor":
        for n, golds in enumerate(wanted, 1):
            if any(same_text(g, words) for g in golds):
                return n
        return 0
    return int(any(same_text(g, words) for g in wanted))
