"""A place keeps the labels its themes were given it with, as every record with codes does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; a place that stands is read with the labels its lists have now.

    An agency's contact is a text, as its field says.
    """
    with op.batch_alter_table("agency") as agency:
        agency.alter_column(
            "contact", existing_type=sa.String(), existing_nullable=False, type_=sa.Text()
        )
    op.add_column("place", sa.Column("labels", sa.JSON(), nullable=False, server_default="{}"))
