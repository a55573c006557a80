"""Reading → Claims by asking a language model: the optional extractor. Every value is words of the report, or dropped.

The model only says which words are which field. What the words mean (places, days, numbers, sides) is read by our own
gazetteer and grammar.
"""

from tawatur.extract.asked.asking import Asked, Asking
from tawatur.extract.asked.chat import BadAnswer, Chat, Settings, Unreachable

__all__ = ["Asked", "Asking", "BadAnswer", "Chat", "Settings", "Unreachable"]
