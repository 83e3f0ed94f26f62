"""What a partner's account has before it: what its agency is asked, its actions, what is shared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from casebook.agenda.today.page import Line
from casebook.book.opening import Book
from casebook.core.due import Due
from casebook.core.english import counted
from casebook.core.months import day_label
from casebook.sharing.seen import SharedCase, list_shared

ASKED, OURS, SHARED = "Asked of you", "Your agency's actions", "Shared with you"


def owed_by_partner(book: Book) -> tuple[Due, ...]:
    """What waits for the account and has a day: its agency's actions and requests, late first."""
    found = [due for case in list_shared(book) for due in _owed(book, case)]
    return tuple(sorted(found, key=lambda due: (due.on, due.about, due.what, due.says)))


def _owed(book: Book, case: SharedCase) -> Iterator[Due]:
    for line in _lines(book, case):
        if line.on is not None:
            of = (line.what, line.about, line.more, case.agency, line.late, line.kind, line.id)
            yield Due(line.on, *of)


def _lines(book: Book, case: SharedCase) -> Iterator[Line]:
    """What the agency owes on a case that is worked on, with a day or without."""
    if not case.profile.live:
        return
    day, where, ref = book.today, _where(case), case.profile.ref
    for action in case.own_actions:
        if action.done is None:
            said = (where, " ".join(action.title.split()), ref, ref, action.KIND, action.id)
            yield Line(action.due, action.overdue(day), "action", *said, more=action.title)
    for request in case.waiting:
        said = (where, " ".join(request.text.split()), ref, ref, request.KIND, request.id)
        yield Line(request.until, request.overdue(day), "request", *said, more=request.text)


def partners_lines(book: Book) -> dict[str, tuple[Line, ...]]:
    """The lines of a partner's Today by the title they stand under."""
    cases = list_shared(book)
    lines = [line for case in cases for line in _lines(book, case)]
    lines.sort(key=lambda line: (line.on or date.max, line.about, line.what, line.says))
    return {
        ASKED: tuple(line for line in lines if line.what == "request"),
        OURS: tuple(line for line in lines if line.what == "action"),
        SHARED: tuple(_shared(case) for case in cases),
    }


def _shared(case: SharedCase) -> Line:
    """A profile that is shared: since when, its stage, and how much of it waits for the partner."""
    it, sharing = case.profile, case.sharing
    left = [action for action in case.own_actions if action.done is None]
    waits = [counted(len(left), "action") if left else ""]
    waits += [counted(len(case.waiting), "request") if case.waiting else ""]
    said = ", ".join(part for part in waits if part)
    says = f"{said} open · {it.title}" if said else it.title
    until = f" until {day_label(sharing.until)}" if sharing.until else ""
    more = f"{it.title}. Shared under {sharing.agreement}{until}; {case.lead.says()} leads."
    stands = it.stage if it.live else it.status
    at = sharing.at or it.opened
    assert at is not None, "a profile is shared from a day"
    return Line(at, False, stands, _where(case), says, it.ref, it.ref, it.KIND, it.id, more=more)


def _where(case: SharedCase) -> str:
    """The first of its hotspots by name, and how many more; else what it is about."""
    hotspots: Sequence[str] = case.file.hotspots
    if not hotspots:
        return case.profile.title
    more = f" +{len(hotspots) - 1}" if len(hotspots) > 1 else ""
    return (case.names.get(hotspots[0]) or hotspots[0]) + more
