"""Paths that tests share; data examples are collected by tests/test_examples.py."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["model_server", "project_fixtures", "web_server", "desk_fixtures"]

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The evaluation data beside the checkout, which the repository does not contain."""
    if not (SHARED / "gold" / "gold.jsonl").exists():
        pytest.skip("the evaluation data (../shared) is not beside this checkout")
    return SHARED


# In CI the same examples are tried each time: what a random one shows is found and mended at a desk.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
