"""The rule by which pings become time, asked for in minutes and said in words."""

from __future__ import annotations

from casebook.core.errors import BadValue
from casebook.core.wording import in_minutes
from geo.dosage.rule import Rule


def rule_of(gap: float, min_stay: float) -> Rule:
    """The rule with these minutes; raises :class:`BadValue` for those that can't be meant."""
    if not 0 < gap <= 120:
        raise BadValue(
            "The gap that ends a visit is more than 0 and at most 120 minutes, such as 5."
        )
    if not 0 <= min_stay <= 60:
        raise BadValue("The shortest stay that is a visit is at most 60 minutes, such as 2.")
    return Rule(gap=max(round(gap * 60), 1), shortest=round(min_stay * 60))


def rule_sentence(rule: Rule, setting: str = "") -> str:
    """How pings become time; ``setting`` says where the gap comes from."""
    gap, outside = in_minutes(rule.gap), in_minutes(rule.shortest)
    return (
        f"A visit ends when its unit has been outside, or without a ping, for {gap} or more"
        f"{setting}, or for three intervals where that is longer. Its time is from half an "
        "interval before its first ping inside to half an interval after its last, without any "
        f"time outside of {outside} or more."
    )
