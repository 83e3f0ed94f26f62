"""Abstractions: neighbourhood officers taken from their own work, counted by a chosen rule set.

Forces count differently. The same rows are read by whichever rule set is asked for, and the rule is
printed beside the figure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casebook.core.entry import Entry
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.kinds import Reader
from casebook.core.months import Month
from casebook.core.rule_sets import RuleSet
from casebook.core.statement import Stated
from casebook.core.wording import hours, number

TREND_MONTHS = 6
"""Fewer months than this are too early for a trend."""


@dataclass(frozen=True, kw_only=True)
class Abstraction(Entry):
    """An officer, by role, taken from a neighbourhood team: to where, why and for how long."""

    KIND: ClassVar[str] = "abstraction"
    TITLE: ClassVar[str] = "Abstractions"
    REPEATS: ClassVar[bool] = True
    SUBJECT: ClassVar[str] = "place"
    STATEMENTS: ClassVar[tuple[Stated, ...]] = (
        Stated(
            "rate",
            "Divide the hours a rule set counts by neighbourhood duty hours.",
            "casebook.registers.statements.abstractions:rate",
            ("window", "place", "rule", "by"),
            ("team", "district", "month", "team,month"),
        ),
        Stated(
            "reasons",
            "Add up hours by why officers were taken, counted and not counted.",
            "casebook.registers.statements.abstractions:reasons",
            ("window", "place", "rule"),
        ),
        Stated(
            "rules",
            "Print the rule sets, each in its own words.",
            "casebook.registers.statements.abstractions:rules",
        ),
    )

    place: str = field("Team's area", refers="place", belongs=True, fixed=True)
    at: date = field("On")
    role: str = field("Who", help="Role, never a name.", example="Beat officer", default="")
    code: str = field("Why", codes="abstraction-reason")
    hours: float = field("Officer-hours", unit="h")
    to: str | None = field(
        "Sent to",
        help="The area they were sent to; empty: within their own.",
        refers="place",
        default=None,
    )
    elsewhere: bool = field("Outside the force", default=False)
    text: str = field("Note", free_text=True, default="")

    def check(self) -> None:
        """Raise :class:`BadValue` also for hours that can't be."""
        super().check()
        if self.hours <= 0:
            raise BadValue(
                f"Officer-hours takes a number above 0, not {number(self.hours)}.", field="hours"
            )


@dataclass(frozen=True, kw_only=True)
class DutyHours(Entry):
    """Neighbourhood duty hours of a team in a month: what the rate is worked out against."""

    KIND: ClassVar[str] = "duty-hours"
    ONE: ClassVar[str] = "month of duty hours"
    TITLE: ClassVar[str] = "Neighbourhood duty hours"
    ADDED_UP_BY: ClassVar[str] = "abstraction"
    SUBJECT: ClassVar[str] = "place"

    place: str = field("Team's area", refers="place", belongs=True, fixed=True)
    month: Month = field("Month", example="2024-10")
    hours: float = field("Officer-hours on duty", unit="h")
    text: str = field("Source", default="")

    def check(self) -> None:
        """Raise :class:`BadValue` also for hours below zero."""
        super().check()
        if self.hours < 0:
            raise BadValue("Officer-hours on duty can't be negative.", field="hours")

    def check_among(self, casebook: Reader) -> None:
        """A team's duty hours of a month are said once."""
        for other in casebook.load(DutyHours, place=self.place):
            if other.id != self.id and other.month == self.month:
                raise BadValue(
                    f"Month: {self.place} has duty hours for {self.month.label} already, "
                    f"{hours(other.hours)}: edit duty-hours {other.id}.",
                    field="month",
                )


@dataclass(frozen=True)
class HomeAreas:
    """Which areas a rule set may call an officer's home: what lies in what, and the districts."""

    within: Mapping[str, Collection[str]]
    """Every area that a place lies in."""
    districts: Mapping[str, str]
    """The district of every place in one; a district's is itself."""

    def at_home(self, rule: RuleSet, abstraction: Abstraction) -> bool:
        """Whether the officer stayed as near as ``rule`` calls home."""
        if abstraction.elsewhere:
            return False
        own, to = abstraction.place, abstraction.to or abstraction.place
        if own == to or own in self.within.get(to, ()):
            return True
        if rule.home == "own":
            return False
        district = self.districts.get(own)
        return district is not None and district == self.districts.get(to)


def counted(rule: RuleSet, abstraction: Abstraction, areas: HomeAreas) -> bool:
    """Whether ``rule`` counts an abstraction."""
    return abstraction.code not in rule.at_home or not areas.at_home(rule, abstraction)


def outside_policy(rule: RuleSet, abstraction: Abstraction, areas: HomeAreas) -> bool:
    """Whether it is counted and for a reason the rule's policy doesn't provide for.

    Never by a rule that lists no reasons.
    """
    if not rule.allowed or abstraction.code in rule.allowed:
        return False
    return counted(rule, abstraction, areas)
