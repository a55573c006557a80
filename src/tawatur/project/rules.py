"""Fingerprints of the rules: they change with every data file and every module that coding or linking depends on."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import tawatur.records

# Stages whose code or data change what is read in a report, and what two claims are taken for.
_CODING = ("dissect", "extract", "language", "reference", "gazetteer", "records.py", "pipeline.py")
_LINKING = ("fuse", "language", "reference/fuse", "reference/sources", "records.py")


@lru_cache(maxsize=1)
def rules_fingerprint() -> str:
    """Of coding: the first 16 hex digits of a SHA-256 over the rules' files, in the order of their names."""
    return _fingerprint(_CODING)


@lru_cache(maxsize=1)
def linking_fingerprint() -> str:
    """The same of linking."""
    return _fingerprint(_LINKING)


def _fingerprint(parts: tuple[str, ...]) -> str:
    root = Path(tawatur.records.__file__).parent
    digest = hashlib.sha256()
    for part in parts:
        path = root / part
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(root)}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]
