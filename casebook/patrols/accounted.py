"""The visits a shift was to make, and how many of them anybody has accounted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from casebook.core.codes import PATROL_SOURCES
from casebook.patrols import queries as patrols
from casebook.patrols.patrol import GPS, ROTA
from casebook.patrols.planned import planned_days
from casebook.patrols.queries import PatrolTime
from casebook.places.place import Place
from casebook.places.plans import plans_by_place
from casebook.store.transaction import Transaction

TURNS_AT = time(6)
"""When one day's shifts are over and the next day's begin, by the clock on the wall."""


@dataclass(frozen=True)
class NightVisits:
    """How many visits to a place, or to several, were planned for a day, and are accounted for."""

    planned: int = 0
    known: int = 0
    """Those of them that were made, or that a sheet of the day says weren't."""

    def __add__(self, other: NightVisits) -> NightVisits:
        """Of both taken together."""
        return NightVisits(self.planned + other.planned, self.known + other.known)

    @property
    def open(self) -> int:
        """How many nobody has accounted for."""
        return self.planned - self.known


def shift_day(day: date, zone: tzinfo) -> tuple[int, int]:
    """When the shifts of ``day`` begin and end, in UTC seconds since 1970: 6:00 to 6:00.

    >>> from zoneinfo import ZoneInfo
    >>> start, end = shift_day(date(2024, 10, 26), ZoneInfo("Europe/London"))
    >>> (end - start) / 3600
    25.0
    """
    start, end = (
        datetime.combine(day + timedelta(days=n), TURNS_AT, zone).timestamp() for n in (0, 1)
    )
    return int(start), int(end)


def accounted_for(
    tx: Transaction, places: Sequence[Place], day: date, zone: tzinfo
) -> dict[int, NightVisits]:
    """The visits planned to each of ``places`` for the shifts of ``day``, by the place's id.

    Planned is what the rota says; where no rota speaks for the day, what the patrol plan asks for.
    A planned visit is accounted for where a claim, a sheet or GPS has its unit there in that time,
    or where a sheet speaks for the day, which then says that it wasn't made. Of a plan's visits, as
    many are as were made. A place without any planned isn't there.
    """
    start, end = shift_day(day, zone)
    ids = [place.id for place in places]
    rota, made = _begun(patrols.planned(tx, ids, start, end), start, end), defaultdict(list)
    for one in patrols.delivered(tx, ids, start, end):
        made[one.place].append(one)
    covers = patrols.covers(tx)
    spoken = {source for source, spans in covers.items() if any(day in span for span in spans)}
    sheeted = bool(spoken & _SHEETS)
    found = {
        place: NightVisits(
            len(rows),
            len(rows) if sheeted else sum(_was_made(row, made[place]) for row in rows),
        )
        for place, rows in rota.items()
    }
    if ROTA not in spoken:
        plans = plans_by_place(tx, [place for place in places if place.id not in rota])
        for place in places:
            asked = planned_days(plans.get(place.ref, ()), place, day, day).get(day)
            if asked is not None and asked.visits:
                kept = asked.visits if sheeted else min(asked.visits, len(made[place.id]))
                found[place.id] = NightVisits(asked.visits, kept)
    return found


_SHEETS = frozenset(PATROL_SOURCES) - {GPS, "claim"}
"""The sources that say of a day all that was done on it."""


def _begun(rows: Sequence[PatrolTime], start: int, end: int) -> Mapping[int, list[PatrolTime]]:
    """Those that begin in a stretch of time, by their place."""
    found: dict[int, list[PatrolTime]] = defaultdict(list)
    for row in rows:
        if start <= row.start < end:
            found[row.place].append(row)
    return found


def _was_made(planned: PatrolTime, made: Sequence[PatrolTime]) -> bool:
    """Whether the unit that was to come was there in any of that time."""
    return any(
        one.unit == planned.unit and one.start < planned.end and one.end > planned.start
        for one in made
    )
