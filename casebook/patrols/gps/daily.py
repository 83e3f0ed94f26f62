"""GPS visits by hotspot and local day: minutes, how sure they are, and how the visits lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, tzinfo
from typing import Any, NamedTuple

from casebook.core.codes import RESOURCING
from casebook.core.local_time import instant, local_day, split_by_day
from casebook.patrols.certificate import Certificate, range_of
from casebook.patrols.dosage import Dosage, Stretch, dosage_by_day, inside, visits
from casebook.patrols.gps.duty import OFF_DUTY, Duties
from casebook.patrols.gps.visits import GpsVisit
from casebook.patrols.rhythm import DayVisits, Rhythm, unasked, visits_by_day


class Attended(NamedTuple):
    """A visit in the form dosage is measured from."""

    visit: GpsVisit
    officers: int
    resourcing: str

    @property
    def start(self) -> int:
        """UTC seconds since 1970."""
        return self.visit.start

    @property
    def end(self) -> int:
        """UTC seconds since 1970."""
        return self.visit.end

    @property
    def away(self) -> tuple[Stretch, ...]:
        """The longer times outside."""
        return self.visit.certificate.away


def by_day(
    attended: Sequence[Attended],
    driven: Sequence[GpsVisit],
    duties: Duties | None,
    gap: int,
    zone: tzinfo,
) -> list[dict[str, Any]]:
    """A row for each hotspot and day with a visit or a drive-through, in order.

    Where ``duties`` are known they say what a visit's time counts as.
    """
    places: dict[str, list[Attended]] = defaultdict(list)
    passed: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for one in attended:
        places[one.visit.place].append(one)
    for visit in driven:
        passed[visit.place][local_day(instant(visit.start), zone)] += 1
    return [
        row
        for ref in sorted(places.keys() | passed.keys())
        for row in _of_place(ref, places[ref], passed[ref], duties, gap, zone)
    ]


def _of_place(
    ref: str,
    rows: Sequence[Attended],
    passed: Mapping[date, int],
    duties: Duties | None,
    gap: int,
    zone: tzinfo,
) -> Iterator[dict[str, Any]]:
    days = dosage_by_day(rows, zone, gap)
    paid = _by_resourcing(rows, duties, zone)
    starting = visits_by_day(visits(rows, gap), unasked(zone), zone)
    present: dict[date, list[Attended]] = defaultdict(list)
    for one in rows:
        for day, _ in split_by_day(instant(one.start), instant(one.end), zone):
            present[day].append(one)
    for day in sorted(days.keys() | passed.keys()):
        there = days.get(day, Dosage())
        mine = present[day]
        error = _error(mine)
        yield {
            "hotspot": ref,
            "date": day.isoformat(),
            "officer_minutes": round(there.officer_minutes, 2),
            "patrol_minutes": round(there.patrol_minutes, 2),
            "visits": there.visits,
            "officer_minutes_low": round(max(there.officer_minutes - error, 0), 2),
            "officer_minutes_high": round(there.officer_minutes + error, 2),
            **{
                f"officer_minutes_{name}": round(paid[day][name] / 60, 2)
                for name in ((*RESOURCING, OFF_DUTY) if duties else RESOURCING)
            },
            **Rhythm.of([starting.get(day, DayVisits())]).columns(),
            "drive_throughs": passed.get(day, 0),
            "parked": sum(one.visit.certificate.parked for one in mine),
            "interval_seconds": max((c.interval or 0 for c in _certificates(mine)), default=None),
            "lost_share": max((round(c.lost or 0, 4) for c in _certificates(mine)), default=None),
        }


def _by_resourcing(
    rows: Sequence[Attended], duties: Duties | None, zone: tzinfo
) -> dict[date, dict[str, int]]:
    """Officer-seconds of each day by what they count as."""
    seconds: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in rows:
        for start, end in inside(one.start, one.end, one.away):
            parts = [((start, end), one.resourcing)]
            if duties:
                parts = duties.parts(one.visit.unit, start, end)
            for (since, until), resourcing in parts:
                for day, length in split_by_day(instant(since), instant(until), zone):
                    seconds[day][resourcing] += length * one.officers
    return seconds


def _error(rows: Sequence[Attended]) -> float:
    """The standard error of the officer-minutes of visits."""
    return range_of([(one.visit.certificate, one.officers) for one in rows]) / 60


def _certificates(rows: Sequence[Attended]) -> list[Certificate]:
    return [one.visit.certificate for one in rows]
