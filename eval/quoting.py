"""Labels written as quotations become labels by offset: a person can write them by hand.

One JSON object a line: {"id", "events": [{"type", "status", "at": [QUOTE, …], "actors": [QUOTE], "targets": [QUOTE],
"place": QUOTE|null, "admin1", "country", "date": [DAY, DAY]|null,
"figures": [[QUOTE, outcome, who, low, high, subset]], "by": QUOTE|null}]}; reports in our own words carry "source",
"published", "title" and "text" too.

A QUOTE is copied letter by letter: the words themselves, or a longer stretch in which they stand in [brackets]. `at`
holds every mention of the event, the most informative one first.

    python eval/quoting.py LABELS.jsonl [REPORTS.jsonl[.gz]…] [--out OUT.jsonl]

says which quotations are not found, by line; with --out the others are written by offset: `mentions` first to last,
each span as [start, end], figures as [start, end, outcome, who, low, high, subset].
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

TYPES = frozenset(
    "armed_clash territory_gained withdrawal air_strike shelling explosion suicide_bombing chemical_attack attack "
    "sexual_violence abduction detention release torture defection refusal mobilization agreement displacement siege "
    "destruction disrupted_weapons protest riot".split()
)
STATUSES = frozenset("occurred planned failed denied".split())
OUTCOMES = frozenset(
    "killed injured casualties captured missing defected refused displaced released recruited surrendered attacks "
    "destroyed seized participants".split()
)
WHO = frozenset("combatant civilian child woman medic journalist detainee object unspecified".split())
ENDS = ".!?؟؛\n"


class Unfound(Exception):
    """A quotation that is not in the report, or a code that the codebook does not have."""


def places_of(text: str, quote: str) -> list[tuple[int, int]]:
    """Every stretch that a quotation can mean."""
    before, opened, rest = quote.partition("[")
    inner, closed, after = rest.partition("]")
    if not (opened and closed and inner):
        before, inner, after = "", quote, ""
    whole, found, at = before + inner + after, [], -1
    while (at := text.find(whole, at + 1)) >= 0:
        found.append((at + len(before), at + len(before) + len(inner)))
    return found


def locate(text: str, quote: str, near: int | None = None) -> list[int]:
    """Start and end of a quotation; of several the one in the sentence of `near`, else the nearest to it."""
    found = places_of(text, quote.strip())
    if not found:
        raise Unfound(f"not in the report: {quote!r}")
    if near is None:
        return list(found[0])
    start = max((text.rfind(e, 0, near) for e in ENDS), default=-1)
    end = min((i for e in ENDS if (i := text.find(e, near)) >= 0), default=len(text))
    return list(min(found, key=lambda s: (not start < s[0] <= end, abs(s[0] - near))))


def event_of(text: str, raw: dict) -> dict:
    """One event by offset."""
    for key, known in (("type", TYPES), ("status", STATUSES)):
        if raw.get(key) not in known:
            raise Unfound(f"{key} {raw.get(key)!r} is not in the codebook")
    mentions = [locate(text, q) for q in raw["at"]]
    near = mentions[0][0]
    figures = []
    for quote, outcome, who, low, high, subset in raw.get("figures") or []:
        if outcome not in OUTCOMES or who not in WHO:
            raise Unfound(f"figure {outcome!r} {who!r} is not in the codebook")
        start, end = locate(text, quote, near)
        figures.append([start, end, outcome, who, low, high, bool(subset)])
    one = lambda key: locate(text, raw[key], near) if raw.get(key) else None  # noqa: E731
    return {
        "type": raw["type"], "status": raw["status"], "trigger": mentions[0], "mentions": mentions,
        "actors": [locate(text, q, near) for q in raw.get("actors") or []],
        "targets": [locate(text, q, near) for q in raw.get("targets") or []],
        "place": one("place"), "admin1": raw.get("admin1"), "country": raw.get("country"), "date": raw.get("date"),
        "attribution": one("by"), "figures": figures,
    }  # fmt: skip


def lines(path: str | Path) -> Iterator[dict]:
    """JSON objects of a file, gzipped or not."""
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def resolve(labels: str | Path, texts: dict[str, str]) -> Iterator[tuple[dict, list[str]]]:
    """Each labelled report by offset, and what is wrong with it."""
    for n, line in enumerate(Path(labels).read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except ValueError as error:
            yield {"id": "", "events": []}, [f"{labels}:{n}: no JSON ({error})"]
            continue
        text, events, faults = raw.get("text") or texts.get(raw["id"], ""), [], []
        for e in raw["events"]:
            try:
                events.append(event_of(text, e))
            except (Unfound, KeyError, ValueError, TypeError, IndexError) as error:
                faults.append(f"{labels}:{n}: {raw['id']}: {error}")
        own = {k: raw[k] for k in ("source", "published", "title", "text") if k in raw}
        yield {"id": raw["id"], **own, "events": events}, faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("reports", nargs="*", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    texts = {r["id"]: r["text"] for path in options.reports for r in lines(path)}
    found, faults = [], []
    for doc, wrong in resolve(options.labels, texts):
        faults += wrong
        found.append(doc)
    print("\n".join(faults) or "every quotation is found")
    events = [e for doc in found for e in doc["events"]]
    mentions = sum(len(e["mentions"]) for e in events)
    print(f"{len(found)} reports, {len(events)} events, {mentions} mentions, {len(faults)} faults")
    if options.out:
        with options.out.open("w", encoding="utf-8") as file:
            for doc in found:
                file.write(json.dumps(doc, ensure_ascii=False, separators=(",", ":")) + "\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
