"""The visits that a shift is asked for: those of the rota, or else of the patrol plan in force.

A shift's day runs from six in the morning to six the next, so that a late shift's visits after
midnight stand on the sheet of the evening it began.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from casebook.core.local_time import local_day
from casebook.patrols.patrol import Patrol
from casebook.places.plan import Plan, plan_on

BEGINS = time(6)
"""When the day of a shift begins."""


@dataclass(frozen=True, order=True)
class AskedVisit:
    """One visit that a shift is asked for."""

    start: datetime
    """UTC."""
    end: datetime
    place: str
    unit: str
    """The line of the rota; blank where a patrol plan alone asks for it."""
    staff: str
    mode: str
    resourcing: str = "core"

    @property
    def minutes(self) -> int:
        """Its length."""
        return round((self.end - self.start) / timedelta(minutes=1))


def shift_span(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """When the shift day of ``day`` begins and ends, in UTC."""
    return _at(day, BEGINS, zone), _at(day + timedelta(days=1), BEGINS, zone)


def shift_day(moment: datetime, zone: tzinfo) -> date:
    """The day whose sheet a visit that starts at ``moment`` stands on.

    >>> shift_day(datetime(2024, 12, 18, 2, 30, tzinfo=UTC), UTC)
    datetime.date(2024, 12, 17)
    """
    day = local_day(moment, zone)
    return day if moment.astimezone(zone).time() >= BEGINS else day - timedelta(days=1)


def by_rota(rows: Iterable[Patrol]) -> Iterator[AskedVisit]:
    """The planned visits among patrols."""
    for row in rows:
        if row.planned:
            yield AskedVisit(
                row.start, row.end, row.place, row.unit, staff_text(row), row.mode, row.resourcing
            )


def by_plan(place: str, plans: Iterable[Plan], day: date, zone: tzinfo) -> Iterator[AskedVisit]:
    """The visits that the plan in force asks for, spread evenly over its hours.

    A plan says how many within which hours and not when, so the starts are a suggestion.
    """
    plan = plan_on(plans, day)
    if plan is None or not plan.patrol_minutes(day):
        return
    first, last = _hours(plan, day, zone)
    step = (last - first) / plan.visits
    for n in range(plan.visits):
        start = first + timedelta(minutes=int(step * n / timedelta(minutes=1)))
        end = start + timedelta(minutes=plan.minutes)
        yield AskedVisit(start, end, place, "", f"PC:{plan.staff}", plan.mode)


def staff_text(row: Patrol) -> str:
    """The staff of a patrol as people write it: ``PC:2;PCSO:1``."""
    return ";".join(f"{kind}:{number}" for kind, number in row.staff)


def _hours(plan: Plan, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    if not plan.hours:
        return _at(day, time(8), zone), _at(day + timedelta(days=1), time(), zone)
    first, last = (time.fromisoformat(clock) for clock in plan.hours.split("-"))
    until = day if last > first else day + timedelta(days=1)
    return _at(day, first, zone), _at(until, last, zone)


def _at(day: date, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
