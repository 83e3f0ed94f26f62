"""The tables of a casebook, for SQLite and PostgreSQL alike.

The table of a kind of record is made from its fields (:func:`table_of`). Written out here are those
that hold no such records (settings, what files bring, history, drafts) and the one table that
registers share.

Records a person edits carry ``version``, which every change raises by one. Rows that come from
files carry the ``load`` that brought them. Times are UTC: ISO text in ``at`` columns of records,
seconds since 1970 in the bulk tables. Months are numbers such as 202409.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
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

from casebook.core.fields import Field, fields_of
from casebook.core.kinds import Record, all_kinds, coded, has_key, kind_called
from casebook.core.months import Month

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _edited() -> tuple[Column[int], Column[int]]:
    """What every record a person edits has."""
    return Column("id", Integer, primary_key=True), Column("version", Integer, nullable=False)


_made: dict[type[Record], Table] = {}


def table_of(kind: type[Record]) -> Table:
    """The table a kind is kept in, made from its fields when it is first asked for.

    It is called after the kind and has a column a field, and JSON for what stands beside them.
    """
    if not kind.OWN_TABLE:
        return entry
    if kind not in _made:
        _made[kind] = _made_from(kind)
    return _made[kind]


def _made_from(kind: type[Record]) -> Table:
    columns = [_column(kind, spec) for spec in fields_of(kind).values()]
    columns += [Column(name, JSON, nullable=False) for name in kind.BESIDE]
    if coded(kind):
        columns.append(Column("labels", JSON, nullable=False))
    keys = _keys(kind)
    # a kind that takes another's place, as a made-up one may, leaves that one's table as it is
    whose = MetaData() if kind.KIND in metadata.tables else metadata
    return Table(kind.KIND, whose, *_edited(), *columns, *keys)


def described() -> MetaData:
    """Every table there is, with the references between them, as the migrations make them."""
    for kind in all_kinds():
        table = table_of(kind)
        for spec in fields_of(kind).values():
            _tie(table, spec)
    return metadata


_TYPES: dict[Any, Any] = {
    str: String,
    int: Integer,
    float: Float,
    bool: Boolean,
    date: Date,
    datetime: String,
    Month: String,
}


def _column(kind: type[Record], spec: Field) -> Column[Any]:
    plain = JSON if spec.many else Text if spec.free_text else _TYPES[spec.type]
    own_key = has_key(kind) and spec.name == kind.KEY
    return Column(
        spec.name,
        plain,
        nullable=spec.optional,
        unique=True if own_key else None,
        index=True if spec.indexed else None,
    )


def _keys(kind: type[Record]) -> Iterator[Any]:
    if kind.UNIQUE:
        yield UniqueConstraint(*kind.UNIQUE)
    for names in kind.INDEXED:
        yield Index(f"ix_{kind.KIND}_{names[0]}", *names)


def _tie(table: Table, spec: Field) -> None:
    """Let a column that names a record refer to its key; agencies may be named before they are."""
    named = kind_called(spec.refers) if spec.refers and spec.type is str else None
    column = table.c.get(spec.name)
    if named is None or column is None or spec.many or column.foreign_keys:
        return
    if named.KEY_IS_BINDING:
        target = f"{named.KIND}.{named.KEY}"
        table.append_constraint(ForeignKeyConstraint([column], [target], onupdate="CASCADE"))


setting = Table(
    "setting",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("version", Integer, nullable=False),
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
    Column("place", Integer, ForeignKey("place.id"), nullable=False, index=True),
    Column("valid_from", Date),
    Column("wkb", LargeBinary, nullable=False),
    Column("load", Integer, ForeignKey("load.id"), nullable=False),
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
    Column("reference", String),
    Column("force", Integer),
    Column("extract", Integer),
    Column("older", JSON(none_as_null=True)),
)
"""``key`` is 64 bits of the Crime ID's or the row's digest; ``type``, ``outcome`` and ``source``
are places in the casebook's code lists; ``area`` is the narrowest area it lies in; ``withdrawn``
is the load whose file no longer had it; ``reference`` is the source's own, where it is short;
``force`` is a place in the list of forces, where the row says whose data it is; ``extract`` is the
newest month of the extract that said it, as 202409, and ``older`` the same of the parts (at, place,
outcome, force) that are from another one, and the month of the row that said the rest where it is
``seen`` in another month than it counts in."""

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
    Column("place", Integer, ForeignKey("place.id"), nullable=False),
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
    Column("load", Integer, ForeignKey("load.id"), nullable=False),
    Column("gps", JSON(none_as_null=True)),
    Index("ix_patrol_place", "place", "start"),
    Index("ix_patrol_unit", "unit", "start"),
)
"""One row for each row of a file. ``under`` names the row that counts in this one's stead (for a
planned row: the delivered one that confirms it); ``counted_as`` is the resourcing it counts as;
``gps`` is what can be said for the time of a GPS visit."""

history = Table(
    "history",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("via", String),
    Column("kind", String, nullable=False),
    Column("record", String, nullable=False),
    Column("record_id", Integer),
    Column("profile_id", Integer, index=True),
    Column("keys_sealed", Boolean, nullable=False),
    Column("why", Text),
    Column("change", JSON),
    Column("salt", String),
    Column("digest", String, nullable=False),
    Column("hash", String, nullable=False),
    Column("txn", Integer),
    Index("ix_history_record", "kind", "record"),
    Index("ix_history_record_id", "kind", "record_id"),
    Index("ix_history_who", "who", "kind"),
    Index("ix_history_via", "via", "kind"),
)
"""``record`` is what the record was called then; ``record_id`` is its row, or below zero where it
went before rows were kept; ``profile_id`` is the profile it is part of. ``keys_sealed`` says
whether the hash covers the two, as it doesn't in entries from before."""

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

entry = Table(
    "entry",
    metadata,
    *_edited(),
    Column("kind", String, nullable=False, index=True),
    Column("profile", String, index=True),
    Column("place", String),
    Column("programme", String, index=True),
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
