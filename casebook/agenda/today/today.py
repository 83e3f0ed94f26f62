"""Today: what one person has before them this morning, by role and area, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from casebook.agenda.today.lines import read_wording
from casebook.agenda.today.page import Night, Today, TodayPart
from casebook.agenda.today.parts import read_parts
from casebook.book.opening import Book
from casebook.places import queries as places
from casebook.store.transaction import Transaction

if TYPE_CHECKING:
    from casebook.patrols.sheets.sheet import SheetLine

_ON_PATROL = frozenset({"officer", "sergeant", "inspector"})
_BY_TEAM = frozenset({"inspector"})


def today(book: Book, *, whole: bool = False, registers: bool = True) -> Today:
    """What the account has before it, the late first.

    Mine is what :func:`casebook.agenda.owed.due.what_is_due` has for the account; the steps that
    wait for a decision stand apart from it, and so do what others owe on its profiles and what it
    asked for and didn't get, until it has read that. With ``whole`` all that its area owes. Of a
    long part the first lines are read and the others counted. Without ``registers`` only what is
    owed on case files, which is quicker. A partner's account has what waits for its agency, and
    what is shared with that.
    """
    if book.account.partner:
        return _partners(book)
    book.require("view")
    with book.store.reading() as tx:
        parts, words = read_parts(book, tx, whole=whole, registers=registers)
        on_patrol = registers and _ON_PATROL & set(book.account.roles)
        nights = _nights(book, tx) if on_patrol else ()
    area = words.place(book.account.place) if book.account.place else ""
    shown = tuple(_titled(part, area) for part in parts)
    return Today(book.account, area, book.today, whole, registers, nights, shown)


def _titled(part: TodayPart, area: str) -> TodayPart:
    """A part with its title, which for the whole area is the area's."""
    if part.title:
        return part
    return replace(part, title=f"Owed in {area}" if area else "Owed by everybody")


def _partners(book: Book) -> Today:
    """What a partner's account has before it; of nobody else's, and of no area."""
    from casebook.agenda.today.partners import SHARED, partners_lines

    account = book.account
    agency = "" if account.name else account.agency or ""
    parts = tuple(
        TodayPart("shared" if title == SHARED else "", title, lines)
        for title, lines in partners_lines(book).items()
    )
    return Today(account, agency, book.today, whole=False, registers=True, nights=(), parts=parts)


def _nights(book: Book, tx: Transaction) -> tuple[Night, ...]:
    """The visits of last night's sheets: an inspector's team by team, else the area's together."""
    from casebook.patrols.sheets.sheet import last_shift, sheets_of
    from casebook.places.tree import PlaceTree

    day, area = last_shift(book), book.account.place
    tree = PlaceTree.of(tx, places.inside(tx, area) if area else None)
    districts = sorted(one.ref for one in tree.by_ref.values() if one.kind == "district")
    areas = (area,) if area else districts
    sheets = sheets_of(book, tx, tree, areas, day)
    lines = [line for sheet in sheets for line in sheet.planned]
    if not _BY_TEAM & set(book.account.roles):
        return (_night("", lines),)
    words = read_wording(book, tx, (), {line.place for line in lines})
    teams: dict[str, list[SheetLine]] = {}
    for line in lines:
        teams.setdefault(words.team(line.place), []).append(line)
    return tuple(_night(team, teams[team]) for team in sorted(teams)) or (_night("", ()),)


def _night(team: str, lines: Sequence[SheetLine]) -> Night:
    left = sum(line.state == "left" for line in lines)
    return Night(team, len(lines), left, tuple(lines))
