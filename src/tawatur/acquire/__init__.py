"""Stage 1: raw bytes as published, or ready reports; nothing later touches the network."""

from tawatur.acquire.intake import read_inputs
from tawatur.acquire.items import Item, Limits, Problem

__all__ = ["Item", "Limits", "Problem", "read_inputs"]
