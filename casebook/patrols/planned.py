"""What patrol plans ask for, day by day, in the measures that delivery is counted in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache

from casebook.patrols.dosage import Dosage, Stretch
from casebook.patrols.rhythm import AskedOfDay, whole_day
from casebook.places.place import Place
from casebook.places.plan import Plan, in_order, last_day, plan_on

_DAY = timedelta(days=1)


def planned_days(
    plans: Iterable[Plan], place: Place, first: date, last: date
) -> dict[date, Dosage]:
    """What ``plans`` ask for on each day from ``first`` to ``last`` that ``place`` is live.

    A day on which a plan is in force but nobody is sent holds nothing at all; a day before the
    first plan isn't there. The officers' time stands under core.
    """
    found: dict[date, Dosage] = {}
    ordered = in_order(plans)
    for plan in ordered:
        start, until = max(plan.valid_from, first), min(last_day(ordered, plan) or last, last)
        for day in (start + n * _DAY for n in range((until - start).days + 1)):
            if place.live_in(day, day):
                patrol = plan.patrol_minutes(day)
                found[day] = Dosage(
                    core=plan.officer_minutes(day) * 60,
                    patrol=patrol * 60,
                    visits=plan.visits if patrol else 0,
                )
    return found


def asked_of_visits(plans: Iterable[Plan], zone: tzinfo) -> Callable[[date], AskedOfDay]:
    """How long visits to one place are to be on a day, and within which hours.

    Where no plan is in force, and where it gives no hours, those are the whole local day.
    """
    plans = tuple(plans)

    @cache
    def asked(day: date) -> AskedOfDay:
        plan = plan_on(plans, day)
        if plan is None:
            return AskedOfDay(whole_day(day, zone))
        hours = _hours(plan, day, zone) if plan.patrol_minutes(day) else None
        return AskedOfDay(hours, plan.minutes * 60, plan=True)

    return asked


def _hours(plan: Plan, day: date, zone: tzinfo) -> Stretch:
    """When on ``day``, or from ``day`` into the next, the plan's hours begin and end."""
    if not plan.hours:
        return whole_day(day, zone)
    first, last = (time.fromisoformat(clock) for clock in plan.hours.split("-"))
    start = datetime.combine(day, first, zone)
    end = datetime.combine(day if last > first else day + _DAY, last, zone)
    return int(start.timestamp()), int(end.timestamp())
