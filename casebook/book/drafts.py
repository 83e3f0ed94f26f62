"""Drafts: what somebody has typed into a form and not saved yet, kept for that account alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casebook.book.opening import Book
from casebook.store import drafts


def keep_draft(book: Book, record: str, version: int, values: Mapping[str, Any]) -> None:
    """Keep what is typed over a record's ``version``, so that a closed window loses nothing.

    ``record`` is what the form is about; one about a profile begins with the profile's ref, so that
    it goes with the profile. The version is 0 for a record still to be made.
    """
    now = book.clock().isoformat(timespec="seconds")
    with book.store.writing() as tx:
        drafts.keep(tx, book.account.login, drafts.Draft(record, dict(values), version, now))


def find_draft(book: Book, record: str) -> drafts.Draft | None:
    """The account's own draft of a record, or None."""
    with book.store.reading() as tx:
        return drafts.find(tx, book.account.login, record)


def drop_draft(book: Book, record: str) -> None:
    """Forget the account's draft of a record."""
    with book.store.writing() as tx:
        drafts.drop(tx, book.account.login, record)
