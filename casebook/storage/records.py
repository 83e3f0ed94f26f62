"""Loading and saving the records people edit.

One way for every kind: a row's columns are the kind's fields. :func:`save` writes what changed, the
history entry and the raised version in the caller's transaction, or nothing.
"""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select, update

from casebook.domain.access import Account
from casebook.domain.errors import StaleRecord
from casebook.domain.fields import decode, encode, fields_of
from casebook.domain.months import Month
from casebook.domain.place import Place
from casebook.domain.profile import Action, Profile, ProfilePlace
from casebook.domain.stages import BODIES, Stage
from casebook.storage import history, tables

T = TypeVar("T", Account, Place, Profile, ProfilePlace, Stage, Action)

TABLES: dict[type, Table] = {
    Account: tables.account,
    Place: tables.place,
    Profile: tables.profile,
    ProfilePlace: tables.profile_place,
    Stage: tables.stage,
    Action: tables.action,
}


def load(conn: Connection, kind: type[T], /, **where: Any) -> tuple[T, ...]:
    """The records of ``kind`` whose columns equal ``where``, in the order they were made.

    A list or tuple in ``where`` means any of its values.
    """
    table = TABLES[kind]
    query = select(table).order_by(table.c.id)
    for name, value in where.items():
        column = table.c[name]
        many = isinstance(value, (list, tuple, set, frozenset))
        query = query.where(column.in_(value) if many else column == value)
    return tuple(_record(kind, row) for row in conn.execute(query).mappings())


def load_one(conn: Connection, kind: type[T], /, **where: Any) -> T | None:
    """The one record of ``kind`` with these values, or None."""
    found = load(conn, kind, **where)
    return found[0] if found else None


def save(conn: Connection, before: T | None, after: T, author: history.Author, why: str = "") -> T:
    """Write ``after`` over ``before`` (None: a new record) and its history entry; give what stands.

    Nothing is written when nothing differs. Raises :class:`StaleRecord` when the row is no longer
    at ``before``'s version.
    """
    kind = type(after)
    change = _change(before, after)
    if before is not None and not change:
        return before
    saved = _insert(conn, after) if before is None else _update(conn, before, after)
    history.append(conn, author, kind.KIND, saved.ref, change, why)
    return saved


def remove(conn: Connection, record: T, author: history.Author, why: str = "") -> None:
    """Take a record away, leaving its history; raises :class:`StaleRecord` if it has changed."""
    table = TABLES[type(record)]
    result = conn.execute(
        delete(table).where(table.c.id == record.id, table.c.version == record.version)
    )
    if result.rowcount != 1:
        raise StaleRecord(record.KIND.capitalize(), record.ref)
    change = {name: [value, None] for name, value in _flat(record).items()}
    history.append(conn, author, record.KIND, record.ref, change, why)


def insert_many(conn: Connection, records: list[T]) -> None:
    """Write new records that an import brings; the import's own history entry stands for all."""
    if records:
        table = TABLES[type(records[0])]
        conn.execute(insert(table), [_columns(record) | {"version": 1} for record in records])


def _insert(conn: Connection, record: T) -> T:
    table = TABLES[type(record)]
    result = conn.execute(insert(table).values(**_columns(record), version=1))
    key = result.inserted_primary_key
    assert key is not None
    return dataclasses.replace(record, id=key[0], version=1)


def _update(conn: Connection, before: T, after: T) -> T:
    table = TABLES[type(after)]
    result = conn.execute(
        update(table)
        .where(table.c.id == before.id, table.c.version == before.version)
        .values(**_columns(after), version=before.version + 1)
    )
    if result.rowcount != 1:
        raise StaleRecord(after.KIND.capitalize(), after.ref)
    return dataclasses.replace(after, id=before.id, version=before.version + 1)


def _columns(record: Any) -> dict[str, Any]:
    """A record's fields as column values, without id and version."""
    values = {name: _stored(getattr(record, name)) for name in fields_of(type(record))}
    if isinstance(record, Stage):
        values["body"] = encode(record.body)
    return values


def _stored(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Month) else value


def _record(kind: type[T], row: RowMapping) -> T:
    values: dict[str, Any] = {
        name: tuple(row[name]) if spec.many else row[name] for name, spec in fields_of(kind).items()
    }
    if kind is Stage:
        values["body"] = decode(BODIES[row["stage"]], row["body"])
    return kind(**values, id=row["id"], version=row["version"])


def _change(before: T | None, after: T) -> dict[str, Any]:
    """Field by field what differs, as ``{name: [before, after]}`` in JSON values."""
    old = _flat(before) if before is not None else {}
    new = _flat(after)
    return {
        name: [old.get(name), value]
        for name, value in new.items()
        if old.get(name) != value and (before is not None or value not in (None, "", []))
    }


def _flat(record: Any) -> dict[str, Any]:
    flat = encode(record)
    if isinstance(record, Stage):
        flat |= {f"body.{name}": value for name, value in encode(record.body).items()}
    return flat
