"""Where quoted words stand in a report: letter by letter after the folding of letters, at the borders of words."""

from __future__ import annotations

import re

from tawatur.language.clitics import splits
from tawatur.language.letters import fold
from tawatur.records import Reading, Span

_LONGEST = 300  # letters of a quotation; a field is a phrase, not a paragraph


class Quotes:
    """Finds quotations in one report."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.report.text
        self._folded = fold(self._text)
        self._sentences = [
            (reading.tokens[s.first].start, reading.tokens[s.last].end) for s in reading.sentences if reading.tokens
        ]

    def all(self, quote: str) -> list[Span]:
        """Every place where the words stand, in order; white space counts as a blank. A word may carry clitics."""
        words = fold(quote).text.split()
        if not any(c.isalnum() for word in words for c in word) or len(quote) > _LONGEST:
            return []
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        return [self._span(m.start(), m.end()) for m in pattern.finditer(self._folded.text) if self._at_borders(m)]

    def nearest(self, quote: str, to: Span) -> Span | None:
        """The words nearest to a span, those of its sentence first."""
        start, end = next(((a, b) for a, b in self._sentences if a <= to.start < b), (to.start, to.end))
        return min(self.all(quote), key=lambda s: (not start <= s.start < end, abs(s.start - to.start)), default=None)

    def _at_borders(self, m: re.Match[str]) -> bool:
        """Whether the match ends with a word and starts with one, or behind clitics written on to it."""
        text = self._folded.text
        if m.end() < len(text) and text[m.end() - 1].isalnum() and text[m.end()].isalnum():
            return False
        begin = m.start()
        while begin and text[m.start()].isalnum() and text[begin - 1].isalnum():
            begin -= 1
        if begin == m.start():
            return True
        word = re.match(r"\w+", text[begin:])
        return word is not None and m.start() - begin in {split.skip for split in splits(word[0])}

    def _span(self, start: int, end: int) -> Span:
        start, end = self._folded.original(start, end)
        return Span(self._text[start:end], start, end)
