"""Counting sub-types: zero where the source tells them apart, missing where it doesn't."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.codes import CountGroup
from casebook.core.months import Month, Window
from casebook.figures.behind.incident_rows import figure_rows
from casebook.figures.comparison import compare_types
from casebook.figures.figure import Figure
from casebook.figures.table import figures
from casebook.incidents.count_groups import add_count_group
from casebook.incidents.counts import Counter
from casebook.incidents.import_files import import_incidents
from casebook.places import queries as places
from tests import lomea
from tests.incidents.incident_files import write_csv

SUMMER = Window.parse("2024-07:2024-08")
JULY, AUGUST, SEPTEMBER = (Window.parse(f"2024-0{n}") for n in (7, 8, 9))
HOMES, SHOPS = "Residential burglary", "Burglary - business"


def take(book: Book, folder: Path, *counts: tuple[str, str, str, int], source: str) -> None:
    """Import (month, type, sub-type, how many) in HS-01 from a force's extract."""
    rows = [
        (f"{month}{label}{offence}{n}", f"{month}-07", label, offence, "1.505", "51.255")
        for month, label, offence, count in counts
        for n in range(count)
    ]
    heading = ("Ref", "Date", "Crime type", "Offence", "Longitude", "Latitude")
    import_incidents(book, [write_csv(folder / "f.csv", heading, rows)], source=source)


def count(book: Book, group: str, window: Window) -> int | None:
    """The group's count in HS-01."""
    return _row(book, group, window).count


def _row(book: Book, group: str, window: Window) -> Figure:
    (row,) = figures(book, window, hotspots=["HS-01"], count=group).rows
    return row


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """July: 3 residential burglaries, 2 of business, 4 robberies of a person. August: 1 theft."""
    lomea.add_hotspots(book, tmp_path)
    take(
        book,
        tmp_path,
        ("2024-07", "Burglary", HOMES, 3),
        ("2024-07", "Burglary", SHOPS, 2),
        ("2024-07", "Robbery", "PERSONAL ROBBERY", 4),
        ("2024-08", "Vehicle crime", "Theft of a vehicle", 1),
        source="niche",
    )
    return book


def test_a_type_counts_its_sub_types_and_a_sub_type_itself(town: Book) -> None:
    """5 burglaries of which 3 residential; the shipped groups of whole types count their parts."""
    assert count(town, "residential-burglary", SUMMER) == 3
    assert count(town, "personal-robbery", SUMMER) == 4
    assert count(town, "vehicle-crime", SUMMER) == 1
    assert count(town, "neighbourhood-crime", SUMMER) == 10
    assert count(town, "crime", SUMMER) == 10
    (own,) = compare_types(town, SUMMER, groups=["Burglary"], hotspots=["HS-01"]).rows
    assert own.count == 5


def test_none_of_a_sub_type_is_zero_where_sub_types_are_told(town: Book, tmp_path: Path) -> None:
    """No residential burglary in August; no personal robbery at all in a file of its own."""
    assert count(town, "residential-burglary", AUGUST) == 0
    take(town, tmp_path, ("2024-09", "Burglary", HOMES, 1), source="athena")
    assert count(town, "personal-robbery", SEPTEMBER) == 0


def test_a_sub_type_that_no_source_has_is_missing(book: Book, tmp_path: Path) -> None:
    """Open data has burglaries, and doesn't say whose: never zero."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    row = _row(book, "residential-burglary", SEPTEMBER)
    assert (row.count, row.count_previous) == (None, None)
    assert row.says == ("Residential burglary for Sep 2024 isn't told apart in what is loaded.")
    assert count(book, "violence", SEPTEMBER) == 9
    assert count(book, "drugs", SEPTEMBER) is None
    (definition,) = figures(book, SEPTEMBER, count="residential-burglary").definitions[-1:]
    assert definition == (
        "Residential burglary (2024.1): Residential burglary, Burglary residential, Burglary in a "
        "dwelling; nothing that is loaded is called so."
    )


def test_months_from_a_source_without_sub_types_are_missing(town: Book, tmp_path: Path) -> None:
    """August comes from the extract and September from open data: one is told, one isn't."""
    rows = lomea.street_rows(Month(2024, 9), "Burglary", 2, lomea.IN_ONE)
    lomea.add_incidents(town, tmp_path, rows)
    assert count(town, "residential-burglary", AUGUST) == 0
    row = _row(town, "residential-burglary", SEPTEMBER)
    assert (row.count, row.count_previous) == (None, 0)
    assert count(town, "neighbourhood-crime", SEPTEMBER) == 2
    assert count(town, "residential-burglary", Window.parse("2024-08:2024-09")) is None


def test_the_baseline_says_why_it_is_missing(book: Book, tmp_path: Path) -> None:
    """A year of open data before the first month with sub-types is no year of zeros."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months()[:-17])
    take(book, tmp_path, ("2024-09", "Burglary", HOMES, 2), source="niche")
    row = _row(book, "residential-burglary", SEPTEMBER)
    assert (row.count, row.says) == (
        2,
        "No baseline: 12 of the 12 months Sep 2023 to Aug 2024 don't tell it apart, and it takes "
        "6.",
    )


def test_a_burglary_without_a_sub_type_leaves_the_count_open(town: Book, tmp_path: Path) -> None:
    """It may be residential, so that month has no count; another month's stands."""
    take(town, tmp_path, ("2024-07", "Burglary", "", 1), source="niche")
    assert count(town, "residential-burglary", JULY) is None
    assert count(town, "residential-burglary", AUGUST) == 0
    assert count(town, "personal-robbery", JULY) == 4
    (burglary,) = compare_types(town, JULY, groups=["burglary"], hotspots=["HS-01"]).rows
    assert burglary.count == 6


def test_a_file_of_offences_alone_is_counted_by_their_names(book: Book, tmp_path: Path) -> None:
    """'Residential burglary' as the type itself is one; the force's other months aren't guessed."""
    lomea.add_hotspots(book, tmp_path)
    rows = lomea.street_rows(Month(2024, 9), HOMES, 2, lomea.IN_ONE)
    rows += lomea.street_rows(Month(2024, 8), "Drugs", 2, lomea.IN_ONE)
    lomea.add_incidents(book, tmp_path, rows, source="niche")
    assert count(book, "residential-burglary", SEPTEMBER) == 2
    assert count(book, "residential-burglary", AUGUST) == 0


def test_a_forces_own_group_may_mix_types_and_sub_types(town: Book, tmp_path: Path) -> None:
    """Without sub-types the part it can't tell makes the whole missing, not low."""
    mixed = ["residential burglary", "Vehicle crime"]
    add_count_group(town, "ours", "Ours", "crime", mixed)
    add_count_group(town, "narrow", "Narrow", "crime", ["Burglary", "Vehicle crime"], mixed[:1])
    rows = lomea.street_rows(Month(2024, 9), "Vehicle crime", 2, lomea.IN_ONE)
    lomea.add_incidents(town, tmp_path, rows)
    for name in ("ours", "narrow"):
        assert count(town, name, SUMMER) == 4
        assert count(town, name, SEPTEMBER) is None


def test_any_types_can_be_counted_without_a_name(town: Book) -> None:
    """As a group made for the purpose."""
    with town.store.reading() as tx:
        (one, _) = places.boundaries(tx)
        counter = Counter.of(tx, town.settings)
        counts = counter.read(tx, {"": [one.id]}, SUMMER)[""]
    business = CountGroup("", "Business", types=("Burglary - Business",))
    assert counter.count(counts, business, SUMMER) == 2
    assert counter.covered(business, SUMMER, counts)


def test_rows_name_the_type_and_the_sub_type(town: Book) -> None:
    """Beside each other; a type without a sub-type has none."""
    rows = figure_rows(town, JULY, hotspots=["HS-01"], groups=["residential-burglary"])
    assert [(row["type"], row["subtype"]) for row in rows] == [("Burglary", HOMES)] * 3


def test_a_casebook_from_before_sub_types_still_reads(book: Book, tmp_path: Path) -> None:
    """Its types are label and kind, and which source used them isn't kept."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    with book.store.writing() as tx:
        assert tx.setting("incident-types")[0] == [lomea.VIOLENCE, "crime"]
        tx.put("incident-source-types", {})
    assert count(book, "violence", SEPTEMBER) == 9
    assert count(book, "residential-burglary", SEPTEMBER) is None
    chosen = dataclasses.replace(book.settings, count_crime_from=("niche",))
    take(book, tmp_path, ("2024-09", "Burglary", HOMES, 2), source="niche")
    assert count(book.with_settings(chosen), "residential-burglary", SEPTEMBER) == 2
    assert count(book.with_settings(chosen), "violence", SEPTEMBER) == 0
