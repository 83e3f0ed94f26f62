"""The patrols, visits and planned hours behind the figures of hours, a row each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from casebook.book.made_of import FewRows, RowsRead
from casebook.book.opening import Book
from casebook.core.codes import RESOURCING
from casebook.core.english import listed
from casebook.core.local_time import instant, local_day, split_by_day, start_of_day
from casebook.core.months import Window
from casebook.core.rounding import added
from casebook.core.statement import Head
from casebook.core.wording import clock
from casebook.figures.behind.frozen import SINCE, Frozen, marked
from casebook.figures.groupings import hotspots_for_rows
from casebook.patrols import queries as patrols
from casebook.patrols.dosage import Stretch, inside, not_yet_there, visits
from casebook.patrols.hours import Hours, read_hours
from casebook.patrols.planned import asked_of_visits
from casebook.patrols.queries import PatrolTime
from casebook.places.place import Place
from casebook.places.queries import plans_by_place
from casebook.store.transaction import Transaction

_WHEN = (Head("date", "Day", "date"), Head("from", "From"), Head("to", "To"))
_WHERE = Head("hotspot", "Hotspot")


def _patrol_heads(*own: Head) -> tuple[Head, ...]:
    """The columns of patrols, with those that tell what was counted of each near the front."""
    return (
        *_WHEN,
        *own,
        Head("unit", "Unit"),
        Head("source", "Source"),
        Head("load", "Load", "number"),
        Head("officers", "Officers", "number"),
        Head("resourcing", "Paid as"),
        _WHERE,
        Head("file", "File"),
        Head("loaded", "Loaded", "date"),
    )


_PATROL_HEADS = _patrol_heads(Head("hours", "Officer-hours", "hours"))
_ALONE_HEADS = _patrol_heads(Head("hours", "Nobody else there", "hours"))
_BEGUN_HEADS = _patrol_heads()
_PLAN_HEADS = _patrol_heads(Head("hours", "Planned", "hours"))
_VISIT_HEADS = (
    *_WHEN,
    Head("minutes", "Minutes", "number"),
    Head("units", "Units"),
    Head("full_length", "Full length"),
    _WHERE,
)


def patrols_behind(
    column: str,
    hotspots: Sequence[str],
    window: Window,
    title: str = "",
    frozen: Frozen | None = None,
) -> FewRows | None:
    """What one of the hours or visits of :class:`casebook.figures.figure.Figure` was made from.

    ``column`` is its name; None for one that isn't made of patrols. The hours of a patrol are those
    within ``window``; hours of a row may be of more than a day. A patrol-hour is counted with the
    first who was there.
    """
    how = _HOW.get(column)
    if how is None:
        return None
    what = title or column.replace("_", " ").capitalize()

    def read(book: Book) -> RowsRead:
        found = how(_PatrolReading.of(book, hotspots, window))
        return _beside_frozen(book, found, frozen) if frozen else found

    return FewRows(f"{what} in {listed(hotspots)}, {window.label}", read)


def _beside_frozen(book: Book, found: RowsRead, frozen: Frozen) -> RowsRead:
    """The rows with which of them came after the number was frozen."""
    with book.store.reading() as tx:
        later = frozen.later(tx)
    now = added((row[found.adds] for row in found.rows), 2) if found.adds else len(found.rows)
    came = Counter(row["load"] for row in found.rows if "load" in row)
    return replace(
        found,
        heads=(SINCE, *found.heads),
        rows=marked(found.rows, {one.id for one in later}),
        notes=(*found.notes, *frozen.says(now, later, came, book, "patrol")),
    )


@dataclass(frozen=True)
class _PatrolReading:
    """The patrols of some hotspots around a window, and what is known of their hours."""

    book: Book
    window: Window
    places: Mapping[int, Place]
    hours: Hours
    delivered: tuple[PatrolTime, ...]
    planned: tuple[PatrolTime, ...]
    came: Mapping[int, patrols.CameWith]
    full: Mapping[int, Callable[[date], Any]]

    @classmethod
    def of(cls, book: Book, refs: Sequence[str], window: Window) -> _PatrolReading:
        with book.store.reading() as tx:
            chosen = hotspots_for_rows(tx, window, refs)
            return cls._read(tx, book, chosen, window)

    @classmethod
    def _read(
        cls, tx: Transaction, book: Book, chosen: Sequence[Place], window: Window
    ) -> _PatrolReading:
        # as the hours are read: the day before for visits under way, the day after for late hours
        start = int(start_of_day(window.start - timedelta(days=1), book.zone).timestamp())
        end = int(start_of_day(window.end + timedelta(days=2), book.zone).timestamp())
        ids = [place.id for place in chosen]
        delivered = patrols.delivered(tx, ids, start, end)
        planned = patrols.planned(tx, ids, start, end)
        plans = plans_by_place(tx, chosen)
        return cls(
            book,
            window,
            {place.id: place for place in chosen},
            read_hours(tx, book.zone, chosen, window),
            delivered,
            planned,
            patrols.came_with(tx, [one.id for one in (*delivered, *planned)]),
            {place.id: asked_of_visits(plans[place.ref], book.zone) for place in chosen},
        )

    @property
    def days(self) -> list[date]:
        """Every day of the window."""
        return [self.window.start + timedelta(days=n) for n in range(self.window.days)]

    def row(self, one: PatrolTime, stretches: Sequence[Stretch], days: set[date]) -> dict[str, Any]:
        """A patrol with its seconds on ``days`` of these stretches of its time."""
        return {**self._when(one.place, one.start, one.end), **self._who(one),
                "seconds": self.seconds(stretches, days)}  # fmt: skip

    def seconds(self, stretches: Iterable[Stretch], days: set[date]) -> int:
        """How much of stretches of time falls on ``days``."""
        parts = (split_by_day(instant(a), instant(b), self.book.zone) for a, b in stretches)
        return sum(length for part in parts for day, length in part if day in days)

    def _who(self, one: PatrolTime) -> dict[str, Any]:
        came = self.came[one.id]
        loaded = local_day(datetime.fromisoformat(came.loaded_at), self.book.zone)
        return {
            "unit": one.unit,
            "officers": one.officers,
            "resourcing": one.resourcing,
            "source": came.source,
            "load": came.load,
            "file": came.file,
            "loaded": str(loaded),
        }

    def _when(self, place: int, start: int, end: int) -> dict[str, Any]:
        zone = self.book.zone
        return {
            "hotspot": self.places[place].ref,
            "date": str(local_day(instant(start), zone)),
            "from": clock(instant(start).astimezone(zone)),
            "to": clock(instant(end).astimezone(zone)),
        }

    # --- what each number is made of

    def officer_hours(self, resourcing: str | None = None) -> RowsRead:
        """The delivered patrols with their officer-hours in the window."""
        days = set(self.days)
        rows = []
        for one in self.delivered:
            row = self.row(one, inside(one.start, one.end, one.away), days)
            if row["seconds"] and resourcing in (None, one.resourcing):
                rows.append(_in_hours(row, row["seconds"] * one.officers))
        return RowsRead(_PATROL_HEADS, tuple(rows), "hours")

    def patrol_hours(self) -> RowsRead:
        """The delivered patrols, each with the hours in which nobody listed before was there."""
        days, rows = set(self.days), []
        for _, group in groupby(sorted(self.delivered, key=lambda p: p.place), lambda p: p.place):
            for one, alone in not_yet_there(sorted(group, key=lambda p: (p.start, p.id))):
                row = self.row(one, alone, days)
                if row["seconds"] or self.seconds([(one.start, one.end)], days):
                    rows.append(_in_hours(row, row["seconds"]))
        note = "Time with anybody there counts once: with the patrol that was there first."
        return RowsRead(_ALONE_HEADS, tuple(rows), "hours", (note,))

    def begun(self, resourcing: str | None = None) -> RowsRead:
        """The delivered patrols that began in the window."""
        days = set(self.days)
        rows = [
            {**self._when(one.place, one.start, one.end), **self._who(one)}
            for one in self.delivered
            if local_day(instant(one.start), self.book.zone) in days
            and resourcing in (None, one.resourcing)
        ]
        return RowsRead(_BEGUN_HEADS, tuple(rows))

    def visits(self, *, full: bool = False) -> RowsRead:
        """The visits that began in the window, or those of full length."""
        days, rows = set(self.days), []
        for place in self.places:
            there = [one for one in self.delivered if one.place == place]
            for visit in visits(there):
                day = local_day(instant(visit.start), self.book.zone)
                whole = visit.seconds >= self.full[place](day).full
                if day in days and (whole or not full):
                    units = dict.fromkeys(
                        one.unit for one in there
                        if one.start < visit.end and one.end > visit.start
                    )  # fmt: skip
                    rows.append(
                        {
                            **self._when(place, visit.start, visit.end),
                            "minutes": round(visit.minutes, 1),
                            "units": list(units),
                            "full_length": whole,
                        }
                    )
        return RowsRead(_VISIT_HEADS, tuple(rows))

    def planned_hours(
        self, resourcing: str | None = None, *, due: bool = False, patrol: bool = False
    ) -> RowsRead:
        """What the rota, and on other days the patrol plan, asked for: on all days or those due."""
        days, rows = self._due() if due else self.days, []
        by_plan = self.hours.by_plan
        for place in self.places:
            mine = [one for one in self.planned if one.place == place]
            by_rota = set(days) - by_plan.get(place, frozenset())
            parts = not_yet_there(mine) if patrol else _whole(mine)
            for one, stretches in parts:
                row = self.row(one, stretches, by_rota)
                if row["seconds"] and resourcing in (None, one.resourcing):
                    rows.append(_in_hours(row, row["seconds"] * (1 if patrol else one.officers)))
            rows += self._by_plan(place, days, patrol=patrol)
        return RowsRead(_PLAN_HEADS, tuple(rows), "hours")

    def _by_plan(
        self, place: int, days: Sequence[date], *, patrol: bool
    ) -> Iterator[dict[str, Any]]:
        for day in days:
            if day in self.hours.by_plan.get(place, frozenset()):
                asked = self.hours.planned[place][day]
                seconds = asked.patrol if patrol else asked.core + asked.overtime + asked.partner
                if seconds:
                    row = {"hotspot": self.places[place].ref, "date": str(day),
                           "source": "patrol plan"}  # fmt: skip
                    yield _in_hours(row, seconds)

    def _due(self) -> list[date]:
        """The days delivery is known for, up to the last that every source speaks for."""
        places = tuple(self.places)
        to = self.hours.covered_to(places)
        return [
            day for day in self.days
            if to is not None and day <= to and self.hours.known(day, places)
        ]  # fmt: skip


def _whole(rows: Iterable[PatrolTime]) -> Iterator[tuple[PatrolTime, list[Stretch]]]:
    for one in rows:
        yield one, inside(one.start, one.end, one.away)


def _in_hours(row: dict[str, Any], seconds: int) -> dict[str, Any]:
    """The row with hours, so fine that a sum of rows is the sum of their seconds."""
    return {**{key: row[key] for key in row if key != "seconds"}, "hours": round(seconds / 3600, 6)}


def _of_resourcing(name: str) -> dict[str, Callable[[_PatrolReading], RowsRead]]:
    return {
        f"officer_hours_{name}": lambda found: found.officer_hours(name),
        f"patrols_{name}": lambda found: found.begun(name),
        f"planned_covered_officer_hours_{name}": lambda found: found.planned_hours(name, due=True),
    }


_HOW: dict[str, Callable[[_PatrolReading], RowsRead]] = {
    "officer_hours": _PatrolReading.officer_hours,
    "patrol_hours": _PatrolReading.patrol_hours,
    "patrols": _PatrolReading.begun,
    "visits": _PatrolReading.visits,
    "visits_full_length": lambda found: found.visits(full=True),
    "median_visit_minutes": _PatrolReading.visits,
    "planned_officer_hours": _PatrolReading.planned_hours,
    "planned_patrol_hours": lambda found: found.planned_hours(patrol=True),
    "planned_covered_officer_hours": lambda found: found.planned_hours(due=True),
    **{key: how for name in RESOURCING for key, how in _of_resourcing(name).items()},
}
"""How what each figure was made from is read."""
PATROL_COLUMNS = tuple(_HOW)
"""Every column of a row of figures that is made of patrols, visits or plans."""
