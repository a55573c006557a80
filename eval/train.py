"""Learns the weights of ar/weights.json from annotated reports.

    train.py GOLD_DIR --out src/tawatur/reference/ar/weights.json     learn from all reports and write the weights
    train.py GOLD_DIR --cv                                            leave one outlet out: learn from the others, code it, score

Features name grammar and lexicon rows (see extract/*_features); no word of a report is stored.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from tawatur.dissect import read
from tawatur.extract.claims import extract
from tawatur.extract.drafts import Draft, candidates, draft_events, rival_features
from tawatur.extract.figures import OUTCOMES, attach_features, count_features
from tawatur.extract.heads import head_features
from tawatur.extract.kinds import candidate_types, type_features
from tawatur.extract.model import Model
from tawatur.extract.roles import date_features, party_features, place_features, sayer_features
from tawatur.extract.scene import Scene
from tawatur.extract.stance import STATUSES, status_features
from tawatur.records import Report

Sample = tuple[list[str], bool]


class Doc:
    """One annotated report with its scene and the gold events matched to mentions."""

    def __init__(self, report: dict[str, Any], events: list[dict[str, Any]], same_text: Any) -> None:
        self.id, self.source, self.events, self.same_text = report["id"], report["source"], events, same_text
        self.reading = read(
            Report(
                id=report["id"],
                text=report["text"],
                title=report["title"],
                source=report["source"],
                published=date.fromisoformat(report["published"]),
            )
        )
        self.scene = Scene(self.reading)
        self.matched = self._match()

    def _match(self) -> dict[int, list[dict[str, Any]]]:
        """Mention number -> the gold events that it names (several where one verb has several places)."""
        tokens, found = self.scene.tokens, defaultdict(list)
        for e in self.events:
            t = e["trigger"]
            over = []
            for n, m in enumerate(self.scene.mentions):
                start, end = tokens[m.first].start, tokens[m.last].end
                if start < t["end"] and end > t["start"]:
                    over.append((e["type"] in candidate_types(m), m.type == e["type"], not m.failed, -n, n))
            if over:
                found[max(over)[-1]].append(e)
        return dict(found)

    def gold_type(self, n: int) -> str:
        return Counter(e["type"] for e in self.matched[n]).most_common(1)[0][0]

    def figure_outcomes(self) -> dict[int, Counter[str]]:
        """Count number -> outcomes of the gold figures with the same words or the same value."""
        found: dict[int, Counter[str]] = defaultdict(Counter)
        for n, c in enumerate(self.reading.counts):
            for e in self.events:
                for f in e["figures"]:
                    over = c.start < f["end"] and f["start"] < c.end
                    value = (c.low, c.high) == (f["low"], f["high"])
                    if over and value:
                        found[n][f["outcome"]] += 3
                    elif value and (c.low or c.high or 0) >= 4:
                        found[n][f["outcome"]] += 1
        return found


def head_samples(doc: Doc) -> list[Sample]:
    return [(head_features(doc.scene, n), n in doc.matched) for n in range(len(doc.scene.mentions))]


def type_samples(doc: Doc) -> list[Sample]:
    found = []
    for n in doc.matched:
        m, want = doc.scene.mentions[n], doc.gold_type(n)
        if want in candidate_types(m):
            found += [(type_features(doc.scene, m, t), t == want) for t in candidate_types(m)]
    return found


def place_samples(doc: Doc) -> list[Sample]:
    text, found = doc.reading.report.text, []
    for n, events in doc.matched.items():
        m = doc.scene.mentions[n]
        golds = [e["place"]["text"] for e in events if e["place"]]
        options = candidates(doc.scene, m, doc.reading.places)
        for k in options:
            p = doc.reading.places[k]
            found.append((place_features(doc.scene, m, k), any(doc.same_text(g, text[p.start : p.end]) for g in golds)))
    return found


def date_samples(doc: Doc) -> list[Sample]:
    found = []
    for n, events in doc.matched.items():
        m = doc.scene.mentions[n]
        golds = {(e["date"]["start"], e["date"]["end"]) for e in events if e["date"]}
        for k in candidates(doc.scene, m, doc.reading.dates):
            d = doc.reading.dates[k]
            days = (d.low.isoformat() if d.low else None, d.high.isoformat() if d.high else None)
            found.append((date_features(doc.scene, m, k), days in golds))
    return found


def party_samples(doc: Doc, role: str) -> list[Sample]:
    text, found = doc.reading.report.text, []
    for n, events in doc.matched.items():
        m = doc.scene.mentions[n]
        golds = [s["text"] for e in events for s in e[role]]
        for k in candidates(doc.scene, m, doc.reading.actors):
            a = doc.reading.actors[k]
            hit = any(doc.same_text(g, text[a.start : a.end]) for g in golds)
            found.append((party_features(doc.scene, m, k, doc.gold_type(n)), hit))
    return found


def sayer_samples(doc: Doc) -> list[Sample]:
    text, found = doc.reading.report.text, []
    for n, events in doc.matched.items():
        m = doc.scene.mentions[n]
        golds = [e["attribution"]["text"] for e in events if e["attribution"]]
        for k in candidates(doc.scene, m, doc.reading.sayers):
            s = doc.reading.sayers[k]
            found.append((sayer_features(doc.scene, m, k), any(doc.same_text(g, text[s.start : s.end]) for g in golds)))
    return found


def status_samples(doc: Doc, status: str) -> list[Sample]:
    return [
        (status_features(doc.scene, doc.scene.mentions[n], doc.gold_type(n)), events[0]["status"] == status)
        for n, events in doc.matched.items()
    ]


def outcome_samples(doc: Doc, outcome: str) -> list[Sample]:
    golds = doc.figure_outcomes()
    return [
        (count_features(doc.scene, n), bool(golds.get(n)) and golds[n].most_common(1)[0][0] == outcome)
        for n in range(len(doc.reading.counts))
    ]


def attach_samples(doc: Doc) -> list[Sample]:
    golds, found = doc.figure_outcomes(), []
    for n, events in doc.matched.items():
        m, type_ = doc.scene.mentions[n], doc.gold_type(n)
        mine = {(f["outcome"], f["low"], f["high"]) for e in events for f in e["figures"]}
        for k in candidates(doc.scene, m, doc.reading.counts):
            if golds.get(k):
                c, outcome = doc.reading.counts[k], golds[k].most_common(1)[0][0]
                found.append((attach_features(doc.scene, m, type_, k, outcome), (outcome, c.low, c.high) in mine))
    return found


def event_samples(doc: Doc, models: dict[str, Model]) -> list[Sample]:
    drafts = draft_events(doc.scene, models)
    numbers = {id(m): n for n, m in enumerate(doc.scene.mentions)}
    return [(rival_features(doc.scene, d, drafts), numbers[id(d.mention)] in doc.matched) for d in drafts]


def fit(samples: list[Sample], c: float = 0.1, least: int = 2) -> Model:
    """A logistic regression over features that occur at least `least` times."""
    labels = np.array([y for _, y in samples])
    if not samples or labels.all() or not labels.any():
        return Model(-5.0 if not samples or not labels.any() else 5.0, {})
    counted = Counter(f for features, _ in samples for f in set(features))
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{f: 1.0 for f in fs if counted[f] >= least} for fs, _ in samples])
    fitted = LogisticRegression(C=c, max_iter=500).fit(matrix, labels)
    weights = dict(zip(vectorizer.feature_names_, fitted.coef_[0], strict=True))
    return Model(round(float(fitted.intercept_[0]), 4), {f: round(float(w), 4) for f, w in weights.items() if abs(w) >= 0.005})


def learn(docs: list[Doc], c: dict[str, float] | None = None) -> dict[str, Model]:
    """All models, the event model on head chances of outlets left out."""
    c = c or {}
    models = learn_roles(docs, c)
    outlets = sorted({d.source for d in docs})
    samples: list[Sample] = []
    for part in range(4):
        held = [d for d in docs if outlets.index(d.source) % 4 == part]
        rest = [d for d in docs if outlets.index(d.source) % 4 != part]
        inner = {"head": fit([s for d in rest for s in head_samples(d)], c.get("head", 0.1)), **{k: v for k, v in models.items() if k != "head"}}
        samples += [s for d in held for s in event_samples(d, inner)]
    models["event"] = fit(samples, c.get("event", 0.1))
    return models


def learn_roles(docs: list[Doc], c: dict[str, float]) -> dict[str, Model]:
    every = lambda make, *args: [s for d in docs for s in make(d, *args)]  # noqa: E731
    models = {
        "head": fit(every(head_samples), c.get("head", 0.1)),
        "type": fit(every(type_samples), c.get("type", 0.3)),
        "place": fit(every(place_samples), c.get("place", 0.2)),
        "date": fit(every(date_samples), c.get("date", 0.2)),
        "actor": fit(every(party_samples, "actors"), c.get("actor", 0.2)),
        "target": fit(every(party_samples, "targets"), c.get("target", 0.2)),
        "sayer": fit(every(sayer_samples), c.get("sayer", 0.2)),
        "attach": fit(every(attach_samples), c.get("attach", 0.2)),
    }
    for status in STATUSES:
        models[f"status:{status}"] = fit(every(status_samples, status), 0.3)
    for outcome in OUTCOMES:
        models[f"outcome:{outcome}"] = fit(every(outcome_samples, outcome), c.get("outcome", 0.3))
    return models


def predict(docs: list[Doc], models: dict[str, Model]) -> dict[str, list[dict[str, Any]]]:
    return {d.id: json.loads(msgspec.json.encode(extract(d.reading, models))) for d in docs}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--cv", action="store_true")
    parser.add_argument("--save", type=Path, help="write the out-of-outlet predictions here")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    sys.path.insert(0, str(options.gold))
    import score

    reports = {r["id"]: r for r in map(json.loads, (options.gold / "reports.jsonl").open(encoding="utf-8"))}
    gold = list(map(json.loads, (options.gold / "gold.jsonl").open(encoding="utf-8")))
    docs = [Doc(reports[g["id"]], g["events"], score.same_text) for g in gold]
    if options.out:
        options.out.write_bytes(msgspec.json.format(msgspec.json.encode(learn(docs), order="sorted"), indent=0))
    if options.cv:
        predicted: dict[str, list[dict[str, Any]]] = {}
        for outlet in sorted({d.source for d in docs}):
            models = learn([d for d in docs if d.source != outlet])
            predicted |= predict([d for d in docs if d.source == outlet], models)
        show(score, docs, predicted, reports, options)


def show(score: Any, docs: list[Doc], predicted: dict[str, Any], reports: dict[str, Any], options: Any) -> None:
    errors: list[str] = []
    out = score.score({d.id: d.events for d in docs}, predicted, {i: r["text"] for i, r in reports.items()}, errors)
    for name in ("event", "family", "cells"):
        print(f"{name:<12} P {out[name]['p']:.3f} R {out[name]['r']:.3f} F1 {out[name]['f1']:.3f}  gold {out[name]['gold']} predicted {out[name]['predicted']}")
    for name, v in out["roles"].items():
        right = v["right"]
        print(f"  {name:<12} P {v['p']:.3f} R {v['r']:.3f} F1 {v['f1']:.3f}  gold {v['gold']} predicted {v['predicted']} right {right}")
    print(f"ready rows   {out['ready_rows']:.3f}")
    print("\n".join(errors[: options.errors]))
    if options.save:
        options.save.write_text("".join(json.dumps({"id": d, "events": e}, ensure_ascii=False) + "\n" for d, e in predicted.items()))


if __name__ == "__main__":
    main()
