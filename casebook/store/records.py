"""Records as rows of their tables, and as the values that history keeps: every kind alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import BindParameter, ColumnElement, RowMapping, Select, Table, bindparam, select

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
    of: Any = kind
    values: dict[str, Any] = {name: row[name] for name in _plain(of)}
    for name, read in _read_by(of):
        value = values[name]
        values[name] = value if value is None else read(value)
    values |= {name: kind.revived(name, row[name], values) for name in kind.BESIDE}
    made: Callable[..., T] = kind
    return made(**values)


@cache
def _plain(kind: type[Record]) -> tuple[str, ...]:
    """The columns that a record is made from, beside those of :attr:`Record.BESIDE`."""
    return (*fields_of(kind), "id", "version")


@cache
def _read_by(kind: type[Record]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The fields whose column holds something else than their value, and what makes it of that."""
    made = ((name, _made_by(spec)) for name, spec in fields_of(kind).items())
    return tuple((name, read) for name, read in made if read is not None)


def _made_by(spec: Field) -> Callable[[Any], Any] | None:
    if spec.many:
        return tuple
    return Month.parse if spec.type is Month else None


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


@dataclass(frozen=True)
class Between:
    """Holds for what lies from ``first`` to ``last``, both included, and for nothing that is None.

    None for either is no end; for both, whatever is there.
    """

    first: Any = None
    last: Any = None


def question(
    kind: type[Record], where: Mapping[str, Any], names: Sequence[str] = ()
) -> tuple[Select[Any], dict[str, Any]]:
    """The rows of ``kind`` whose fields are as ``where`` says, in the order they were made.

    With what stands for its values; of the columns ``names``, or of all that a record is made from.
    Fields that have no column are asked for as far as the database can tell: :func:`holds` says
    the rest.
    """
    table = table_of(kind)
    told = {
        name: value
        for name, value in where.items()
        if name in table.c or value is None or isinstance(value, str)
    }
    sought = tuple((name, _sought(value)) for name, value in told.items())
    word = "" if kind.OWN_TABLE else kind.KIND
    return _select(table, word, sought, tuple(names)), _parameters(told)


def holds(value: Any, wanted: Any) -> bool:
    """Whether a field's value is as ``where`` of a load says."""
    if isinstance(wanted, Between):
        return (
            value is not None
            and (wanted.first is None or wanted.first <= value)
            and (wanted.last is None or value <= wanted.last)
        )
    return value in wanted if _many(wanted) else bool(value == wanted)


@cache
def _select(
    table: Table, kind: str, where: tuple[tuple[str, str], ...], names: tuple[str, ...]
) -> Select[Any]:
    """The rows of ``kind``, which shares the table, with columns that are as ``where`` says.

    Without ``kind`` the table is its own. Made once for each question: making it anew takes longer
    than answering it.
    """
    # labels are for what is printed of history, and no part of a record
    columns = names or [column.name for column in table.c if column.name != "labels"]
    query = select(*(table.c[name] for name in columns)).order_by(table.c.id)
    if kind:
        query = query.where(table.c.kind == kind)
    for name, sought in where:
        column = table.c[name] if name in table.c else table.c.body[name].as_string()
        query = query.where(*_conditions(column, name, sought))
    return query


def _conditions(
    column: ColumnElement[Any], name: str, sought: str
) -> tuple[ColumnElement[bool], ...]:
    first: BindParameter[Any] = bindparam(f"its_{name}")
    last: BindParameter[Any] = bindparam(f"its_last_{name}")
    if sought == "any":
        return (column.in_(bindparam(f"its_{name}", expanding=True)),)
    return {
        "one": (column == first,),
        "none": (column.is_(None),),
        "there": (column.is_not(None),),
        "from": (column >= first,),
        "to": (column <= last,),
        "span": (column >= first, column <= last),
    }[sought]


def _sought(value: Any) -> str:
    """How a column is held against ``value``, as :func:`_select` calls it."""
    if isinstance(value, Between):
        ends = (value.first is not None, value.last is not None)
        return {
            (True, True): "span",
            (True, False): "from",
            (False, True): "to",
            (False, False): "there",
        }[ends]
    return "any" if _many(value) else "none" if value is None else "one"


def _parameters(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What stands for the values in a query of :func:`_select`."""
    found: dict[str, Any] = {}
    for name, value in asked.items():
        first, last = (value.first, value.last) if isinstance(value, Between) else (value, None)
        if first is not None:
            found[f"its_{name}"] = list(first) if _many(first) else first
        if last is not None:
            found[f"its_last_{name}"] = last
    return found


def _many(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, (str, bytes))
