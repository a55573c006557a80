"""Incident → Verdict: what people decide, and what follows from it. A decision is appended and never overwritten."""

from tawatur.judge.corrections import FIELDS, Cell, Correction, corrected
from tawatur.judge.states import STATES, next_states

__all__ = ["FIELDS", "STATES", "Cell", "Correction", "corrected", "next_states"]
