"""The first page: what the account owes on case files, which is read soonest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.parts.open_book import OpenBook, open_book_of

if TYPE_CHECKING:
    from casebook.agenda.page import Today
    from casebook.book.opening import Book


class FirstPage(NamedTuple):
    """What Today shows first, and of which casebook."""

    today: Today
    open_book: OpenBook


def first_page(book: Book, *, whole: bool = False) -> FirstPage:
    """Read it; with ``whole`` what all of the account's area owes."""
    from casebook.agenda.today import today  # after the first paint

    return FirstPage(today(book, whole=whole, registers=False), open_book_of(book))
