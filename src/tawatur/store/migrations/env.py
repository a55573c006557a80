"""Runs the steps on the connection that `tawatur.store.migrate` passes in; there is no configuration file."""

from alembic import context

from tawatur.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
