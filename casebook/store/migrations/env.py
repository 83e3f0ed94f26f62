"""Alembic's entry: runs the migrations on the connection lent by ``schema.migrate``."""

from alembic import context

from casebook.store import register_tables  # noqa: F401 - its tables join the metadata
from casebook.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
