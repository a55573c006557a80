"""What a person sees on a terminal: tables, right-to-left words, progress."""

from tawatur.display.bidi import Bidi, RightToLeft, pick_bidi
from tawatur.display.claims import claims_view
from tawatur.display.progress import count_items, tracked

__all__ = ["Bidi", "RightToLeft", "claims_view", "count_items", "pick_bidi", "tracked"]
