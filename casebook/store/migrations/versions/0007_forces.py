"""An incident knows whose data it is, so that a month loaded for one force isn't taken for all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; what stands gets its force when a file brings it again."""
    op.add_column("incident", sa.Column("force", sa.Integer()))
