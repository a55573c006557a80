"""Why a mention became no claim: the first condition that failed, or what spoke against it loudest."""

from __future__ import annotations

from msgspec import Struct

from tawatur.extract.claims import default_models
from tawatur.extract.drafts import PLAUSIBLE, THRESHOLD, draft_events, rival_features
from tawatur.extract.heads import head_features
from tawatur.extract.model import EMPTY, Model
from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention
from tawatur.records import Reading


class Diagnosis(Struct, frozen=True, kw_only=True):
    """A trigger mention, its rule, and the first condition that failed ("" where it became a claim)."""

    trigger: str
    rule: str
    failed: str
    text: str  # one sentence for a reader


def diagnose(reading: Reading, models: dict[str, Model] | None = None) -> tuple[Diagnosis, ...]:
    """One diagnosis a trigger mention, in text order."""
    models = default_models() if models is None else models
    scene = Scene(reading)
    found = draft_events(scene, models)
    drafts = {id(d.mention): d for d in found}
    event = models.get("event", EMPTY)
    out = []
    for n, m in enumerate(scene.mentions):
        draft = drafts.get(id(m))
        if draft is None:
            failed, text = _no_draft(scene, m, n, models)
        elif event.score(features := rival_features(scene, draft, found)) <= THRESHOLD:
            failed = "event"
            text = f"it is likelier a repeat of another mention or no event of its own: {_loudest(event, features)}"
        else:
            failed, text = "", f"read as {draft.type} by {m.entry.rule.id}: {m.entry.rule.why}"
        words = reading.report.text[reading.tokens[m.first].start : reading.tokens[m.last].end]
        out.append(Diagnosis(trigger=words, rule=m.entry.rule.id, failed=failed, text=text))
    return tuple(out)


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
    head = models.get("head", EMPTY)
    return "head", f"its chance to be an event is below {PLAUSIBLE:.0%}: {_loudest(head, head_features(scene, n))}"


def _loudest(model: Model, features: list[str]) -> str:
    """The features that spoke loudest against, as readable text."""
    against = sorted(((w, f) for f in set(features) if (w := model.weights.get(f, 0.0)) < 0))[:3]
    return ", ".join(f"{f} ({w:+.1f})" for w, f in against) or "nothing speaks for it"
