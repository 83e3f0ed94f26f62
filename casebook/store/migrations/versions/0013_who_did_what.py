"""What somebody did is found without reading all of the history."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the indexes; no row changes."""
    op.create_index("ix_history_who", "history", ["who", "kind"], if_not_exists=True)
    op.create_index("ix_history_via", "history", ["via", "kind"], if_not_exists=True)
