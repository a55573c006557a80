"""Right-to-left words in the cells of a left-to-right table, on terminals that reorder letters and those that do not.

The Unicode bidirectional algorithm for one line without explicit controls, with a map back to the text, so that a word
keeps its colour when it moves; see docs/decisions/0003.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Literal

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.text import Text

from tawatur.display.shapes import shaped

Bidi = Literal["terminal", "ours", "none"]  # who reorders: the terminal, this module, or nobody (files, pipes)
_ISOLATE, _END = "\u2067", "\u2069"
_CONTROLS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff]")
_VTE_WITH_BIDI = 5800  # GNOME's terminal widget reorders from version 0.58 on
_MIRRORS = str.maketrans("()[]{}<>\u00ab\u00bb\u2039\u203a", ")(][}{><\u00bb\u00ab\u203a\u2039")


def pick_bidi(choice: str, environment: Mapping[str, str]) -> Bidi:
    """Who reorders: `choice` "on" is this module, "off" nobody, "auto" looks at what the terminal is."""
    if choice != "auto":
        return "ours" if choice == "on" else "none"
    vte = environment.get("VTE_VERSION", "")
    multiplexed = "TMUX" in environment or environment.get("TERM", "").startswith("screen")
    reorders = (
        (vte.isdigit() and int(vte) >= _VTE_WITH_BIDI)
        or environment.get("TERM_PROGRAM") == "Apple_Terminal"
        or "KONSOLE_VERSION" in environment
        or "MLTERM" in environment
    )
    return "terminal" if reorders and not multiplexed else "ours"


class RightToLeft:
    """A cell of right-to-left words; wraps first and reorders then, so that lines read from the top."""

    def __init__(self, words: Text | str, bidi: Bidi) -> None:
        text = Text(words) if isinstance(words, str) else words
        self.text, self.bidi = _without_controls(text), bidi

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Lines, each filled to the width of the cell from the left."""
        for line in self.text.wrap(console, options.max_width):
            line.rstrip()
            shown = self._shown(console, line)
            yield Text(" " * max(0, options.max_width - cell_len(shown.plain))) + shown

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """The widths that the words need."""
        return Measurement.get(console, options, self.text)

    def _shown(self, console: Console, line: Text) -> Text:
        if self.bidi != "ours":
            return isolated(line, self.bidi)
        shown = Text()
        for cluster, at in visual(line.plain):
            shown.append(cluster, line.get_style_at_offset(console, at))
        return shown


def isolated(words: Text | str, bidi: Bidi) -> Text:
    """One line of right-to-left words among others, so that they do not turn what stands beside them."""
    text = _without_controls(Text(words) if isinstance(words, str) else words)
    if bidi == "ours":
        return Text("".join(cluster for cluster, _ in visual(text.plain)))
    return Text(_ISOLATE) + text + Text(_END) if bidi == "terminal" else text


def visual(line: str) -> list[tuple[str, int]]:
    """Clusters of a right-to-left line from left to right, each with its offset in the line."""
    clusters = shaped(line)
    levels = _levels([unicodedata.bidirectional(line[at]) or "L" for _, at in clusters])
    mirrored = [
        (cluster.translate(_MIRRORS) if level == 1 else cluster, at)
        for (cluster, at), level in zip(clusters, levels, strict=True)
    ]
    return _reordered(mirrored, levels)


def _reordered(items: list[tuple[str, int]], levels: list[int]) -> list[tuple[str, int]]:
    """Runs of level 2 keep their order, the line as a whole is turned round."""
    found: list[tuple[str, int]] = []
    at = len(items)
    while at:
        start = at - 1
        while levels[start] == 2 and start and levels[start - 1] == 2:
            start -= 1
        found += items[start:at]
        at = start
    return found


def _levels(classes: list[str]) -> list[int]:
    """Embedding level of each character in a right-to-left line: 1 for right to left, 2 for the rest."""
    kinds = _numbers_resolved(classes)
    levels = [0] * len(kinds)
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] == "N":
            end += 1
        if end > at:
            between = kinds[at - 1] if at else "R", kinds[end] if end < len(kinds) else "R"
            levels[at:end] = [2 if between == ("L", "L") else 1] * (end - at)
            at = end
            continue
        levels[at] = 1 if kinds[at] == "R" else 2
        at += 1
    return levels


def _numbers_resolved(classes: list[str]) -> list[str]:
    """R, L, EN or AN (numbers) or N (neutral) for each character: the weak types of the algorithm (W1 to W7)."""
    kinds: list[str] = []
    strong = "R"
    for kind in classes:
        if kind in ("R", "AL", "L"):
            strong = kind
        kinds.append(_NUMBERS[strong] if kind == "EN" else _STRONG.get(kind, kind))
    for i, kind in enumerate(kinds):
        before, after = kinds[i - 1] if i else "N", kinds[i + 1] if i + 1 < len(kinds) else "N"
        if kind == "NSM":
            kinds[i] = before
        elif kind in ("CS", "ES") and before == after and before in ("EN", "AN")[: 2 if kind == "CS" else 1]:
            kinds[i] = before
        elif kind == "ET" and "EN" in (before, after):
            kinds[i] = "EN"
        elif kind not in _RESOLVED:
            kinds[i] = "N"
    return kinds


_STRONG = {"AL": "R"}
_NUMBERS = {"AL": "AN", "R": "EN", "L": "L"}  # what a European digit is after a strong letter
_RESOLVED = ("R", "L", "EN", "AN")


def _without_controls(text: Text) -> Text:
    """The text without invisible controls, which could turn the rest of the table round."""
    pieces = [text[m.start() : m.end()] for m in re.finditer(f"[^{_CONTROLS.pattern[1:-1]}]+", text.plain)]
    joined = Text().join(pieces)
    joined.end = ""
    return joined
