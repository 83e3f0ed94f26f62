"""How much of a casebook a call reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from casebook.book.opening import Book
from casebook.store import transaction
from casebook.store.transaction import Transaction


def reads(book: Book, call: Callable[[], object]) -> tuple[int, int]:
    """How many statements ran, and how many records were made of what they gave."""
    statements: list[str] = []
    made: list[object] = []
    record = transaction.as_record

    def note(_sql: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    def counting(*given: Any) -> Any:
        made.append(given[0])
        return record(*given)

    event.listen(book.store.engine, "before_cursor_execute", note)
    try:
        with patch.object(transaction, "as_record", counting):
            call()
    finally:
        event.remove(book.store.engine, "before_cursor_execute", note)
    return len(statements), len(made)


def indexes(tx: Transaction, call: Callable[[], object]) -> list[str]:
    """The indexes by which SQLite answers what a call asks in a transaction, as it words them."""
    asked: list[tuple[str, Any]] = []

    def note(_sql: object, _cursor: object, statement: str, given: Any, *_: object) -> None:
        asked.append((statement, given))

    event.listen(tx.sql, "before_cursor_execute", note)
    try:
        call()
    finally:
        event.remove(tx.sql, "before_cursor_execute", note)
    plan = [
        row.detail
        for statement, given in asked
        for row in tx.sql.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
    ]
    return sorted(step.partition(" INDEX ")[2] for step in plan if " INDEX " in step)
