"""The rows behind the counts of Today: what is owed, and the visits of last night."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from casebook.agenda.today.page import Line, Night, TodayPart
from casebook.book.made_of import FewRows, RowsRead
from casebook.core.wording import clock

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.statement import Head
    from casebook.patrols.sheets.sheet import SheetLine

_OWED = (
    ("on", "Due", "date"),
    ("late", "Late", "text"),
    ("what", "What", "text"),
    ("where", "Where", "text"),
    ("says", "Why", "text"),
    ("about", "About", "text"),
    ("profile", "Profile", "text"),
    ("who", "Who owes it", "text"),
)
_VISITS = (
    ("place", "Hotspot", "text"),
    ("name", "Name", "text"),
    ("date", "Day", "date"),
    ("from", "From", "text"),
    ("to", "To", "text"),
    ("unit", "Unit", "text"),
    ("state", "State", "text"),
    ("source", "Told by", "text"),
)


def _heads(columns: Iterable[tuple[str, str, str]]) -> tuple[Head, ...]:
    from casebook.core.statement import Head  # once the rows are listed

    return tuple(Head(key, label, form) for key, label, form in columns)


def part_counted(part: TodayPart, *, late: bool = False) -> FewRows:
    """The lines of one part of the page, or the late ones."""

    def read(book: Book) -> Iterable[Line]:
        every = _every(book, part.name) if part.more else part.lines
        return (one for one in every if one.late or not late)

    return _lines(f"{part.title}, late" if late else part.title, read)


def later_counted(part: TodayPart) -> FewRows:
    """What others owe by a day too far off to be shown."""
    return _lines(f"{part.title}, by a later day", lambda book: _every(book, part.name, later=True))


def _every(book: Book, part: str, *, later: bool = False) -> tuple[Line, ...]:
    from casebook.agenda.today.parts import part_lines  # once the rows are listed

    return part_lines(book, part, later=later)


def _lines(title: str, read: Callable[[Book], Iterable[Line]]) -> FewRows:
    return FewRows(
        title, lambda book: RowsRead(_heads(_OWED), tuple(_line(one) for one in read(book)))
    )


def _line(one: Line) -> dict[str, Any]:
    return {
        "on": str(one.on) if one.on else None,
        "late": one.late or None,
        "what": one.what,
        "where": one.where,
        "says": one.says,
        "about": one.about,
        "profile": one.profile or None,
        "who": one.who or None,
        "more": one.more or None,
        "kind": one.kind,
        "id": one.id,
    }


def night_counted(night: Night, *, accounted: bool = False) -> FewRows:
    """The planned visits of last night, or those that are accounted for."""
    kept = [one for one in night.visits if not (accounted and one.state == "left")]
    what = "Visits accounted for" if accounted else "Visits planned"
    title = f"{what}, last night{f', {night.team}' if night.team else ''}"
    return FewRows(
        title, lambda book: RowsRead(_heads(_VISITS), tuple(_visit(book, one) for one in kept))
    )


def _visit(book: Book, one: SheetLine) -> dict[str, Any]:
    asked = one.asked
    assert asked is not None, "only planned visits are counted"
    start, end = (moment.astimezone(book.zone) for moment in (asked.start, asked.end))
    return {
        "place": one.place,
        "name": one.name,
        "date": str(start.date()),
        "from": clock(start),
        "to": clock(end),
        "unit": asked.unit or None,
        "state": one.state,
        "source": one.told.source if one.told else "supervisor" if one.visit else None,
    }
