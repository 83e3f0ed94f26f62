"""What a partner's account has before it: what its agency is asked, its actions, what is shared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from casebook.agenda.owed.partners import owed_by_agency
from casebook.agenda.today.page import Line
from casebook.book.opening import Book
from casebook.core.english import counted
from casebook.core.months import day_label
from casebook.sharing.seen import SharedCase, list_shared

ASKED, OURS, SHARED = "Asked of you", "Your agency's actions", "Shared with you"


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


def _lines(book: Book, case: SharedCase) -> Iterator[Line]:
    """What the agency owes on a case, by the first of its hotspots."""
    where, ref = _where(case), case.profile.ref
    for one in owed_by_agency(case, book.today):
        said = (where, " ".join(one.said.split()), ref, ref, one.kind, one.id)
        yield Line(one.on, one.late, one.what, *said, more=one.said)


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
