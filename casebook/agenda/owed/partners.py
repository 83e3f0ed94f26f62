"""What a partner's agency owes on the cases shared with it: its actions, and what it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from casebook.book.opening import Book
from casebook.core.due import Due
from casebook.sharing.seen import SharedCase, list_shared


class AgencyOwes(NamedTuple):
    """One thing that waits for the agency."""

    on: date | None
    """By when; None where nobody said."""
    what: str
    """action or request."""
    said: str
    late: bool
    kind: str
    id: int


def owed_by_agency(case: SharedCase, day: date) -> Iterator[AgencyOwes]:
    """What the agency owes on a case that is worked on, with a day or without."""
    if not case.profile.live:
        return
    for action in case.own_actions:
        if action.done is None:
            said, late = action.title, action.overdue(day)
            yield AgencyOwes(action.due, "action", said, late, action.KIND, action.id)
    for asked in case.waiting:
        said, late = asked.text, asked.overdue(day)
        yield AgencyOwes(asked.until, "request", said, late, asked.KIND, asked.id)


def owed_by_partner(book: Book) -> tuple[Due, ...]:
    """What waits for the account and has a day: its agency's actions and requests, late first."""
    found = (
        Due(one.on, one.what, case.profile.ref, one.said, case.agency, one.late, one.kind, one.id)
        for case in list_shared(book)
        for one in owed_by_agency(case, book.today)
        if one.on is not None
    )
    return tuple(sorted(found, key=lambda due: (due.on, due.about, due.what, due.says)))
