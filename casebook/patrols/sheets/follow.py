"""The patrols and the covered days that follow from what is accounted for on shift sheets.

A visit that was made is a patrol like any other: it is merged with claims and GPS visits, whichever
came first. A day is covered for a team once each of its planned visits is accounted for, and for
that team's area alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from casebook.book.opening import Book
from casebook.core.months import Month, Span
from casebook.patrols import queries as patrols
from casebook.patrols.merge_stored import merge_around
from casebook.patrols.patrol import Patrol
from casebook.patrols.sheets.sheet import sheets_of
from casebook.patrols.sheets.shift_visit import SHEET, ShiftVisit
from casebook.places.tree import PlaceTree
from casebook.store.loads import Load, loads, put_covers, start_load
from casebook.store.report import Cover
from casebook.store.transaction import Transaction

_DAY = timedelta(days=1)


def follow(
    book: Book, tx: Transaction, before: ShiftVisit | None, after: ShiftVisit | None
) -> None:
    """Bring patrols and covered days in line with a visit that was written or taken away."""
    old, new = (None if one is None else one.patrol() for one in (before, after))
    if old != new:
        _swap(book, tx, old, new, after)
    changed = [one for one in (before, after) if one is not None]
    tree = PlaceTree.of(tx)
    for day in {one.at for one in changed}:
        over = {one.area for one in changed}
        over |= {area for one in changed for area in (one.place, *tree.above.get(one.place, ()))}
        kept = {load.source for load in loads(tx, patrols.SHEET_LOAD)}
        for area in sorted(over & (kept | {one.area for one in changed})):
            _cover(book, tx, tree, area, day)


def _swap(
    book: Book,
    tx: Transaction,
    old: Patrol | None,
    new: Patrol | None,
    visit: ShiftVisit | None,
) -> None:
    """Put the patrol that a visit tells of now in place of the one it told of before."""
    if old is not None:
        held = patrols.stored(tx, {old.unit}, old.start, old.end)
        patrols.remove(tx, [one.patrol.id for one in held if one.patrol.key == old.key])
    if new is not None and visit is not None:
        patrols.add(tx, [new], _load(book, tx, visit.area, visit.at).id)
    merge_around(tx, [one for one in (old, new) if one is not None])


def _cover(book: Book, tx: Transaction, tree: PlaceTree, area: str, day: date) -> None:
    """Say of a day whether the sheet of ``area`` speaks for it."""
    (sheet,) = sheets_of(book, tx, tree, (area,), day)
    load = _load(book, tx, area, day)
    known = {one for cover in load.covers for one in _days(cover.span)}
    wanted = known | {day} if sheet.whole else known - {day}
    if wanted != known:
        put_covers(tx, load.id, [Cover(SHEET, span, areas=(area,)) for span in _spans(wanted)])


def _load(book: Book, tx: Transaction, area: str, day: date) -> Load:
    """The load that the month's shift sheets of a team are kept in, made where there is none."""
    month = str(Month.of(day))
    for _ in range(2):
        for load in loads(tx, patrols.SHEET_LOAD):
            if load.source == area and load.rules.get("month") == month:
                return load
        start_load(
            tx,
            book.author,
            kind=patrols.SHEET_LOAD,
            source=area,
            file=f"shift sheets of {area}, {month}",
            sha256="",
            rules={"month": month},
        )
    raise AssertionError("a load that was made is there")


def _days(span: Span) -> Iterable[date]:
    return (span.start + n * _DAY for n in range((span.end - span.start).days + 1))


def _spans(days: Iterable[date]) -> list[Span]:
    found: list[Span] = []
    for day in sorted(days):
        if found and found[-1].end + _DAY == day:
            found[-1] = Span(found[-1].start, day)
        else:
            found.append(Span(day, day))
    return found
