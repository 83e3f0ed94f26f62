"""An incident keeps its source's own reference, where that is short enough to be one people use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; what stands gets its references when a file brings it again."""
    op.add_column("incident", sa.Column("reference", sa.String()))
