"""By when what was delivered must have ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from casebook.book.opening import Book
from casebook.core.local_time import start_of_day


def no_later_than(book: Book) -> datetime:
    """The instant by which what was delivered must have ended."""
    if book.settings.today is None:
        return book.clock()
    return start_of_day(book.settings.today + timedelta(days=1), book.zone)
