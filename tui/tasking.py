"""The tasking list as a statement on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.domain.statement import Ask, Statement
from tui.statement_screen import StatementScreen

if TYPE_CHECKING:
    from casebook.domain.access import Account
    from casebook.services.book import Book


def tasking_screen(account: Account) -> StatementScreen:
    """What to task: in the account's own area at first, everywhere where it is bound to none."""
    from casebook.services.statements import Stated

    stated = Stated(
        "",
        "tasking",
        "Say what to task: what is overdue, hotspots that need it, and what comes.",
        "casebook.services.tasking:tasking",
        ("place",),
    )
    return StatementScreen(stated, tasking, asked=Ask(place=account.place or ""))


def tasking(book: Book, ask: Ask) -> Statement:
    """What to task in the area asked for."""
    from casebook.services.tasking import tasking as listed

    return listed(book, area=ask.place)
