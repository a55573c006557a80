"""What was withheld or made coarser, by which rule, and who approved: counted as rows are made.

Where the profile has a threshold, numbers are told as bands that begin at it: an exact count of what is withheld, or
how it changes from one release to the next, would itself tell something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tawatur.publish.decide import Decision
from tawatur.publish.material import Material
from tawatur.publish.names import Pseudonyms
from tawatur.publish.profiles import Measures, Profile
from tawatur.publish.suppress import FEW_INCIDENTS

BANDS = (10, 100, 1_000, 10_000)


class Disclosure:
    """Counts for the report."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._by_rule: Counter[str] = Counter()
        self._withheld = 0

    def add(self, decision: Decision) -> None:
        """Count what became of one incident."""
        self._withheld += bool(decision.withheld_by)
        self._by_rule.update(decision.withheld_by or decision.rules)

    def number(self, count: int) -> str:
        """A number as it may be told."""
        least = self._profile.file.threshold
        if not least:
            return f"{count:,}"
        edges = [least, *(least * step for step in BANDS)]
        if count < least:
            return f"fewer than {least}"
        low = max(edge for edge in edges if edge <= count)
        above = [edge for edge in edges if edge > count]
        return f"{low:,} to {above[0] - 1:,}" if above else f"{low:,} or more"

    def report(self, material: Material, approvals: list[tuple[str, str]]) -> dict[str, Any]:
        """The report as plain data; `approvals` are (who, day)."""
        file = self._profile.file
        names = Pseudonyms(material.key)
        return {
            "profile": {"id": file.id, "title": file.title, "sha256": self._profile.sha256, "approval": file.approval},
            "approved": [
                {"by": who if file.approver == "name" else names.person(who), "on": day} for who, day in approvals
            ],
            "withheld": {
                "incidents": self.number(self._withheld),
                "reports marked restricted": self.number(material.restricted_reports),
                "reports removed on purpose": self.number(material.removed_reports),
                "claims that a person rejected": self.number(material.rejected_claims),
            },
            "rules": [
                {
                    "id": rule.id,
                    "does": told(rule.then),
                    "why": rule.tell,
                    "incidents": self.number(self._by_rule[rule.id]),
                }
                for rule in self._profile.rules
            ],
            "always": list(_always(self._profile)),
        }


def _always(profile: Profile) -> Iterator[str]:
    """What holds for each row, by the profile's other keys."""
    file = profile.file
    if not file.restricted:
        yield "Reports marked restricted are left out before chains, figures and days are made: nothing rests on them."
    if file.outlets == "listed":
        yield "Only outlets of the list are named; each other one has a pseudonym that only the project can resolve."
        yield "No person is named. Sides are named where they are organisations of the list, else by their kind."
        yield "Points are those of the gazetteer for the released level, with the radius of the area; no report's own."
    if not file.addresses:
        yield "No address of a report is given."
    if file.hashes == "commitments":
        yield "Captures are committed to by salted hashes: one can be opened later without telling of another."
    if file.threshold:
        few = min(file.threshold, FEW_INCIDENTS)
        small = f"numbers below {file.threshold} and those of fewer than {few} incidents"
        yield f"In tables, {small} are withheld, with others so that none can be computed."
        yield "A table is left as it was where its change would show a smaller group."


def told(then: Measures) -> str:
    """What a rule does, in words."""
    if then.withhold:
        return "withholds the incident"
    parts = [f"place no finer than {then.place}"] if then.place else []
    parts += [f"date no finer than {then.date}"] if then.date else []
    parts += [f"takes out {', '.join(then.drop)}"] if then.drop else []
    parts += ["words of listed outlets only: of the act and of numbers"] if then.words else []
    return "; ".join(parts)


def as_markdown(report: dict[str, Any], name: str) -> str:
    """The report as a page to read."""
    profile = report["profile"]
    lines = [f"# What was withheld: {name}", "", f"Profile `{profile['id']}`: {profile['title']}.", ""]
    lines += [f"SHA-256 of the profile and its rules: `{profile['sha256']}`", ""]
    approved = [f"{one['by']} on {one['on']}" for one in report["approved"]]
    lines += [f"Approved by: {', '.join(approved) or 'nobody; the profile asks for no approval'}.", ""]
    lines += ["| withheld | number |", "|---|---|"]
    lines += [f"| {what} | {number} |" for what, number in report["withheld"].items()]
    lines += ["", "| rule | does | because | incidents |", "|---|---|---|---|"]
    lines += [f"| `{r['id']}` | {r['does']} | {r['why']} | {r['incidents']} |" for r in report["rules"]]
    lines += ["", *(f"* {line}" for line in report["always"]), ""]
    return "\n".join(lines)
