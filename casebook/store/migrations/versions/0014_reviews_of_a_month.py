"""The reviews of a month are found without reading all."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the index; no row changes."""
    op.create_index("ix_review_month", "review", ["month", "state"], if_not_exists=True)
