"""Finds the paragraphs of the report in an HTML page, by the way the page is built."""

from __future__ import annotations

from collections import Counter
from typing import Any

import trafilatura
from lxml import etree

from tawatur.clean.boilerplate import is_prose, judge, line_words
from tawatur.clean.document import Article, Block, Document, lines_of
from tawatur.clean.telegram import message

_RUNNING = frozenset(("hi", "ref", "del", "ins", "span"))
_LINKED_MOST = 0.3  # a paragraph with more of its letters in links is a list of links
_HEADLINE_WORDS = range(3, 30)


def article(document: Document, body: str | None = None) -> Article:
    """The report in a page; boilerplate that extractors miss may still be among its lines.

    `body`: XPath of the elements that hold it, where the outlet's row has one.
    """
    return message(document) or _named(document, body) or _tables(document) or Article(_extracted(document))


def _named(document: Document, body: str | None) -> Article | None:
    """The report in the elements that a row names; None without a row, or where the page has nothing there."""
    boxes = document.tree.xpath(body) if body else []
    inside = [block for block in document.blocks if any(_is_inside(block.box, box) for box in boxes)]
    lines = [block.text for block in inside if block.density < _LINKED_MOST]
    return Article(lines) if lines else None


def _tables(document: Document) -> Article | None:
    """The report of a page laid out with tables: the cell, or else table, with most of the prose.

    None where most of the prose stands in paragraphs or outside tables, which is the extractor's business.
    """
    if document.tree.find(".//td") is None:
        return None
    prose = [block for block in document.blocks if is_prose(block.text) and block.density < _LINKED_MOST]
    cells = [_nearest(block.box, "td") for block in prose]
    loose = sum(len(b.text) for b, cell in zip(prose, cells, strict=True) if cell is not None and b.box.tag != "p")
    if not prose or loose * 2 < sum(len(block.text) for block in prose):
        return None
    box = _heaviest(prose, cells)
    if box is None:
        box = _heaviest(prose, [_nearest(block.box, "table") for block in prose])
    inside = [block for block in document.blocks if box is None or _is_inside(block.box, box)]
    return _trimmed(inside)


def _heaviest(prose: list[Block], boxes: list[Any]) -> Any:
    """The box that holds at least six tenths of the prose, None where none does."""
    weights: Counter[Any] = Counter()
    for block, box in zip(prose, boxes, strict=True):
        if box is not None:
            weights[box] += len(block.text)
    best = max(weights, key=lambda box: weights[box], default=None)
    return best if best is not None and weights[best] >= 0.6 * sum(len(block.text) for block in prose) else None


def _trimmed(blocks: list[Block]) -> Article:
    """The blocks from the first paragraph to the last, lists of links between them left out."""
    first = next((i for i, block in enumerate(blocks) if _counts(block)), len(blocks))
    last = max((i for i, block in enumerate(blocks) if _counts(block)), default=-1)
    end = next((i for i in range(first, last + 1) if judge(blocks[i].text).does == "end"), last + 1)
    above = blocks[first - 1].text if 0 < first < len(blocks) and blocks[first - 1].density < _LINKED_MOST else ""
    headed = len(line_words(above)) in _HEADLINE_WORDS and not judge(above).does
    lines = [block.text for block in blocks[first:end] if block.density < _LINKED_MOST]
    return Article(lines, above if headed else "")


def _counts(block: Block) -> bool:
    return is_prose(block.text) and block.density < _LINKED_MOST


def _nearest(element: Any, tag: str) -> Any:
    """The element itself or the nearest one around it with this tag; None where there is none."""
    while element is not None and element.tag != tag:
        element = element.getparent()
    return element


def _is_inside(element: Any, box: Any) -> bool:
    while element is not None and element is not box:
        element = element.getparent()
    return element is box


def _extracted(document: Document) -> list[str]:
    """The paragraphs as trafilatura finds them."""
    try:
        found = trafilatura.bare_extraction(
            document.tree, include_comments=False, favor_precision=True, with_metadata=False, include_tables=True
        )
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        found = None
    body = getattr(found, "body", None)
    return list(lines_of(body, _RUNNING)) if body is not None else []
