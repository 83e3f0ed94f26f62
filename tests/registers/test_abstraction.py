"""Rule sets for abstraction: each says what its force or the inspectorate wrote."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casebook.core.errors import BadValue
from casebook.core.rule_sets import RULE_SETS, RuleSet, rule_called, rule_sets
from casebook.core.settings import Settings, check_settings
from casebook.registers.abstraction import Abstraction, HomeAreas, counted, outside_policy

AREAS = HomeAreas(
    within={
        "B1": ("W1", "D1", "IA", "F"),
        "B2": ("W1", "D1", "F"),
        "W1": ("D1", "F"),
        "W9": ("D9", "IA", "F"),
        "HS-01": ("B1", "W1", "D1", "IA", "F"),
        "D1": ("F",),
        "D9": ("F",),
    },
    districts={"B1": "D1", "B2": "D1", "W1": "D1", "HS-01": "D1", "D1": "D1", "W9": "D9"},
)
"""Beats B1 and B2 in a ward of D1, a ward in D9, and an impact area across both districts."""


def _taken(code: str, to: str | None = None, **more: Any) -> Abstraction:
    values: dict[str, Any] = {"place": "B1", "at": date(2024, 10, 7), "hours": 4.0, **more}
    return Abstraction(code=code, to=to, **values)


@pytest.mark.parametrize(
    ("rule", "code", "to", "counts", "outside"),
    [
        # Cleveland: an emergency isn't an abstraction unless outside the officer's district
        ("cleveland", "emergency", None, False, False),
        ("cleveland", "emergency", "B1", False, False),
        ("cleveland", "emergency", "B2", False, False),
        ("cleveland", "emergency", "D1", False, False),
        ("cleveland", "emergency", "W9", True, False),
        ("cleveland", "emergency", "F", True, False),
        ("cleveland", "spontaneous incident", "B1", True, False),
        ("cleveland", "management meeting", "B1", True, False),
        ("cleveland", "training", None, True, False),
        # Kent: emergencies on the own beat are the beat's work; incidents and the superintendent's
        # direction are provided for; the policy prevents the rest
        ("kent", "emergency", None, False, False),
        ("kent", "emergency", "HS-01", False, False),
        ("kent", "emergency", "B2", True, False),
        ("kent", "emergency", "W9", True, False),
        ("kent", "spontaneous incident", "B2", True, False),
        ("kent", "management meeting", "B2", True, False),
        ("kent", "training", None, True, True),
        ("kent", "response cover", "B1", True, True),
        # the inspectorate: whenever taken from usual work
        ("inspectorate", "emergency", None, True, False),
        ("inspectorate", "emergency", "W9", True, False),
        ("inspectorate", "training", None, True, False),
        ("inspectorate", "spontaneous incident", "B1", True, False),
    ],
)
def test_each_rule_says_what_its_paper_says(
    rule: str, code: str, to: str | None, counts: bool, outside: bool
) -> None:
    """Paper 000 question 1, paper 003 paragraph 9, and the inspectorate's wording."""
    taken = _taken(code, to)
    assert counted(RULE_SETS[rule], taken, AREAS) is counts
    assert outside_policy(RULE_SETS[rule], taken, AREAS) is outside


def test_out_of_the_force_is_never_home() -> None:
    """Mutual aid to an emergency counts in every rule set, whatever area is named."""
    taken = _taken("emergency", "B1", elsewhere=True)
    assert all(counted(rule, taken, AREAS) for rule in RULE_SETS.values())


def test_an_impact_area_across_districts_makes_no_district_home() -> None:
    """B1 and W9 share one, and Cleveland still counts the emergency."""
    assert counted(RULE_SETS["cleveland"], _taken("emergency", "W9"), AREAS)


def test_where_no_district_is_known_only_the_own_area_is_home() -> None:
    """What can't be shown to be at home is counted."""
    nowhere = HomeAreas({}, {})
    assert not counted(RULE_SETS["cleveland"], _taken("emergency"), nowhere)
    assert counted(RULE_SETS["cleveland"], _taken("emergency", "B2"), nowhere)


def test_what_isnt_counted_is_never_outside_the_policy() -> None:
    """A rule that leaves training out doesn't call it a breach."""
    rule = RuleSet("x", "X", "w", "s", at_home=("training",), allowed=("emergency",))
    assert not outside_policy(rule, _taken("training"), AREAS)
    assert outside_policy(rule, _taken("training", "W9"), AREAS)


def test_a_force_adds_its_own_and_changes_those_that_ship() -> None:
    """By key; a rule that can't be one is refused in a sentence."""
    own = RuleSet(
        "lomea", "Lomea", "All but training counts.", "Policy 2024", at_home=("training",)
    )
    kent = RuleSet("kent", "Kent 2025", "All counts.", "Panel 2025")
    assert list(rule_sets([own, kent])) == ["cleveland", "kent", "inspectorate", "lomea"]
    assert rule_called("kent", [own, kent]).name == "Kent 2025"
    with pytest.raises(BadValue, match="There is no rule set 'leics' for abstractions: take "):
        rule_called("leics", [own])


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"key": "My Rule"}, "'My Rule' is no key of a rule set"),
        ({"wording": " "}, "The rule set lomea has no wording."),
        ({"source": ""}, "The rule set lomea has no source."),
        ({"home": "force"}, "Home of the rule set lomea is district or own, not 'force'."),
    ],
)
def test_settings_refuse_a_rule_set_that_cant_be_one(changed: dict[str, Any], says: str) -> None:
    """So that no figure is counted by a rule without words."""
    given = {"key": "lomea", "name": "Lomea", "wording": "w", "source": "s", **changed}
    with pytest.raises(BadValue, match=says):
        check_settings(Settings(abstraction_rules=(RuleSet(**given),)))


def test_settings_refuse_a_rule_set_twice_or_unknown() -> None:
    """One wording a key, and the one in use is one there is."""
    own = RuleSet("lomea", "Lomea", "w", "s")
    check_settings(Settings(abstraction_rule="lomea", abstraction_rules=(own,)))
    with pytest.raises(BadValue, match="The rule set lomea is there twice"):
        check_settings(Settings(abstraction_rules=(own, own)))
    with pytest.raises(BadValue, match="There is no rule set 'lomea'"):
        check_settings(Settings(abstraction_rule="lomea"))


def test_hours_of_an_abstraction_are_above_zero() -> None:
    """An abstraction of no time is none."""
    for hours in (0.0, -1.0):
        with pytest.raises(BadValue, match="Officer-hours takes a number above 0"):
            _taken("training", hours=hours).check()
