"""When patrols were in a place beside when its incidents were, by weekday and hour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta, tzinfo

from casebook.core.local_time import instant, start_of_day
from casebook.core.months import Month, Window
from casebook.incidents.counts import Counter
from casebook.incidents.queries import tallies
from casebook.incidents.types import members
from casebook.patrols import queries as patrols
from casebook.patrols.week import WeekClock, WeekHours
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class WeekOfIncidents:
    """The incidents of one count group by weekday and hour."""

    hours: WeekHours
    timed: int
    """Those whose time is known: the hours hold these alone."""
    untimed: int
    """Those of which only the month or the day is known."""


@dataclass(frozen=True)
class PlaceWeek:
    """When in the week a place has incidents, and when it has patrols."""

    incidents: Mapping[str, WeekOfIncidents]
    """By count group."""
    patrols: WeekHours
    """Officer-hours."""


@dataclass(frozen=True)
class WeekPlace:
    """A place as its week is counted."""

    id: int
    boundaries: Sequence[int]
    groups: Sequence[str]


def read_weeks(
    tx: Transaction,
    counter: Counter,
    zone: tzinfo,
    places: Mapping[str, WeekPlace],
    demand: Window,
    patrolled: Window,
) -> dict[str, PlaceWeek]:
    """The week of each of ``places``, incidents over ``demand`` and patrols over ``patrolled``.

    Midnight sharp is no time: files that give a day alone put it there.
    """
    clock = WeekClock(zone)
    where = {boundary: ref for ref, place in places.items() for boundary in place.boundaries}
    moments: dict[tuple[str, int], list[int]] = defaultdict(list)
    bare: dict[tuple[str, int], int] = defaultdict(int)
    for row in tallies.times_in(tx, list(where), demand.first.code, demand.last.code):
        if not counter.counts(row.type, Month.from_code(row.month), row.source):
            continue
        key = where[row.boundary], row.type
        if row.at is None or instant(row.at).astimezone(zone).time() == time():
            bare[key] += 1
        else:
            moments[key].append(row.at)
    within = (
        int(start_of_day(patrolled.start, zone).timestamp()),
        int(start_of_day(patrolled.end + timedelta(days=1), zone).timestamp()),
    )
    ids = [place.id for place in places.values()]
    attended = defaultdict(list)
    for patrol in patrols.delivered(tx, ids, *within):
        attended[patrol.place].append(patrol)
    found = {}
    for ref, place in places.items():
        types = {name: members(counter.group(name), counter.types) for name in place.groups}
        found[ref] = PlaceWeek(
            {
                name: _week(
                    clock,
                    [moments[ref, each] for each in sorted(kinds)],
                    sum(bare[ref, each] for each in kinds),
                )
                for name, kinds in types.items()
            },
            clock.officer_hours(attended[place.id], within),
        )
    return found


def _week(clock: WeekClock, moments: Sequence[Sequence[int]], untimed: int) -> WeekOfIncidents:
    every = [moment for some in moments for moment in some]
    return WeekOfIncidents(clock.counts(every), len(every), untimed)
