"""The incidents behind a figure: when and where each was, and what its source calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.months import Window
from casebook.figures.behind.incident_rows import area_rows, figure_rows
from casebook.incidents.import_files import import_incidents
from tests import lomea
from tests.books import make_book
from tests.incidents.incident_files import extract, extract_row

MONTHS = Window.parse("2024-09..2024-10")
TP12 = (1.716073973, 52.658007833), (651409.804, 313177.450)
"""Ordnance Survey's test point for OSTN15, which is good to metres without its grid."""


def _rows(book: Book, folder: Path, *rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    import_incidents(book, [extract(folder / "extract.csv", *rows)])
    return area_rows(book, MONTHS)


@pytest.mark.parametrize(
    ("said", "date", "time"),
    [
        ("07/10/2024 22:15", "2024-10-07", "22:15"),  # summer time
        ("27/10/2024 23:59:30", "2024-10-27", "23:59"),
        ("01/09/2024 00:30", "2024-09-01", "00:30"),  # the evening before by UTC
        ("2024-10-07T21:15:00+00:00", "2024-10-07", "22:15"),
        ("07/10/2024", "2024-10-07", None),
        ("07/10/2024 00:00", "2024-10-07", None),  # a day alone is kept as its midnight
    ],
)
def test_date_and_time_are_local(
    book: Book, tmp_path: Path, said: str, date: str, time: str | None
) -> None:
    """As the clock on the wall had it; a day alone has no time."""
    (row,) = _rows(book, tmp_path, extract_row(Date=said))
    assert (row["date"], row["time"]) == (date, time)


def test_the_source_s_own_reference_leads_back_to_it(book: Book, tmp_path: Path) -> None:
    """As text, noughts in front and all."""
    rows = _rows(book, tmp_path, extract_row(**{"Crime number": "00123"}))
    assert [row["reference"] for row in rows] == ["00123"]


def test_coordinates_are_in_metres_and_in_degrees(book: Book, tmp_path: Path) -> None:
    """Both systems are said by the columns; without a place all are missing."""
    (lon, lat), (east, north) = TP12
    there = extract_row(Easting=east, Northing=north)
    nowhere = extract_row(**{"Crime number": "2", "Easting": "", "Northing": ""})
    rows = _rows(book, tmp_path, there, nowhere)
    placed = next(row for row in rows if row["reference"] == "46/1/24")
    assert (placed["easting"], placed["northing"]) == (651409.8, 313177.45)
    assert placed["crs"] == "EPSG:27700"
    # five metres are 0.00007 degrees of longitude and 0.00005 of latitude here
    assert placed["longitude"] == pytest.approx(lon, abs=0.00007)
    assert placed["latitude"] == pytest.approx(lat, abs=0.00005)
    lost = next(row for row in rows if row["reference"] == "2")
    assert {lost[key] for key in ("easting", "northing", "crs", "longitude", "latitude")} == {None}


def test_open_data_comes_back_in_the_degrees_it_came_in(tmp_path: Path) -> None:
    """In another system of metres too, which the rows name; of a month there is no day."""
    book = make_book(tmp_path, crs="EPSG:2157")
    dublin = (-6.26031, 53.349805)
    row = lomea.street_rows(MONTHS.first, lomea.BURGLARY, 1, dublin)
    lomea.add_incidents(book, tmp_path, row)
    (found,) = area_rows(book, MONTHS)
    assert (found["longitude"], found["latitude"], found["crs"]) == (*dublin, "EPSG:2157")
    assert (found["month"], found["date"], found["time"]) == ("2024-09", None, None)
    book.store.close()


def test_rows_of_several_groups_or_types(book: Book, tmp_path: Path) -> None:
    """7 ASB and 1 burglary of 17; a name that is neither is refused."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    september = Window.parse("2024-09")
    assert len(figure_rows(book, september)) == 17
    rows = figure_rows(book, september, groups=["asb", "Burglary"])
    assert sorted((row["hotspot"], row["type"]) for row in rows) == [
        ("HS-01", "Burglary"), *[("HS-02", lomea.ASB)] * 7
    ]  # fmt: skip
    with pytest.raises(BadValue, match="no count group or type 'arson'"):
        figure_rows(book, september, groups=["arson"])


def test_rows_are_plain_json(book: Book, tmp_path: Path) -> None:
    """Nothing of numpy's, so that any program reads them."""
    rows = _rows(book, tmp_path, extract_row())
    assert json.loads(json.dumps(rows)) == rows
