"""Areas kept by hand: what they lie in and group, who may move them, and taking it back."""

from __future__ import annotations

from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.errors import (
    AlreadyThere,
    BadValue,
    CasebookError,
    NotAllowed,
    NotFound,
    StaleRecord,
)
from casebook.places import queries as places
from casebook.places.areas import add_area, edit_area, list_areas, show_area
from casebook.places.place import Place
from casebook.registers.statements.community import current_priorities
from casebook.upkeep.undo import undo
from tests.figures.ward_town import acting, add, make_town, sound


@pytest.fixture
def town(book: Book) -> Book:
    """Two districts of wards."""
    return make_town(book)


def _impact(town: Book, **more: Any) -> Place:
    values = {"kind": "impact area", "parent": "harbour", "groups": ["W1", "mole"], **more}
    return add_area(town, "IA-1", values)


def test_an_impact_area_groups_areas_and_what_lies_in_them(town: Book) -> None:
    """Called by ref, name or alias, kept by ref; hotspots of its wards lie in it."""
    added = _impact(town, parent="nh", groups=["W1", "mole", "W1"])
    assert (added.parent, added.groups) == ("D1", ("W1", "W2"))
    shown = show_area(town, "ia-1")
    assert (shown["areas"], shown["hotspots"]) == (["B1", "W1", "W2"], ["HS-01"])
    with town.store.reading() as tx:
        assert "IA-1" in places.ancestors(tx)["HS-01"]
    sound(town)


def test_an_area_is_shown_with_what_is_kept_of_it(town: Book) -> None:
    """By name too; its own current priorities are counted."""
    add(town, "priority", "W1", text="Speeding")
    add(town, "priority", "W1", text="Litter", until="2024-12-17", at="2024-11-01")
    shown = show_area(town, "quay")
    assert (shown["ref"], shown["kind"], shown["officer"]) == ("W1", "ward", "PCSO 7114")
    assert (shown["lies_in"], shown["areas"]) == (["D1", "LOM"], ["B1"])
    assert (shown["hotspots"], current_priorities(town, "W1")) == (["HS-01"], 1)
    for ref in ("HS-01", "Kay"):
        with pytest.raises(NotFound, match=f"There is no area '{ref}'"):
            show_area(town, ref)


def test_areas_are_listed_the_widest_first(town: Book) -> None:
    """Of one kind where asked; hotspots are none."""
    refs = [area.ref for area in list_areas(town)]
    assert refs == ["LOM", "D1", "D2", "W1", "W2", "W3", "B1"]
    assert [area.ref for area in list_areas(town, "ward")] == ["W1", "W2", "W3"]
    with pytest.raises(BadValue, match="not 'wards'; did you mean ward"):
        list_areas(town, "wards")


@pytest.mark.parametrize(
    ("ref", "values", "says"),
    [
        ("W1", {"kind": "ward"}, "There is already a ward 'W1'"),
        ("w1", {"kind": "ward"}, "Ref: there is W1 already, which only looks different from w1."),
        ("W9", {"kind": "parish"}, "Kind takes one of force, district, ward, beat, impact area, "),
        ("W9", {"kind": "hotspot"}, "Kind takes one of force"),
        ("W9", {"kind": "ward", "parent": "D9"}, "There is no place 'D9'"),
        ("W9", {"kind": "ward", "parent": "W1"},
         "Lies in: W1 is of kind ward; wards lie in a district or force."),
        ("W9", {"kind": "ward", "parent": "HS-01"}, "Lies in: HS-01 is of kind hotspot"),
        ("F2", {"kind": "force", "parent": "LOM"}, "a force lies in nothing"),
        ("W9", {"kind": "ward", "groups": ["W1"]},
         "Groups: only an impact area groups others, and W9 is none."),
        ("IA-1", {"kind": "impact area", "groups": ["W1", "W9"]}, "There is no place 'W9'"),
        ("IA-1", {"kind": "impact area", "groups": ["HS-01"]},
         "Groups: HS-01 is of kind hotspot; impact areas group districts or wards or beats."),
        ("IA-1", {"kind": "impact area", "parent": "D1", "groups": ["D1"]},
         "Groups: IA-1 lies in D1, so it can't be made of it."),
        ("W9", {"kind": "ward", "aliases": ["w2"]}, "Also called: W2 is called 'w2' already."),
        ("W9", {"kind": "ward", "aliases": ["Quay"]}, "Also called: W1 is called 'Quay' already."),
        ("W9", {"kind": "ward", "aliases": ["nh"]}, "Also called: D1 is called 'nh' already."),
        (" ", {"kind": "ward"}, "Ref: it has no ref."),
        ("x" * 61, {"kind": "ward"}, "Ref: its ref is longer than 60 characters."),
        ("a\x1bb", {"kind": "ward"}, "Ref: its ref holds control characters."),
        ("W9", {"kind": "ward", "officer": "PC Brian Smith"}, "This looks like personal data"),
    ],
)  # fmt: skip
def test_an_area_that_cannot_stand_is_refused_in_a_sentence(
    town: Book, ref: str, values: dict[str, Any], says: str
) -> None:
    """And nothing is kept."""
    with pytest.raises((AlreadyThere, CasebookError)) as refused:
        add_area(town, ref, values)
    assert says in str(refused.value)
    assert len(list_areas(town)) == 7


def test_an_edit_looks_only_at_what_it_changes(town: Book) -> None:
    """A parent that stood may stand on; ref and kind are kept; the second of two is refused."""
    with town.store.writing() as tx:
        tx.save(None, Place("W8", "ward", parent="W1"), town.author)
    edited = edit_area(town, "W8", {"officer": "PC 12", "aliases": ["Point"]})
    assert (edited.parent, edited.officer) == ("W1", "PC 12")
    with pytest.raises(BadValue, match="Lies in: W2 is of kind ward"):
        edit_area(town, "W8", {"parent": "W2"})
    for values in ({"kind": "beat"}, {"ref": "W7"}):
        with pytest.raises(BadValue, match="W8 keeps its ref and its kind"):
            edit_area(town, "W8", values)
    with pytest.raises(StaleRecord, match="Area W8 was changed"):
        edit_area(town, "W8", {"officer": "PC 13"}, version=edited.version - 1)


def test_nobody_enlarges_an_area_beyond_their_own(town: Book) -> None:
    """Editing within it is theirs; moving another's ward in, or a ward out, is not."""
    sergeant = acting(town, "sgt.h")
    assert edit_area(sergeant, "W2", {"officer": "PCSO 1"}).officer == "PCSO 1"
    assert _impact(sergeant).ref == "IA-1"
    for login, ref, values, says in (
        ("sgt.h", "W3", {"officer": "PC 1"}, "sgt.h may not edit W3: it lies outside D1"),
        ("sgt.h", "IA-1", {"groups": ["W1", "W2", "W3"]}, "may not edit W3"),
        ("sgt.h", "W2", {"parent": "D2"}, "may not edit D2"),
        ("ins.s", "W2", {"parent": "D2"}, "ins.s may not edit W2"),
        ("pc.h", "W2", {"officer": "PC 1"}, "pc.h may not edit W2: a sergeant"),
        ("eye", "W2", {"officer": "PC 1"}, "eye may not edit W2"),
    ):
        with pytest.raises(NotAllowed, match=says):
            edit_area(acting(town, login), ref, values)
    made: tuple[tuple[dict[str, Any], str], ...] = (
        ({"kind": "ward", "parent": "D2"}, "may not edit N1: it lies outside D1"),
        ({"kind": "ward"}, "may not edit N1: it lies outside D1"),
        ({"kind": "impact area", "parent": "D1", "groups": ["W3"]}, "may not edit W3"),
    )
    for new, says in made:
        with pytest.raises(NotAllowed, match=says):
            add_area(sergeant, "N1", new)
    assert edit_area(acting(town, "ana"), "W2", {"parent": "D2"}).parent == "D2"


def test_what_was_done_to_an_area_is_undone(town: Book) -> None:
    """An edit is put back, an area made is removed; the check finds nothing wrong."""
    sergeant = acting(town, "sgt.h")
    _impact(sergeant)
    edit_area(sergeant, "W2", {"officer": "PCSO 1", "aliases": ["Point"]}, why="New post")
    assert undo(sergeant).steps == ("W2: 'Also called', 'Named officer' put back",)
    assert undo(sergeant).steps == ("IA-1: removed",)
    assert [area.ref for area in list_areas(town, "impact area")] == []
    sound(town)


def test_an_area_that_others_name_is_not_removed_again(town: Book) -> None:
    """Whoever names it is said."""
    sergeant = acting(town, "sgt.h")
    add_area(sergeant, "W4", {"kind": "ward", "parent": "D1"})
    add(town, "priority", "W4", text="Speeding")
    with pytest.raises(BadValue, match="W4 can't be removed again: W4 priority 1 refers to it"):
        undo(sergeant)
    sound(town)


def test_a_move_that_is_no_longer_allowed_is_not_undone(town: Book) -> None:
    """A rule holds when it is taken back too: another has the alias now."""
    analyst = acting(town, "ana")
    edit_area(town, "W1", {"aliases": ["Point"]})
    edit_area(analyst, "W2", {"officer": "PC 1"})
    edit_area(town, "W1", {"aliases": []})
    edit_area(analyst, "W2", {"aliases": ["Point"]})
    edit_area(analyst, "W2", {"aliases": []})
    edit_area(town, "W1", {"aliases": ["Point"]})
    with pytest.raises(BadValue, match="Also called: W1 is called 'Point' already"):
        undo(analyst)


def test_a_parent_that_is_gone_is_not_put_back(town: Book) -> None:
    """Whoever made it took it away meanwhile."""
    analyst, sergeant = acting(town, "ana"), acting(town, "sgt.h")
    add_area(analyst, "D3", {"kind": "district"})
    edit_area(town, "W2", {"parent": "D3"})
    edit_area(town, "W2", {"parent": "D1"})
    assert undo(analyst).steps == ("D3: removed",)
    with pytest.raises(NotFound, match="There is no place 'D3'"):
        undo(town)
    assert edit_area(sergeant, "W2", {"officer": "PC 1"}).parent == "D1"
    sound(town)
