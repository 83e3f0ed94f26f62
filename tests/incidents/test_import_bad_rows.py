"""Each bad row is named with its reason, and never loses the good ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.incidents.import_files import import_incidents
from tests.books import make_book
from tests.incidents.incident_files import (
    extract,
    extract_row,
    one,
    street_file,
    street_row,
)

BEYOND = (
    "lies outside longitude -9.01 to 2.01 and latitude 49.75 to 61.01, where EPSG:27700 is used: "
    "look at the numbers, and at the system they are in."
)


@pytest.mark.parametrize(
    ("changed", "column", "why"),
    [
        ({"month": "2024-13"}, "Month", "'2024-13' isn't a month: write it as 2024-09."),
        ({"month": ""}, "Month", "is blank: it needs a month or a date."),
        ({"month": "x" * 99}, "Month", f"'{'x' * 39}…' isn't a month: write it as 2024-09."),
        ({"month": "2025-01"}, "Month", "2025-01 lies after today (18 Dec 2024)."),
        ({"kind": " "}, "Crime type", "is blank: every row needs a type."),
        ({"kind": "NULL"}, "Crime type", "is blank: every row needs a type."),
        ({"at": ("NaN", "51.255")}, "Longitude", "is no number."),
        ({"at": ("1.505", "inf")}, "Latitude", "is no number."),
        ({"at": ("1e400", "51.255")}, "Longitude", "is no number."),
        ({"at": ("1.5O5", "51.255")}, "Longitude", "'1.5O5' is no number."),
        ({"at": ("", "51.255")}, "Longitude", "is blank although Latitude is not."),
        ({"at": ("1.505", "")}, "Latitude", "is blank although Longitude is not."),
        ({"at": ("0", "0.0")}, "Longitude", "0, 0 is no place: leave both blank if unknown."),
        (
            {"at": ("51.255", "1.505")},
            "Longitude",
            "Its Longitude and Latitude look swapped: map each to the other.",
        ),
        (
            {"at": ("-89.94", "35.15")},
            "Longitude",
            BEYOND,
        ),
        (
            {"at": ("1e300", "51")},
            "Longitude",
            BEYOND,
        ),
    ],
)
def test_a_bad_street_row_is_named(
    book: Book, tmp_path: Path, changed: dict[str, Any], column: str, why: str
) -> None:
    """With its file, row, column and reason; the rows about it go in."""
    rows = [street_row("c1"), street_row(**{"crime_id": "c2"} | changed), street_row("c3")]
    report = import_incidents(book, [street_file(tmp_path / "s.csv", *rows)])
    (bad,) = report.rejections
    assert (bad.file, bad.row, bad.column, bad.fault) == ("s.csv", 3, column, why)
    assert (report.added, report.rejected) == (2, 1)
    (reason,) = report.reasons
    said = {"why": why, "rows": 1, "file": "s.csv", "row": 3, "column": column}
    assert reason.items() >= said.items()


@pytest.mark.parametrize(
    ("changed", "column", "why"),
    [
        (
            {"Date": "2024-02-30"},
            "Date",
            "'2024-02-30' isn't a date and time: there is no",
        ),
        ({"Date": "31/31/2024"}, "Date", "'31/31/2024' isn't a date when read day first: there is"),
        ({"Date": "teatime"}, "Date", "'teatime' isn't a date: write it as 2024-09-30 or "),
        ({"Date": "01/01/1024"}, "Date", "'01/01/1024' isn't a date: it is before 1900."),
        ({"Date": "2024-12-19 00:01"}, "Date", "2024-12-19 lies after today (18 Dec 2024)."),
        ({"Easting": "", "Northing": 5}, "Easting", "is blank although Northing is not."),
        ({"Easting": 9e9}, "Easting", "lies outside longitude -9.01 to 2.01 and latitude"),
        ({"Easting": 1.5, "Northing": 51.2}, "Easting", "looks like degrees, not metres: map it"),
        (
            {"Easting": 1156485, "Northing": 344665},
            "Easting",
            "Its Easting and Northing look swapped: map each to the other.",
        ),
        (
            {"Easting": -125792, "Northing": 6918000},
            "Easting",
            "looks like Web Mercator (EPSG:3857): turn the file into EPSG:27700.",
        ),
    ],
)
def test_a_bad_row_of_an_extract_is_named(
    book: Book, tmp_path: Path, changed: dict[str, Any], column: str, why: str
) -> None:
    """Dates the wrong way round, in the future or before recording; metres that are none."""
    rows = [extract_row(), extract_row(**{"Crime number": "bad"} | changed)]
    report = import_incidents(book, [extract(tmp_path / "e.csv", *rows)])
    (bad,) = report.rejections
    assert (bad.row, bad.column) == (3, column)
    assert bad.fault.startswith(why)


def test_only_the_first_fault_of_a_row_is_told(book: Book, tmp_path: Path) -> None:
    """A row is one rejection however much is wrong with it, so that rows add up."""
    bad = street_row("c2", month="2024-13", kind="", at=("x", ""))
    report = import_incidents(book, [street_file(tmp_path / "s.csv", street_row("c1"), bad)])
    assert (report.read, report.added, report.rejected) == (2, 1, 1)
    assert report.rejections[0].column == "Month"


def test_reasons_are_counted(book: Book, tmp_path: Path) -> None:
    """Rows that are bad for one reason are one line, the commonest first."""
    rows = [
        street_row("c1"),
        street_row("c2", month="2024-13"),
        *[street_row(f"d{n}", at=("0", "0")) for n in range(3)],
    ]
    report = import_incidents(book, [street_file(tmp_path / "s.csv", *rows)])
    assert [(reason["rows"], reason["row"]) for reason in report.reasons] == [(3, 4), (1, 3)]


def test_lines_that_could_not_be_parted_are_rejected(book: Book, tmp_path: Path) -> None:
    """They are rows that were read and not taken."""
    path = street_file(tmp_path / "s.csv", street_row("c1"))
    path.write_text(path.read_text() + "cut,short\n")
    report = import_incidents(book, [path])
    assert (report.read, report.added) == (2, 1)
    assert str(report.rejections[0]) == "s.csv row 3: has 2 columns where the heading has 12"


def test_coordinates_are_the_casebooks_own(tmp_path: Path) -> None:
    """A casebook in Irish Transverse Mercator takes Irish points and no English ones."""
    irish = make_book(tmp_path, crs="EPSG:2157")
    rows = (street_row("c1", at=("-6.26", "53.35")), street_row("c2", at=("1.5", "51.2")))
    report = import_incidents(irish, [street_file(tmp_path / "s.csv", *rows)])
    assert (report.added, report.rejected) == (1, 1)
    assert 700_000 < one(irish)["x"] < 730_000
    irish.store.close()
