"""Pings come from the points of a map's file as they do from a CSV."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import shapely

from casebook.book.opening import Book
from casebook.patrols.gps.import_pings import import_pings
from tests.files.map_files import layer
from tests.patrols.gps.ping_files import ONE, visits, with_squares


def test_a_layer_of_points_is_pings(book: Book, tmp_path: Path) -> None:
    """Ten minutes in HS-01; a feature without a point had no fix, and is rejected by its row."""
    with_squares(book)
    first = datetime.fromisoformat("2024-10-07T14:00:00+00:00")
    times = [(first + timedelta(minutes=n)).isoformat() for n in range(11)]
    shapes = [*[shapely.Point(ONE)] * 11, None]
    columns = {"unit": ["LH21"] * 12, "time": [*times, times[-1]], "longitude": ["0"] * 12}
    path = layer(tmp_path / "pings.fgb", shapes, columns, SPATIAL_INDEX="NO")
    report = import_pings(book, [path])
    assert report.read == 12
    assert [(unit, place, at) for unit, place, at, _ in visits(book)] == [
        ("LH21", "HS-01", "10-07 14:00")
    ]
    assert [(bad.row, bad.fault) for bad in report.rejections] == [
        (12, "It has no coordinates: the device had no fix.")
    ]
    assert any("easting from 'x of the point'" in note for note in report.notes)
