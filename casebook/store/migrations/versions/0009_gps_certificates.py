"""A GPS visit keeps what can be said for its time: how often its device told, and by which rule."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; what stands gets its certificate when the pings are brought again."""
    op.add_column("patrol", sa.Column("gps", sa.JSON(none_as_null=True)))
