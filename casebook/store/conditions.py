"""What is asked of the records that are loaded: a value, any of several, or a stretch of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Table, bindparam, select

from casebook.core.kinds import Record
from casebook.store.tables import table_of


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
