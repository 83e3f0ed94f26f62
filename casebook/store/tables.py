"""The tables of a casebook, for SQLite and PostgreSQL alike; registers' are in `register_tables`.

Records a person edits carry ``version``, which every change raises by one. Rows that come from
files carry the ``load`` that brought them. Times are UTC: ISO text in ``at`` columns of records,
seconds since 1970 in the bulk tables. Months are numbers such as 202409.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def edited() -> tuple[Column[int], Column[int]]:
    """What every record a person edits has."""
    return Column("id", Integer, primary_key=True), Column("version", Integer, nullable=False)


setting = Table(
    "setting",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("version", Integer, nullable=False),
)

place = Table(
    "place",
    metadata,
    *edited(),
    Column("ref", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("parent", ForeignKey("place.ref", onupdate="CASCADE")),
    Column("themes", JSON, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("groups", JSON, nullable=False, server_default="[]"),
    Column("officer", String, nullable=False),
    Column("live_from", Date),
    Column("retired_on", Date),
)

account = Table(
    "account",
    metadata,
    *edited(),
    Column("login", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("place", ForeignKey("place.ref", onupdate="CASCADE")),
    Column("active_from", Date),
    Column("active_to", Date),
)

load = Table(
    "load",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("source", String, nullable=False),
    Column("file", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("rules", JSON, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("covers", JSON, nullable=False),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
)

boundary = Table(
    "boundary",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("place", ForeignKey("place.id"), nullable=False, index=True),
    Column("valid_from", Date),
    Column("wkb", LargeBinary, nullable=False),
    Column("load", ForeignKey("load.id"), nullable=False),
)

profile = Table(
    "profile",
    metadata,
    *edited(),
    Column("ref", String, nullable=False, unique=True),
    Column("title", String, nullable=False),
    Column("model", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("area", ForeignKey("place.ref", onupdate="CASCADE")),
    Column("owner", ForeignKey("account.login", onupdate="CASCADE")),
    Column("supervisor", ForeignKey("account.login", onupdate="CASCADE")),
    Column("themes", JSON, nullable=False),
    Column("lead_agency", String, nullable=False),
    Column("marking", String, nullable=False),
    Column("opened", Date),
    Column("next_review", Date),
    Column("retain_until", Date),
    Column("asked_by", String, nullable=False, server_default=""),
    Column("harm", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("closed", Date),
    Column("disposed", Date),
    Column("labels", JSON, nullable=False, server_default="{}"),
)

stage = Table(
    "stage",
    metadata,
    *edited(),
    Column("profile", ForeignKey("profile.ref", onupdate="CASCADE"), nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("stage", String, nullable=False),
    Column("opened", Date),
    Column("closed", Date),
    Column("waiver", Text, nullable=False),
    Column("form", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Column("waived_by", String, nullable=False, server_default=""),
    Column("labels", JSON, nullable=False, server_default="{}"),
    UniqueConstraint("profile", "cycle", "stage"),
)

profile_place = Table(
    "profile_place",
    metadata,
    *edited(),
    Column("profile", ForeignKey("profile.ref", onupdate="CASCADE"), nullable=False),
    Column("place", ForeignKey("place.ref", onupdate="CASCADE"), nullable=False, index=True),
    Column("role", String, nullable=False),
    UniqueConstraint("profile", "place"),
)

action = Table(
    "action",
    metadata,
    *edited(),
    Column("profile", ForeignKey("profile.ref", onupdate="CASCADE"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("hypothesis", Text, nullable=False),
    Column("tactic", String, nullable=False),
    Column("agency", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("start", Date),
    Column("due", Date),
    Column("done", Date),
    Column("cost", Float),
    Column("expected", Text, nullable=False),
    Column("actual", Text, nullable=False),
    Column("mechanism", Text, nullable=False, server_default=""),
    Column("side", String, nullable=False, server_default=""),
    Column("review", Integer),
    Column("labels", JSON, nullable=False, server_default="{}"),
)

incident = Table(
    "incident",
    metadata,
    # an INTEGER key is SQLite's own row number; a BIGINT one would be a second index
    Column(
        "key",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("month", Integer, nullable=False),
    Column("at", BigInteger),
    Column("x", Float),
    Column("y", Float),
    Column("type", Integer, nullable=False),
    Column("outcome", Integer, nullable=False),
    Column("street", String, nullable=False),
    Column("area", Integer),
    Column("source", Integer, nullable=False),
    Column("load", Integer, nullable=False),
    Column("withdrawn", Integer),
)
"""``key`` is 64 bits of the Crime ID's or the row's digest; ``type``, ``outcome`` and ``source``
are places in the casebook's code lists; ``area`` is the narrowest area it lies in; ``withdrawn``
is the load whose file no longer had it."""

incident_place = Table(
    "incident_place",
    metadata,
    Column("boundary", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    Column("type", Integer, nullable=False),
    Column("incident", BigInteger, nullable=False),
    Column("place", Integer, nullable=False),
    Column("source", Integer, nullable=False),
    PrimaryKeyConstraint("boundary", "month", "type", "incident"),
    sqlite_with_rowid=False,
)
"""Every incident that counts, in every boundary it lies in: figures are sums of these rows."""

patrol = Table(
    "patrol",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("place", ForeignKey("place.id"), nullable=False),
    Column("unit", String, nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("staff", JSON, nullable=False),
    Column("mode", String, nullable=False),
    Column("resourcing", String, nullable=False),
    Column("source", String, nullable=False),
    Column("planned", Boolean, nullable=False),
    Column("under", Integer),
    Column("counted_as", String, nullable=False),
    Column("load", ForeignKey("load.id"), nullable=False),
    Index("ix_patrol_place", "place", "start"),
    Index("ix_patrol_unit", "unit", "start"),
)
"""One row for each row of a file. ``under`` names the row that counts in this one's stead (for a
planned row: the delivered one that confirms it); ``counted_as`` is the resourcing it counts as."""

history = Table(
    "history",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("via", String),
    Column("kind", String, nullable=False),
    Column("record", String, nullable=False),
    Column("why", Text),
    Column("change", JSON),
    Column("salt", String),
    Column("digest", String, nullable=False),
    Column("hash", String, nullable=False),
    Column("txn", Integer),
    Index("ix_history_record", "kind", "record"),
)

draft = Table(
    "draft",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("record", String, nullable=False),
    Column("body", JSON, nullable=False),
    Column("base_version", Integer, nullable=False),
    Column("saved_at", String, nullable=False),
    UniqueConstraint("login", "kind", "record"),
)

plan = Table(
    "plan",
    metadata,
    *edited(),
    Column("place", ForeignKey("place.ref", onupdate="CASCADE"), nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    Column("days", JSON, nullable=False),
    Column("hours", String, nullable=False),
    Column("visits", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("staff", Integer, nullable=False),
    Column("mode", String, nullable=False),
    Column("briefing", Text, nullable=False),
    Column("renew", Date),
    Column("labels", JSON, nullable=False),
    UniqueConstraint("place", "valid_from"),
)

review = Table(
    "review",
    metadata,
    *edited(),
    Column("profile", ForeignKey("profile.ref", onupdate="CASCADE"), nullable=False),
    Column("month", String, nullable=False),
    Column("state", String, nullable=False),
    Column("cut_off", Date),
    Column("due", Date),
    Column("did", Text, nullable=False),
    Column("hindered", Text, nullable=False),
    Column("asks", Text, nullable=False),
    Column("decisions", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("comments", Text, nullable=False),
    Column("returned_why", Text, nullable=False),
    Column("updated_by", String),
    Column("updated_on", Date),
    Column("endorsed_by", String),
    Column("endorsed_on", Date),
    Column("signed_by", String),
    Column("signed_on", Date),
    Column("head", String, nullable=False),
    Column("figures_hash", String, nullable=False),
    Column("figures", JSON, nullable=False),
    Column("labels", JSON, nullable=False),
    UniqueConstraint("profile", "month"),
)
