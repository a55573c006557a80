"""Reads the previews of t.me: the words of a message, its day and its channel."""

from __future__ import annotations

from typing import Any

from tawatur.clean.document import Article, Document, lines_of, shown, squeezed

_TEXT = "tgme_widget_message_text"
_REPLY = "tgme_widget_message_reply"
_OWNER = "tgme_widget_message_owner_name"
_PAGE = "tgme_page_action"
_NAME = "tgme_page_title"


def message(document: Document) -> Article | None:
    """The message of a preview, or the description of a page that only links to the message; None for other pages."""
    marked = [element for element in document.tree.iter() if "tgme_" in element.get("class", "")]
    texts = [e for e in marked if _TEXT in _classes(e) and not any(_REPLY in _classes(b) for b in e.iterancestors())]
    if texts:
        owner = next((shown(e) for e in marked if _OWNER in _classes(e)), "")
        time = next((e.get("datetime") for e in document.tree.iter("time") if e.get("datetime")), "")
        lines = [line for e in texts for line in lines_of(e)]
        return Article(lines, outlet=owner, published=time or "", messages=len(texts))
    if not any(_PAGE in _classes(e) for e in marked):
        return None
    described = document.attribute(".//meta[@property='og:description']", "content")
    owner = next((shown(e) for e in marked if _NAME in _classes(e)), "")
    return Article([line for part in described.split("\n") if (line := squeezed(part))], outlet=owner, messages=1)


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()
