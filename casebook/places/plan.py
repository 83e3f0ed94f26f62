"""A hotspot's dated patrol plan: what delivery is set against, and what officers are briefed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import ClassVar

from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.kinds import Record

_DAY = timedelta(days=1)
WEEKDAYS: Mapping[str, int] = MappingProxyType(
    {name: n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
)


@dataclass(frozen=True)
class Plan(Record):
    """Which days and hours a hotspot is to be patrolled, how often, how long and by how many."""

    KIND: ClassVar[str] = "plan"
    ONE: ClassVar[str] = "patrol plan"
    TITLE: ClassVar[str] = "Patrol plans"
    DUE_RULE: ClassVar[str] = "casebook.places.plans:plans_due"
    UNIQUE: ClassVar[tuple[str, ...]] = ("place", "valid_from")

    place: str = field("Hotspot", example="HS-01", refers="place", belongs=True, indexed=True)
    valid_from: date = field("From", help="The plan before it ends the day before.")
    days: tuple[str, ...] = field("Days", codes="weekday", default=tuple(WEEKDAYS))
    hours: str = field("Between", help="Local times.", example="18:00-23:00", default="")
    visits: int = field("Visits a day", unit="visits", default=1)
    minutes: int = field("Minutes a visit", unit="minutes", default=15)
    staff: int = field("Officers a visit", unit="officers", default=2)
    mode: str = field("Mode", codes="patrol-mode", default="foot")
    briefing: str = field(
        "Briefing", help="What to do while there. No names.", free_text=True, default=""
    )
    renew: date | None = field("Renew by", default=None)

    @property
    def ref(self) -> str:
        """What history calls it: ``HS-01 plan from 2024-06-01``."""
        return f"{self.place} plan from {self.valid_from}"

    def officer_minutes(self, day: date) -> int:
        """Officer-minutes planned for ``day``; none on a day of the week it leaves out."""
        return self.patrol_minutes(day) * self.staff

    def patrol_minutes(self, day: date) -> int:
        """Minutes planned with anyone there on ``day``."""
        on = any(WEEKDAYS[name] == day.weekday() for name in self.days)
        return self.visits * self.minutes if on else 0


def check_plan(plan: Plan) -> None:
    """Raise :class:`BadValue` where a plan can't be meant."""
    if not plan.days:
        raise BadValue("A plan needs at least one day of the week.", field="days")
    for spec, value, most in (
        ("Visits a day", plan.visits, 50),
        ("Minutes a visit", plan.minutes, 24 * 60),
        ("Officers a visit", plan.staff, 50),
    ):
        if not 1 <= value <= most:
            raise BadValue(f"{spec} is from 1 to {most}, not {value}.")
    clock = r"([01]\d|2[0-3]):[0-5]\d"
    if plan.hours and not re.fullmatch(rf"{clock}-{clock}", plan.hours):
        raise BadValue(f"'{plan.hours}' are no hours: write them like 18:00-23:00.", field="hours")
    if plan.renew is not None and plan.renew < plan.valid_from:
        raise BadValue(f"The plan is to be renewed {plan.renew}, before it begins.", field="renew")


def plan_on(plans: Iterable[Plan], day: date) -> Plan | None:
    """Of one hotspot's plans the one in force on ``day``; None before the first.

    >>> old, new = Plan("HS-01", date(2024, 1, 1)), Plan("HS-01", date(2024, 6, 1))
    >>> plan_on([new, old], date(2024, 5, 31)) is old
    True
    """
    begun = [plan for plan in plans if plan.valid_from <= day]
    return max(begun, key=lambda plan: plan.valid_from, default=None)


def last_day(plans: Iterable[Plan], plan: Plan) -> date | None:
    """The last day ``plan`` holds among one hotspot's ``plans``; None while none follows it."""
    later = [other.valid_from for other in plans if other.valid_from > plan.valid_from]
    return min(later) - _DAY if later else None


def in_order(plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """One hotspot's plans, the earliest first."""
    return tuple(sorted(plans, key=lambda plan: plan.valid_from))


def overdue(plan: Plan, today: date) -> bool:
    """Whether ``plan`` was to be renewed before ``today``."""
    return plan.renew is not None and plan.renew < today
