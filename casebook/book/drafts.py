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
        new = drafts.Draft(record, dict(values), version, now)
        drafts.keep(tx, book.account.login, new, book.window)


def find_draft(book: Book, record: str) -> drafts.Draft | None:
    """The account's own draft of a record, this window's before those of others; or None."""
    with book.store.reading() as tx:
        return drafts.find(tx, book.account.login, record, book.window)


def take_draft(book: Book, record: str) -> drafts.Draft | None:
    """What :func:`find_draft` gives, as this window's own from here on: the other keeps its anew.

    A casebook that is read only gives it as it is.
    """
    found = find_draft(book, record)
    if found is not None and not book.store.read_only:
        with book.store.writing() as tx:
            drafts.take(tx, book.account.login, record, book.window)
    return found


def drop_draft(book: Book, record: str) -> None:
    """Forget the draft of a record that the account keeps in this window."""
    with book.store.writing() as tx:
        drafts.drop(tx, book.account.login, record, book.window)
