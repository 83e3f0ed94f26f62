"""Many rows at once, by the fastest way each database has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table

CHUNK = 50_000


def insert_columns(
    conn: Connection, table: Table, columns: Mapping[str, Sequence[Any] | int | None]
) -> None:
    """Insert rows given as columns: a list for each, or one number (or None) for every row.

    Lists are of one length and hold plain Python values, None where there is nothing. SQLite gets
    them by the driver's ``executemany``, PostgreSQL by ``COPY``.
    """
    varying = {name: values for name, values in columns.items() if isinstance(values, Sequence)}
    fixed = {name: value for name, value in columns.items() if not isinstance(value, Sequence)}
    names = ", ".join(f'"{name}"' for name in (*varying, *fixed))
    rows = zip(*varying.values(), strict=True)
    if conn.dialect.name == "postgresql":
        cursor = conn.connection.cursor()
        with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row((*row, *fixed.values()))
        return
    # numbers that don't vary go into the statement: binding a value costs as much as storing it
    values = ["?"] * len(varying) + ["NULL" if v is None else str(int(v)) for v in fixed.values()]
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join(values)})'
    while chunk := list(islice(rows, CHUNK)):
        conn.exec_driver_sql(statement, chunk)
