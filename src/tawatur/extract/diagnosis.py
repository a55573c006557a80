"""Why a mention became no claim: the first condition that failed, or what spoke against it loudest."""

from __future__ import annotations

from msgspec import Struct

from tawatur.extract.claims import default_models
from tawatur.extract.drafts import PLAUSIBLE, draft_events
from tawatur.extract.groups import TOLD, group_drafts
from tawatur.extract.heads import head_features
from tawatur.extract.model import EMPTY, Model
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention
from tawatur.records import Reading


class Diagnosis(Struct, frozen=True, kw_only=True):
    """A trigger mention, its rule, and the first condition that failed ("" where it became a claim)."""

    trigger: str
    start: int  # of the trigger in the report's text, code points
    end: int
    rule: str
    failed: str
    text: str  # one sentence for a reader


def diagnose(reading: Reading, models: dict[str, Model] | None = None) -> tuple[Diagnosis, ...]:
    """One diagnosis a trigger mention, in text order."""
    models = default_models() if models is None else models
    scene = Scene(reading)
    found = draft_events(scene, models)
    drafts = {id(d.mention): d for d in found}
    groups = group_drafts(scene, found, models)
    leads = {id(d.mention): g.lead for g in groups for d in g.drafts}
    out = []
    for n, m in enumerate(scene.mentions):
        draft = drafts.get(id(m))
        if draft is None:
            failed, text = _no_draft(scene, m, n, models)
        elif id(m) not in leads:
            failed, text = "told", f"its chance to tell an event, {draft.chance:.0%}, is below {TOLD:.0%}"
        elif leads[id(m)].mention is not m:
            words = _words(reading, leads[id(m)].mention)
            failed, text = "repeat", f"it tells the same event as «{words}», which stands for both"
        else:
            failed, text = "", f"read as {draft.type} by {m.entry.rule.id}: {m.entry.rule.why}"
        start, end = reading.tokens[m.first].start, reading.tokens[m.last].end
        words = _words(reading, m)
        out.append(Diagnosis(trigger=words, start=start, end=end, rule=m.entry.rule.id, failed=failed, text=text))
    return tuple(out)


def _words(reading: Reading, m: Mention) -> str:
    return reading.report.text[reading.tokens[m.first].start : reading.tokens[m.last].end]


def _no_draft(scene: Scene, m: Mention, n: int, models: dict[str, Model]) -> tuple[str, str]:
    """The rule's own condition first; else what the head model held against the mention."""
    if m.failed:
        kind, _, words = m.failed.partition(":")
        says = {
            "then": f"one of {words} must follow",
            "needs": f"a word of the family {words} must stand near",
            "unless": f"a word of the family {words} stands near",
        }.get(kind, m.failed)
        return m.failed, f"rule {m.entry.rule.id}: {says}"
    head = models.get("told", EMPTY)
    return "told", f"its chance to be an event is below {PLAUSIBLE:.0%}: {_loudest(head, head_features(scene, n))}"


def _loudest(model: Model, features: list[str]) -> str:
    """The features that spoke loudest against, as readable text."""
    against = sorted((w, f) for f in set(features) if (w := model.weights.get(f, 0.0)) < 0)[:3]
    return ", ".join(f"{f} ({w:+.1f})" for w, f in against) or "nothing speaks for it"
