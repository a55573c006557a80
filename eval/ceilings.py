"""Shares of gold fields that some mention of the reading covers: the ceiling of each role."""

import json
import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), sys.argv[1]]
import score  # noqa: E402
from train import Doc  # noqa: E402

from tawatur.extract.drafts import candidates  # noqa: E402

gold_dir = Path(sys.argv[1])
reports = {r["id"]: r for r in map(json.loads, (gold_dir / "reports.jsonl").open())}
have, want, misses = Counter(), Counter(), []
for g in map(json.loads, (gold_dir / "gold.jsonl").open()):
    d = Doc(reports[g["id"]], g["events"], score.same_text)
    r, text = d.reading, d.reading.report.text
    words = lambda items: [text[x.start : x.end] for x in items]  # noqa: E731
    near = {id(e): n for n, events in d.matched.items() for e in events}
    for e in d.events:
        for role, golds, items, kind in (
            ("place", [e["place"]] if e["place"] else [], r.places, "place"),
            ("actor", e["actors"], r.actors, "actor"),
            ("target", e["targets"], r.actors, "actor"),
            ("sayer", [e["attribution"]] if e["attribution"] else [], r.sayers, "sayer"),
        ):
            for gold in golds:
                want[role] += 1
                hits = [k for k, w in enumerate(words(items)) if score.same_text(gold["text"], w)]
                have[role] += bool(hits)
                if not hits:
                    misses.append(f"{role} «{gold['text']}» {d.id}")
                if id(e) in near:
                    want[role + " near"] += 1
                    have[role + " near"] += bool(
                        set(hits) & set(candidates(d.scene, d.scene.mentions[near[id(e)]], kind))
                    )
                if role == "place" and hits:
                    for key in ("admin1", "country"):
                        want[key] += 1
                        have[key] += any(
                            (items[k].admin1 if key == "admin1" else items[k].country) == e[key] for k in hits
                        )
        if e["date"]:
            want["date"] += 1
            have["date"] += any((str(x.low), str(x.high)) == (e["date"]["start"], e["date"]["end"]) for x in r.dates)
        for f in e["figures"]:
            want["figure"] += 1
            hit = any(
                (c.low, c.high) == (f["low"], f["high"]) and c.start < f["end"] and f["start"] < c.end for c in r.counts
            )
            have["figure"] += hit
            if not hit:
                misses.append(f"figure «{f['text']}» {f['low']} {f['high']} {d.id}")
for k in want:
    print(f"{k:<12} {have[k]:>5} of {want[k]:>5}  {have[k] / want[k]:.3f}")
for m in [m for m in misses if m.split()[0] in sys.argv[2:]]:
    print(m)
