"""The meetings to come, by area: for officers, bulletins and briefings."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.due import Due, DueAsked
from casebook.core.english import counted
from casebook.core.months import day_label
from casebook.core.statement import Ask, Head, Statement
from casebook.places.tree import PlaceTree
from casebook.registers.meeting import Meeting
from casebook.store.records import Between
from casebook.store.transaction import Transaction

COMING_DAYS = 14
"""Days before a meeting from which it is on the list of what is due."""
_HEADS = (
    Head("on", "On", "date", kept=True),
    Head("day", "Day"),
    Head("time", "Time"),
    Head("place", "Area"),
    Head("name", "Name"),
    Head("venue", "Where"),
    Head("what", "What for"),
    Head("public", "Open to the public"),
    Head("called_off", "Called off"),
)


def meetings_of(
    tx: Transaction, area: str, first: date, last: date | None = None
) -> tuple[Meeting, ...]:
    """The meetings of an area from ``first`` to ``last`` (None: no end), the soonest first.

    Those of areas in it and of areas it lies in are its people's too. ``area`` is a ref; empty
    takes every area's.
    """
    tree = PlaceTree.of(tx)
    around = {*tree.inside(area), *tree.above[area]} if area else set(tree.by_ref)
    found = (
        one
        for one in tx.load(Meeting)
        if one.place in around and first <= one.at and (last is None or one.at <= last)
    )
    return tuple(sorted(found, key=lambda one: one.sooner))


def coming(book: Book, ask: Ask) -> Statement:
    """The meetings from today on, or of a window, the soonest first.

    Rows have ``number, on, day, time, place, name, venue, what, public, called_off``. ``place``
    takes the meetings of that area, of those in it and of those it lies in. Raises
    :class:`NotFound` for an unknown place.
    """
    book.require("view")
    with book.store.reading() as tx:
        area = References(tx).known("place", ask.place) if ask.place else ""
        tree = PlaceTree.of(tx)
        first = ask.window.start if ask.window else book.today
        found = meetings_of(tx, area, first, ask.window.end if ask.window else None)
    rows = tuple(
        {
            "number": one.id,
            "on": str(one.at),
            "day": calendar.day_name[one.at.weekday()],
            "time": one.time or None,
            "place": one.place,
            "name": tree.by_ref[one.place].name or None,
            "venue": one.venue or None,
            "what": one.text,
            "public": one.public,
            "called_off": one.called_off or None,
        }
        for one in found
    )
    when = ask.window.label if ask.window else f"from {day_label(book.today)} on"
    notes = [f"With those of the areas that {area} lies in."] if area and tree.above[area] else []
    open_ = sum(one.public and not one.called_off for one in found)
    notes += [f"{open_:,} of {counted(len(found), 'meeting')} open to the public."] if found else []
    return Statement(f"Meetings, {when}", _HEADS, rows, tuple(notes))


def meetings_due(book: Book, tx: Transaction, asked: DueAsked) -> Iterator[Due]:
    """Meetings to come within a fortnight: the named officer of the area is expected there."""
    soon = Between(book.today, book.today + timedelta(days=COMING_DAYS))
    coming_ = tx.load(Meeting, at=soon, **asked.at_places)
    tree = PlaceTree.of(tx, {one.place for one in coming_})
    for one in coming_:
        if not one.called_off:
            where = " at ".join(part for part in (one.time, one.venue) if part)
            says = f"{where}: {one.text}" if where else one.text
            who, of = tree.officer(one.place), (one.KIND, one.id)
            yield Due(one.at, "meeting", one.place, says, who, False, *of)
