"""The bundled reports: invented outlets tell, in our words, what was told of 9 to 13 July 2019 in north-west Syria."""

from __future__ import annotations

from pathlib import Path

from tawatur.reference import pack_path


def demo_folder() -> Path:
    """Where the demo's pages, texts and rows stand."""
    return pack_path("demo")
