"""Programmes, activities, indicators, funds; areas that are grouped."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns of the third schema."""
    op.create_table(
        "fund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("budget", sa.Float(), nullable=True),
        sa.Column("at", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("resourcing", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent"], ["fund.ref"], name=op.f("fk_fund_parent"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place"], ["place.ref"], name=op.f("fk_fund_place"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("ref", name=op.f("uq_fund_ref")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("at", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("review_after", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place"], ["place.ref"], name=op.f("fk_programme_place"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("ref", name=op.f("uq_programme_ref")),
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("profile", sa.String(), nullable=True),
        sa.Column("programmes", sa.JSON(), nullable=False),
        sa.Column("agency", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place"], ["place.ref"], name=op.f("fk_activity_place"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.ref"], name=op.f("fk_activity_profile"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_at"), ["at"], unique=False)

    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("target_by", sa.Date(), nullable=True),
        sa.Column("part_of", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("profile", sa.String(), nullable=True),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["part_of"], ["indicator.ref"], name=op.f("fk_indicator_part_of"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place"], ["place.ref"], name=op.f("fk_indicator_place"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.ref"], name=op.f("fk_indicator_profile"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["programme"],
            ["programme.ref"],
            name=op.f("fk_indicator_programme"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("ref", name=op.f("uq_indicator_ref")),
    )
    op.create_table(
        "spend",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("at", sa.Date(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("agreed", sa.Float(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("profile", sa.String(), nullable=True),
        sa.Column("action", sa.Integer(), nullable=True),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("agency", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fund"], ["fund.ref"], name=op.f("fk_spend_fund"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place"], ["place.ref"], name=op.f("fk_spend_place"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.ref"], name=op.f("fk_spend_profile"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.ref"], name=op.f("fk_spend_programme"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spend")),
    )
    with op.batch_alter_table("spend", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spend_fund"), ["fund"], unique=False)

    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("at", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("target_by", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicator.ref"], name=op.f("fk_reading_indicator"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place"], ["place.ref"], name=op.f("fk_reading_place"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index("ix_reading_indicator", ["indicator", "at"], unique=False)

    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("programme", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_entry_programme"), ["programme"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_entry_programme"),
            "programme",
            ["programme"],
            ["ref"],
            onupdate="CASCADE",
        )

    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("groups", sa.JSON(), server_default="[]", nullable=False))

    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_search_record ON search (kind, ref)")
