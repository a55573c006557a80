"""Learns the weights of ar/weights.json from annotated reports.

    train.py GOLD_DIR --out src/tawatur/reference/ar/weights.json     learn from all reports and write the weights
    train.py GOLD_DIR --cv                                            learn from the other outlets, code one, score

Features name grammar, lexicon rows and frequent bare words beside a candidate (see extract/*_features).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any, get_args

import msgspec
import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from tawatur.dissect import read
from tawatur.extract.claims import extract
from tawatur.extract.drafts import PLAUSIBLE, Draft, candidates, draft_of
from tawatur.extract.figures import OUTCOMES, attach_features, count_features
from tawatur.extract.groups import pair_features
from tawatur.extract.heads import FAMILY, head_features
from tawatur.extract.kinds import candidate_types, type_features
from tawatur.extract.model import Model
from tawatur.extract.roles import date_features, party_features, place_features, sayer_features
from tawatur.extract.scene import Scene
from tawatur.extract.stance import STATUSES, status_features
from tawatur.records import EventType, Report
from tawatur.reference import load_yaml, pack_path

Sample = tuple[list[str], bool]


class Doc:
    """One annotated report with its scene and the gold events matched to mentions."""

    partial = False

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
        self.features = [head_features(self.scene, n) for n in range(len(self.scene.mentions))]
        self.matched = self._match()
        self.told = self._tell()

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

    def _tell(self) -> dict[int, set[int]]:
        """Mention number -> gold events that it tells, the marked one or a repeat: by sentence, place, figures."""
        found: dict[int, set[int]] = {}
        for n, m in enumerate(self.scene.mentions):
            if n in self.matched:
                found[n] = {k for k, e in enumerate(self.events) if any(e is x for x in self.matched[n])}
                continue
            scored = [(self._telling(m, e), -k) for k, e in enumerate(self.events)]
            best = max(scored, default=(0.0, 0))
            if best[0] >= 3:
                found[n] = {-best[1]}
        return found

    def _telling(self, m: Any, e: dict[str, Any]) -> float:
        """How surely a mention tells a gold event that is marked elsewhere."""
        text, tokens = self.reading.report.text, self.scene.tokens
        family = FAMILY.get(e["type"], e["type"])
        typed = e["type"] in candidate_types(m)
        outcomes = {f["outcome"] for f in e["figures"]}
        if not typed and not (m.outcome and (m.outcome in outcomes or "casualties" in outcomes)):
            return 0.0
        score = 1.0 * typed + 0.5 * (m.type == e["type"]) - 1.5 * bool(m.failed)
        first, last = self.scene.sentence_span(m.head)
        start, end = tokens[first].start, tokens[last].end
        inside = text[start:end]
        score += 2.0 * (start <= e["trigger"]["start"] < end)
        near = abs(tokens[m.head].start - e["trigger"]["start"])
        score += 1.0 * (near < 40)
        if e["place"]:
            score += 1.0 if e["place"]["text"] in inside else -0.5
        score += 1.5 * any(f["text"] in inside for f in e["figures"])
        same_family = sum(FAMILY.get(x["type"], x["type"]) == family for x in self.events)
        score += 1.5 * (same_family == 1 and m.type == e["type"])
        score += 1.0 * (self.reading.sentences[m.sentence].title and e is self.events[0])
        return score

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


class SentenceDoc(Doc):
    """A sentence beside the event rules: it says which types its claims have, and nothing of their roles."""

    partial = True

    def __init__(self, number: int, text: str, expect: list[str], same_text: Any) -> None:
        report = {
            "id": f"sentence/{number}",
            "source": "sentences",
            "published": "2019-07-13",
            "title": "",
            "text": text,
        }
        super().__init__(report, [], same_text)
        for type_ in expect:
            fit = [
                (m.type == type_, not m.failed, -n)
                for n, m in enumerate(self.scene.mentions)
                if type_ in candidate_types(m) and n not in self.matched
            ]
            if fit:
                self.matched[-max(fit)[-1]] = [event := {"type": type_, "status": "occurred"}]
                self.events.append(event)
        self.told = {n: {self.events.index(events[0])} for n, events in self.matched.items()}


def sentence_docs(same_text: Any) -> list[Doc]:
    """The sentences beside the event rules."""
    found: list[Doc] = []
    for path in sorted(pack_path("ar/events").glob("*.examples.yml")):
        for row in load_yaml(path, list[dict[str, Any]]):
            found.append(SentenceDoc(len(found), row["text"], row["expect"], same_text))
    return found


def head_samples(doc: Doc) -> list[Sample]:
    return [(doc.features[n], n in doc.matched) for n in range(len(doc.scene.mentions))]


def type_samples(doc: Doc, type_: str) -> list[Sample]:
    """A mention that may have the type, and whether it has it."""
    return [
        (type_features(doc.scene, doc.scene.mentions[n]), doc.gold_type(n) == type_)
        for n in doc.matched
        if type_ in candidate_types(doc.scene.mentions[n])
    ]


def place_samples(doc: Doc) -> list[Sample]:
    text, found = doc.reading.report.text, []
    for n, events in doc.matched.items():
        m = doc.scene.mentions[n]
        golds = [e["place"]["text"] for e in events if e["place"]]
        options = candidates(doc.scene, m, "place")
        for k in options:
            p = doc.reading.places[k]
            found.append((place_features(doc.scene, m, k), any(doc.same_text(g, text[p.start : p.end]) for g in golds)))
    return found


def date_samples(doc: Doc) -> list[Sample]:
    found = []
    for n, events in doc.matched.items():
        m = doc.scene.mentions[n]
        golds = {(e["date"]["start"], e["date"]["end"]) for e in events if e["date"]}
        for k in candidates(doc.scene, m, "date"):
            d = doc.reading.dates[k]
            days = (d.low.isoformat() if d.low else None, d.high.isoformat() if d.high else None)
            found.append((date_features(doc.scene, m, k), days in golds))
    return found


def party_samples(doc: Doc, role: str) -> list[Sample]:
    text, found = doc.reading.report.text, []
    for n, events in doc.matched.items():
        m = doc.scene.mentions[n]
        golds = [s["text"] for e in events for s in e[role]]
        for k in candidates(doc.scene, m, "actor"):
            a = doc.reading.actors[k]
            hit = any(doc.same_text(g, text[a.start : a.end]) for g in golds)
            found.append((party_features(doc.scene, m, k, doc.gold_type(n)), hit))
    return found


def sayer_samples(doc: Doc) -> list[Sample]:
    text, found = doc.reading.report.text, []
    for n, events in doc.matched.items():
        m = doc.scene.mentions[n]
        golds = [e["attribution"]["text"] for e in events if e["attribution"]]
        for k in candidates(doc.scene, m, "sayer"):
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
        for k in candidates(doc.scene, m, "count"):
            if golds.get(k):
                c, outcome = doc.reading.counts[k], golds[k].most_common(1)[0][0]
                found.append((attach_features(doc.scene, m, type_, k, outcome), (outcome, c.low, c.high) in mine))
    return found


def draft_all(doc: Doc, models: dict[str, Model]) -> dict[int, Draft]:
    """Drafts of the plausible mentions and of all that a coder marked."""
    doc.scene.scores.clear()  # they were another model's
    found = {}
    for n in range(len(doc.scene.mentions)):
        chance = models["told"].chance(doc.features[n])
        if chance >= PLAUSIBLE or n in doc.matched:
            found[n] = draft_of(doc.scene, n, models, doc.features[n], chance)
    return found


def pair_samples(doc: Doc, drafts: dict[int, Draft], told: dict[int, set[int]]) -> list[Sample]:
    known = [n for n in drafts if n in told]
    return [
        (pair_features(doc.scene, drafts[i], drafts[j]), bool(told[i] & told[j]))
        for k, i in enumerate(known)
        for j in known[k + 1 :]
    ]


def retell(doc: Doc, drafts: dict[int, Draft], same: Model) -> dict[int, set[int]]:
    """Which gold events each draft tells, by its likeness to the mentions that the coder marked."""
    told = {n: {k for k, e in enumerate(doc.events) if any(e is x for x in doc.matched[n])} for n in doc.matched}
    found = dict(told)
    for n, draft in drafts.items():
        if n not in doc.matched:
            scored = [
                (same.score(pair_features(doc.scene, *sorted((draft, drafts[k]), key=lambda d: d.mention.head))), -k)
                for k in told
            ]
            best = max(scored, default=(-1.0, 0))
            if best[0] > 0:
                found[n] = told[-best[1]]
    return found


WORDS = 7  # a bare word has a weight only if it stands so often beside a candidate


class Task:
    """One decision's samples of all reports as one matrix, so that leaving an outlet out only selects rows."""

    def __init__(self, docs: list[Doc], make: Any, c: float, least: int = 2) -> None:
        per_doc = [make(d) for d in docs]
        self.rows: dict[str, range] = {}
        start = 0
        for doc, samples in zip(docs, per_doc, strict=True):
            self.rows[doc.id] = range(start, start + len(samples))
            start += len(samples)
        samples = [s for part in per_doc for s in part]
        self.labels = np.array([y for _, y in samples], dtype=bool)
        counted = Counter(f for features, _ in samples for f in set(features))
        self.vectorizer = DictVectorizer()
        known = {f for f, n in counted.items() if n >= (WORDS if f.startswith("w:") else least)}
        kept = [{f: 1.0 for f in fs if f in known} for fs, _ in samples]
        self.matrix = self.vectorizer.fit_transform(kept) if samples else None
        self.c = c

    def fit(self, docs: list[Doc], wanted: dict[tuple[str, int], bool] | None = None) -> Model:
        """A logistic regression over these reports; `wanted` replaces labels and leaves out other rows."""
        pairs = [(r, (d.id, k)) for d in docs for k, r in enumerate(self.rows[d.id])]
        if wanted is not None:
            pairs = [(r, key) for r, key in pairs if key in wanted]
        rows = [r for r, _ in pairs]
        labels = (
            np.array([wanted[key] for _, key in pairs])
            if wanted is not None
            else self.labels[rows]
            if rows
            else np.array([])
        )
        return fit_rows(self.matrix[rows] if rows else None, labels, self.vectorizer, self.c)


def fit_rows(matrix: Any, labels: Any, vectorizer: DictVectorizer, c: float) -> Model:
    if matrix is None or labels.all() or not labels.any():
        return Model(5.0 if matrix is not None and labels.all() else -5.0, {})
    fitted = LogisticRegression(C=c, max_iter=500).fit(matrix, labels)
    weights = zip(vectorizer.feature_names_, fitted.coef_[0], strict=True)
    return Model(round(float(fitted.intercept_[0]), 4), {f: round(float(w), 4) for f, w in weights if abs(w) >= 0.02})


def whole(make: Any) -> Any:
    """The samples of reports that are annotated in full."""
    return lambda doc: [] if doc.partial else make(doc)


def tasks(docs: list[Doc]) -> dict[str, Task]:
    """All decisions that need no other decision's outcome."""
    found = {
        "head": Task(docs, head_samples, 0.05),
        "place": Task(docs, whole(place_samples), 0.8),
        "date": Task(docs, whole(date_samples), 0.8),
        "actor": Task(docs, whole(lambda d: party_samples(d, "actors")), 0.8),
        "target": Task(docs, whole(lambda d: party_samples(d, "targets")), 0.8),
        "sayer": Task(docs, whole(sayer_samples), 0.8),
        "attach": Task(docs, whole(attach_samples), 0.8),
    }
    for type_ in get_args(EventType):
        found[f"type:{type_}"] = Task(docs, lambda d, t=type_: type_samples(d, t), 0.3)
    for status in STATUSES:
        found[f"status:{status}"] = Task(docs, whole(lambda d, s=status: status_samples(d, s)), 0.3)
    for outcome in OUTCOMES:
        found[f"outcome:{outcome}"] = Task(docs, whole(lambda d, o=outcome: outcome_samples(d, o)), 0.6)
    return found


ROUNDS = 2  # the second round learns from repeats that the first found; a third changes nothing


def learn(docs: list[Doc], made: dict[str, Task]) -> dict[str, Model]:
    """All models. Coders mark one mention; repeats are found by likeness, `told` and `same` learn from both."""
    models = {name: task.fit(docs) for name, task in made.items()}
    told = {d.id: d.told for d in docs}
    for _ in range(ROUNDS):
        every = {(d.id, n): n in told[d.id] for d in docs for n in range(len(d.scene.mentions))}
        models["told"] = made["head"].fit(docs, every)
        drafts = {d.id: draft_all(d, models) for d in docs}
        models["same"] = Task(docs, lambda d, ds=drafts, t=told: pair_samples(d, ds[d.id], t[d.id]), 0.1).fit(docs)
        told = {d.id: retell(d, drafts[d.id], models["same"]) for d in docs}
    return models


def predict(docs: list[Doc], models: dict[str, Model]) -> dict[str, list[dict[str, Any]]]:
    return {d.id: json.loads(msgspec.json.encode(extract(d.reading, models))) for d in docs}


def more_labels(path: Path, corpus: Path) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Reports of the corpus with our own stand-off labels (offsets only), as gold events."""
    labels = {d["id"]: d["events"] for d in map(json.loads, path.open(encoding="utf-8"))}
    found = []
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for report in map(json.loads, lines):
            if report["id"] in labels:
                found.append((report, [_spelled(report["text"], e) for e in labels.pop(report["id"])]))
    return found


def own_reports(path: Path) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Reports in our own words with their events, both in one file."""
    rows = map(json.loads, path.open(encoding="utf-8"))
    return [({k: r[k] for k in ("id", "source", "published", "title", "text")}, r["events"]) for r in rows]


def _spelled(text: str, e: dict[str, Any]) -> dict[str, Any]:
    span = lambda s: s and {"text": text[s[0] : s[1]], "start": s[0], "end": s[1]}  # noqa: E731
    return {
        **e,
        "trigger": span(e["trigger"]),
        "place": span(e["place"]),
        "attribution": span(e["attribution"]),
        "actors": [span(s) for s in e["actors"]],
        "targets": [span(s) for s in e["targets"]],
        "date": e["date"] and {"start": e["date"][0], "end": e["date"][1]},
        "figures": [{**f, **span(f["span"])} for f in e["figures"]],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--labels", type=Path, help="our own stand-off labels")
    parser.add_argument("--corpus", type=Path, help="the reports that they belong to")
    parser.add_argument("--own", type=Path, help="reports in our own words with their events")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--cv", action="store_true")
    parser.add_argument(
        "--folds", type=int, default=0, help="fold the outlets into so many parts (0: each outlet for itself)"
    )
    parser.add_argument("--save", type=Path, help="write the out-of-outlet predictions here")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    sys.path.insert(0, str(options.gold))
    import score

    reports = {r["id"]: r for r in map(json.loads, (options.gold / "reports.jsonl").open(encoding="utf-8"))}
    gold = list(map(json.loads, (options.gold / "gold.jsonl").open(encoding="utf-8")))
    docs = [Doc(reports[g["id"]], g["events"], score.same_text) for g in gold]
    extra = (
        [Doc(r, e, score.same_text) for r, e in more_labels(options.labels, options.corpus)] if options.labels else []
    )
    if options.own:
        extra += [Doc(r, e, score.same_text) for r, e in own_reports(options.own)]
    extra += sentence_docs(score.same_text)
    made = tasks([*docs, *extra])
    if options.out:
        options.out.write_bytes(
            msgspec.json.format(msgspec.json.encode(learn([*docs, *extra], made), order="sorted"), indent=0)
        )
    if options.cv:
        predicted: dict[str, list[dict[str, Any]]] = {}
        for outlets in folds(docs, options.folds):
            models = learn([d for d in [*docs, *extra] if d.source not in outlets], made)
            predicted |= predict([d for d in docs if d.source in outlets], models)
        show(score, docs, predicted, reports, options)


def folds(docs: list[Doc], parts: int) -> list[set[str]]:
    """The outlets of each fold."""
    outlets = sorted({d.source for d in docs})
    return [set(outlets[k :: parts or len(outlets)]) for k in range(parts or len(outlets))]


def figures(name: str, v: dict[str, Any]) -> str:
    """One line of the report."""
    rates = f"P {v['p']:.3f} R {v['r']:.3f} F1 {v['f1']:.3f}"
    return f"{name:<12} {rates}  gold {v['gold']} predicted {v['predicted']}"


def show(score: Any, docs: list[Doc], predicted: dict[str, Any], reports: dict[str, Any], options: Any) -> None:
    errors: list[str] = []
    out = score.score({d.id: d.events for d in docs}, predicted, {i: r["text"] for i, r in reports.items()}, errors)
    for name in ("event", "family", "cells"):
        print(figures(name, out[name]))
    for name, v in out["roles"].items():
        print(f"  {figures(name, v)} right {v['right']}")
    print(f"ready rows   {out['ready_rows']:.3f}")
    print("\n".join(errors[: options.errors]))
    if options.save:
        options.save.write_text(
            "".join(json.dumps({"id": d, "events": e}, ensure_ascii=False) + "\n" for d, e in predicted.items())
        )


if __name__ == "__main__":
    main()
