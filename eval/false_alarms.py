"""False alarms: claims coded in reports that are not about conflict, for a person to judge by the codebook.

    false_alarms.py [OTHER.jsonl.gz] [--reports 300] [--seed 1] [--all]

Codes a random sample and prints each claim that is not judged yet with its sentence (--all: the judged ones as well),
and a line to copy into eval/false-alarms-judged.jsonl with "accept" or "reject" for "?". That file holds a claim's
report, the offset of its trigger, its type and the judgement, and no word of the report. The counts go to
eval/false-alarms.json, which `make quality` shows.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from quality import FALSE_ALARMS, HERE, keep

from tawatur.acquire import read_inputs
from tawatur.coding import code_items
from tawatur.records import Claim, Coded, Report
from tawatur.scoring import sentence_of

CORPUS = HERE.parents[1] / "shared" / "corpus" / "other.jsonl.gz"
JUDGED = HERE / "false-alarms-judged.jsonl"
Key = tuple[str, int, str]


class Judged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person decided about one claim."""

    report: str
    trigger: int  # where it starts
    type: str
    judgement: Literal["accept", "reject"]

    @property
    def key(self) -> Key:
        """What tells this claim from others; a claim of another type at the same words is to be judged anew."""
        return self.report, self.trigger, self.type


def sample(reports: Iterable[Report], size: int, seed: int) -> list[Report]:
    """The same random reports each time, whatever order they come in."""
    ordered = sorted(reports, key=lambda report: report.id)
    return random.Random(seed).sample(ordered, min(size, len(ordered)))


def judgements(path: Path) -> dict[Key, str]:
    """What is judged so far; a faulty line is said with its number, a claim judged twice has its last judgement."""
    found = {}
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else (), 1):
        if line.strip():
            try:
                row = msgspec.json.decode(line, type=Judged)
            except msgspec.DecodeError as error:
                raise SystemExit(f"{path.name}:{n}: {error}") from error
            found[row.key] = row.judgement
    return found


def counts(coded: Sequence[Coded], judged: dict[Key, str]) -> dict[str, int]:
    """How many claims there are, and how they were judged."""
    told = [judged.get(key(report, claim)) for report in coded for claim in report.events]
    return {
        "reports": len(coded),
        "reports_with_claims": sum(bool(report.events) for report in coded),
        "claims": len(told),
        "accepted": told.count("accept"),
        "rejected": told.count("reject"),
        "open": told.count(None),
    }


def key(report: Coded, claim: Claim) -> Key:
    return report.id, claim.trigger.start, claim.type


def line(report: Coded, claim: Claim, judgement: str | None) -> str:
    """A claim for the eye: its sentence with the trigger marked, its cells, and the line to copy."""
    start, end = sentence_of(report.text, claim.trigger.start)
    t = claim.trigger
    marked = f"{report.text[start : t.start]}[{t.text}]{report.text[t.end : max(end, t.end)]}"
    place = claim.place.text if claim.place else "no place"
    sides = "; ".join(p.text for p in (*claim.actors, *claim.targets)) or "no side"
    figures = "; ".join(f.text for f in claim.figures) or "no figure"
    row = {"report": report.id, "trigger": t.start, "type": claim.type, "judgement": judgement or "?"}
    cells = f"{claim.type}, {claim.status}: {place}; {sides}; {figures}"
    return f"{report.title}\n  {' '.join(marked.split())}\n  {cells}\n{json.dumps(row)}\n"


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args(words)
    if not given.corpus.exists():
        print(f"No figures: the corpus ({given.corpus}) is not beside this checkout.")
        return 0
    chosen = sample((r for r in read_inputs([given.corpus]) if isinstance(r, Report)), given.reports, given.seed)
    made = list(code_items(chosen))
    if problems := [str(one) for one in made if not isinstance(one, Coded)]:
        raise SystemExit("\n".join(problems[:5]) + f"\n{len(problems)} reports cannot be coded; no figures.")
    coded = [one for one in made if isinstance(one, Coded)]
    judged = judgements(JUDGED)
    for report in coded:
        for claim in report.events:
            judgement = judged.get(key(report, claim))
            if judgement is None or given.all:
                print(line(report, claim, judgement))
    found = counts(coded, judged)
    keep(FALSE_ALARMS, {"seed": given.seed, **found})
    print(", ".join(f"{name.replace('_', ' ')} {count}" for name, count in found.items()), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
