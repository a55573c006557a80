"""Compares coded events with annotated ones: figures, floors, and errors grouped by cause."""

from tawatur.scoring.causes import Fault, find_faults
from tawatur.scoring.events import Event, Words, read_events
from tawatur.scoring.figures import Rate, Scores, score
from tawatur.scoring.floors import below_floors, raise_floors, read_floors, write_floors
from tawatur.scoring.pairs import Pairing, pair, pair_all
from tawatur.scoring.phrases import same_text, sentence_of

__all__ = [
    "Event",
    "Fault",
    "Pairing",
    "Rate",
    "Scores",
    "Words",
    "below_floors",
    "find_faults",
    "pair",
    "pair_all",
    "raise_floors",
    "read_events",
    "read_floors",
    "same_text",
    "score",
    "sentence_of",
    "write_floors",
]
