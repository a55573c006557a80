"""One module a file format; `FORMATS` lists them, and nothing else knows them one by one."""

from __future__ import annotations

import importlib
import importlib.util
from functools import lru_cache

from tawatur.publish.given import Format

NAMES = (
    "plain",
    "acled",
    "ucdp",
    "plover",
    "hxl",
    "geojson",
    "geoparquet",
    "parquet",
    "sqlite",
    "ftm",
    "timemap",
    "html",
    "xlsx",
    "jsonl",
)


@lru_cache(maxsize=1)
def formats() -> dict[str, Format]:
    """All formats by id, in the order in which they are written."""
    found = [importlib.import_module(f"tawatur.publish.formats.{name}").FORMAT for name in NAMES]
    return {one.id: one for one in found}


def installed(one: Format) -> bool:
    """Whether all that a format needs is installed."""
    return one.extra != "parquet" or importlib.util.find_spec("pyarrow") is not None
