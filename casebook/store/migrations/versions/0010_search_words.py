"""PostgreSQL finds by the words that SQLite finds by, so that both find the same."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the words and their index; an upgrade fills the search index anew."""
    if op.get_context().dialect.name == "sqlite":
        return
    op.drop_index("ix_search_text", "search")
    op.add_column(
        "search", sa.Column("words", ARRAY(sa.Text()), nullable=False, server_default="{}")
    )
    op.create_index("ix_search_words", "search", ["words"], postgresql_using="gin")
