"""A page of the tests' Chromium with no network."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any


@contextlib.contextmanager
def offline_page(chrome: Any) -> Iterator[tuple[Any, list[str]]]:
    """(page, addresses that it asked for)."""
    asked: list[str] = []
    context = chrome.new_context(offline=True)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    try:
        yield page, asked
    finally:
        context.close()


def file_url(path: Path) -> str:
    """A file's address."""
    return path.resolve().as_uri()
