"""Casebooks that tests make quickly: nothing in them differs from those people have.

A commit doesn't wait for the disk, since no test cuts the power. The migrations of an empty file
run once for each process of tests; afterwards the statements they ran are run again. And SQLAlchemy
turns a query into SQL once for all files, where a process has as a rule but one. Tests of the
engine and of the migrations (``tests/store``) get what ships.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event

from casebook.store import engine, schema
from casebook.store.transaction import Transaction

_pragmas, _migrate, _create_engine = engine._pragmas, schema.migrate, create_engine
_statements: list[tuple[str, Any]] = []


def as_shipped(patch: pytest.MonkeyPatch) -> None:
    """Have casebooks made and written as they are for people."""
    patch.setattr(engine, "_pragmas", _pragmas)
    patch.setattr(schema, "migrate", _migrate)
    patch.setattr(engine, "create_engine", _create_engine)


def quickly(patch: pytest.MonkeyPatch) -> None:
    """Have casebooks made and written quickly."""
    patch.setattr(engine, "_pragmas", _unsynchronised)
    patch.setattr(schema, "migrate", _migrate_once)
    patch.setattr(engine, "create_engine", _create_sharing)


def _unsynchronised(**how: bool) -> Any:
    shipped = _pragmas(**how)

    def on_connect(connection: Any, record: object) -> None:
        shipped(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    return on_connect


@cache
def _first_engine() -> Engine:
    """The engine whose SQL all others use, connected once so that it knows its SQLite."""
    first = _create_engine("sqlite://", query_cache_size=5000)
    first.connect().close()
    return first


def _create_sharing(url: Any, **how: Any) -> Engine:
    made = _create_engine(url, **how)
    if made.dialect.name == "sqlite":
        made.dialect = _first_engine().dialect
        made._compiled_cache = _first_engine()._compiled_cache
    return made


def _migrate_once(tx: Transaction, to: str = "head") -> None:
    if tx.sql.dialect.name != "sqlite" or to != "head" or _has_tables(tx):
        _migrate(tx, to)
    elif _statements:
        for statement, parameters in _statements:
            tx.sql.exec_driver_sql(statement, parameters)
    else:
        _statements.extend(_migrated(tx))


def _has_tables(tx: Transaction) -> bool:
    return bool(tx.sql.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one())


def _migrated(tx: Transaction) -> list[tuple[str, Any]]:
    """What the migrations ran, without what they only read."""
    ran: list[tuple[str, Any]] = []

    def listen(_tx: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            ran.append((statement, parameters))

    event.listen(tx.sql, "before_cursor_execute", listen)
    _migrate(tx)
    event.remove(tx.sql, "before_cursor_execute", listen)
    return ran
