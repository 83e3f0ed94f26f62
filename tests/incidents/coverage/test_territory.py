"""Whose a place is, by the first that tells: its force area, its rows, the casebook's own force."""

from __future__ import annotations

from casebook.incidents.coverage.territory import Node, Territory

NAMES = {"kent": "Kent Police", "essex": "Essex Police", "british transport": "btp"}
FORCE, DISTRICT, HOTSPOT = 1, 2, 3
TREE = {
    FORCE: Node("force", ("Kent Police", "K"), ()),
    DISTRICT: Node("district", ("Thanet", "D1"), (FORCE,)),
    HOTSPOT: Node("hotspot", ("Quay", "HS-01"), (DISTRICT, FORCE)),
}
NO_FORCE_AREA = {HOTSPOT: Node("hotspot", ("Quay", "HS-01"), ())}


def test_the_force_area_it_lies_in_outranks_its_rows() -> None:
    """A neighbour's rows may be snapped to this side of the border."""
    land = Territory(NAMES, tree=TREE, inside={HOTSPOT: {"essex": 50}})
    assert land.whose(HOTSPOT) == "kent"


def test_else_the_rows_in_it_but_never_those_of_a_force_that_works_everywhere() -> None:
    """Transport police have most rows at a station and own none of it."""
    land = Territory(
        NAMES, tree=NO_FORCE_AREA, inside={HOTSPOT: {"british transport": 90, "kent": 6}}
    )
    assert land.whose(HOTSPOT) == "kent"


def test_few_rows_give_way_to_the_casebooks_own_force() -> None:
    """Under five may be strays."""
    land = Territory(NAMES, own="kent", tree=NO_FORCE_AREA, inside={HOTSPOT: {"essex": 2}})
    assert land.whose(HOTSPOT) == "kent"
    assert (
        Territory(NAMES, tree=NO_FORCE_AREA, inside={HOTSPOT: {"essex": 2}}).whose(HOTSPOT)
        == "essex"
    )


def test_a_place_with_no_rows_is_of_those_around_it_or_of_nobody() -> None:
    """Two forces and nothing near: nobody knows."""
    land = Territory(NAMES, tree=NO_FORCE_AREA, around={HOTSPOT: {"essex": 1}})
    assert land.whose(HOTSPOT) == "essex"
    assert Territory(NAMES, tree=NO_FORCE_AREA).whose(HOTSPOT) == ""
