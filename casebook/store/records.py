"""Records as rows of their tables, and as the values that history keeps: every kind alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import RowMapping

from casebook.core.codes import Labels, older_labels
from casebook.core.fields import Field, decode, encode, fields_of
from casebook.core.kinds import Record
from casebook.core.months import Month
from casebook.store.tables import table_of

T = TypeVar("T", bound=Record)


def as_columns(record: Any, now: Labels, earlier: Labels) -> dict[str, Any]:
    """A record's fields as column values, without id and version.

    A code's label is that of ``now``; one that stood before keeps its label of ``earlier``, so that
    a list changed since rewrites nothing.
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
        values["labels"] = older_labels(now, earlier)
    return values


def _beside(value: Any) -> Any:
    """What stands beside the fields as JSON."""
    return encode(value) if dataclasses.is_dataclass(value) else value


def _stored(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Month) else value


def as_record(kind: type[T], row: RowMapping) -> T:
    """The record of ``kind`` that a row of its table holds."""
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
    return numbered(found, row["id"], row["version"])


def numbered(record: T, row: int, version: int) -> T:
    """``record`` as it is once it is saved."""
    return cast("T", dataclasses.replace(cast("Any", record), id=row, version=version))


def differing(before: T | None, after: T) -> dict[str, Any]:
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
