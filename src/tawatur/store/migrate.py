"""Brings a database to the schema of this version; the steps are the files of `migrations/versions`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from tawatur.store import schema_desk, schema_links  # noqa: F401  so that the steps know their tables


def upgrade(connection: Connection) -> None:
    """Apply the steps that are missing, within the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@lru_cache(maxsize=1)
def head_revision() -> str:
    """The newest step that this version knows: "0001"; steps are numbered, so they compare as text."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def revision_of(connection: Connection) -> str | None:
    """The step that a database stands at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
