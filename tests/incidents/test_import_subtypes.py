"""Files that say an offence's type and its sub-type."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.files.mapping import ColumnMapping
from casebook.incidents.import_files import import_incidents
from casebook.incidents.points.count_points import count_points
from casebook.incidents.queries import stored as incidents
from casebook.incidents.types import IncidentType
from tests import lomea
from tests.incidents.incident_files import (
    ASB,
    BURGLARY,
    ROBBERY,
    extract,
    extract_row,
    held,
    one,
    street_file,
    street_row,
    write_csv,
)

BOTH = ("Ref", "Date", "Crime type", "Offence", "Longitude", "Latitude")
RESIDENTIAL, BUSINESS = "Residential burglary", "Business burglary"


def row(ref: str, label: str, offence: str, day: str = "2024-09-07") -> tuple[str, ...]:
    """A row with a type and a sub-type, in HS-01."""
    return (ref, day, label, offence, "1.505", "51.255")


def both(path: Path, *rows: tuple[str, ...], heading: tuple[str, ...] = BOTH) -> Path:
    """A force extract with a type and a sub-type."""
    return write_csv(path, heading, rows)


def types(book: Book) -> tuple[IncidentType, ...]:
    """The casebook's list of types."""
    with book.store.reading() as tx:
        return incidents.types(tx)


def test_both_columns_are_kept(book: Book, tmp_path: Path) -> None:
    """The sub-type names the type it belongs to; ASB is told by the type; both are announced."""
    rows = [row("1", BURGLARY, RESIDENTIAL), row("2", ASB, "Nuisance"), row("3", ROBBERY, "")]
    report = import_incidents(book, [both(tmp_path / "f.csv", *rows)])
    assert set(types(book)) == {
        (RESIDENTIAL, "crime", BURGLARY),
        ("Nuisance", "asb", ASB),
        (ROBBERY, "crime", ""),
    }
    assert any("type from 'Crime type', subtype from 'Offence'" in note for note in report.notes)
    assert [(cover.kind, cover.subtypes) for cover in report.covers] == [
        ("crime", True),
        ("asb", True),
    ]


def test_a_sub_type_that_says_no_more_is_none(book: Book, tmp_path: Path) -> None:
    """Shoplifting beneath Shoplifting is Shoplifting, and such a file tells nothing apart."""
    path = both(tmp_path / "f.csv", row("1", "Shoplifting", "SHOPLIFTING"))
    (cover,) = import_incidents(book, [path]).covers
    assert types(book) == (("Shoplifting", "crime", ""),)
    assert not cover.subtypes


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("Offence", "Street", ("one", "")),
        ("Offence", "Offence description", ("one", "")),
        ("Incident type", "Offence", ("two", "")),
        ("Offence", "Sub-type", ("two", "one")),
        ("Type", "Offence subtype", ("two", "one")),
        ("CATEGORY", "offence_title", ("two", "one")),
        ("Offence group", "Offence", ("two", "one")),
    ],
)
def test_an_offence_is_the_sub_type_only_beside_a_coarser_column(
    book: Book, tmp_path: Path, first: str, second: str, kept: tuple[str, str]
) -> None:
    """Alone, or beside one that may be as fine, it means what it always did."""
    heading = tuple({"Crime type": first, "Offence": second}.get(name, name) for name in BOTH)
    import_incidents(book, [both(tmp_path / "f.csv", row("1", "one", "two"), heading=heading)])
    ((label, _, parent),) = types(book)
    assert (label, parent) == kept


def test_a_mapping_names_the_sub_type(book: Book, tmp_path: Path) -> None:
    """Whatever the columns are called."""
    heading = ("Ref", "Date", "Group", "Detail", "Longitude", "Latitude")
    path = both(tmp_path / "f.csv", row("1", BURGLARY, RESIDENTIAL), heading=heading)
    import_incidents(book, [path], mapping=ColumnMapping({"type": "Group", "subtype": "Detail"}))
    assert types(book) == ((RESIDENTIAL, "crime", BURGLARY),)


def test_rows_without_a_sub_type_are_told(book: Book, tmp_path: Path) -> None:
    """Of types that have some in the file; the rest have none to give."""
    rows = [row("1", BURGLARY, RESIDENTIAL), row("2", BURGLARY, ""), row("3", ROBBERY, "")]
    report = import_incidents(book, [both(tmp_path / "f.csv", *rows)])
    assert (
        "Rows without a sub-type whose crime type has some: 1. They count under the type alone, "
        "and where they lie a count of its sub-types is missing, not lower."
    ) in report.notes


def test_an_incident_with_another_sub_type_is_updated(book: Book, tmp_path: Path) -> None:
    """Not added: from none to one, and from one to another."""
    for name, offence in (("1.csv", ""), ("2.csv", RESIDENTIAL), ("3.csv", BUSINESS)):
        report = import_incidents(book, [both(tmp_path / name, row("1", BURGLARY, offence))])
    assert (report.added, report.updated) == (0, 1)
    assert one(book)["type"] == BUSINESS


def test_rows_without_an_id_keep_their_keys(book: Book, tmp_path: Path) -> None:
    """A file without sub-types is known again by casebooks that were made before there were any."""
    call = street_row(kind=ASB)
    import_incidents(book, [street_file(tmp_path / "s.csv", call, call)])
    import_incidents(book, [extract(tmp_path / "e.csv", extract_row(**{"Crime number": ""}))])
    assert [found["key"] for found in held(book)] == [
        -6699127217858217805,
        -2357082884644858573,
        1025047065233208226,
    ]


def test_points_are_counted_by_sub_type(tmp_path: Path) -> None:
    """The crime type stays what it was; what has no sub-type is a row of its own."""
    rows = [
        row("1", BURGLARY, RESIDENTIAL),
        row("2", BURGLARY, RESIDENTIAL),
        row("3", BURGLARY, ""),
    ]
    polygons = tmp_path / "hotspots.geojson"
    feature = lomea.square(1.50, "HS-01", "asb")
    polygons.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    path = both(tmp_path / "f.csv", *rows)
    counted = count_points([path], polygons, today=date(2024, 12, 18))
    same: dict[str, Any] = {
        "hotspot": "HS-01",
        "zone": "inside",
        "month": "2024-09",
        "crime_type": BURGLARY,
    }
    assert counted.rows == (
        same | {"subtype": None, "count": 1},
        same | {"subtype": RESIDENTIAL, "count": 2},
    )
    plain = street_file(tmp_path / "s.csv", street_row("1"))
    (found,) = count_points([plain], polygons, today=date(2024, 12, 18)).rows
    assert found == same | {"count": 1}
