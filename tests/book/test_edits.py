"""An edit over a version that may not stand: what it was made from is found in the history."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebook.book.edits import FileEdit
from casebook.book.opening import Book
from casebook.core.errors import BadValue, ClashingEdit, StaleRecord
from casebook.core.fields import encode
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.places.areas import edit_area
from casebook.places.import_polygons import import_places
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers.entries import add_entry, edit_entry
from tests.books import make_book
from tests.lomea_areas import box

REF = "PMP-2024-001"
FIELDS = ("text", "lies", "marking")
TEXTS = st.sampled_from(["one", "two", "three"])
EDITS = st.lists(st.tuples(st.sampled_from(FIELDS), TEXTS), max_size=5)


@pytest.fixture
def team(book: Book) -> Book:
    """A casebook with a profile."""
    intake.new_profile(book, Profile(REF, "Noise by the quay"))
    return book


def test_a_stage_is_merged_with_what_was_written_meanwhile(team: Book) -> None:
    """Events by one, the place by the other: both stand, and the first is named."""
    stage = profiles.edit_stage(team, REF, "scan", {"events": "Shouting"}).stage("scan")
    profiles.edit_stage(team, REF, "scan", {"events": "Fights"})
    typed = FileEdit(stage.version)
    whole = encode(stage.body) | {"similarity": "Fridays"}
    after = profiles.edit_stage(team, REF, "scan", whole, version=typed).stage("scan")
    assert (after.body.events, after.body.similarity) == ("Fights", "Fridays")
    (told,) = typed.merged
    assert (told.who, told.record) == ("admin", f"{REF} scan 1")
    assert told.label.startswith("Events")


def test_the_same_field_stops_it_and_shows_both(team: Book) -> None:
    """Who and when too; nothing is written, of the other fields neither."""
    stage = profiles.edit_stage(team, REF, "scan", {"events": "Shouting"}).stage("scan")
    profiles.edit_stage(team, REF, "scan", {"events": "Fights"})
    whole = {"events": "Music", "similarity": "Fridays"}
    with pytest.raises(ClashingEdit, match="has been changed since the JSON was made") as raised:
        profiles.edit_stage(team, REF, "scan", whole, version=FileEdit(stage.version))
    (clash,) = raised.value.clashes
    assert (clash.theirs, clash.mine, clash.who) == ("Fights", "Music", "admin")
    assert clash.at.startswith("2024-12-18T12:00")
    assert (clash.version, clash.stands) == (stage.version, stage.version + 1)
    now = profiles.read_profile(team, REF).stage("scan").body
    assert (now.events, now.similarity) == ("Fights", "")


def test_without_a_version_blanks_are_filled_and_nothing_is_replaced(team: Book) -> None:
    """The fields that stand are named; --overwrite puts the JSON over them."""
    profiles.edit_stage(team, REF, "scan", {"events": "Fights"})
    filled = {"events": "Fights", "similarity": "Fridays"}
    after = profiles.edit_stage(team, REF, "scan", filled, version=FileEdit(None)).stage("scan")
    assert after.body.similarity == "Fridays"
    with pytest.raises(ClashingEdit, match="has no version") as raised:
        profiles.edit_stage(team, REF, "scan", {"events": "Music"}, version=FileEdit(None))
    assert raised.value.clashes[0].who == "admin"
    over = FileEdit(None, overwrite=True)
    after = profiles.edit_stage(team, REF, "scan", {"events": "Music"}, version=over).stage("scan")
    assert after.body.events == "Music"


def test_a_version_that_never_was_is_refused(team: Book) -> None:
    """It comes from another casebook, or from a mistake."""
    with pytest.raises(BadValue, match=f"{REF} has no version 9: it stands at 1"):
        profiles.edit_profile(team, REF, {"title": "Music"}, version=FileEdit(9))


def test_a_form_is_told_as_before(team: Book) -> None:
    """It shows both itself: a number stands for what was on the screen."""
    with pytest.raises(StaleRecord, match="after you opened it"):
        profiles.edit_profile(team, REF, {"title": "Music"}, version=7)


def test_what_an_import_changes_is_never_written_over_unseen(book: Book, tmp_path: Path) -> None:
    """An import has no entry for each place: its fields aren't known as they were."""
    path = tmp_path / "wards.geojson"

    def bring(name: str) -> None:
        feature = box("W1", 1.49, 1.515)
        feature["properties"] = {"ref": "W1", "name": name}
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        import_places(book, path, follow=follow_boundaries, kind="ward")

    bring("Quay")
    first = edit_area(book, "W1", {"officer": "PCSO 7114"})
    bring("Quayside")
    with pytest.raises(ClashingEdit) as raised:
        edit_area(book, "W1", {"name": "Harbour"}, version=FileEdit(first.version))
    assert [(each.theirs, each.mine) for each in raised.value.clashes] == [("Quayside", "Harbour")]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """One casebook for every example, each with a document of its own."""
    book = make_book(tmp_path_factory.mktemp("edits"))
    intake.new_profile(book, Profile(REF, "Noise by the quay"))
    yield book
    book.store.close()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS, back=st.integers(0, 5), mine=st.dictionaries(st.sampled_from(FIELDS), TEXTS))
def test_the_version_an_edit_was_made_from_is_found(
    shared: Book, edits: list[tuple[str, str]], back: int, mine: dict[str, str]
) -> None:
    """Whatever was written since: the outcome is that of a merge with the record as it was."""
    made = add_entry(shared, "document", REF, {"text": "Survey", "lies": "Folder 12"})
    number, versions = made.id, [encode(made)]
    for name, text in edits:
        after = edit_entry(shared, "document", number, {name: text})
        if after.version > len(versions):
            versions.append(encode(after))
    at = max(1, len(versions) - back)
    base, theirs = versions[at - 1], versions[-1]
    clashes = {
        name
        for name, value in mine.items()
        if value != theirs[name] and value != base[name] and theirs[name] != base[name]
    }
    try:
        after = edit_entry(shared, "document", number, base | mine, version=FileEdit(at))
    except ClashingEdit as error:
        assert {each.name for each in error.clashes} == clashes
        return
    assert not clashes
    changed = {name: value for name, value in mine.items() if value != base[name]}
    assert encode(after) == theirs | changed
