"""What belongs to a count group, and which sources can tell it apart."""

from __future__ import annotations

import pytest

from casebook.core.codes import COUNT_GROUPS, CountGroup
from casebook.incidents.types import IncidentType, hiding, members, tells_apart

BURGLARY, HOMES, SHOPS, ROBBERY, ASB, LOOSE = range(6)
TYPES = (
    IncidentType("Burglary", "crime"),
    IncidentType("Residential burglary", "crime", "Burglary"),
    IncidentType("Business burglary", "crime", "Burglary"),
    IncidentType("Robbery", "crime"),
    IncidentType("Anti-social behaviour", "asb"),
    IncidentType("RESIDENTIAL - BURGLARY", "crime"),
)
RESIDENTIAL = COUNT_GROUPS["residential-burglary"]
PERSONAL = COUNT_GROUPS["personal-robbery"]
VEHICLES = COUNT_GROUPS["vehicle-crime"]
MIXED = CountGroup("mixed", "Mixed", types=("Residential burglary", "Robbery"))


def test_a_type_brings_its_sub_types_and_a_sub_type_only_itself() -> None:
    """However a source writes it; of the group's kind only."""
    burglary = CountGroup("b", "Burglary", types=("burglary",))
    assert members(burglary, TYPES) == {BURGLARY, HOMES, SHOPS}
    assert members(RESIDENTIAL, TYPES) == {HOMES, LOOSE}
    assert members(COUNT_GROUPS["asb"], TYPES) == {ASB}
    assert members(COUNT_GROUPS["crime"], TYPES) == {BURGLARY, HOMES, SHOPS, ROBBERY, LOOSE}


def test_the_type_alone_may_hide_a_sub_type() -> None:
    """Burglary without a sub-type may be residential; it hides nothing of all burglary."""
    assert hiding(RESIDENTIAL, TYPES) == {BURGLARY}
    assert hiding(PERSONAL, TYPES) == {ROBBERY}
    assert hiding(MIXED, TYPES) == {BURGLARY}
    assert hiding(CountGroup("b", "B", types=("Burglary",)), TYPES) == frozenset()


@pytest.mark.parametrize(
    ("group", "used", "subtypes", "answer"),
    [
        (RESIDENTIAL, {BURGLARY, ROBBERY}, False, False),
        (RESIDENTIAL, {BURGLARY, HOMES}, True, True),
        (RESIDENTIAL, {BURGLARY, HOMES}, False, False),
        (RESIDENTIAL, {LOOSE}, False, True),
        (PERSONAL, {BURGLARY, HOMES}, True, True),
        (PERSONAL, {ASB}, True, False),
        (MIXED, {BURGLARY, ROBBERY}, False, False),
        (MIXED, {ROBBERY, LOOSE}, False, True),
        (MIXED, {HOMES}, True, True),
        (VEHICLES, {BURGLARY}, False, False),
        (VEHICLES, {BURGLARY, HOMES}, True, True),
        (CountGroup("typo", "Typo", types=("Vehicel crime",)), {BURGLARY, HOMES}, True, False),
        (COUNT_GROUPS["crime"], {ROBBERY}, False, True),
    ],
)
def test_a_source_tells_a_group_by_the_words_it_uses(
    group: CountGroup, used: set[int], subtypes: bool, answer: bool
) -> None:
    """Sub-types need a source that gives them or has them as types; one it never named is none.

    That last only where group and source both use open data's types.
    """
    assert tells_apart(group, TYPES, used, subtypes=subtypes) is answer


def test_a_source_with_its_own_words_tells_no_shipped_sub_type() -> None:
    """Where burglary is called something else, no residential burglary is no zero."""
    types = (IncidentType("Dwelling", "crime", "BURGLARY OFFENCES"),)
    assert not tells_apart(RESIDENTIAL, types, {0}, subtypes=True)
