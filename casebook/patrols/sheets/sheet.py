"""The sheet of a team and day: what was planned, what is accounted for, and what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import Any

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.access import Target, may
from casebook.core.errors import BadValue
from casebook.core.months import Span, day_label
from casebook.patrols import queries as patrols
from casebook.patrols.covered import covers, team_covers
from casebook.patrols.patrol import Patrol
from casebook.patrols.sheets.asked import AskedVisit, by_plan, by_rota, shift_span
from casebook.patrols.sheets.shift_visit import ACCOUNTED, ShiftVisit, moment_of
from casebook.places.place import Place
from casebook.places.queries import chains, plans_by_place
from casebook.places.tree import PlaceTree
from casebook.store.transaction import Transaction

Slot = tuple[str, str, str]
"""Which planned visit: the hotspot, when it was to begin, the line of the rota."""


@dataclass(frozen=True)
class SheetLine:
    """A visit of a shift: as it was planned, as it is accounted for, as other sources tell it."""

    place: str
    name: str
    asked: AskedVisit | None = None
    """None for one that nobody planned."""
    visit: ShiftVisit | None = None
    """What a supervisor said of it."""
    told: Patrol | None = None
    """The patrol of a claim, sheet or GPS that tells of it, where no supervisor did."""
    counts: Patrol | None = None
    """The patrol of another source that counts in the stead of what the supervisor said."""
    by: str = ""
    """The login of the supervisor who said so last; only :func:`read_sheet` looks it up."""
    said_at: datetime | None = None
    """When, in UTC."""
    sheeted: bool = False
    """Whether a file of sheets that was brought in speaks for the day."""

    @property
    def state(self) -> str:
        """``left``, ``told``, ``absent``, or the outcome that a supervisor gave.

        A planned visit that isn't on the sheets brought in for its day is absent: they say that it
        wasn't made, and not why.
        """
        if self.visit is not None:
            return self.visit.code
        if self.told is not None:
            return "told"
        return "absent" if self.sheeted else "left"

    @property
    def slot(self) -> Slot | None:
        """What names the planned visit; None for one that nobody planned."""
        return None if self.asked is None else slot_of(self.asked)

    @property
    def starts(self) -> datetime:
        """When it was to begin or, unplanned, began: what a sheet is sorted by."""
        if self.asked is not None:
            return self.asked.start
        patrol = self.visit.patrol() if self.visit else self.told
        assert patrol is not None
        return patrol.start


@dataclass(frozen=True)
class ShiftSheet:
    """What a team's shift was to patrol on a day, and what came of it."""

    area: str
    day: date
    lines: tuple[SheetLine, ...]
    """Planned visits and others in the order of their start."""
    accounted: bool = False
    """Whether it was said that nobody went anywhere beside what is on it."""
    covered: tuple[Span, ...] = ()
    """The days that this team's sheets, or files of everybody's, speak for."""
    hotspots: Mapping[str, str] = field(default_factory=dict)
    """The area's hotspots that are live on the day: what each is called, by ref."""
    name: str = ""
    """What the area is called."""

    @cached_property
    def planned(self) -> tuple[SheetLine, ...]:
        """The lines that were planned."""
        return tuple(line for line in self.lines if line.asked is not None)

    @cached_property
    def left(self) -> tuple[SheetLine, ...]:
        """The planned ones that nothing is known of."""
        return tuple(line for line in self.planned if line.state == "left")

    @property
    def done(self) -> int:
        """How many planned ones were made."""
        return sum(line.state in ("done", "changed", "told") for line in self.planned)

    @property
    def not_done(self) -> int:
        """How many planned ones weren't."""
        return len(self.planned) - self.done - len(self.left)

    def with_visit(self, visit: ShiftVisit, by: str) -> ShiftSheet:
        """The sheet with a visit as ``by`` just said it; nothing else of it is read again."""
        known = [line for line in self.lines if line.visit and line.visit.id == visit.id]
        known = known or [line for line in self.planned if line.slot == visit.slot]
        name = self.hotspots.get(visit.place, visit.place)
        old = known[0] if known else SheetLine(visit.place, name)
        new = replace(old, visit=visit, by=by, said_at=None)
        lines = (*(line for line in self.lines if line is not old), new)
        return replace(self, lines=tuple(sorted(lines, key=_order)))

    @property
    def whole(self) -> bool:
        """Whether it speaks for its day: a supervisor saw it and nothing is left."""
        seen = any(line.visit is not None for line in self.planned)
        return (self.accounted or seen) and not self.left


def slot_of(asked: AskedVisit) -> Slot:
    """What names a planned visit."""
    return asked.place, asked.start.isoformat(), asked.unit


def read_sheet(book: Book, area: str = "", day: date | None = None) -> ShiftSheet:
    """The sheet of ``area`` (the account's own where none is given) and ``day`` (yesterday).

    Raises :class:`NotFound` for an area that isn't there, :class:`BadValue` where none is given by
    an account that is bound to none.
    """
    book.require("view")
    with book.store.reading() as tx:
        tree = PlaceTree.of(tx)
        team = area_of(book, tx, tree, area)
        (found,) = sheets_of(book, tx, tree, (team,), day or last_shift(book))
        said = last_said(tx, [line.visit.id for line in found.lines if line.visit])
    return replace(found, lines=tuple(_by_whom(line, said) for line in found.lines))


def last_said(tx: Transaction, visits: Sequence[int]) -> Mapping[int, tuple[str, datetime]]:
    """Who said last, and when in UTC, what came of visits, by their number."""
    entries = tx.history.entries(kind=ShiftVisit.KIND, record_id=list(visits)) if visits else ()
    return {one.record_id or 0: (one.who, datetime.fromisoformat(one.at)) for one in entries}


def _by_whom(line: SheetLine, said: Mapping[int, tuple[str, datetime]]) -> SheetLine:
    if line.visit is None or line.visit.id not in said:
        return line
    by, at = said[line.visit.id]
    return replace(line, by=by, said_at=at)


def may_record(book: Book, area: str) -> str | None:
    """Why the account may not record the patrols of ``area``; None where it may."""
    with book.store.reading() as tx:
        return may(book.account, "record patrols", Target(area, places=chains(tx, (area,))))


def last_shift(book: Book) -> date:
    """The day before today, whose shifts are over."""
    return date.fromordinal(book.today.toordinal() - 1)


def area_of(book: Book, tx: Transaction, tree: PlaceTree, area: str) -> str:
    """The ref of the area whose sheet is meant."""
    if area:
        ref = References(tx).known("place", area)
        if tree.by_ref[ref].kind == "hotspot":
            raise BadValue(f"{ref} is a hotspot: a shift sheet is of a district or ward.")
        return ref
    if book.account.place:
        return book.account.place
    districts = sorted(place.ref for place in tree.by_ref.values() if place.kind == "district")
    if len(districts) == 1:
        return districts[0]
    named = f", such as {districts[0]}" if districts else ""
    raise BadValue(f"Say whose sheet is meant: --area with a district or ward{named}.")


def sheets_of(
    book: Book, tx: Transaction, tree: PlaceTree, areas: Sequence[str], day: date
) -> tuple[ShiftSheet, ...]:
    """The sheet of each of ``areas`` as it stands in a transaction, from one reading for all."""
    read = {area: _AreaShift() for area in areas}

    def over(place: str) -> list[_AreaShift]:
        return [read[ref] for ref in (place, *tree.above.get(place, ())) if ref in read]

    live = (
        place
        for place in tree.by_ref.values()
        if place.kind == "hotspot" and place.live_in(day, day) and over(place.ref)
    )
    places = sorted(live, key=lambda place: place.ref)
    rows = patrols.stored_in(tx, [place.id for place in places], *shift_span(day, book.zone))
    loaded, teams = covers(tx), team_covers(tx)
    planned = [one.patrol for one in rows]
    for place in places:
        for area in over(place.ref):
            area.hotspots[place.ref] = place.name
    for asked in _asked(tx, places, day, planned, loaded.get("rota", ()), book.zone):
        for area in over(asked.place):
            area.asked.append(asked)
    for row in rows:
        for area in over(row.patrol.place):
            area.rows.append(row)
    for visit in tx.load(ShiftVisit, at=day):
        for area in over(visit.place):
            area.visits.append(visit)
    names = {place.ref: place.name for place in tree.by_ref.values()}
    brought_in = loaded.get("sheet", ())
    return tuple(
        shift.sheet(area, day, names, brought_in, teams.get(area, ()))
        for area, shift in read.items()
    )


@dataclass
class _AreaShift:
    """What was read of one area's shift."""

    hotspots: dict[str, str] = field(default_factory=dict)
    asked: list[AskedVisit] = field(default_factory=list)
    rows: list[patrols.StoredPatrol] = field(default_factory=list)
    visits: list[ShiftVisit] = field(default_factory=list)

    def sheet(
        self,
        area: str,
        day: date,
        names: Mapping[str, str],
        brought_in: Sequence[Span],
        own: Sequence[Span],
    ) -> ShiftSheet:
        """The area's sheet; files speak for the days of ``brought_in``, its sheets for ``own``."""
        said = [one for one in self.visits if one.code != ACCOUNTED]
        lines = _lines(self.asked, said, self.rows, names)
        if any(day in span for span in brought_in):
            lines = tuple(replace(line, sheeted=True) for line in lines)
        accounted = any(one.code == ACCOUNTED and one.area == area for one in self.visits)
        covered = (*brought_in, *own)
        name = names[area] or area
        return ShiftSheet(area, day, lines, accounted, covered, self.hotspots, name)


def _asked(
    tx: Transaction,
    places: Sequence[Place],
    day: date,
    rows: Iterable[Patrol],
    rota: Iterable[Span],
    zone: tzinfo,
) -> list[AskedVisit]:
    """By the rota, or by patrol plans on a day that no rota speaks for, as figures have it."""
    if any(day in span for span in rota):
        return sorted(by_rota(rows))
    plans = plans_by_place(tx, places)
    return sorted(
        one for place in places for one in by_plan(place.ref, plans[place.ref], day, zone)
    )


def _lines(
    asked: Sequence[AskedVisit],
    visits: Sequence[ShiftVisit],
    rows: Sequence[patrols.StoredPatrol],
    names: Mapping[str, str],
) -> tuple[SheetLine, ...]:
    """Planned visits with what is known of each, then what nobody planned."""
    by_slot = {one.slot: one for one in visits if one.planned_start}
    own = {patrol.key for one in visits if (patrol := one.patrol()) is not None}
    by_id = {one.patrol.id: one for one in rows}
    others = [
        one.patrol
        for one in rows
        if not one.patrol.planned and one.merged.under is None and one.patrol.key not in own
    ]
    instead = {
        one.patrol.key: by_id[one.merged.under].patrol
        for one in rows
        if one.patrol.key in own and one.merged.under in by_id
    }
    found = []
    for one in asked:
        visit = by_slot.pop(slot_of(one), None)
        if visit is not None:
            found.append(_said(visit, names, one, instead, others))
            continue
        told = _telling(one, others)
        if told is not None:
            others.remove(told)
        found.append(SheetLine(one.place, names[one.place], one, told=told))
    # a plan or rota may have changed since a visit of it was accounted for
    rest = [*by_slot.values(), *(one for one in visits if not one.planned_start)]
    found += [_said(one, names, _as_asked(one), instead, others) for one in rest]
    found += [SheetLine(one.place, names[one.place], told=one) for one in others]
    return tuple(sorted(found, key=_order))


def _said(
    visit: ShiftVisit,
    names: Mapping[str, str],
    asked: AskedVisit | None,
    instead: Mapping[Any, Patrol],
    others: list[Patrol],
) -> SheetLine:
    """The line of a visit that a supervisor accounted for; what counts instead is no other line."""
    patrol = visit.patrol()
    counts = None if patrol is None else instead.get(patrol.key)
    if counts in others:
        others.remove(counts)
    return SheetLine(visit.place, names[visit.place], asked, visit, counts=counts)


def _telling(asked: AskedVisit, others: Sequence[Patrol]) -> Patrol | None:
    """The patrol that tells of a planned visit: its unit's at that time.

    A visit that only a patrol plan asks for has no unit, and any in its place at that time is it.
    """
    over = [
        one
        for one in others
        if one.place == asked.place
        and one.unit == (asked.unit or one.unit)
        and one.start < asked.end
        and one.end > asked.start
    ]
    return min(over, key=lambda one: (abs(one.start - asked.start), one.id), default=None)


def _as_asked(visit: ShiftVisit) -> AskedVisit | None:
    """The planned visit as it was when it was accounted for."""
    if not visit.planned_start:
        return None
    return AskedVisit(
        moment_of(visit.planned_start),
        moment_of(visit.planned_end),
        visit.place,
        visit.planned_unit,
        visit.staff,
        visit.mode,
        visit.resourcing,
    )


def _order(line: SheetLine) -> tuple[datetime, str, str]:
    return line.starts, line.place, _unit(line)


def _unit(line: SheetLine) -> str:
    if line.asked is not None:
        return line.asked.unit
    return line.visit.unit if line.visit else line.told.unit if line.told else ""


def covered_in_words(sheet: ShiftSheet) -> str:
    """To which day the team's sheets speak, as people read it."""
    if not sheet.covered:
        return f"Sheets of {sheet.name}: no day is wholly accounted for yet."
    last = max(span.end for span in sheet.covered)
    return f"Sheets of {sheet.name}: accounted for to {day_label(last)}."
