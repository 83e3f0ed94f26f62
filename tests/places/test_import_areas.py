"""Areas come in as a tree, and hotspots find the area they lie in, whichever came first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadFile, BadValue
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.places import queries as places
from casebook.places.hotspots import list_places, place_named, target_of
from casebook.places.import_polygons import import_places
from casebook.places.place import Place
from casebook.store import loads
from casebook.store.report import ImportReport
from tests.places.place_files import feature, places_file, square


def take(
    book: Book, folder: Path, kind: str, *features: dict[str, Any], **options: Any
) -> ImportReport:
    """The features, imported as ``kind``."""
    path = places_file(folder / f"{kind}.geojson", *features)
    return import_places(book, path, follow=follow_boundaries, kind=kind, **options)


def district(book: Book, folder: Path) -> ImportReport:
    """One district two kilometres wide."""
    return take(book, folder, "district", feature(square(0, 0, 2000), ref="D1", name="North"))


def wards(book: Book, folder: Path, **options: Any) -> ImportReport:
    """Two wards that halve the district."""
    return take(
        book,
        folder,
        "ward",
        feature(square(0, 0, 1000, 2000), WD23CD="W1", WD23NM="Ferry"),
        feature(square(1000, 0, 1000, 2000), WD23CD="W2", WD23NM="Quay"),
        **options,
    )


def parents(book: Book) -> dict[str, str | None]:
    """What each place lies in."""
    kinds = ("district", "ward", "hotspot")
    return {place.ref: place.parent for kind in kinds for place in list_places(book, kind)}


def test_wards_find_their_district_and_hotspots_their_ward(book: Book, tmp_path: Path) -> None:
    """The narrowest area with most of a place in it; access follows up the tree."""
    district(book, tmp_path)
    report = wards(book, tmp_path)
    assert report.outside_area is None
    report = take(
        book,
        tmp_path,
        "hotspot",
        feature(square(100, 100), ref="HS-01", themes="asb"),
        feature(square(930, 100), ref="HS-02", themes="asb"),
    )
    assert report.outside_area == 0
    assert not any("overlap" in note for note in report.notes)
    assert parents(book) == {"D1": None, "W1": "D1", "W2": "D1", "HS-01": "W1", "HS-02": "W1"}
    with book.store.reading() as tx:
        place = place_named(tx, "hotspot", "HS-01")
        assert target_of(tx, place).places == (("HS-01", "W1", "D1"),)
        assert [load.kind for load in loads.loads(tx)] == ["areas", "areas", "hotspots"]


def test_areas_loaded_later_take_in_what_had_none(book: Book, tmp_path: Path) -> None:
    """Hotspots first, then wards, then the district: the tree is the same, and it is said."""
    take(book, tmp_path, "hotspot", feature(square(100, 100), ref="HS-01", themes="asb"))
    report = wards(book, tmp_path)
    assert "Places that had no area now lie in one of these: HS-01." in report.notes
    report = district(book, tmp_path)
    assert "Places that had no area now lie in one of these: W1, W2." in report.notes
    assert parents(book) == {"D1": None, "W1": "D1", "W2": "D1", "HS-01": "W1"}


def test_what_has_an_area_keeps_it_when_more_come_in(book: Book, tmp_path: Path) -> None:
    """A hotspot somebody put in the other ward isn't moved by a beat drawn round it."""
    wards(book, tmp_path)
    drawn = feature(square(100, 100), ref="HS-01", district="W2", themes="asb")
    take(book, tmp_path, "hotspot", drawn)
    report = take(book, tmp_path, "beat", feature(square(0, 0, 500), ref="B1"))
    assert not any(note.startswith("Places that had no area") for note in report.notes)
    assert parents(book)["HS-01"] == "W2"


def test_a_hotspot_astride_areas_lies_in_the_one_with_most_of_it(
    book: Book, tmp_path: Path
) -> None:
    """Thirty-five, thirty-five and thirty hundredths: no half, so the most."""
    take(
        book,
        tmp_path,
        "ward",
        feature(square(0, 0, 35, 100), ref="W1"),
        feature(square(35, 0, 30, 100), ref="W2"),
        feature(square(65, 0, 35.5, 100), ref="W3"),
    )
    take(book, tmp_path, "hotspot", feature(square(0, 0, 100.5, 100), ref="HS-01", themes="asb"))
    assert parents(book)["HS-01"] == "W3"


def test_a_hotspot_that_barely_touches_an_area_lies_in_none(book: Book, tmp_path: Path) -> None:
    """Four tenths in a ward are not enough for its sergeant to own it; it isn't outside either."""
    wards(book, tmp_path)
    report = take(book, tmp_path, "hotspot", feature(square(-60, 0), ref="HS-01", themes="asb"))
    assert parents(book)["HS-01"] is None
    assert report.outside_area == 0


def test_a_hotspot_outside_every_area_is_counted_and_named(book: Book, tmp_path: Path) -> None:
    """It goes in without an area."""
    district(book, tmp_path)
    report = take(book, tmp_path, "hotspot", feature(square(5000, 0), ref="HS-01", themes="asb"))
    assert report.outside_area == 1
    assert "Outside every area in this casebook: HS-01." in report.notes
    assert parents(book)["HS-01"] is None


@pytest.mark.parametrize("text", ["W2", "quay"])
def test_a_file_may_say_what_a_place_lies_in(book: Book, tmp_path: Path, text: str) -> None:
    """By ref or by name, and it wins over where the polygon lies."""
    wards(book, tmp_path)
    drawn = feature(square(100, 100), ref="HS-01", district=text, themes="asb")
    take(book, tmp_path, "hotspot", drawn)
    assert parents(book)["HS-01"] == "W2"


def test_an_area_nobody_loaded_is_said_and_the_map_decides(book: Book, tmp_path: Path) -> None:
    """The file's word for it is named with the refs that say it."""
    wards(book, tmp_path)
    drawn = feature(square(100, 100), ref="HS-01", beat="N7", themes="asb")
    report = take(book, tmp_path, "hotspot", drawn, parent_column="Beat")
    assert (
        "HS-01: There is no area 'N7' in this casebook. Import the areas first, then this file "
        "again." in report.notes
    )
    assert parents(book)["HS-01"] == "W1"


def test_a_name_that_several_areas_have_places_nothing(book: Book, tmp_path: Path) -> None:
    """The report asks for a ref, and the polygon decides meanwhile."""
    same = [
        feature(square(0, 0, 1000), ref="W1", name="Ferry"),
        feature(square(1000, 0, 1000), ref="W2", name="Ferry"),
    ]
    take(book, tmp_path, "ward", *same)
    drawn = feature(square(1100, 100), ref="HS-01", district="Ferry", themes="asb")
    report = take(book, tmp_path, "hotspot", drawn)
    assert "HS-01: Several areas are called 'Ferry': write one's ref, W1, W2." in report.notes
    assert parents(book)["HS-01"] == "W2"


def test_no_area_lies_in_itself_or_in_its_own_part(book: Book, tmp_path: Path) -> None:
    """A ring of parents would send access round for ever."""
    district(book, tmp_path)
    wards(book, tmp_path)
    ringed = feature(square(0, 0, 2000), ref="D1", name="North", parent="W1")
    own = feature(square(0, 0, 1000, 2000), ref="W1", name="Ferry", parent="W1")
    for report in (take(book, tmp_path, "district", ringed), take(book, tmp_path, "ward", own)):
        assert any("No area can lie in 'W1'" in n for n in report.notes)
    assert parents(book) == {"D1": None, "W1": "D1", "W2": "D1"}


def test_a_ref_of_another_kind_is_refused(book: Book, tmp_path: Path) -> None:
    """One ref, one place: a hotspot can't be called what a ward is called."""
    wards(book, tmp_path)
    report = take(
        book,
        tmp_path,
        "hotspot",
        feature(square(0, 0), ref="HS-01", themes="asb"),
        feature(square(300, 0), ref="W1", themes="asb"),
    )
    assert [str(rejection) for rejection in report.rejections] == [
        "hotspot.geojson row 2, ref: W1 is the ref of a ward already: give this hotspot another."
    ]
    with pytest.raises(BadFile, match="W1 is the ref of a ward already"):
        take(book, tmp_path, "hotspot", feature(square(300, 0), ref="W1", themes="asb"))


def test_areas_have_no_themes(book: Book, tmp_path: Path) -> None:
    """Given, they are refused; a column of that name is left alone."""
    with pytest.raises(BadValue, match="Only hotspots have themes"):
        wards(book, tmp_path, themes=["asb"])
    take(book, tmp_path, "ward", feature(square(0, 0), ref="W1", theme="blue"))
    assert list_places(book, "ward") == (Place("W1", "ward", id=1, version=1),)


def test_a_kind_that_is_none_is_refused(book: Book, tmp_path: Path) -> None:
    """The sentence lists the kinds."""
    with pytest.raises(BadValue) as refused:
        take(book, tmp_path, "parish", feature(square(0, 0), ref="P1"))
    assert str(refused.value) == (
        "There is no kind of area 'parish': it is one of force, district, ward, beat, impact area, "
        "control, buffer."
    )


def test_the_same_areas_twice_change_nothing(book: Book, tmp_path: Path) -> None:
    """Neither the tree nor a boundary nor a load."""
    district(book, tmp_path)
    wards(book, tmp_path)
    with book.store.reading() as tx:
        before = (loads.loads(tx), places.boundaries(tx, ("district", "ward")))
    assert wards(book, tmp_path).unchanged == 2
    with book.store.reading() as tx:
        assert (loads.loads(tx), places.boundaries(tx, ("district", "ward"))) == before


def test_other_names_and_the_named_officer_come_with_an_area(book: Book, tmp_path: Path) -> None:
    """Aliases are parted by semicolons, the officer is a role and collar number; both announced."""
    north = feature(square(0, 0, 2000), ref="D1", name="North", aliases="NO; NTH;NO;", officer="")
    report = take(book, tmp_path, "district", north)
    assert "Other names come from column aliases, parted by semicolons." in report.notes
    assert not any("officer" in note for note in report.notes)
    ward = feature(square(0, 0), ref="W1", district="nth", **{"Named officer": "PC 4127"})
    report = take(book, tmp_path, "ward", ward, parent_column="district")
    assert "Named officers come from column Named officer." in report.notes
    (district_,), (ward_,) = list_places(book, "district"), list_places(book, "ward")
    assert district_.aliases == ("NO", "NTH")
    assert (ward_.parent, ward_.officer) == ("D1", "PC 4127")


def test_other_names_and_officers_change_but_are_never_blanked(book: Book, tmp_path: Path) -> None:
    """A file without them leaves them; one with others puts those in their place."""
    shape = square(0, 0)
    take(book, tmp_path, "ward", feature(shape, ref="W1", aliases="FY", officer="PC 4127"))
    assert take(book, tmp_path, "ward", feature(shape, ref="W1", name="Ferry")).updated == 1
    (ward,) = list_places(book, "ward")
    assert (ward.name, ward.aliases, ward.officer) == ("Ferry", ("FY",), "PC 4127")
    new = feature(shape, ref="W1", aliases="FY;FER", officer="PCSO 7242")
    assert take(book, tmp_path, "ward", new).updated == 1
    assert take(book, tmp_path, "ward", new).unchanged == 1
    (ward,) = list_places(book, "ward")
    assert (ward.name, ward.aliases, ward.officer) == ("Ferry", ("FY", "FER"), "PCSO 7242")


def test_an_impact_area_groups_what_its_file_says(book: Book, tmp_path: Path) -> None:
    """By ref or name; its wards' hotspots fall in it; a group of nothing is refused by row."""
    district(book, tmp_path)
    wards(book, tmp_path)
    hotspot = feature(square(100, 100), ref="HS-01", themes="asb")
    take(book, tmp_path, "hotspot", hotspot)
    report = take(
        book,
        tmp_path,
        "impact area",
        feature(square(0, 0, 1000, 2000), ref="IA-1", parent="D1", groups="Ferry"),
        feature(square(1000, 0, 1000, 2000), ref="IA-2", parent="D1", groups="W2;Nowhere"),
    )
    assert (report.added, report.rejected) == (1, 1)
    assert report.rejections[0].fault == "There is no area 'Nowhere' in this casebook."
    with book.store.reading() as tx:
        assert place_named(tx, "impact area", "IA-1").groups == ("W1",)
        assert places.ancestors(tx)["HS-01"] == ("W1", "D1", "IA-1")
