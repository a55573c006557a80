"""A project of the bundled reports: to try the desk, and for tests."""

from __future__ import annotations

from pathlib import Path

from tawatur.demo import demo_folder
from tawatur.project.add_files import Options, add_file, files_of
from tawatur.project.batch import Batch
from tawatur.project.code import code_project
from tawatur.project.link import link_project
from tawatur.store.database import Store, create_store


def demo_project(folder: str | Path) -> None:
    """Make a project in a folder, with the bundled reports added, coded and linked. Raises StoreError."""
    store = create_store(folder)
    try:
        fill_with_demo(store)
    finally:
        store.close()


def fill_with_demo(store: Store) -> None:
    """Add, code and link the bundled reports."""
    with Batch(store) as batch:
        for name, _ in files_of([str(demo_folder())]):
            add_file(store, batch, name, Options())
    code_project(store)
    link_project(store)
