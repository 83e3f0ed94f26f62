"""Rule sets: how a force says which deployments are abstractions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casebook.core.errors import BadValue
from casebook.core.fields import field

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
