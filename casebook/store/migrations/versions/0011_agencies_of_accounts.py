"""An account may belong to a partner agency, and then writes on what is shared with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column; every account there is belongs to the force."""
    op.add_column("account", sa.Column("agency", sa.String))
