"""A casebook to test on."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.fields import encode
from casebook.core.settings import Settings
from casebook.store import history, schema
from tests.served_books import ON_SERVER, address, name_in, new_database


def _noon() -> datetime:
    return datetime(2024, 12, 18, 12, tzinfo=UTC)


def make_book(folder: Path, name: str = "casebook.db", **changed: Any) -> Book:
    """A new casebook in ``folder``, opened by its administrator; its day is 18 December 2024."""
    return copy_book(_made(Settings(**changed)), folder, name)


def copy_book(content: bytes, folder: Path, name: str = "casebook.db") -> Book:
    """The casebook whose file holds ``content`` (see :func:`finished`), as :func:`make_book`."""
    if ON_SERVER:
        where = address(new_database(content.decode()))
    else:
        path = folder / name
        path.write_bytes(content)
        where = str(path)
    return open_book(where, "admin", clock=_noon)


def finished(book: Book) -> bytes:
    """What its file holds once it is closed: quicker to copy than to make again.

    Of a casebook in a database it is that database's name.
    """
    book.store.close()
    if ON_SERVER:
        return name_in(book.store.book).encode()
    return Path(book.store.book).read_bytes()


@cache
def _made(kept: Settings) -> bytes:
    """The bytes of a casebook that holds nothing yet."""

    def fill(tx: Any, _known_as: object) -> None:
        author = history.Author("admin", _noon())
        tx.save(None, Account("admin", roles=("administrator",)), author)
        tx.put("settings", encode(kept))

    if ON_SERVER:
        name = new_database()
        schema.create(address(name), fill).close()
        return name.encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "casebook.db"
        schema.create(str(path), fill).close()
        return path.read_bytes()
