"""Which places, dates, counts, parties and sayers stand near enough to a mention to be its own."""

from __future__ import annotations

from tawatur.extract.scene import Scene
from tawatur.extract.triggers import Mention

AHEAD = {"place": 1, "date": 0, "actor": 0, "sayer": 1, "count": 1}  # sentences behind it
REACH = {"place": 3, "date": 2, "actor": 1, "sayer": 3, "count": 2}  # sentences before the mention that are looked at


def candidates(scene: Scene, m: Mention, kind: str) -> list[int]:
    """Positions of the items near enough to be the mention's own: its sentence, some before, one after, the title."""
    key = (kind, m.sentence)
    if key not in scene.nearby:
        here = scene.positions[kind]
        ahead = 4 if m.sentence in scene.titles else AHEAD[kind]
        sentences = set(range(m.sentence - REACH[kind], m.sentence + ahead + 1)) | scene.titles
        scene.nearby[key] = sorted(n for s in sentences for n in here.get(s, ()))
    return scene.nearby[key]
