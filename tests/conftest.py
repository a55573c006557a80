"""Paths that tests share; data examples are collected by tests/test_examples.py."""

from pathlib import Path

import pytest

pytest_plugins = ["project_fixtures", "web_server"]

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The evaluation data beside the checkout, which the repository does not contain."""
    if not (SHARED / "gold" / "gold.jsonl").exists():
        pytest.skip("the evaluation data (../shared) is not beside this checkout")
    return SHARED
