"""The case file in full: plans, reviews, agencies, registers, search, labels."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns of the second schema."""
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("ref", name=op.f("uq_agency_ref")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("briefing", sa.Text(), nullable=False),
        sa.Column("renew", sa.Date(), nullable=True),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place"], ["place.ref"], name=op.f("fk_plan_place"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("place", "valid_from", name=op.f("uq_plan_place")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_place"), ["place"], unique=False)

    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("agency", sa.String(), nullable=True),
        sa.Column("at", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place"], ["place.ref"], name=op.f("fk_entry_place"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.ref"], name=op.f("fk_entry_profile"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_profile"), ["profile"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("cut_off", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("hindered", sa.Text(), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("returned_why", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=True),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("endorsed_by", sa.String(), nullable=True),
        sa.Column("endorsed_on", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("figures_hash", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.ref"], name=op.f("fk_review_profile"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("profile", "month", name=op.f("uq_review_profile")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mechanism", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("side", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("review", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("labels", sa.JSON(), server_default="{}", nullable=False))

    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.add_column(sa.Column("txn", sa.Integer(), nullable=True))

    with op.batch_alter_table("profile", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_by", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("harm", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("reason", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("closed", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("disposed", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("labels", sa.JSON(), server_default="{}", nullable=False))

    with op.batch_alter_table("stage", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waived_by", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("labels", sa.JSON(), server_default="{}", nullable=False))

    _make_search()


def _make_search() -> None:
    """Make the search index, which each engine keeps in its own way."""
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5(kind UNINDEXED, ref UNINDEXED, "
            "profile UNINDEXED, text, tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        return
    op.create_table(
        "search",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.execute(
        "CREATE INDEX ix_search_text ON search USING gin (to_tsvector('english'::regconfig, text))"
    )
