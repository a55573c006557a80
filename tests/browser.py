"""A real Chromium for tests: Debian's, headless, with no network."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@contextlib.contextmanager
def offline_page() -> Iterator[tuple[Any, list[str]]]:
    """(page, addresses that it asked for). Skipped without Chromium; in CI that fails."""
    binary = shutil.which("chromium")
    if binary is None:
        reason = "Chromium is not installed; `make test-setup` installs it"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    asked: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=binary, args=["--no-sandbox"])
        context = browser.new_context(offline=True)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        try:
            yield page, asked
        finally:
            browser.close()


def file_url(path: Path) -> str:
    """A file's address."""
    return path.resolve().as_uri()
