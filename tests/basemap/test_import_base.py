"""The base of maps: kept small, replaced by its name, removed, sealed, and who may."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely

from casebook.basemap.import_base import import_base
from casebook.basemap.kept import KEY, list_base, read_base, remove_base
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import BadValue, NotAllowed, StoreFailure
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.places.import_polygons import import_places
from casebook.upkeep.setup import check
from tests.books import make_book
from tests.files.map_files import layer
from tests.places.place_files import feature, places_file, square

HERE = shapely.LineString([(640000, 150000), (641000, 150000)])
FAR = shapely.LineString([(440000, 350000), (441000, 350000)])


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A casebook with one hotspot, about which a base is kept."""
    made = make_book(tmp_path)
    path = places_file(tmp_path / "h.geojson", feature(square(0, 0), ref="HS-01", name="Quay"))
    import_places(made, path, follow=follow_boundaries, kind="hotspot")
    return made


def roads(folder: Path, *lines: Any, name: str = "roads.gpkg") -> Path:
    """A file of A roads."""
    shapes = lines or (HERE, FAR)
    return layer(
        folder / name, shapes, {"road_class": ["A"] * len(shapes)}, geometry_type="LineString"
    )


def test_a_base_is_kept_about_the_hotspots_and_says_what_it_left(
    book: Book, tmp_path: Path
) -> None:
    """The road far away is counted out; whose data it is is asked for."""
    report = import_base(book, [roads(tmp_path)])
    assert (report.read, report.added, report.outside_area) == (2, 1, 1)
    assert "Kept as base layer 'roads' in 0 kB: 1 A road" in report.notes[0]
    assert report.notes[1] == "Left out: 1 outside 3 km about the areas and hotspots."
    assert "give --attribution" in report.notes[2]
    found = read_base(book)
    assert found is not None
    assert found.sorts == ("a",)


def test_the_same_again_changes_nothing_and_another_file_replaces(
    book: Book, tmp_path: Path
) -> None:
    """By name; a dry run stores nothing."""
    path = roads(tmp_path)
    import_base(book, [path], name="streets", attribution="Made-up streets")
    head = book.head()
    again = import_base(book, [path], name="streets", attribution="Made-up streets")
    assert (again.unchanged, book.head()) == (2, head)
    other = roads(tmp_path, HERE, name="newer.gpkg")
    import_base(book, [other], name="streets", dry_run=True)
    assert book.head() == head
    replaced = import_base(book, [other], name="streets", attribution="Others")
    assert (replaced.added, replaced.updated) == (0, 1)
    assert replaced.notes[0].startswith("In the place of roads.gpkg, kept")
    (kept,) = list_base(book)
    assert (kept.name, kept.file, kept.attribution) == ("streets", "newer.gpkg", "Others")


def test_layers_lie_together_and_one_can_be_removed(book: Book, tmp_path: Path) -> None:
    """The history tells of it; a name that isn't there is said with those that are."""
    import_base(book, [roads(tmp_path)], attribution="Highways")
    import_base(book, [roads(tmp_path, HERE, name="lanes.gpkg")], attribution="Lanes")
    found = read_base(book)
    assert found is not None
    assert (len(found.shapes), found.attribution) == (2, "Lanes; Highways")
    with pytest.raises(BadValue, match="no base layer 'rods': it has lanes and roads"):
        remove_base(book, "rods")
    remove_base(book, "roads", "Out of date")
    remove_base(book, "lanes")
    assert read_base(book) is None
    assert [one for one in check(book) if one.about == "history" and not one.sound] == []
    # what was removed comes back with the same file
    assert import_base(book, [roads(tmp_path)], attribution="Highways").added == 1


def test_a_base_of_elsewhere_is_refused(book: Book, tmp_path: Path) -> None:
    """With a sentence that says about what it was looked for."""
    with pytest.raises(BadValue, match=r"Nothing of roads\.gpkg lies within 3 km of the"):
        import_base(book, [roads(tmp_path, FAR)])
    assert list_base(book) == ()


def test_only_who_imports_brings_or_removes(book: Book, tmp_path: Path) -> None:
    """An officer does neither, and sees what is kept."""
    import_base(book, [roads(tmp_path)])
    officer = replace(book, account=Account("pc", roles=("officer",)))
    with pytest.raises(NotAllowed):
        import_base(officer, [roads(tmp_path, HERE, name="b.gpkg")])
    with pytest.raises(NotAllowed):
        remove_base(officer, "roads")
    assert [each.name for each in list_base(officer)] == ["roads"]


def test_an_altered_base_is_found_and_said(book: Book, tmp_path: Path) -> None:
    """By the check, and by whoever draws it."""
    import_base(book, [roads(tmp_path)])
    with book.store.writing() as tx:
        kept = tx.setting(KEY)
        kept["roads"]["packed"]["a"][0] = "AAAA"
        tx.put(KEY, kept)
        tx.unsealed.settings.clear()
    with pytest.raises(StoreFailure, match="The base map roads can't be read"):
        read_base(book)
    said = [one.says for one in check(book) if one.about == "history" and not one.sound]
    assert any("'roads' of setting 'base' isn't what entry" in words for words in said)
