"""What a partner's account has before it: what its agency is asked, its actions, what is shared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casebook.agenda.lines import Line
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
    if not case.profile.live:
        return
    ref, day = case.profile.ref, book.today
    for action in case.own_actions:
        if action.done is None and action.due is not None:
            of = ("action", ref, action.title, case.agency, action.overdue(day))
            yield Due(action.due, *of, action.KIND, action.id)
    for request in case.waiting:
        if request.until is not None:
            asked = ("request", ref, request.text, case.agency, request.overdue(day))
            yield Due(request.until, *asked, request.KIND, request.id)


def partners_lines(book: Book) -> dict[str, tuple[Line, ...]]:
    """The lines of a partner's Today by the title they stand under."""
    cases = {case.profile.ref: case for case in list_shared(book)}
    due = [each for case in cases.values() for each in _owed(book, case)]
    due.sort(key=lambda each: (each.on, each.about, each.what, each.says))
    lines = [(each.what, _line(cases[each.about], each)) for each in due]
    return {
        ASKED: tuple(line for what, line in lines if what == "request"),
        OURS: tuple(line for what, line in lines if what == "action"),
        SHARED: tuple(_shared(case) for case in cases.values()),
    }


def _line(case: SharedCase, due: Due) -> Line:
    says = " ".join(due.says.split())
    about = case.profile.ref
    return Line(
        due.on, due.overdue, due.what, _where(case), says, about, about, due.kind, due.id,
        more=due.says,
    )  # fmt: skip


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
