"""How many gold events have a trigger mention: the ceiling of the extract stage."""

import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from tawatur.dissect import read
from tawatur.extract.triggers import find_mentions
from tawatur.records import Report

gold_dir = Path(sys.argv[1])
reports = {r["id"]: r for r in map(json.loads, (gold_dir / "reports.jsonl").open())}
FAMILY = {"armed_clash": "battle", "territory_gained": "battle", "withdrawal": "battle", "air_strike": "remote", "shelling": "remote", "explosion": "remote", "suicide_bombing": "remote", "chemical_attack": "remote", "attack": "violence", "sexual_violence": "violence", "abduction": "violence", "torture": "violence", "detention": "custody", "release": "custody", "defection": "ranks", "refusal": "ranks", "mobilization": "ranks"}  # noqa: E501
hit = Counter()
misses = []
n_mentions = n_open = 0
for doc in map(json.loads, (gold_dir / "gold.jsonl").open()):
    r = reports[doc["id"]]
    reading = read(Report(id=r["id"], text=r["text"], title=r["title"], published=date.fromisoformat(r["published"])))
    mentions = find_mentions(reading)
    n_mentions += len(mentions)
    n_open += sum(not m.failed for m in mentions)
    for e in doc["events"]:
        t = e["trigger"]
        over = [m for m in mentions if reading.tokens[m.first].start < t["end"] and reading.tokens[m.last].end > t["start"]]
        full = [m for m in over if not m.failed]
        hit["events"] += 1
        hit["any"] += bool(over)
        hit["complete"] += bool(full)
        hit["typed"] += any(m.type == e["type"] for m in full)
        hit["family"] += any(FAMILY.get(m.type, m.type) == FAMILY.get(e["type"], e["type"]) for m in full)
        if not any(m.type == e["type"] for m in full):
            got = [(m.type, m.entry.rule.id, m.failed) for m in over]
            s = max(0, t["start"] - 50)
            misses.append(f"{e['type']} «{t['text']}» got {got}   … {r['text'][s:t['end'] + 60]!r}")
print(dict(hit), "mentions", n_mentions, "complete", n_open)
for m in misses[: int(sys.argv[2]) if len(sys.argv) > 2 else 0]:
    print(m)
