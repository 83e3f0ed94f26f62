"""A casebook to test services on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.fields import encode
from casebook.core.settings import Settings
from casebook.store import history, records, schema, settings


def _noon() -> datetime:
    return datetime(2024, 12, 18, 12, tzinfo=UTC)


def make_book(folder: Path, name: str = "casebook.db", **changed: Any) -> Book:
    """A new casebook in ``folder``, opened by its administrator; its day is 18 December 2024."""

    def fill(conn: Any, _known_as: object) -> None:
        author = history.Author("admin", _noon())
        records.save(conn, None, Account("admin", roles=("administrator",)), author)
        settings.put(conn, "settings", encode(Settings(**changed)))

    schema.create(str(folder / name), fill).close()
    return open_book(str(folder / name), "admin", clock=_noon)
