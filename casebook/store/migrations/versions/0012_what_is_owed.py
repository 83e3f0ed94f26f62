"""What somebody owes is found without reading all."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the indexes; no row changes."""
    op.create_index("ix_profile_owner", "profile", ["owner"], if_not_exists=True)
    op.create_index("ix_profile_area", "profile", ["area"], if_not_exists=True)
    op.create_index("ix_place_parent", "place", ["parent"], if_not_exists=True)
    op.create_index("ix_account_place", "account", ["place"], if_not_exists=True)
    op.create_index("ix_action_owner", "action", ["owner"], if_not_exists=True)
    op.create_index("ix_review_state", "review", ["state", "profile"], if_not_exists=True)
