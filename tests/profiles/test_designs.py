"""The design of an assessment: declared before the response, frozen by it, never rewritten."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import BadValue, NotAllowed, NotFound
from casebook.core.months import Month, Window
from casebook.figures.table import figures
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.incidents.queries import tallies as stored
from casebook.places import queries as places
from casebook.places.import_polygons import import_places
from casebook.places.place import Place
from casebook.profiles import casefile as profiles
from casebook.profiles import intake, linked_places
from casebook.profiles.design import Design
from casebook.profiles.designs import (
    SETTABLE,
    declared_in_words,
    propose_design,
    read_design,
    set_design,
)
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.profiles.responses.starts import read_responses
from tests import lomea
from tests.books import on

REF = "PMP-2024-001"
WINDOWS = {
    "code": "asb",
    "before_from": "2023-09",
    "before_to": "2024-02",
    "after_from": "2024-09",
    "after_to": "2025-02",
}


def add_areas(book: Book, folder: Path, kind: str, **west: float) -> None:
    """Squares a hundredth of a degree wide as places of ``kind``, by ref."""
    features = [lomea.square(at, ref.replace("_", "-"), "") for ref, at in west.items()]
    path = folder / f"{kind}-{'-'.join(west)}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    import_places(book, path, follow=follow_boundaries, kind=kind)


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """HS-01 at 1.50 with a profile, HS-02 at 1.52, and comparison areas clear of both."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    add_areas(book, tmp_path, "control", C_1=1.60, BC_1=1.62)
    add_areas(book, tmp_path, "buffer", B_1=1.51)
    new = Profile(REF, "Noise in the park")
    intake.new_profile(on(book, date(2024, 8, 20)), new, hotspots=["HS-01"])
    return book


def roles(book: Book) -> dict[str, str]:
    """What each place is to the profile."""
    return {link.place: link.role for link in profiles.read_profile(book, REF).places}


def begin(book: Book, on: str = "2024-09-01") -> None:
    """Begin the response with an action."""
    profiles.add_action(book, REF, {"title": "patrols", "start": on})


def test_a_design_keeps_its_areas_and_one_set_of_boundaries(town: Book) -> None:
    """Of the hotspot, the control, the buffer and the buffer's control, in that order."""
    areas = {"controls": ["C-1"], "buffers": ["B-1"], "buffer_controls": ["BC-1"]}
    declared = set_design(town, REF, WINDOWS | areas)
    design = declared.design
    assert design is not None
    with town.store.reading() as tx:
        drawn = places.boundaries(tx, ("hotspot", "control", "buffer"))
    refs = {boundary.id: boundary.ref for boundary in drawn}
    assert [refs[each] for each in design.boundaries] == ["HS-01", "C-1", "B-1", "BC-1"]
    assert (design.number, design.at, design.days_late) == (1, date(2024, 12, 18), None)
    assert roles(town) == {
        "HS-01": "target",
        "C-1": "control",
        "B-1": "buffer",
        "BC-1": "buffer's control",
    }
    assert read_design(town, REF) == declared


def test_before_the_response_an_edit_replaces_the_design(town: Book) -> None:
    """One version, what isn't given stays, and areas taken out are no longer tied."""
    set_design(town, REF, WINDOWS | {"controls": ["C-1"], "buffers": ["B-1"]})
    changed = set_design(town, REF, {"controls": ["BC-1"], "after_to": "2025-01"})
    (design,) = changed.versions
    assert (design.number, design.after_to, design.version) == (1, Month(2025, 1), 2)
    assert (design.controls, design.buffers, design.code) == (("BC-1",), ("B-1",), "asb")
    assert roles(town) == {"HS-01": "target", "BC-1": "control", "B-1": "buffer"}


def test_the_same_design_again_changes_nothing(town: Book) -> None:
    """Neither a version nor an entry of the history, frozen or not."""
    set_design(town, REF, WINDOWS)
    begin(town)
    with town.store.reading() as tx:
        before = tx.history.head()
    assert len(set_design(town, REF, WINDOWS).versions) == 1
    with town.store.reading() as tx:
        assert tx.history.head() == before


def test_once_the_response_has_begun_a_change_takes_a_reason_and_makes_a_version(
    town: Book,
) -> None:
    """The response began on 1 Sep, 108 days before today; both versions stay."""
    set_design(town, REF, WINDOWS)
    begin(town)
    with pytest.raises(BadValue) as refused:
        set_design(town, REF, {"after_to": "2025-01"})
    assert str(refused.value) == (
        "The design of PMP-2024-001 has been frozen since the response began on 1 Sep 2024: "
        "say why it changes with --reason."
    )
    declared = set_design(town, REF, {"after_to": "2025-01", "reason": "data stops in January"})
    first, second = declared.versions
    assert (first.number, first.after_to, first.days_late) == (1, Month(2025, 2), None)
    assert (second.number, second.after_to, second.days_late) == (2, Month(2025, 1), 108)
    assert (first.reason, second.reason) == ("", "data stops in January")
    assert declared.design == second


def test_a_late_design_is_taken_and_says_how_late(town: Book) -> None:
    """Declared 108 days after; on the day itself; and before."""
    begin(town)
    design = set_design(town, REF, WINDOWS).design
    assert design is not None
    assert design.days_late == 108
    began = date(2024, 9, 1)
    assert declared_in_words(design, began) == (
        "18 Dec 2024: declared 108 days after the response began"
    )
    on_the_day = dataclasses.replace(design, at=began)
    assert "on the day the response began" in declared_in_words(on_the_day, began)
    early = dataclasses.replace(design, at=date(2024, 8, 31), days_late=None)
    assert "before the response began" in declared_in_words(early, began)
    assert "before the response began" in declared_in_words(early, None)


def test_an_action_entered_afterwards_can_make_a_design_late(town: Book) -> None:
    """Declared today; then somebody enters that the response began a week ago."""
    set_design(town, REF, WINDOWS)
    begin(town, "2024-12-11")
    (version,) = read_design(town, REF).encode()["versions"]
    assert version["days_late"] is None
    assert version["declared"] == "18 Dec 2024: declared 7 days after the response began"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"before_to": None}, "Say which months are compared: --before"),
        ({"code": ""}, "Say what is counted: --code asb"),
        ({"code": "noise"}, "There is no count group 'noise': it is one of"),
        ({"before_to": "2023-08"}, "The window 2023-09 to 2023-08 ends before it starts."),
        (
            {"before_to": "2024-09"},
            "The window before (Sep 2023 to Sep 2024) must end before the window after (Sep 2024",
        ),
        ({"number": 7}, "A design takes code, before_from"),
        ({"controls": ["HS-02"]}, "HS-02 is a hotspot and can't be a control: import the area"),
        ({"controls": ["B-1"]}, "B-1 is a buffer and can't be a control"),
        ({"buffers": ["C-1"]}, "C-1 is a control and can't be a buffer"),
        (
            {"controls": ["C-1"], "buffer_controls": ["C-1"]},
            "C-1 is named twice: a comparison area has one part in a design.",
        ),
    ],
)
def test_a_design_that_cannot_be_meant_is_refused(
    town: Book, changes: dict[str, Any], sentence: str
) -> None:
    """One sentence that says what to do, and nothing is kept or tied."""
    with pytest.raises(BadValue) as refused:
        set_design(town, REF, WINDOWS | changes)
    assert str(refused.value).startswith(sentence)
    assert read_design(town, REF).versions == ()
    assert roles(town) == {"HS-01": "target"}


def test_an_unknown_comparison_area_names_those_like_it(town: Book) -> None:
    """Only areas of the right kind are offered."""
    with pytest.raises(NotFound, match=r"no comparison area 'B-11'.*Did you mean B-1\?"):
        set_design(town, REF, WINDOWS | {"buffers": ["B-11"]})


@pytest.mark.parametrize(
    ("kind", "part", "west", "said"),
    [
        ("control", "controls", 1.495, r"HS-01 \(target\) and X-1 \(control\) overlap by"),
        ("buffer", "buffers", 1.495, r"HS-01 \(target\) and X-1 \(buffer\) overlap by"),
        ("control", "controls", 1.515, r"X-1 \(control\) and B-1 \(buffer\) overlap by"),
    ],
)
def test_areas_that_overlap_in_different_parts_are_refused(
    town: Book, tmp_path: Path, kind: str, part: str, west: float, said: str
) -> None:
    """What happens in both would count on both sides; a shared edge is no overlap."""
    add_areas(town, tmp_path, kind, X_1=west)
    areas = {"buffers": ["B-1"]} | {part: ["X-1"]}
    with pytest.raises(BadValue, match=said):
        set_design(town, REF, WINDOWS | areas)
    assert set_design(town, REF, WINDOWS | {"buffers": ["B-1"]}).design


def test_two_controls_may_overlap(town: Book, tmp_path: Path) -> None:
    """They are one side together, where an incident counts once."""
    add_areas(town, tmp_path, "control", X_1=1.605)
    assert set_design(town, REF, WINDOWS | {"controls": ["C-1", "X-1"]}).design


def test_a_comparison_area_belongs_to_one_design(town: Book) -> None:
    """Another profile's, in its design or only tied to it, is refused by name."""
    set_design(town, REF, WINDOWS | {"controls": ["C-1"]})
    intake.new_profile(town, Profile("PMP-2", "Fights"), hotspots=["HS-02"])
    with pytest.raises(BadValue, match=f"C-1 belongs to the design of {REF}"):
        set_design(town, "PMP-2", WINDOWS | {"controls": ["C-1"]})
    set_design(town, REF, {"controls": []})
    linked_places.link_place(town, REF, "C-1", "control")
    with pytest.raises(BadValue, match=f"C-1 belongs to the design of {REF}"):
        set_design(town, "PMP-2", WINDOWS | {"controls": ["C-1"]})
    linked_places.unlink_place(town, REF, "C-1")
    assert set_design(town, "PMP-2", WINDOWS | {"controls": ["C-1"]}).design


def test_another_hotspot_in_a_comparison_area_is_noted(town: Book, tmp_path: Path) -> None:
    """HS-02 lies half in the buffer at 1.515: taken, and said."""
    add_areas(town, tmp_path, "buffer", X_1=1.515)
    notes = set_design(town, REF, WINDOWS | {"buffers": ["X-1"]}).notes
    (said,) = [note for note in notes if "another hotspot" in note]
    assert said.startswith("HS-02, another hotspot, lies in X-1 (buffer) with ")


def test_what_a_reader_must_know_is_noted(town: Book) -> None:
    """Windows of two lengths, a start inside one, months not loaded, nothing to compare with."""
    begin(town, "2024-11-15")
    changes = WINDOWS | {"before_from": "2023-08", "after_from": "2024-09"}
    nothing = "No comparison area is declared: a change here can't be told from one that happened"
    assert set_design(town, REF, changes).notes == (
        "The windows differ in length: 7 and 6 months.",
        "The response began on 15 Nov 2024, after the first day of the window after.",
        "ASB isn't loaded for Aug 2023.",
        f"{nothing} everywhere.",
    )
    changes = {"before_to": "2024-11", "after_from": "2024-12", "reason": "x"}
    notes = set_design(town, REF, changes).notes
    assert "The response began on 15 Nov 2024, inside the window before." in notes


def test_a_boundary_drawn_since_is_noted_and_not_taken(town: Book, tmp_path: Path) -> None:
    """The design keeps the boundaries it was declared with until it is set again."""
    before = set_design(town, REF, WINDOWS | {"controls": ["C-1"]}).design
    add_areas(town, tmp_path, "control", C_1=1.64)
    declared = read_design(town, REF)
    assert declared.design == before
    assert declared.notes[-1].startswith("Drawn or tied since this was declared: C-1.")
    again = set_design(town, REF, {"controls": ["C-1"]})
    assert before is not None
    assert again.design is not None
    assert again.design.boundaries != before.boundaries
    assert again.notes == ()


def test_a_profile_without_a_hotspot_has_nowhere_to_count(town: Book) -> None:
    """Neither proposed nor set, until it is tied to one."""
    intake.new_profile(town, Profile("PMP-2", "Fraud"))
    for attempt in (
        lambda: propose_design(town, "PMP-2"),
        lambda: set_design(town, "PMP-2", WINDOWS),
    ):
        with pytest.raises(BadValue, match="PMP-2 has no hotspot to count in: tie it to one"):
            attempt()


def test_a_proposal_is_six_months_and_the_same_a_year_before(town: Book) -> None:
    """From the next whole month after today; from the response's start once there is one."""
    design = propose_design(town, REF)
    assert (design.after_from, design.after_to) == (Month(2025, 1), Month(2025, 6))
    assert (design.before_from, design.before_to) == (Month(2024, 1), Month(2024, 6))
    assert (design.code, design.controls) == ("serious-violence", ())
    begin(town, "2024-09-01")
    assert propose_design(town, REF).after_from == Month(2024, 9)
    begin(town, "2024-08-30")
    assert propose_design(town, REF).after_from == Month(2024, 9)
    assert read_design(town, REF).versions == ()


def test_the_start_is_the_first_delivered_patrol_or_action(town: Book, tmp_path: Path) -> None:
    """As the figures have it; a patrol that went before the profile was opened counts too.

    It went on the first day of patrol records, so the response may have begun before that.
    """
    lomea.add_patrols(
        town,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-08-19 10:00,2024-08-19 11:00,PC:2,foot,core,sheet",
        "LN21,HS-02,2024-08-21 10:00,2024-08-21 11:00,PC:2,foot,core,sheet",
        "LN21,HS-01,2024-08-25 23:30,2024-08-26 00:30,PC:2,foot,core,sheet",
    )
    assert read_design(town, REF).began == date(2024, 8, 19)
    begin(town, "2024-08-12")
    assert read_design(town, REF).began == date(2024, 8, 12)
    with town.store.reading() as tx:
        response = read_responses(tx, town.zone, town.today)["HS-01"]
    assert response.began == read_design(town, REF).began
    assert response.beginning is not None
    assert response.beginning.words == "on or before 12 Aug 2024 (patrol records begin later)"


def test_a_later_profile_on_the_same_hotspot_thaws_nothing(town: Book, tmp_path: Path) -> None:
    """The first profile's response began before the second was opened, and stays begun."""
    lomea.add_patrols(
        town,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-09-01 10:00,2024-09-01 11:00,PC:2,foot,core,sheet",
    )
    set_design(town, REF, WINDOWS)
    later = Profile("PMP-2", "Fights")
    intake.new_profile(on(town, date(2024, 10, 1)), later, hotspots=["HS-01"])
    with pytest.raises(BadValue, match="frozen since the response began on 1 Sep 2024"):
        set_design(town, REF, {"after_to": "2025-01"})
    assert read_design(town, "PMP-2").began is None


def test_only_those_who_may_edit_the_profile_set_its_design(town: Book) -> None:
    """And nobody once it is over."""
    officer = dataclasses.replace(town, account=Account("o", roles=("officer",)))
    with pytest.raises(NotAllowed, match="o may not edit PMP-2024-001"):
        set_design(officer, REF, WINDOWS)
    with town.store.writing() as tx:
        profile = tx.load_one(Profile, ref=REF)
        assert profile is not None
        tx.save(profile, dataclasses.replace(profile, status="closed"), town.author)
    with pytest.raises(BadValue, match="is closed: it can be read, not changed"):
        set_design(town, REF, WINDOWS)


def test_hostile_text_is_kept_as_typed(town: Book) -> None:
    """In the reason of the design."""
    words = "[/red] <script>x</script> abc 😀 =1+1"
    design = set_design(town, REF, WINDOWS | {"text": words}).design
    assert design is not None
    assert design.text == words
    assert "text" in SETTABLE
    assert "boundaries" not in SETTABLE


@pytest.mark.parametrize("incidents_first", [True, False])
def test_comparison_areas_hold_incidents_whichever_comes_first(
    book: Book, tmp_path: Path, incidents_first: bool
) -> None:
    """20 ASB calls in August at 1.525, in a control and a buffer drawn there."""

    def areas() -> None:
        add_areas(book, tmp_path, "control", C_1=1.52)
        add_areas(book, tmp_path, "buffer", B_1=1.521)

    if not incidents_first:
        areas()
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    if incidents_first:
        areas()
    with book.store.reading() as tx:
        drawn = places.boundaries(tx, ("control", "buffer"))
        for boundary in drawn:
            tallies = stored.tallies(tx, [boundary.id], 202408, 202408)
            assert [tally.number for tally in tallies] == [20], boundary.ref
    assert len(drawn) == 2


def test_a_comparison_area_lies_in_its_ward_and_is_no_hotspot(book: Book, tmp_path: Path) -> None:
    """It has a parent like a hotspot, and neither themes nor a row of figures."""
    add_areas(book, tmp_path, "ward", W_1=1.60)
    add_areas(book, tmp_path, "control", C_1=1.60)
    with book.store.reading() as tx:
        found = {place.ref: place for place in tx.load(Place)}
    assert (found["C-1"].kind, found["C-1"].parent) == ("control", "W-1")
    assert figures(book, Window.parse("2024-08")).rows == ()


def test_every_register_field_of_a_design_round_trips(town: Book) -> None:
    """What is stored is what was declared."""
    areas = {"controls": ["C-1"], "buffers": ["B-1"], "buffer_controls": ["BC-1"]}
    design = set_design(town, REF, WINDOWS | areas | {"text": "why"}).design
    with town.store.reading() as tx:
        assert tx.load(Design, profile=REF) == (design,)
        links = tx.load(ProfilePlace, profile=REF)
    assert len(links) == 4
