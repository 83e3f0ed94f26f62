"""All that stands in a casebook, so that two states of one can be held against each other."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, text

from casebook.book.opening import open_book
from casebook.core.errors import CasebookError
from casebook.upkeep.setup import check, unsound

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[0-9.:+]*")
_HASH = re.compile(r"\b[0-9a-f]{40,}\b")
_PASSING = {"history": ("salt", "digest", "hash", "sealed")}
"""Columns that differ each time the same is done."""


def state_of(book: str) -> str:
    """One hash for everything that stands in a casebook of any version, but moments and salts."""
    if "://" not in book and not Path(book).exists():
        return "nothing"
    engine = create_engine(_address(book))
    digest = hashlib.sha256()
    try:
        with engine.connect() as sql:
            for name in sorted(inspect(sql).get_table_names()):
                if not name.startswith("search"):
                    digest.update(f"{name}\n{_rows(sql, name)}".encode())
    finally:
        engine.dispose()
    return digest.hexdigest()


def rows_in(book: str) -> dict[str, int]:
    """How many rows each table of a casebook has."""
    engine = create_engine(_address(book))
    try:
        with engine.connect() as sql:
            names = inspect(sql).get_table_names()
            count = 'SELECT count(*) FROM "{}"'
            return {n: sql.execute(text(count.format(n))).scalar_one() for n in names}
    finally:
        engine.dispose()


def _address(book: str) -> str:
    address = book if "://" in book else f"sqlite:///{book}"
    return address.replace("postgresql://", "postgresql+psycopg://")


def _rows(sql: Any, name: str) -> str:
    columns = [each["name"] for each in inspect(sql).get_columns(name)]
    wanted = ", ".join(f'"{c}"' for c in columns if c not in _PASSING.get(name, ()))
    rows = sorted(repr(tuple(row)) for row in sql.execute(text(f'SELECT {wanted} FROM "{name}"')))
    return _HASH.sub("#", _MOMENT.sub("@", "\n".join(rows)))


def faults_of(book: str, login: str) -> tuple[str, ...]:
    """What keeps a casebook from opening, or its check from passing."""
    try:
        found = open_book(book, login)
    except CasebookError as error:
        return (f"it doesn't open: {error}",)
    try:
        return tuple(line.says for line in unsound(check(found)))
    except CasebookError as error:
        return (f"it can't be checked: {error}",)
    finally:
        found.store.close()


def gone_from(book: str) -> None:
    """Wait until a server has noticed that whoever was killed is gone; a file has nothing to."""
    if "://" not in book:
        return
    engine = create_engine(_address(book))
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid()"
    )
    for _ in range(400):
        with engine.connect() as sql:
            if not sql.execute(others).scalar_one():
                break
        time.sleep(0.05)
    engine.dispose()
