"""Many rows at once, by the fastest way each database has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    Table,
    bindparam,
    insert,
    literal_column,
    select,
)
from sqlalchemy.exc import DBAPIError

from casebook.store.transaction import Transaction

_BATCH = 20_000


def insert_columns(
    tx: Transaction, table: Table, columns: Mapping[str, Sequence[Any] | int | None]
) -> None:
    """Insert rows given as columns: a list for each, or one number (or None) for every row.

    Lists are of one length and hold plain Python values, None where there is nothing. SQLite gets
    them by the driver's ``executemany``, PostgreSQL by ``COPY``.
    """
    lists = {name: values for name, values in columns.items() if isinstance(values, Sequence)}
    fixed = {name: value for name, value in columns.items() if not isinstance(value, Sequence)}
    if tx.sql.dialect.name == "postgresql":
        _copy(tx, table, lists, fixed)
        return
    statement, order = _insertion(table, tx.sql.dialect, tuple(lists), tuple(fixed.items()))
    rows = list(zip(*(lists[name] for name in order), strict=True))
    if rows:
        tx.sql.exec_driver_sql(statement, rows)


@lru_cache(maxsize=32)
def _insertion(
    table: Table, dialect: Dialect, lists: tuple[str, ...], fixed: tuple[tuple[str, Any], ...]
) -> tuple[str, tuple[str, ...]]:
    """The statement that inserts a row, and the order it takes the values of ``lists`` in.

    Columns come in many short batches, and making the statement takes as long as storing some.
    """
    # a number that doesn't vary goes into the statement: binding a value costs as much as storing
    plain = {name: "NULL" if value is None else str(int(value)) for name, value in fixed}
    values: dict[str, Any] = {name: bindparam(name) for name in lists}
    values |= {name: literal_column(value) for name, value in plain.items()}
    compiled = insert(table).values(values).compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ())


def read_rows(
    tx: Transaction, table: Table, *where: ColumnElement[bool]
) -> Iterator[Sequence[Sequence[Any]]]:
    """Rows of ``table``, every column in its order, in batches and in the order of its key."""
    query = select(table).where(*where).order_by(*table.primary_key.columns)
    found = tx.sql.execute(query, execution_options={"yield_per": _BATCH})
    yield from found.partitions()


def _copy(
    tx: Transaction,
    table: Table,
    lists: Mapping[str, Sequence[Any]],
    fixed: Mapping[str, Any],
) -> None:
    from psycopg import Error
    from psycopg.sql import SQL, Identifier

    names = SQL(", ").join(Identifier(name) for name in (*lists, *fixed))
    statement = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table.name), names)
    same = tuple(fixed.values())
    cursor = tx.sql.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for row in zip(*lists.values(), strict=True):
                copy.write_row((*row, *same))
    except Error as error:
        # as SQLAlchemy has it for every statement that goes through it
        lost = cursor.connection.closed
        raise DBAPIError(f"COPY {table.name}", None, error, connection_invalidated=lost) from error
