"""One report asked: the request, the answer, and what of it stands in the report."""

from __future__ import annotations

from msgspec import Struct

from tawatur.extract.asked.answer import parse
from tawatur.extract.asked.chat import Chat
from tawatur.extract.asked.ground import Ground
from tawatur.extract.asked.prompt import messages
from tawatur.records import Claim, Reading


class Asked(Struct, frozen=True):
    """The claims of one report, and one note for every value of the model that was dropped."""

    claims: tuple[Claim, ...]
    notes: tuple[str, ...]


class Asking:
    """The extractor that asks; `extract` takes what the rules' `extract` takes."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self.model = chat.settings.model

    def extract(self, reading: Reading) -> Asked:
        """The claims of one report. Raises BadAnswer (this report) or Unreachable (every other one too)."""
        told, notes = parse(self._chat.ask(messages(reading.report.text)))
        ground = Ground(reading, self.model)
        claims = ground.claims(told)
        return Asked(claims, tuple(f"{self.model}, dropped: {what}." for what in (*notes, *ground.dropped)))
