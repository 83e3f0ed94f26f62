"""The tasking list as a statement on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.core.statement import Ask, Stated, Statement
from tui.registers.statement_screen import StatementScreen

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.access import Account


def tasking_screen(account: Account) -> StatementScreen:
    """What to task: in the account's own area at first, everywhere where it is bound to none."""
    stated = Stated(
        "tasking",
        "Say what to task: what is overdue, hotspots that need it, and what comes.",
        "casebook.agenda.tasking:tasking",
        ("place",),
    )
    return StatementScreen(stated, tasking, asked=Ask(place=account.place or ""))


def tasking(book: Book, ask: Ask) -> Statement:
    """What to task in the area asked for."""
    from casebook.agenda.tasking import tasking as listed

    return listed(book, area=ask.place)
