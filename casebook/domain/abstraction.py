"""Abstractions: neighbourhood officers taken from their own work, counted by a chosen rule set.

Forces count differently. The same rows are read by whichever rule set is asked for, and the rule is
printed beside the figure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from casebook.domain.entry import Entry
from casebook.domain.errors import BadValue
from casebook.domain.fields import field
from casebook.domain.months import Month

TREND_MONTHS = 6
"""Fewer months than this are too early for a trend."""


@dataclass(frozen=True, kw_only=True)
class Abstraction(Entry):
    """An officer, by role, taken from a neighbourhood team: to where, why and for how long."""

    KIND: ClassVar[str] = "abstraction"
    TITLE: ClassVar[str] = "Abstractions"
    REPEATS: ClassVar[bool] = True
    SUBJECT: ClassVar[str] = "place"

    place: str = field("Team's area", refers="place", fixed=True)
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
            raise BadValue(f"Officer-hours takes a number above 0, not {self.hours:g}.")


@dataclass(frozen=True, kw_only=True)
class DutyHours(Entry):
    """Neighbourhood duty hours of a team in a month: what the rate is worked out against."""

    KIND: ClassVar[str] = "duty-hours"
    TITLE: ClassVar[str] = "Neighbourhood duty hours"
    SUBJECT: ClassVar[str] = "place"

    place: str = field("Team's area", refers="place", fixed=True)
    month: Month = field("Month", example="2024-10")
    hours: float = field("Officer-hours on duty", unit="h")
    text: str = field("Source", default="")

    def check(self) -> None:
        """Raise :class:`BadValue` also for hours below zero."""
        super().check()
        if self.hours < 0:
            raise BadValue("Officer-hours on duty can't be negative.")


HOMES = ("district", "own")
"""How far home reaches: the district of the officer's team, or the team's own area."""


@dataclass(frozen=True)
class RuleSet:
    """A force's way of saying which deployments are abstractions."""

    key: str = field("Key", example="lomea")
    name: str = field("Name", example="Lomea")
    wording: str = field("Rule", help="In a sentence, to stand beside every figure it makes.")
    source: str = field("Source", example="Force abstraction policy, 2024")
    at_home: tuple[str, ...] = field(
        "Not counted at home",
        help="Reasons that aren't counted while the officer stays at home.",
        default=(),
    )
    home: str = field("Home", help="district, or own: the team's own area.", default="district")
    allowed: tuple[str, ...] = field(
        "Provided for",
        help="Reasons the policy provides for; what is counted for another is outside it.",
        default=(),
    )

    def check(self) -> None:
        """Raise :class:`BadValue` for a rule set that can't be one."""
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", self.key):
            raise BadValue(f"'{self.key}' is no key of a rule set: write it like lomea.")
        for name in ("name", "wording", "source"):
            if not getattr(self, name).strip():
                raise BadValue(f"The rule set {self.key} has no {name}.")
        if self.home not in HOMES:
            raise BadValue(
                f"Home of the rule set {self.key} is {' or '.join(HOMES)}, not '{self.home}'."
            )


RULE_SETS: Mapping[str, RuleSet] = MappingProxyType(
    {
        each.key: each
        for each in (
            RuleSet(
                "cleveland",
                "Cleveland",
                "Any deployment away from neighbourhood work is counted, except to an "
                "emergency-grade incident, unless that is outside the officer's district.",
                "Cleveland PCC scrutiny meeting, 25 June 2025, question 1",
                at_home=("emergency",),
            ),
            RuleSet(
                "kent",
                "Kent",
                "Any deployment away from neighbourhood work is counted, except an emergency "
                "within the officer's own beat; spontaneous incidents and a superintendent's "
                "direction at the daily management meeting are the two the policy provides for.",
                "Kent and Medway Police and Crime Panel, 18 December 2024, paragraph 9",
                at_home=("emergency",),
                home="own",
                allowed=("emergency", "spontaneous incident", "management meeting"),
            ),
            RuleSet(
                "inspectorate",
                "HMICFRS",
                "Whenever an officer is taken from usual work to do other duties for the force, "
                "such as training or covering roles outside the neighbourhood team.",
                "HMICFRS wording used for the neighbourhood policing guarantee, 2025",
            ),
        )
    }
)
"""The rule sets that ship; a casebook adds its own, or changes these, in its settings."""


@dataclass(frozen=True)
class Ground:
    """Which area lies in which, as far as rule sets ask."""

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


def counted(rule: RuleSet, abstraction: Abstraction, ground: Ground) -> bool:
    """Whether ``rule`` counts an abstraction."""
    return abstraction.code not in rule.at_home or not ground.at_home(rule, abstraction)


def outside_policy(rule: RuleSet, abstraction: Abstraction, ground: Ground) -> bool:
    """Whether it is counted and for a reason the rule's policy doesn't provide for.

    Never by a rule that lists no reasons.
    """
    if not rule.allowed or abstraction.code in rule.allowed:
        return False
    return counted(rule, abstraction, ground)


def rule_sets(own: Iterable[RuleSet]) -> dict[str, RuleSet]:
    """The rule sets of a casebook, by key: those that ship, and over them its ``own``.

    Raises :class:`BadValue` for one that can't be one, or that is there twice.
    """
    found = dict(RULE_SETS)
    mine: set[str] = set()
    for rule in own:
        rule.check()
        if rule.key in mine:
            raise BadValue(f"The rule set {rule.key} is there twice.")
        mine.add(rule.key)
        found[rule.key] = rule
    return found


def rule_called(key: str, own: Iterable[RuleSet]) -> RuleSet:
    """The rule set called ``key``; raises :class:`BadValue` naming those there are."""
    known = rule_sets(own)
    if key not in known:
        raise BadValue(f"There is no rule set '{key}' for abstractions: take {' or '.join(known)}.")
    return known[key]
