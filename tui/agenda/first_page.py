"""What Today reads: the first page, which is read soonest; then the month, and all the rest.

Each imports what it takes where it reads, in a thread beside the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from casebook.agenda.today.page import Today, TodayBehind
    from casebook.book.opening import Book
    from tui.parts.open_book import OpenBook


class FirstPage(NamedTuple):
    """What Today shows first, and of which casebook."""

    today: Today
    open_book: OpenBook
    behind: TodayBehind | None = None
    """What stands behind it; None before that is read, and to a partner."""


class RestOfToday(NamedTuple):
    """What is shown once the first page is."""

    today: Today
    """All that is owed."""
    behind: TodayBehind | None
    """What stands behind it; nothing of that to a partner, or where somebody else reads it."""
    need: tuple[str, ...]
    """The profiles to sign, the neediest first."""
    backup: str
    """Whether a backup is due, a sentence."""


def first_page(book: Book, *, whole: bool = False) -> FirstPage:
    """What the account owes on case files; with ``whole`` what all of its area owes."""
    from casebook.agenda.today.today import today
    from tui.parts.open_book import open_book_of

    return FirstPage(today(book, whole=whole, registers=False), open_book_of(book))


def read_first(book: Book, *, whole: bool) -> FirstPage:
    """The first page, where it wasn't read ahead of the casebook; and what shows it is imported."""
    from tui.agenda import today_rows  # noqa: F401 - the screen uses it next

    return first_page(book, whole=whole)


def first_pages(book: Book) -> Iterator[FirstPage]:
    """The first page, and then the same with what stands behind it."""
    page = first_page(book)
    yield page
    if not book.account.partner:
        from casebook.agenda.today.behind import behind  # the page doesn't wait for it

        yield page._replace(behind=behind(book))


def read_rest(book: Book, *, whole: bool) -> RestOfToday:
    """All that is owed, and what stands behind it."""
    owed = read_owed(book, whole=whole)
    if book.account.partner:
        return owed
    from casebook.agenda.today.behind import behind

    return owed._replace(behind=behind(book, whole=whole))


def read_owed(book: Book, *, whole: bool) -> RestOfToday:
    """All that is owed, where somebody else reads what stands behind it."""
    import casebook.figures.behind.worked_out  # noqa: F401 - its lines use it next
    from casebook.agenda.today.behind import signing_order
    from casebook.agenda.today.today import today
    from casebook.upkeep.backup import backup_due
    from tui.agenda import due_screen  # noqa: F401 - a key leads to it next, and it takes a while

    found = today(book, whole=whole)
    if book.account.partner:
        return RestOfToday(found, None, (), "")
    return RestOfToday(found, None, signing_order(book, found), backup_due(book))


def read_need(book: Book, today: Today) -> tuple[str, ...]:
    """The profiles of the reviews to sign, the neediest first."""
    from casebook.agenda.today.behind import signing_order

    return signing_order(book, today)


def mark_read(book: Book, profile: str, kind: str, number: int) -> None:
    """Keep that the account has read what it was told of a record."""
    from casebook.agenda.today.told import mark_told

    mark_told(book, profile, kind, number)


def import_screens() -> None:
    """Import what the screens take that Enter leads to, and every kind of record with them."""
    from casebook.core.entry import registers
    from tui.profiles import profile_screen, waiving  # noqa: F401
    from tui.registers import register_screen  # noqa: F401

    registers()


def import_taking_in() -> None:
    """Import what a file is taken in with, which Enter on a gap leads to."""
    from tui.making import begin, lists  # noqa: F401
