"""Reads Arabic conflict reporting and tells what is said to have happened, who says so, by how many chains.

    import tawatur
    coded = tawatur.code(text, published="2019-07-13")
    coded.events[0].type, coded.events[0].figures
    coded.to_frame()

Names are imported when they are used, so that `import tawatur` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tawatur.api import Claim, CodedReport, CodedReports, code, code_many

__version__ = version("tawatur")
__all__ = ["Claim", "CodedReport", "CodedReports", "__version__", "code", "code_many"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'tawatur' has no attribute {name!r}")
    return getattr(import_module("tawatur.api"), name)
