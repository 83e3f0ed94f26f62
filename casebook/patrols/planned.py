"""What patrol plans ask for, day by day, in the measures that delivery is counted in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from casebook.patrols.dosage import Dosage
from casebook.places.place import Place
from casebook.places.plan import Plan
from casebook.places.plans import in_order, last_day

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
