"""Hotspots come in from a file: what is taken, announced, refused, and that once is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import BadFile, BadValue, NotAllowed
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.places import queries as places
from casebook.places.hotspots import list_places
from casebook.places.import_polygons import import_places
from casebook.places.place import Place
from casebook.store import loads
from casebook.store.report import ImportReport
from geo.crs import BNG
from tests.places.place_files import feature, places_file, square

FERRY, QUAY = square(0, 0), square(300, 0)


def hotspots_file(folder: Path, *features: dict[str, Any]) -> Path:
    """The features, or two hotspots with names and themes."""
    two = (
        feature(FERRY, ref="HS-01", name="Ferry Road", themes="asb"),
        feature(QUAY, ref="HS-02", name="Quayside", themes="Serious violence; retail"),
    )
    return places_file(folder / "hotspots.geojson", *(features or two))


def take(book: Book, path: Path, **options: Any) -> ImportReport:
    """The import as hotspots."""
    return import_places(book, path, follow=follow_boundaries, **{"kind": "hotspot"} | options)


def state(book: Book) -> tuple[Any, ...]:
    """All that an import of places can change."""
    with book.store.reading() as tx:
        return (
            list_places(book, "hotspot"),
            places.boundaries(tx),
            loads.loads(tx),
            tx.history.head(),
        )


def test_hotspots_come_in_whole(book: Book, tmp_path: Path) -> None:
    """Ref, name, themes by label or code, and one boundary that holds since always."""
    report = take(book, hotspots_file(tmp_path))
    assert (report.read, report.added, report.rejected, report.updated) == (2, 2, 0, 0)
    assert report.outside_area is None
    first, second = list_places(book, "hotspot")
    assert first == Place("HS-01", "hotspot", "Ferry Road", None, ("asb",), id=1, version=1)
    assert second.themes == ("serious violence", "retail")
    with book.store.reading() as tx:
        rows = places.boundaries(tx)
    assert [(row.ref, row.valid_from) for row in rows] == [("HS-01", None), ("HS-02", None)]
    assert shapely.from_wkb(rows[0].wkb).equals(FERRY)


def test_an_import_is_one_load_and_one_history_entry(book: Book, tmp_path: Path) -> None:
    """With the file's own SHA-256 and the columns it was read by."""
    path = hotspots_file(tmp_path)
    take(book, path)
    with book.store.reading() as tx:
        [load] = loads.loads(tx)
        [entry] = [each for each in tx.history.entries() if each.kind == "load"]
    assert (load.kind, load.file) == ("hotspots", "hotspots.geojson")
    assert len(load.sha256) == 64
    assert entry.change == {"of": "hotspots", "file": "hotspots.geojson", "read": 2, "added": 2}
    assert entry.who == "admin"


def test_the_same_file_twice_changes_nothing(book: Book, tmp_path: Path) -> None:
    """No row, no version, no load and no history entry."""
    path = hotspots_file(tmp_path)
    take(book, path)
    before = state(book)
    report = take(book, path)
    assert (report.added, report.updated, report.unchanged) == (0, 0, 2)
    assert state(book) == before


def test_a_dry_run_says_all_and_writes_nothing(book: Book, tmp_path: Path) -> None:
    """Its report is the real one's."""
    path = hotspots_file(tmp_path)
    before = state(book)
    tried = take(book, path, dry_run=True)
    assert state(book) == before
    assert take(book, path) == tried


@pytest.mark.parametrize(
    ("columns", "picked", "named"),
    [
        ({"name": "N", "REF": "A", "id": "x"}, "REF", "name"),
        ({"title": "N", "Hotspot": "A", "id": "x"}, "Hotspot", "title"),
        ({"WD13NM": "N", "WD13CD": "A", "WD13CDO": "x"}, "WD13CD", "WD13NM"),
        ({"LAD11NM": "x", "LSOA11NM": "N", "LSOA11CD": "A"}, "LSOA11CD", "LSOA11NM"),
        ({"id": "", "code": "A", "name": "N"}, "code", "name"),
    ],
)
def test_usual_columns_are_picked_and_announced(
    book: Book, tmp_path: Path, columns: dict[str, str], picked: str, named: str
) -> None:
    """In any case and order; a column that is blank throughout is passed over."""
    report = take(book, hotspots_file(tmp_path, feature(FERRY, **columns)))
    assert [(place.ref, place.name) for place in list_places(book, "hotspot")] == [("A", "N")]
    assert f"Refs come from column {picked} (another: --ref)." in report.notes
    assert f"Names come from column {named}." in report.notes


def test_the_code_column_that_tells_features_apart_is_picked(book: Book, tmp_path: Path) -> None:
    """A district's code stands before the ward's in the file, but is the same on every row."""
    path = hotspots_file(
        tmp_path,
        feature(FERRY, LAD23CD="D1", WD23CD="W1", WD23NM="Ferry"),
        feature(QUAY, LAD23CD="D1", WD23CD="W2", WD23NM="Quay"),
    )
    take(book, path)
    assert [place.ref for place in list_places(book, "hotspot")] == ["W1", "W2"]


def test_columns_asked_for_are_used_and_not_announced(book: Book, tmp_path: Path) -> None:
    """``--ref`` and the like win over the usual names."""
    path = hotspots_file(
        tmp_path, feature(FERRY, ref="x", polygon=7, label="Ferry Road", why="ASB", themes="drugs")
    )
    report = take(book, path, ref_column="POLYGON", name_column="label", theme_column="why")
    [place] = list_places(book, "hotspot")
    assert (place.ref, place.name, place.themes) == ("7", "Ferry Road", ("asb",))
    assert report.notes == ()


def test_a_file_without_a_ref_column_says_what_it_has(book: Book, tmp_path: Path) -> None:
    """So that the person can name one."""
    path = hotspots_file(tmp_path, feature(FERRY, label="A", kind="x"))
    with pytest.raises(BadFile) as refused:
        take(book, path)
    assert str(refused.value) == (
        "hotspots.geojson has no column to take refs from: name one with --ref. "
        "It has: label, kind."
    )
    with pytest.raises(BadFile, match=r"has no column 'hs'\. It has: label, kind\.$"):
        take(book, path, ref_column="hs")


def test_themes_given_stand_for_rows_without_their_own(book: Book, tmp_path: Path) -> None:
    """A row's own themes win; without any the report says what that means."""
    path = hotspots_file(
        tmp_path,
        feature(FERRY, ref="HS-01", themes=None),
        feature(QUAY, ref="HS-02", themes="Retail crime, ASB"),
    )
    bare = take(book, path, dry_run=True)
    assert "No themes, so all crime is counted for them (give --themes): HS-01." in bare.notes
    take(book, path, themes=["Serious Violence"])
    first, second = list_places(book, "hotspot")
    assert first.themes == ("serious violence",)
    assert second.themes == ("retail", "asb")


def test_an_unknown_theme_given_is_refused_before_the_file_is_read(
    book: Book, tmp_path: Path
) -> None:
    """The sentence lists the themes there are."""
    with pytest.raises(BadValue) as refused:
        take(book, tmp_path / "nowhere.geojson", themes=["asb", "litter"])
    assert str(refused.value) == (
        "'litter' is no theme: it is one of serious violence, asb, acquisitive, retail, drugs, "
        "other."
    )


def test_bad_rows_are_named_and_good_ones_go_in(book: Book, tmp_path: Path) -> None:
    """Each with its row, its column and its own sentence, in the file's order."""
    path = hotspots_file(
        tmp_path,
        feature(FERRY, ref="HS-01", themes="asb"),
        feature(shapely.Point(640000, 150000), ref="HS-02"),
        feature(QUAY, ref="HS\n07", themes="asb"),
        feature(QUAY, ref="HS-06", themes="asb, litter"),
        feature(QUAY, ref="H" * 61, themes="asb"),
        feature(QUAY, ref=" HS-08 ", themes="asb"),
    )
    report = take(book, path)
    assert [(r.row, r.column, r.fault.split(":")[0]) for r in report.rejections] == [
        (2, None, "It is a point, and a place is an area"),
        (3, "ref", "Its ref holds control characters."),
        (4, "themes", "'litter' is no theme"),
        (5, "ref", "Its ref is longer than 60 characters."),
    ]
    assert (report.read, report.added, report.rejected) == (6, 2, 4)
    assert [place.ref for place in list_places(book, "hotspot")] == ["HS-01", "HS-08"]


def test_strict_refuses_the_file_for_one_bad_row(book: Book, tmp_path: Path) -> None:
    """Nothing of it is stored."""
    path = hotspots_file(
        tmp_path,
        feature(FERRY, ref="HS-01"),
        feature(None, ref="HS-02"),
        feature(QUAY, ref="H" * 61),
    )
    before = state(book)
    with pytest.raises(BadFile) as refused:
        take(book, path, strict=True)
    assert str(refused.value) == (
        "2 of 3 features of hotspots.geojson can't be taken, and with --strict none is. "
        "The first: hotspots.geojson row 2: It has no geometry: draw it as a polygon, "
        "or leave the row out."
    )
    assert state(book) == before


def test_a_file_with_nothing_usable_is_refused(book: Book, tmp_path: Path) -> None:
    """With the first row's reason."""
    path = hotspots_file(tmp_path, feature(None, ref="HS-01"), feature(None, ref="HS-02"))
    with pytest.raises(BadFile) as refused:
        take(book, path)
    assert str(refused.value) == (
        "hotspots.geojson has no feature that can be taken. "
        "The first: hotspots.geojson row 1: It has no geometry: draw it as a polygon, "
        "or leave the row out."
    )


def test_a_shapefile_is_known_by_all_its_files(book: Book, tmp_path: Path) -> None:
    """Names stand in the .dbf: two Shapefiles of the same shapes are two files."""
    for folder, name in (("one", "Ferry"), ("two", "Quay")):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "h.shp"
        pyogrio.raw.write(
            path,
            geometry=shapely.to_wkb(np.array([FERRY], object)),
            field_data=[np.array([text], object) for text in ("A", name)],
            fields=["ref", "name"],
            geometry_type="Polygon",
            crs=BNG,
        )
        take(book, path)
    with book.store.reading() as tx:
        one, two = loads.loads(tx)
    assert one.sha256 != two.sha256
    assert list_places(book, "hotspot")[0].name == "Quay"


def test_refs_and_names_lose_what_cannot_be_seen(book: Book, tmp_path: Path) -> None:
    """A name with line ends and escapes in it is one line of print, and the note says so."""
    path = hotspots_file(tmp_path, feature(FERRY, ref="A\u200b", name=" Ferry\n\x1b[31m Road "))
    report = take(book, path)
    assert (list_places(book, "hotspot")[0].ref, list_places(book, "hotspot")[0].name) == (
        "A",
        "Ferry [31m Road",
    )
    assert (
        "Left out of 2 cells, as it can't be seen or printed: U+200B, U+001B "
        "(first in hotspots.geojson row 1, column ref)."
    ) in report.notes


def test_mending_sizes_and_overlaps_are_noted_with_refs(book: Book, tmp_path: Path) -> None:
    """A pinched ring, a speck, a giant, and two that overlap by half a square."""
    offsets = [(0, 0), (100, 0), (100, 100), (50, 0), (0, 100)]
    pinched = shapely.Polygon([(645000 + x, 150000 + y) for x, y in offsets])
    path = hotspots_file(
        tmp_path,
        feature(pinched, ref="HS-01", themes="asb"),
        feature(square(0, 500, 5), ref="HS-02", themes="asb"),
        feature(square(0, 10000, 3000), ref="HS-03", themes="asb"),
        feature(square(0, 0), ref="HS-04", themes="asb"),
        feature(square(50, 0), ref="HS-05", themes="asb"),
    )
    report = take(book, path)
    assert report.notes[1:] == (
        "Mended: a ring that touched or crossed itself was straightened (HS-01).",
        "Very small, under 100 m²: HS-02 (25 m²).",
        "Very large for a hotspot, over 5 km²: HS-03 (9.0 km²).",
        "HS-04 and HS-05 overlap (5,000 m²): what happens there counts in both.",
    )


def test_a_new_hotspot_over_an_old_one_is_noted_once(book: Book, tmp_path: Path) -> None:
    """Also where the other one came in with an earlier file; said when it comes, not each time."""
    take(book, hotspots_file(tmp_path))
    path = hotspots_file(tmp_path, feature(square(50, 0), ref="HS-09", themes="asb"))
    sentence = "HS-09 and HS-01 overlap (5,000 m²): what happens there counts in both."
    assert sentence in take(book, path).notes
    assert sentence not in take(book, path).notes


def test_hotspots_gone_from_the_file_stay(book: Book, tmp_path: Path) -> None:
    """Nothing is retired by leaving it out; the report names them."""
    take(book, hotspots_file(tmp_path))
    path = hotspots_file(tmp_path, feature(square(900, 0), ref="HS-03", themes="asb"))
    assert "Not in this file, and left as they are: HS-01, HS-02." in take(book, path).notes
    assert [place.ref for place in list_places(book, "hotspot")] == ["HS-01", "HS-02", "HS-03"]


def test_a_changed_name_or_theme_is_updated_and_a_blank_one_isnt(
    book: Book, tmp_path: Path
) -> None:
    """The version rises with the change, and what the file doesn't say stays."""
    take(book, hotspots_file(tmp_path))
    path = hotspots_file(
        tmp_path,
        feature(FERRY, ref="HS-01", name="Ferry Lane", themes=""),
        feature(QUAY, ref="HS-02", name="", themes="drugs"),
    )
    report = take(book, path)
    assert (report.updated, report.unchanged) == (2, 0)
    first, second = list_places(book, "hotspot")
    assert (first.name, first.themes, first.version) == ("Ferry Lane", ("asb",), 2)
    assert (second.name, second.themes, second.version) == ("Quayside", ("drugs",), 2)
    with book.store.reading() as tx:
        assert len(places.boundaries(tx)) == 2


@pytest.mark.parametrize("roles", [("viewer",), ("officer", "sergeant"), ("inspector",)])
def test_only_an_analyst_or_administrator_imports(
    book: Book, tmp_path: Path, roles: Sequence[str]
) -> None:
    """Others are told who can, before the file is looked at."""
    other = replace(book, account=Account("pc.north", roles=tuple(roles)))
    with pytest.raises(NotAllowed, match="an analyst or administrator can"):
        take(other, tmp_path / "nowhere.geojson")


def test_progress_is_told_from_nothing_to_all(book: Book, tmp_path: Path) -> None:
    """Steps only ever grow."""
    steps: list[tuple[int, int, str]] = []
    take(book, hotspots_file(tmp_path), progress=lambda *step: steps.append(step))
    assert [done for done, _, _ in steps] == [0, 1, 2, 3]
    assert {total for _, total, _ in steps} == {3}


def test_a_new_hotspot_may_begin_on_a_day(book: Book, tmp_path: Path) -> None:
    """Then neither the place nor its boundary is there before."""
    take(book, hotspots_file(tmp_path), valid_from=date(2024, 10, 1))
    [first, _] = list_places(book, "hotspot")
    assert first.live_from == date(2024, 10, 1)
    with book.store.reading() as tx:
        assert {row.valid_from for row in places.boundaries(tx)} == {date(2024, 10, 1)}
