"""Counting files in polygons: what is said beside the counts of how they were read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from casebook.files.mapping import ColumnMapping
from casebook.incidents.points.count_points import count_points
from tests.incidents.incident_files import street_file, street_row, write_csv
from tests.places.place_files import feature, places_file, square

TODAY = date(2024, 12, 18)
HEADING = ("Ref", "Day", "Offence", "Easting", "Northing", "Beat")
ROW = ("A1", "13/05/2024", "Robbery", "640,050.5", "150,050.0", "B1")


def test_the_columns_read_and_the_system_of_eastings_are_said(tmp_path: Path) -> None:
    """As an import says it, and with what the mapping gives."""
    places = places_file(tmp_path / "places.geojson", feature(square(0, 0), ref="HS1"))
    path = write_csv(tmp_path / "a.csv", HEADING, [ROW])
    found = count_points([path], places, today=TODAY, mapping=ColumnMapping({"date": "Day"}))
    assert [row["count"] for row in found.rows] == [1]
    assert (
        "Columns read: id from 'Ref', date from 'Day', type from 'Offence', "
        "easting from 'Easting', northing from 'Northing'."
    ) in found.notes
    assert "Eastings and northings were taken to be EPSG:27700." in found.notes
    assert "Columns not read: Beat." in found.notes


def test_files_that_hold_no_incidents_are_named(tmp_path: Path) -> None:
    """A download of data.police.uk has outcomes and searches beside the crimes."""
    places = places_file(tmp_path / "places.geojson", feature(square(0, 0), ref="HS1"))
    folder = tmp_path / "2024-05"
    folder.mkdir()
    street_file(folder / "2024-05-kent-street.csv", street_row("c1"))
    write_csv(folder / "2024-05-kent-outcomes.csv", ("Crime ID", "Outcome type"), [("c1", "None")])
    searches = ("Type", "Legislation", "Object of search")
    write_csv(folder / "2024-05-kent-stop-and-search.csv", searches, [("a", "b", "c")])
    found = count_points([folder], places, today=TODAY)
    assert found.read == 1
    assert "1 file of outcomes left out: they hold no incidents." in found.notes
    assert "1 file of stop and search left out: they hold no incidents." in found.notes
