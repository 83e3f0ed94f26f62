"""Whether the store itself is sound."""

from __future__ import annotations

from casebook.core.english import a_or_an
from casebook.store.transaction import Transaction


def faults(tx: Transaction) -> tuple[str, ...]:
    """What is wrong with the store's pages and references; empty when all hold.

    PostgreSQL keeps its own pages and enforces references, so nothing is looked at there.
    """
    if tx.sql.dialect.name != "sqlite":
        return ()
    pages = [str(row[0]) for row in tx.sql.exec_driver_sql("PRAGMA integrity_check")]
    loose = [
        f"a row of {row[0]} refers to {a_or_an(row[2])} that isn't there"
        for row in tx.sql.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return tuple([] if pages == ["ok"] else pages) + tuple(dict.fromkeys(loose))
