"""Incidents come from the points of a map's file as they do from a CSV."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import shapely

from casebook.book.opening import Book
from casebook.core.errors import BadFile
from casebook.files.mapping import ColumnMapping
from casebook.incidents.import_files import import_incidents
from tests.files.map_files import layer
from tests.incidents.incident_files import extract, extract_row, held

AT = (644665, 156485)
ROWS = {
    "Crime number": ["46/1/24", "46/2/24", "46/3/24"],
    "Date": ["07/10/2024 22:15", "13/10/2024 09:00", "08/10/2024"],
    "Offence": ["Robbery", "Burglary", "Anti-social behaviour"],
    "Easting": ["1", "2", "3"],
}
SHAPES = [shapely.Point(AT), None, shapely.MultiPoint([AT, (0, 0)])]


def test_a_layer_of_points_is_an_extract(book: Book, tmp_path: Path) -> None:
    """Its points are the places, whatever its columns say; none is no place, several are none."""
    path = layer(tmp_path / "july.gpkg", SHAPES, ROWS, layer="July", geometry_type="Unknown")
    report = import_incidents(book, [path], rejects=True)
    assert (report.read, report.added, report.without_coordinates) == (3, 2, 1)
    assert [(row["x"], row["y"]) for row in held(book)] == [AT, (None, None)]
    assert [str(bad) for bad in report.rejections] == [
        "july.gpkg, layer 'July', row 3: Its geometry is 2 points: give each a row of its own."
    ]
    assert report.rejected_rows[1][:4] == ("46/3/24", "08/10/2024", "Anti-social behaviour", "3")
    assert report.rejected_rows[1][-4:-1] == ("july.gpkg", "July", "3")
    said = " ".join(report.notes)
    assert "easting from 'x of the point'" in said
    assert "Columns not read: Easting." in said
    assert "Eastings and northings were taken to be" not in said
    assert import_incidents(book, [path]).unchanged == 2


def test_the_same_rows_as_a_table_and_as_a_map_are_the_same_incidents(
    book: Book, tmp_path: Path
) -> None:
    """An ID from a Shapefile is that of the CSV, and the place is the same to the metre."""
    import_incidents(book, [extract(tmp_path / "rows.csv", extract_row(Offence="Robbery"))])
    one = {name: values[:1] for name, values in ROWS.items()}
    path = layer(tmp_path / "rows.shp", [shapely.Point(AT)], one)
    report = import_incidents(book, [path])
    assert (report.added, report.unchanged + report.updated) == (0, 1)
    assert len(held(book)) == 1


def test_a_changed_shapefile_is_another_file(book: Book, tmp_path: Path) -> None:
    """Its table stands in a file of its own beside the shapes."""
    one = {name: values[:1] for name, values in ROWS.items()}
    path = layer(tmp_path / "rows.shp", [shapely.Point(AT)], one)
    import_incidents(book, [path])
    layer(path, [shapely.Point(AT)], one | {"Crime number": ["46/9/24"]})
    assert import_incidents(book, [path]).added == 1


def test_a_mapping_may_name_coordinates_in_columns(book: Book, tmp_path: Path) -> None:
    """What a user says goes before the layer's points."""
    columns = {name: values[:1] for name, values in ROWS.items() if name != "Easting"}
    columns |= {"East": ["644700"], "North": ["156500"]}
    path = layer(tmp_path / "rows.geojson", [shapely.Point(AT)], columns, geometry_type="Unknown")
    mapping = ColumnMapping({"easting": "East", "northing": "North"})
    import_incidents(book, [path], mapping=mapping)
    assert [(row["x"], row["y"]) for row in held(book)] == [(644700, 156500)]


@pytest.mark.parametrize(
    ("point", "says"),
    [
        ((51.26, 1.5), "Its latitude and longitude look swapped: write longitude first."),
        (AT, "Its coordinates are no longitude and latitude (eastings and northings, it seems): "),
        ((-89.94, 35.15), "Its point lies outside longitude -9.01 to 2.01 and latitude 49.75 to"),
    ],
)
def test_a_point_that_can_be_nowhere_says_what_it_seems_to_be(
    book: Book, tmp_path: Path, point: tuple[float, float], says: str
) -> None:
    """A GeoJSON is longitude and latitude, whatever whoever wrote it put there."""
    columns = {name: values[:2] for name, values in ROWS.items()}
    path = tmp_path / "rows.geojson"
    layer(path, [shapely.Point(1.5, 51.26), shapely.Point(point)], columns, crs="EPSG:4326")
    (bad,) = import_incidents(book, [path]).rejections
    assert (bad.row, bad.column) == (2, None)
    assert bad.fault.startswith(says)


def test_a_layer_without_the_columns_is_refused_with_what_it_has(
    book: Book, tmp_path: Path
) -> None:
    """Polygons are no incidents."""
    path = layer(
        tmp_path / "beats.geojson",
        [shapely.box(*AT, 644700, 156500)],
        {"Beat": ["LH1"]},
        geometry_type="Polygon",
    )
    with pytest.raises(BadFile, match=r"^beats\.geojson has no column for .*: it has Beat\."):
        import_incidents(book, [path])
    assert held(book) == []


def test_a_gzipped_table_is_read_like_its_content(book: Book, tmp_path: Path) -> None:
    """Its name stays as the person knows it."""
    plain = extract(tmp_path / "rows.csv", extract_row(), extract_row(Date="no day"))
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    report = import_incidents(book, [path])
    assert report.added == 1
    assert report.rejections[0].file == "rows.csv.gz"
