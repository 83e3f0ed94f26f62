"""The first page: what the account owes on case files, which is read soonest; then the month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tui.parts.open_book import OpenBook, open_book_of

if TYPE_CHECKING:
    from casebook.agenda.today.page import Today, TodayBehind
    from casebook.book.opening import Book


class FirstPage(NamedTuple):
    """What Today shows first, and of which casebook."""

    today: Today
    open_book: OpenBook
    behind: TodayBehind | None = None
    """What stands behind it; None before that is read, and to a partner."""


def first_page(book: Book, *, whole: bool = False) -> FirstPage:
    """Read it; with ``whole`` what all of the account's area owes."""
    from casebook.agenda.today.today import today  # after the first paint

    return FirstPage(today(book, whole=whole, registers=False), open_book_of(book))


def first_pages(book: Book) -> Iterator[FirstPage]:
    """The first page, and then the same with what stands behind it."""
    page = first_page(book)
    yield page
    if not book.account.partner:
        from casebook.agenda.today.behind import behind  # the page doesn't wait for it

        yield page._replace(behind=behind(book))
