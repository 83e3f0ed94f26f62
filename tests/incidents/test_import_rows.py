"""What each layout of incidents says is understood."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from casebook.book.opening import Book
from casebook.core.errors import BadFile
from casebook.files.mapping import ColumnMapping
from casebook.incidents.import_files import import_incidents
from tests.incidents.incident_files import (
    ASB,
    BURGLARY,
    EXTRACT,
    MOLE,
    OPEN,
    QUAY,
    STREET,
    extract,
    extract_row,
    held,
    one,
    said,
    street_file,
    street_row,
    write_csv,
)

COLUMNS_READ = (
    "Columns read: id from 'Crime number', date from 'Date', type from 'Offence', outcome from "
    "'Outcome', street from 'Street', easting from 'Easting', northing from 'Northing'."
)
STOP_AND_SEARCH = (
    "Type",
    "Date",
    "Part of a policing operation",
    "Policing operation",
    "Latitude",
    "Longitude",
    "Gender",
    "Age range",
    "Self-defined ethnicity",
    "Officer-defined ethnicity",
    "Legislation",
    "Object of search",
    "Outcome",
    "Outcome linked to object of search",
    "Removal of more than just outer clothing",
)
OUTCOMES = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Outcome type",
)


def seconds(text: str) -> int:
    """Seconds since 1970 of a time in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize("location", ["No Location", "No location"])
def test_a_row_without_coordinates_is_kept(book: Book, tmp_path: Path, location: str) -> None:
    """Old files write "No Location" and newer ones "No location"; both are counted apart."""
    row = street_row("c1", at=("", ""), location=location)
    report = import_incidents(book, [street_file(tmp_path / "s.csv", row)])
    assert (report.added, report.rejected, report.without_coordinates) == (1, 0, 1)
    assert (one(book)["x"], one(book)["y"], one(book)["street"]) == (None, None, location)


def test_a_street_without_a_name_is_fine(book: Book, tmp_path: Path) -> None:
    """Location "On or near " is a street nobody named, and a comma in a name is part of it."""
    rows = (
        street_row("c1", location="On or near "),
        street_row("c2", location="On or near Quay, North"),
    )
    report = import_incidents(book, [street_file(tmp_path / "s.csv", *rows)])
    assert report.rejected == 0
    assert {row["street"] for row in held(book)} == {"On or near", "On or near Quay, North"}


def test_any_outcome_is_taken(book: Book, tmp_path: Path) -> None:
    """The vocabulary changes with the years; whatever it says is kept, blank included."""
    labels = ("Offender sent to prison", "Court result unavailable", "Awaiting court outcome", "")
    rows = [street_row(f"c{n}", outcome=label) for n, label in enumerate(labels)]
    import_incidents(book, [street_file(tmp_path / "s.csv", *rows)])
    assert {row["outcome"] for row in held(book)} == set(labels)


def test_points_outside_the_force_are_kept(book: Book, tmp_path: Path) -> None:
    """A point in another county is odd but no error; other forces' rows lie there."""
    row = street_row("c1", at=("-3.2", "54.08"))
    assert import_incidents(book, [street_file(tmp_path / "s.csv", row)]).added == 1


def test_the_api_says_the_same_as_the_download(book: Book, tmp_path: Path) -> None:
    """Its slugs are the labels, its persistent ID the Crime ID, its text coordinates numbers."""
    crime = street_row("c1", kind="Violence and sexual offences", outcome=OPEN, at=MOLE)
    damage = street_row("c2", kind="Criminal damage and arson")
    import_incidents(book, [street_file(tmp_path / "s.csv", crime, damage)])
    before = said(book)

    def place(at: tuple[str, str]) -> dict[str, Any]:
        street = {"id": 1, "name": "On or near Quay Street"}
        return {"longitude": at[0], "latitude": at[1], "street": street}

    items = [
        {
            "category": "violent-crime",
            "location_type": "Force",
            "location": place(MOLE),
            "context": "",
            "outcome_status": {"category": OPEN, "date": "2024-10"},
            "persistent_id": "c1",
            "id": 1,
            "month": "2024-09",
        },
        {
            "category": "criminal-damage-arson",
            "location": place(QUAY),
            "outcome_status": None,
            "persistent_id": "c2",
            "id": 2,
            "month": "2024-09",
        },
    ]
    path = tmp_path / "api.json"
    path.write_text(json.dumps(items))
    report = import_incidents(book, [path])
    assert (report.added, report.updated, report.unchanged) == (0, 0, 2)
    assert said(book) == before


def test_asb_from_the_api_has_neither_id_nor_place(book: Book, tmp_path: Path) -> None:
    """An empty persistent ID is none; where every location is null, there are no columns for it."""
    asb = {"category": "anti-social-behaviour", "month": "2024-09", "persistent_id": ""}
    items = [asb | {"location": None, "outcome_status": None}] * 2
    path = tmp_path / "api.json"
    path.write_text(json.dumps(items))
    report = import_incidents(book, [path])
    assert (report.added, report.without_coordinates) == (2, 2)
    assert {(row["type"], row["kind"]) for row in held(book)} == {(ASB, "asb")}


def test_outcomes_and_searches_beside_street_files_are_left_out(book: Book, tmp_path: Path) -> None:
    """A full download holds all three; how many were left out is said."""
    folder = tmp_path / "2024-09"
    street_file(folder / "2024-09-lomea-street.csv", street_row("c1"))
    write_csv(folder / "2024-09-lomea-outcomes.csv", OUTCOMES, [["c1", "2024-09", *[""] * 8]])
    for force in ("a", "b"):
        write_csv(folder / f"2024-09-{force}-stop-and-search.csv", STOP_AND_SEARCH, [["x"] * 15])
    report = import_incidents(book, [folder])
    assert report.read == 1
    assert "1 file of outcomes left out: they hold no incidents." in report.notes
    assert "2 files of stop and search left out: they hold no incidents." in report.notes


@pytest.mark.parametrize(
    ("heading", "what"), [(OUTCOMES, "outcomes"), (STOP_AND_SEARCH, "stop and search")]
)
def test_outcomes_or_searches_alone_are_refused(
    book: Book, tmp_path: Path, heading: tuple[str, ...], what: str
) -> None:
    """The sentence says what the file is and which to give."""
    path = write_csv(tmp_path / "x.csv", heading, [["x"] * len(heading)])
    with pytest.raises(BadFile) as caught:
        import_incidents(book, [path])
    assert str(caught.value) == (
        f"x.csv is a file of {what}, not of incidents: give the street file, whose name ends in "
        "-street.csv."
    )


def test_an_extract_with_eastings_and_local_times(book: Book, tmp_path: Path) -> None:
    """Metres are taken as they stand and local time becomes UTC; what was picked is said."""
    report = import_incidents(book, [extract(tmp_path / "e.csv", extract_row())])
    row = one(book)
    assert (row["x"], row["y"], row["month"]) == (644665.0, 156485.0, 202410)
    assert row["at"] == seconds("2024-10-07T21:15:00")
    assert (row["source"], row["kind"]) == ("force extract", "crime")
    assert report.notes[:3] == (
        "The source is called 'force extract'; --source NAME gives it another name.",
        COLUMNS_READ,
        "Eastings and northings were taken to be EPSG:27700.",
    )


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-12-01 09:30", "2024-12-01T09:30:00"),
        ("2024-07-01T09:30:15", "2024-07-01T08:30:15"),
        ("2024-07-01T09:30:00+00:00", "2024-07-01T09:30:00"),
        ("2024-07-01T09:30:00Z", "2024-07-01T09:30:00"),
        ("1/7/24", "2024-06-30T23:00:00"),
        ("01.12.2024 00:05", "2024-12-01T00:05:00"),
        ("7 Oct 2024", "2024-10-06T23:00:00"),
        ("07-October-24 12:00", "2024-10-07T11:00:00"),
        ("20241207", "2024-12-07T00:00:00"),
    ],
)
def test_dates_as_people_write_them(book: Book, tmp_path: Path, text: str, utc: str) -> None:
    """ISO or the day first; local unless a zone is named; a date alone is its local midnight."""
    import_incidents(book, [extract(tmp_path / "e.csv", extract_row(Date=text))])
    assert one(book)["at"] == seconds(utc)


def test_the_month_is_the_local_one(book: Book, tmp_path: Path) -> None:
    """Half past midnight on 1 July is July's, although it is still June in UTC."""
    import_incidents(book, [extract(tmp_path / "e.csv", extract_row(Date="2024-07-01 00:30"))])
    assert (one(book)["month"], one(book)["at"]) == (202407, seconds("2024-06-30T23:30:00"))


@pytest.mark.parametrize("text", ["2024-09", "Sep-24", "September 2024", "9/2024", "2024-09-01"])
def test_months_as_people_write_them(book: Book, tmp_path: Path, text: str) -> None:
    """A spreadsheet makes a date or a name of 2024-09; no day is made up of it."""
    import_incidents(book, [street_file(tmp_path / "s.csv", street_row("c1", month=text))])
    assert (one(book)["month"], one(book)["at"]) == (202409, None)


@pytest.mark.parametrize("suffix", ["xlsx", "parquet", "json"])
def test_the_format_makes_no_difference(book: Book, tmp_path: Path, suffix: str) -> None:
    """The same street rows as XLSX, Parquet or JSON add nothing to those of the CSV."""
    rows = [
        street_row("c1", outcome=OPEN, at=("1.505000", "51.255")),
        *[street_row(kind=ASB, at=MOLE, location="On or near ")] * 2,
        street_row(kind=ASB, at=("", ""), location="No Location"),
    ]
    import_incidents(book, [street_file(tmp_path / "s.csv", *rows)])
    path = tmp_path / f"s.{suffix}"
    numbered = [
        dict(zip(STREET, row, strict=True))
        | {
            name: float(row[at]) if row[at] else None
            for name, at in (("Longitude", 4), ("Latitude", 5))
        }
        for row in rows
    ]
    if suffix == "xlsx":
        workbook = openpyxl.Workbook()
        assert workbook.active is not None
        for line in (STREET, *(list(row.values()) for row in numbered)):
            workbook.active.append(line)
        workbook.save(path)
    elif suffix == "parquet":
        parquet.write_table(pa.Table.from_pylist(numbered), path)
    else:
        path.write_text(json.dumps(numbered))
    report = import_incidents(book, [path])
    assert (report.read, report.added, report.updated, report.unchanged) == (4, 0, 0, 4)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Anti-social behaviour", "asb"),
        ("ASB - Nuisance", "asb"),
        ("Antisocial driving", "asb"),
        ("Robbery", "crime"),
        ("Basbleu theft", "crime"),
    ],
)
def test_the_label_tells_asb_from_crime(book: Book, tmp_path: Path, label: str, kind: str) -> None:
    """ASB by its words, anything else is a crime."""
    import_incidents(book, [extract(tmp_path / "e.csv", extract_row(Offence=label))])
    assert one(book)["kind"] == kind


def test_a_kind_column_decides(book: Book, tmp_path: Path) -> None:
    """What the file says outweighs the label, and one label may be of both kinds."""
    heading = (*EXTRACT, "Kind")
    rows = [
        (*extract_row(**{"Crime number": f"n{n}"}), kind)
        for n, kind in enumerate(("crime", "ASB", "Crime", "", "other"))
    ]
    report = import_incidents(book, [extract(tmp_path / "e.csv", *rows, heading=heading)])
    assert sorted(row["kind"] for row in held(book)) == ["asb", "crime", "crime"]
    assert [str(bad) for bad in report.rejections] == [
        "e.csv row 5, Kind: '' is neither crime nor asb.",
        "e.csv row 6, Kind: 'other' is neither crime nor asb.",
    ]


def test_a_blank_date_falls_back_on_the_month(book: Book, tmp_path: Path) -> None:
    """A file may give both; a row with neither can't be counted."""
    heading = (*EXTRACT, "Month")
    rows = (
        (*extract_row(**{"Crime number": "a", "Date": ""}), "2024-08"),
        (*extract_row(**{"Crime number": "b"}), "nonsense"),
        (*extract_row(**{"Crime number": "c", "Date": ""}), ""),
    )
    report = import_incidents(book, [extract(tmp_path / "e.csv", *rows, heading=heading)])
    assert sorted((row["month"], row["at"] is None) for row in held(book)) == [
        (202408, True),
        (202410, False),
    ]
    (bad,) = report.rejections
    assert str(bad) == "e.csv row 4, Month: is blank: it needs a month or a date."


def test_missing_columns_refuse_the_file(book: Book, tmp_path: Path) -> None:
    """What is missing and what was found are both named."""
    path = write_csv(tmp_path / "e.csv", ("Ref", "Place"), [("1", "Quay")])
    with pytest.raises(BadFile) as caught:
        import_incidents(book, [path])
    assert str(caught.value) == (
        "e.csv has no column for the type of crime or incident or for the date or month or for "
        "longitude and latitude, or easting and northing: it has Ref, Place. Say which column "
        "is which with --map."
    )


def test_a_mapping_is_remembered_with_its_source(book: Book, tmp_path: Path) -> None:
    """The second file of the source needs none; another source's does."""
    heading = ("Key", "Day", "What", "E", "N")
    mapping = ColumnMapping(
        {"id": "Key", "date": "Day", "type": "What", "easting": "E", "northing": "N"}
    )
    row = ("k1", "2024-10-07", "Robbery", "644665", "156485")
    first = write_csv(tmp_path / "1.csv", heading, [row])
    second = write_csv(tmp_path / "2.csv", heading, [("k2", *row[1:])])
    import_incidents(book, [first], source="Niche", mapping=mapping)
    assert import_incidents(book, [second], source="Niche").added == 1
    with pytest.raises(BadFile, match=r"2\.csv has no column for"):
        import_incidents(book, [second], source="Athena")


def test_files_of_two_origins_are_not_mixed(book: Book, tmp_path: Path) -> None:
    """Open data and an extract in one import would be one source under one name."""
    paths = [
        street_file(tmp_path / "s.csv", street_row("c1")),
        extract(tmp_path / "e.csv", extract_row()),
    ]
    with pytest.raises(BadFile) as caught:
        import_incidents(book, paths)
    assert str(caught.value) == (
        "s.csv comes from data.police.uk and e.csv doesn't: import them one after the other."
    )


def test_rows_of_another_kind_keep_their_words(book: Book, tmp_path: Path) -> None:
    """Two imports number their words alike: a type met before keeps its number."""
    import_incidents(book, [street_file(tmp_path / "1.csv", street_row("c1"))])
    rows = (street_row("c2", kind="Drugs", outcome=OPEN), street_row("c3", kind=BURGLARY))
    import_incidents(book, [street_file(tmp_path / "2.csv", *rows)])
    assert sorted((row["type"], row["outcome"]) for row in held(book)) == [
        (BURGLARY, ""),
        (BURGLARY, ""),
        ("Drugs", OPEN),
    ]
