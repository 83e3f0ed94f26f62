"""The tables of registers: those with one of their own, and the one for all others.

They are apart from the others because the first screen is shown without any of them.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text

from casebook.store.tables import edited, metadata

agency = Table(
    "agency",
    metadata,
    *edited(),
    Column("ref", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("contact", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("labels", JSON, nullable=False),
)

entry = Table(
    "entry",
    metadata,
    *edited(),
    Column("kind", String, nullable=False, index=True),
    Column("profile", ForeignKey("profile.ref", onupdate="CASCADE"), index=True),
    Column("place", ForeignKey("place.ref", onupdate="CASCADE")),
    Column("programme", ForeignKey("programme.ref", onupdate="CASCADE"), index=True),
    Column("agency", String),
    Column("at", Date),
    Column("until", Date),
    Column("code", String),
    Column("hours", Float),
    Column("text", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("labels", JSON, nullable=False),
)
"""Registers without a table of their own: what a kind holds beyond these columns is in its body."""

programme = Table(
    "programme",
    metadata,
    *edited(),
    Column("ref", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("code", String, nullable=False),
    Column("place", ForeignKey("place.ref", onupdate="CASCADE")),
    Column("at", Date),
    Column("until", Date),
    Column("review_after", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("labels", JSON, nullable=False),
)

activity = Table(
    "activity",
    metadata,
    *edited(),
    Column("code", String, nullable=False),
    Column("count", Integer, nullable=False),
    Column("at", Date, nullable=False, index=True),
    Column("until", Date),
    Column("place", ForeignKey("place.ref", onupdate="CASCADE")),
    Column("profile", ForeignKey("profile.ref", onupdate="CASCADE")),
    Column("programmes", JSON, nullable=False),
    Column("agency", String),
    Column("reference", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("labels", JSON, nullable=False),
)

indicator = Table(
    "indicator",
    metadata,
    *edited(),
    Column("ref", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("source", String, nullable=False),
    Column("direction", String, nullable=False),
    Column("target", Float),
    Column("target_by", Date),
    Column("part_of", ForeignKey("indicator.ref", onupdate="CASCADE")),
    Column("place", ForeignKey("place.ref", onupdate="CASCADE")),
    Column("profile", ForeignKey("profile.ref", onupdate="CASCADE")),
    Column("programme", ForeignKey("programme.ref", onupdate="CASCADE")),
    Column("text", Text, nullable=False),
    Column("labels", JSON, nullable=False),
)

reading = Table(
    "reading",
    metadata,
    *edited(),
    Column("indicator", ForeignKey("indicator.ref", onupdate="CASCADE"), nullable=False),
    Column("place", ForeignKey("place.ref", onupdate="CASCADE")),
    Column("at", Date, nullable=False),
    Column("until", Date),
    Column("value", Float, nullable=False),
    Column("target", Float),
    Column("target_by", Date),
    Column("text", Text, nullable=False),
    Index("ix_reading_indicator", "indicator", "at"),
)

fund = Table(
    "fund",
    metadata,
    *edited(),
    Column("ref", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("parent", ForeignKey("fund.ref", onupdate="CASCADE")),
    Column("budget", Float),
    Column("at", Date),
    Column("until", Date),
    Column("resourcing", String, nullable=False),
    Column("place", ForeignKey("place.ref", onupdate="CASCADE")),
    Column("text", Text, nullable=False),
    Column("labels", JSON, nullable=False),
)

spend = Table(
    "spend",
    metadata,
    *edited(),
    Column("fund", ForeignKey("fund.ref", onupdate="CASCADE"), nullable=False, index=True),
    Column("code", String, nullable=False),
    Column("at", Date, nullable=False),
    Column("amount", Float, nullable=False),
    Column("state", String, nullable=False),
    Column("agreed", Float),
    Column("against", Integer),
    Column("profile", ForeignKey("profile.ref", onupdate="CASCADE")),
    Column("action", Integer),
    Column("programme", ForeignKey("programme.ref", onupdate="CASCADE")),
    Column("place", ForeignKey("place.ref", onupdate="CASCADE")),
    Column("agency", String),
    Column("reference", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("labels", JSON, nullable=False),
)
