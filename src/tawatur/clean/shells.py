"""Recognises pages that were captured but hold no report: login walls, home pages, pages of links."""

from __future__ import annotations

from urllib.parse import urlsplit

from tawatur.clean.boilerplate import is_prose, line_words, shell_reason
from tawatur.clean.document import Document, shown
from tawatur.clean.metadata import Facts

_SHORT = 40  # words; a report that short may be a shell's notice
_FEW_BLOCKS = 60
_HEADLINES = 12  # links of headline length that make a home page or a section of a newspaper
_HEADLINE_WORDS = 5


def shell(document: Document, told: Facts, found: list[str]) -> str:
    """Why the page holds no report ("login wall", "home page"), or "" where `found` is one."""
    words = sum(len(line_words(line)) for line in found)
    if words < _SHORT and (reason := _notice(document, found)):
        return reason
    if _is_front(document, told, found):
        return "a home page or list of reports"
    if words:
        return ""
    blocks = document.blocks
    if not blocks:
        return "the page is empty"
    linked = sum(block.linked for block in blocks)
    return "only links" if linked * 2 > sum(len(block.text) for block in blocks) else "no paragraph of a report in it"


def _notice(document: Document, found: list[str]) -> str:
    """A notice for the reader in the place of a report: asks to log in, says the page is gone."""
    element = document.tree.find(".//title")
    title = shown(element) if element is not None else ""
    seen = found or [block.text for block in document.blocks[:_FEW_BLOCKS]]
    if document.tree.find(".//input[@type='password']") is not None and len(document.blocks) < _FEW_BLOCKS:
        return "login wall"
    return shell_reason("\n".join([title, *seen]))


def _is_front(document: Document, told: Facts, found: list[str]) -> bool:
    """Whether the page is a front page or a section: at the top of its site, or teasers under many linked headlines."""
    if told.kind == "article" or told.published:
        return False
    path = urlsplit(told.address).path.strip("/") if told.address.startswith("http") else None
    top = path == "" or told.kind == "website" or path in ("ar", "index.html", "index.php", "home")
    headlines = sum(block.density > 0.8 and len(line_words(block.text)) >= _HEADLINE_WORDS for block in document.blocks)
    longest = max((len(line_words(line)) for line in found), default=0)
    prose = sum(len(line_words(line)) for line in found if is_prose(line))
    return headlines >= _HEADLINES and (top or longest < _SHORT) and prose < headlines * 20
