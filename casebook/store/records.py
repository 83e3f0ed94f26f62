"""Loading and saving the records people edit.

One way for every kind: a row's columns are the kind's fields. :func:`save` writes what changed, the
history entry and the raised version in the caller's transaction, or nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import RowMapping, delete, insert, select, text, update
from sqlalchemy import func as sql

from casebook.core.codes import Labels, labels_used, older_labels
from casebook.core.errors import StaleRecord
from casebook.core.fields import Field, decode, encode, fields_of
from casebook.core.kinds import Record, all_kinds, part_of_profile, whole_kind
from casebook.core.months import Month
from casebook.store import history, search_index, settings, tables
from casebook.store.tables import table_of
from casebook.store.transaction import Transaction

T = TypeVar("T", bound=Record)


def load(tx: Transaction, kind: type[T], /, **where: Any) -> tuple[T, ...]:
    """The records of ``kind`` whose fields equal ``where``, in the order they were made.

    A list or tuple in ``where`` means any of its values.
    """
    table = table_of(kind)
    query = select(table).order_by(table.c.id)
    if not kind.OWN_TABLE:
        query = query.where(table.c.kind == kind.KIND)
    in_body = {name: _any_of(value) for name, value in where.items() if name not in table.c}
    for name, value in where.items():
        if name in table.c:
            column = table.c[name]
            query = query.where(column.in_(value) if _many(value) else column == value)
    found = (_record(kind, row) for row in tx.execute(query).mappings())
    return tuple(one for one in found if all(getattr(one, n) in v for n, v in in_body.items()))


def _many(value: Any) -> bool:
    return isinstance(value, (list, tuple, set, frozenset))


def _any_of(value: Any) -> Any:
    return value if _many(value) else (value,)


@dataclass(frozen=True)
class Records:
    """The records of a casebook as they stand in one transaction, for rules that read them."""

    tx: Transaction

    def load(self, kind: type[T], /, **where: Any) -> tuple[T, ...]:
        """As :func:`load`."""
        return load(self.tx, kind, **where)

    def load_one(self, kind: type[T], /, **where: Any) -> T | None:
        """As :func:`load_one`."""
        return load_one(self.tx, kind, **where)


def load_one(tx: Transaction, kind: type[T], /, **where: Any) -> T | None:
    """The one record of ``kind`` with these values, or None."""
    found = load(tx, kind, **where)
    return found[0] if found else None


def save(tx: Transaction, before: T | None, after: T, author: history.Author, why: str = "") -> T:
    """Write ``after`` over ``before`` (None: a new record) with its history entry; give it saved.

    A new record with a row (one that is made again) gets that row. Nothing is written when nothing
    differs. Raises :class:`StaleRecord` when the row is no longer at ``before``'s version.
    """
    change = _change(before, after)
    if before is not None and not change:
        return before
    saved = _insert(tx, after) if before is None else _update(tx, before, after)
    _append(tx, author, saved, change, why)
    search_index.refresh(tx, saved)
    return saved


def remove(tx: Transaction, record: T, author: history.Author, why: str = "") -> None:
    """Take a record away, leaving its history; raises :class:`StaleRecord` if it has changed."""
    table = table_of(type(record))
    result = tx.execute(
        delete(table).where(table.c.id == record.id, table.c.version == record.version)
    )
    if result.rowcount != 1:
        raise StaleRecord(record.KIND.capitalize(), record.ref)
    search_index.forget(tx, record)
    _append(tx, author, record, {name: [value, None] for name, value in flat(record).items()}, why)


def _append(
    tx: Transaction, author: history.Author, record: Record, change: dict[str, Any], why: str
) -> None:
    """Write the history entry of one record."""
    history.append(
        tx,
        author,
        record.KIND,
        record.ref,
        change,
        why,
        record_id=record.id,
        profile_id=_profile_of(tx, record),
    )


def _profile_of(tx: Transaction, record: Any) -> int | None:
    """The row of the profile that a record is, or is part of."""
    if record.WHOLE:
        return int(record.id)
    if not part_of_profile(type(record)) or not record.profile:
        return None
    profile = whole_kind()
    table = table_of(profile)
    found = tx.execute(select(table.c.id).where(table.c[profile.KEY] == record.profile))
    return found.scalar_one_or_none()


def insert_many(tx: Transaction, records: list[T]) -> None:
    """Write new records that an import brings; the import's own history entry stands for all."""
    if records:
        table = table_of(type(records[0]))
        after = _after_removed(tx, type(records[0]))
        tx.execute(
            insert(table),
            [
                _columns(tx, record) | {"version": 1} | ({"id": after + n} if after else {})
                for n, record in enumerate(records)
            ],
        )


def reindex(tx: Transaction) -> None:
    """Fill the search index anew from every record."""
    tx.execute(text("DELETE FROM search"))
    kinds = all_kinds()
    gone = {one.ref for kind in kinds for one in load(tx, kind) if getattr(one, "disposed", None)}
    for kind in kinds:
        for record in load(tx, kind):
            about = getattr(record, "profile", "") if part_of_profile(kind) else record.ref
            if about not in gone:
                search_index.refresh(tx, record)


def _insert(tx: Transaction, record: T) -> T:
    table = table_of(type(record))
    values = _columns(tx, record) | {"version": 1}
    number = record.id or _after_removed(tx, type(record))
    if number:
        values["id"] = number
    result = tx.execute(insert(table).values(**values))
    key = result.inserted_primary_key
    assert key is not None
    return _numbered(record, key[0], 1)


def _after_removed(tx: Transaction, kind: type[Record]) -> int | None:
    """The row of a new record where the engine would give it that of one that was removed.

    SQLite gives the row after the highest there is, so that the next record after the removal of
    the newest would go by its key in the history. None where the engine numbers it right.
    """
    if tx.dialect.name != "sqlite":
        return None
    columns = tables.history.c
    known = select(sql.max(columns.record_id)).where(columns.kind == kind.KIND)
    newest = select(sql.max(table_of(kind).c.id))
    row = tx.execute(select(known.scalar_subquery(), newest.scalar_subquery())).one()
    highest, standing = row[0] or 0, row[1] or 0
    return highest + 1 if highest > standing else None


def _update(tx: Transaction, before: T, after: T) -> T:
    table = table_of(type(after))
    result = tx.execute(
        update(table)
        .where(table.c.id == before.id, table.c.version == before.version)
        .values(**_columns(tx, after, labels_kept(tx, before)), version=before.version + 1)
    )
    if result.rowcount != 1:
        raise StaleRecord(after.KIND.capitalize(), after.ref)
    return _numbered(after, before.id, before.version + 1)


def labels_kept(tx: Transaction, record: Any) -> Labels:
    """The labels stored with a record's codes; none for one not saved or without coded fields."""
    table = table_of(type(record))
    if "labels" not in table.c or not record.id:
        return {}
    row = tx.execute(select(table.c.labels).where(table.c.id == record.id)).first()
    return dict(row.labels) if row else {}


def labels_now(tx: Transaction, record: Record) -> Labels:
    """The label of every code in a record as its list has it now, by field."""
    own = settings.value(tx, "codes", {})
    used = [labels_used(part, own) for part in record.parts.values()]
    return {field: labels for labels_by_field in used for field, labels in labels_by_field.items()}


def _numbered(record: T, number: int, version: int) -> T:
    return cast("T", dataclasses.replace(cast("Any", record), id=number, version=version))


def _columns(tx: Transaction, record: Any, earlier: Labels | None = None) -> dict[str, Any]:
    """A record's fields as column values, without id and version.

    A code that stood before keeps its label of ``earlier``: a list changed since rewrites nothing.
    """
    table = table_of(type(record))
    values = {name: _stored(getattr(record, name)) for name in fields_of(type(record))}
    values |= {name: _beside(getattr(record, name)) for name in record.BESIDE}
    if not record.OWN_TABLE:
        plain = encode(record)
        own = {name: value for name, value in plain.items() if name not in table.c}
        values = {name: value for name, value in values.items() if name in table.c}
        values |= {"kind": record.KIND, "body": own, "text": values.get("text", "")}
    if "labels" in table.c:
        values["labels"] = older_labels(labels_now(tx, record), earlier or {})
    return values


def _beside(value: Any) -> Any:
    """What stands beside the fields as JSON."""
    return encode(value) if dataclasses.is_dataclass(value) else value


def _stored(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Month) else value


def _record(kind: type[T], row: RowMapping) -> T:
    if not kind.OWN_TABLE:
        return _entry(kind, row)
    values: dict[str, Any] = {
        name: _read(spec, row[name]) for name, spec in fields_of(kind).items()
    }
    values |= {name: kind.revived(name, row[name], values) for name in kind.BESIDE}
    made: Callable[..., T] = kind
    return made(**values, id=row["id"], version=row["version"])


def _read(spec: Field, value: Any) -> Any:
    if spec.many:
        return tuple(value)
    return Month.parse(value) if spec.type is Month and value is not None else value


def _entry(kind: type[T], row: RowMapping) -> T:
    """An entry of a register: its columns, and from its body the rest."""
    columns = {name: row[name] for name in fields_of(kind) if name in table_of(kind).c}
    plain = {name: str(v) if isinstance(v, date) else v for name, v in columns.items()}
    found = decode(kind, plain | row["body"])
    return _numbered(found, row["id"], row["version"])


def _change(before: T | None, after: T) -> dict[str, Any]:
    """Field by field what differs, as ``{name: [before, after]}`` in JSON values."""
    old = flat(before) if before is not None else {}
    new = flat(after)
    return {
        name: [old.get(name), value]
        for name, value in new.items()
        if old.get(name) != value and (before is not None or value not in (None, "", []))
    }


def flat(record: Record) -> dict[str, Any]:
    """A record's fields as JSON values by the names history uses; a stage's are ``body.aim``."""
    return {
        f"{before}{name}": value
        for before, part in record.parts.items()
        for name, value in encode(part).items()
    }
