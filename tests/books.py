"""A casebook to test on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.fields import encode
from casebook.core.settings import Settings
from casebook.profiles.bringing import bring_profile
from casebook.profiles.profile import Profile
from casebook.store import history, schema, settings
from casebook.upkeep import accounts
from tests.served_books import ON_SERVER, address, name_in, new_database


def _noon() -> datetime:
    return datetime(2024, 12, 18, 12, tzinfo=UTC)


def make_book(folder: Path, name: str = "casebook.db", **changed: Any) -> Book:
    """A new casebook in ``folder``; its day is 18 December 2024.

    It is opened by its administrator, who is an inspector too and so opens profiles.
    """
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


def on(book: Book, day: date) -> Book:
    """The casebook at noon of ``day``, whatever day it is fixed to."""
    free = replace(book.settings, today=None)
    return replace(book, settings=free, clock=lambda: datetime.combine(day, time(12), tzinfo=UTC))


def ranked(book: Book) -> Book:
    """The casebook of an administrator who is now an inspector too, and so opens profiles."""
    granted = accounts.grant(book, book.account.login, ["inspector"], force_wide=True)
    return replace(book, account=granted)


@contextmanager
def stored_as_typed() -> Iterator[None]:
    """Texts are stored uncleaned meanwhile, as the versions before 0.2 stored them."""
    with (
        patch("casebook.book.writing.cleaned_record", lambda _before, after: (after, ())),
        patch("casebook.book.writing.cleaned", lambda text: text),
    ):
        yield


def brought(book: Book, profile: Profile, hotspots: Sequence[str] = (), **more: Any) -> None:
    """Bring a profile into the casebook as far along as it says it is."""
    whole = {"profile": encode(profile), "hotspots": list(hotspots), **more}
    with book.store.writing() as tx:
        bring_profile(tx, book, whole)


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
        tx.save(None, Account("admin", roles=("administrator", "inspector")), author)
        settings.save_settings(tx, Settings(), kept, author)

    if ON_SERVER:
        name = new_database()
        schema.create(address(name), fill).close()
        return name.encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "casebook.db"
        schema.create(str(path), fill).close()
        return path.read_bytes()
