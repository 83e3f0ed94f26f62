"""An entry of the history names its record and its profile by their rows.

What was sealed stays as it was. The rows of older entries are found by
:func:`casebook.store.keys.fill` when a casebook is upgraded, for that takes the kinds of record.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the keys, and whether an entry's hash covers them: that of an older one doesn't."""
    op.add_column("history", sa.Column("record_id", sa.Integer()))
    op.add_column("history", sa.Column("profile_id", sa.Integer()))
    op.add_column(
        "history",
        sa.Column("keys_sealed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_history_record_id", "history", ["kind", "record_id"])
    op.create_index("ix_history_profile_id", "history", ["profile_id"])
