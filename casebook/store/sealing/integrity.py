"""Whether the store itself is sound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Date,
    LargeBinary,
    String,
    Table,
    func,
    literal_column,
    select,
)

from casebook.core.english import a_or_an, counted
from casebook.store import tables
from casebook.store.sealing.unsealed import BLOCKS
from casebook.store.transaction import Transaction


def faults(tx: Transaction) -> tuple[str, ...]:
    """What is wrong with the store's pages and references; empty when all hold.

    A trigger is named too: Casebook makes none, and one writes along with whoever saves.
    PostgreSQL keeps its own pages and enforces references, so no more is looked at there.
    """
    strange = _triggers(tx)
    if tx.sql.dialect.name != "sqlite":
        return strange
    pages = [str(row[0]) for row in tx.sql.exec_driver_sql("PRAGMA integrity_check")]
    loose = [
        f"a row of {row[0]} refers to {a_or_an(row[2])} that isn't there"
        for row in tx.sql.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return (*([] if pages == ["ok"] else pages), *dict.fromkeys(loose), *strange)


_TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND pg_table_is_visible(pg_class.oid) ORDER BY tgname",
}
"""The triggers of each engine's tables, by name and table."""


def _triggers(tx: Transaction) -> tuple[str, ...]:
    found = tx.sql.exec_driver_sql(_TRIGGERS[tx.sql.dialect.name])
    return tuple(f"trigger {row[0]} on {row[1]} isn't Casebook's" for row in found)


def unreadable(tx: Transaction) -> tuple[str, ...]:
    """What stands in the tables and can't even be read, as a JSON value that is none; or nothing.

    Where there is anything, reading a record or an entry may fail. PostgreSQL takes no such value.
    Rows in blocks are left to their seals, which read them as they are.
    """
    if tx.sql.dialect.name != "sqlite":
        return ()
    there = {row[0] for row in tx.sql.exec_driver_sql("SELECT name FROM sqlite_master")}
    known = tables.described().tables.values()
    gone = [f"the table {table.name} is gone" for table in known if table.name not in there]
    read = [each for each in known if each.name in there and each.name not in {*BLOCKS} - {"load"}]
    return (*gone, *(says for table in read for says in _unreadable_in(tx, table)))


def _unreadable_in(tx: Transaction, table: Table) -> Iterator[str]:
    """What can't be read in one table, a sentence a column, found in one pass."""
    wrong = {column.name: how for column in table.columns if (how := _wrong(column))}
    if not wrong:
        return
    sums: list[ColumnElement[Any]] = [func.sum(literal_column(how)) for how in wrong.values()]
    found = tx.sql.execute(select(*sums).select_from(table)).one()
    for name, rows in zip(wrong, found, strict=True):
        if rows:
            where = f"{counted(rows, 'row')} of {table.name}"
            yield f"{where} can't be read: {name} holds what it can't"


def _wrong(column: Column[object]) -> str:
    """What is true in SQL where a column holds what can't be read; empty where it can't tell."""
    name, of = f'"{column.name}"', column.type
    if isinstance(of, JSON):
        said = f"typeof({name}) = 'blob' OR NOT json_valid({name})"
    elif isinstance(of, Date):
        said = f"typeof({name}) <> 'text' OR date({name}) IS NOT {name}"
    elif isinstance(of, String) and not isinstance(of, LargeBinary):
        said = f"typeof({name}) = 'blob'"
    else:
        return ""
    return f"{name} IS NOT NULL AND ({said})"
