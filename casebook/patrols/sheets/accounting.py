"""Accounting for a shift: as planned, not done and why, at other times, and one that was added.

Each verb is one saved change. Whoever accounts for a visit that somebody accounted for meanwhile is
told so, and by whom; nothing of theirs is overwritten.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from casebook.book.opening import Book
from casebook.book.writing import write
from casebook.core.codes import CODE_LISTS
from casebook.core.errors import BadValue, NotFound
from casebook.core.fields import decode
from casebook.core.local_time import moment_label, to_utc
from casebook.core.months import day_label
from casebook.core.wording import clock
from casebook.files.dates import has_date, read_clock, read_moment
from casebook.patrols import queries as patrols
from casebook.patrols.merging import unnamed_unit
from casebook.patrols.patrol import UnitTimes, fault_of
from casebook.patrols.sheets.asked import shift_day
from casebook.patrols.sheets.sheet import (
    SheetLine,
    ShiftSheet,
    Slot,
    area_of,
    last_said,
    last_shift,
    sheets_of,
)
from casebook.patrols.sheets.shift_visit import ACCOUNTED, NOT_DONE, ShiftVisit, moment_of
from casebook.patrols.until import no_later_than
from casebook.places.hotspots import place_named, target_of
from casebook.places.tree import PlaceTree
from casebook.store.transaction import Transaction

_DAY = timedelta(days=1)
_LONGEST_TYPED = timedelta(hours=12)
"""A visit that would be longer ends before it began, unless its end has a day."""


@dataclass(frozen=True)
class Accounted:
    """What a verb wrote, and what it left and why."""

    visits: tuple[ShiftVisit, ...]
    left: tuple[str, ...] = ()
    """A sentence for each planned visit that can't be as planned."""


def all_as_planned(book: Book, area: str = "", day: date | None = None) -> Accounted:
    """Say of every visit that is left that it was as planned, and so of the sheet as a whole.

    One change, which is undone whole. Those still to come and those that can't be, because their
    unit was elsewhere, are left. Raises :class:`NotAllowed`, :class:`NotFound`, :class:`BadValue`.
    """
    with book.store.writing() as tx:
        sheet = _sheet(book, tx, area, day)
        if day is not None and day > book.today:
            raise BadValue(f"{day_label(day)} is still to come.")
        written, left = [], []
        for line in sheet.left:
            try:
                written.append(_save(book, tx, None, _as_planned(sheet, line)))
            except BadValue as error:
                left.append(f"{line.place}: {error}")
        if not sheet.left and not sheet.whole:
            if sheet.day >= book.today:
                raise BadValue(
                    f"Nothing of {day_label(sheet.day)} is left, and the day isn't over: say so "
                    "when it is."
                )
            whole = ShiftVisit(
                place=sheet.area, area=sheet.area, at=sheet.day, code=ACCOUNTED, mode="foot"
            )
            written.append(_save(book, tx, None, whole))
    if left and not written:
        raise BadValue(left[0])
    return Accounted(tuple(written), tuple(left))


def account_for(
    book: Book,
    slot: Slot,
    code: str,
    changes: Mapping[str, Any] | None = None,
    *,
    area: str = "",
    day: date | None = None,
    version: int = 0,
) -> ShiftVisit:
    """Say what came of the planned visit ``slot``: ``done``, ``changed`` or why it wasn't done.

    ``changes`` are unit, staff, mode, resourcing, text, and start and end as people write them; a
    note that was written before stays where they have none. ``version`` is that of what was said
    before, 0 for nothing. Raises :class:`BadValue` also where somebody accounted for it meanwhile.
    """
    with book.store.writing() as tx:
        sheet = _sheet(book, tx, area, day)
        line = next((one for one in sheet.planned if one.slot == slot), None)
        if line is None:
            raise BadValue("This visit isn't on the sheet any more: look at it anew.")
        _refuse_meanwhile(book, tx, line, version)
        visit = _as_planned(sheet, line)
        if line.visit is not None:
            visit = dataclasses.replace(visit, text=line.visit.text)
        if code in NOT_DONE:
            visit = dataclasses.replace(visit, code=code, unit="", start="", end="")
        elif code not in ("done", "changed"):
            raise BadValue(
                f"'{code}' is no outcome of a visit: it is done, changed or one of "
                f"{', '.join(NOT_DONE)}.",
                field="code",
            )
        visit = _changed(book, dataclasses.replace(visit, code=code), changes or {})
        return _save(book, tx, line.visit, visit)


def add_visit(
    book: Book,
    hotspot: str,
    values: Mapping[str, Any],
    *,
    area: str = "",
    day: date | None = None,
) -> ShiftVisit:
    """A visit to ``hotspot`` that nobody planned.

    ``values`` are start (with its day, or a time of the shift of ``day`` or else of last night),
    end, unit, staff, mode, resourcing and text. It stands on the sheet of ``area``, or else of the
    account's area or the hotspot's district.
    """
    with book.store.writing() as tx:
        place = place_named(tx, "hotspot", hotspot)
        book.require("record patrols", target_of(tx, place))
        tree = PlaceTree.of(tx)
        over = tree.above[place.ref]
        nearest = tree.nearest(place.ref, "district")
        own = book.account.place if book.account.place in over else None
        # a hotspot that lies in no area is a team's of its own
        team = area and area_of(book, tx, tree, area)
        team = team or own or (nearest.ref if nearest else (*over, place.ref)[0])
        if team not in (*over, place.ref):
            raise BadValue(f"{place.ref} doesn't lie in {team}.", field="place")
        at = day or last_shift(book)
        blank = ShiftVisit(place=place.ref, area=team, at=at, code="unplanned")
        return _save(book, tx, None, _changed(book, blank, values))


def edit_visit(
    book: Book, number: int, changes: Mapping[str, Any], *, version: int | None = None
) -> ShiftVisit:
    """Change what was said of visit ``number``; ``version`` is the one it was typed over."""
    with book.store.writing() as tx:
        before = tx.load_one(ShiftVisit, id=number)
        if before is None or before.code == ACCOUNTED:
            raise NotFound(ShiftVisit.called(), str(number))
        if version not in (None, before.version):
            raise BadValue(_said_already(book, tx, before))
        stood = before
        if before.code == "done" and not {"start", "end", "unit", "staff"}.isdisjoint(changes):
            stood = dataclasses.replace(before, code="changed")
        return _save(book, tx, before, _changed(book, stood, changes))


def _sheet(book: Book, tx: Transaction, area: str, day: date | None) -> ShiftSheet:
    tree = PlaceTree.of(tx)
    team = area_of(book, tx, tree, area)
    book.require("record patrols", target_of(tx, tree.by_ref[team]))
    (sheet,) = sheets_of(book, tx, tree, (team,), day or last_shift(book))
    return sheet


def _as_planned(sheet: ShiftSheet, line: SheetLine) -> ShiftVisit:
    asked = line.asked
    assert asked is not None
    return ShiftVisit(
        place=line.place,
        area=sheet.area,
        at=sheet.day,
        planned_start=asked.start.isoformat(),
        planned_end=asked.end.isoformat(),
        planned_unit=asked.unit,
        code="done",
        unit=asked.unit or unnamed_unit(line.place),
        start=asked.start.isoformat(),
        end=asked.end.isoformat(),
        staff=asked.staff,
        mode=asked.mode,
        resourcing=asked.resourcing,
    )


def _changed(book: Book, visit: ShiftVisit, values: Mapping[str, Any]) -> ShiftVisit:
    """The visit with what a person typed: moments as local times, others as JSON values."""
    given = dict(values)
    for name in ("start", "end"):
        given.pop(name, None)
    visit = decode(ShiftVisit, given, base=visit)
    start, end = (str(values.get(name) or "").strip() for name in ("start", "end"))
    if not start and not end:
        return visit
    first = _moment(book, visit.at, start, "start") if start else moment_of(visit.start)
    at = visit.at if visit.planned_start else shift_day(first, book.zone)
    if end:
        last = _moment(book, at, end, "end", after=first)
    elif visit.end:
        last = moment_of(visit.end)
    else:
        raise BadValue("To can't be empty: give when the visit ended.", field="end")
    return dataclasses.replace(visit, at=at, start=first.isoformat(), end=last.isoformat())


def _moment(book: Book, day: date, text: str, name: str, after: datetime | None = None) -> datetime:
    """A moment of a shift: a time of day alone belongs to its day, or to the small hours after."""
    try:
        if has_date(text):
            return to_utc(read_moment(text), book.zone, after)
        local = datetime.combine(day, datetime.min.time()) + read_clock(text)
        moment = to_utc(local, book.zone, after)
        begins_before = shift_day(moment, book.zone) < day
        if begins_before or (after is not None and moment < after):
            moment = to_utc(local + _DAY, book.zone, after)
        if after is not None and moment - after > _LONGEST_TYPED:
            began = clock(after.astimezone(book.zone))
            raise BadValue(f"{text} is before {began}: write its day too, where it's another's.")
        return moment
    except BadValue as error:
        raise BadValue(str(error), field=name) from None


def _save(book: Book, tx: Transaction, before: ShiftVisit | None, after: ShiftVisit) -> ShiftVisit:
    """Write a visit after every rule, with the patrol that follows from it."""
    tree = PlaceTree.of(tx)
    for one in (before, after):
        if one is not None:
            book.require("record patrols", target_of(tx, tree.by_ref[one.place]))
    after.check()
    _refuse_impossible(book, tx, before, after)
    return write(book, tx, before, after)


def _refuse_impossible(
    book: Book, tx: Transaction, before: ShiftVisit | None, after: ShiftVisit
) -> None:
    """Raise :class:`BadValue` where a patrol can't have been, or its unit was elsewhere."""
    patrol = after.patrol()
    if patrol is None:
        return
    fault = fault_of(patrol, no_later_than(book), book.zone)
    if fault is None:
        own = before.patrol() if before else None
        times = UnitTimes(book.zone)
        for one in patrols.stored(tx, {patrol.unit}, patrol.start, patrol.end):
            if own is None or one.patrol.key != own.key:
                times.add(one.patrol)
        fault = times.clash(patrol)
    if fault:
        raise BadValue(fault.replace(" To correct that, import with --covers.", ""), field="start")


def _refuse_meanwhile(book: Book, tx: Transaction, line: SheetLine, version: int) -> None:
    """Raise :class:`BadValue`, saying who and when, where the line isn't as the person saw it."""
    if line.visit is not None and line.visit.version != version:
        raise BadValue(_said_already(book, tx, line.visit))


def _said_already(book: Book, tx: Transaction, visit: ShiftVisit) -> str:
    who, at = last_said(tx, [visit.id]).get(visit.id, ("somebody", None))
    when = f" at {moment_label(at, book.zone)}" if at else ""
    said = CODE_LISTS["visit-outcome"].get(visit.code, visit.code)
    return (
        f"{visit.place} is accounted for already, by {who}{when}: {said}. Look at it and change "
        "that, if it isn't right."
    )
