"""Figures over a district's gap: missing wherever they take it in, and said to be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.figures.comparison import compare_types
from casebook.figures.figure import Figure
from casebook.figures.table import figures
from casebook.incidents.counts import Counter
from casebook.places import queries as places
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.designs import set_design
from casebook.profiles.profile import Profile
from tests import lomea
from tests.books import on
from tests.incidents.gap_town import GAP, add_districts, calls, take, year
from tests.lomea_areas import box, take_areas

FEBRUARY, SPRING = Window(GAP, GAP), Window.parse("2024-02:2024-04")
NOTE = (
    "ASB isn't loaded for Feb 2024 in Area D2 (D2): a count that takes it in is missing, not low."
)


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """A year and a month of calls: 12 a month in HS-01 and 20 in HS-02, whose February is gone."""
    add_districts(book, tmp_path)
    lomea.add_hotspots(book, tmp_path)
    take(book, tmp_path, year())
    return book


def row(book: Book, ref: str, window: Window) -> Figure:
    """A hotspot's ASB figures."""
    (found,) = figures(book, window, hotspots=[ref], count="asb").rows
    return found


def test_a_hotspots_count_over_the_gap_is_missing(town: Book) -> None:
    """Three months of which one is a gap have none; crime and the other district have theirs."""
    assert row(town, "HS-02", FEBRUARY).asb is None
    assert row(town, "HS-02", SPRING).asb is None
    assert row(town, "HS-02", SPRING).crimes == 3
    assert row(town, "HS-02", FEBRUARY).says == "ASB for Feb 2024 isn't loaded."
    assert row(town, "HS-02", Window.parse("2024-03:2024-04")).asb == 40
    assert row(town, "HS-01", SPRING).asb == 36


def test_comparisons_with_the_gap_are_missing(town: Book) -> None:
    """The month before March is one; a baseline of eleven months is named as such."""
    assert row(town, "HS-02", Window.parse("2024-03")).asb_previous is None
    assert row(town, "HS-01", Window.parse("2024-03")).asb_previous == 12
    september = Window.parse("2024-09")
    assert "from 11 of the 12 months Sep 2023 to Aug 2024" in row(town, "HS-02", september).says
    assert row(town, "HS-02", september).z_baseline is None
    assert row(town, "HS-01", september).z_baseline == 12.0


@pytest.mark.parametrize(("by", "counts"), [("district", [12, None]), ("force", [None])])
def test_sums_of_hotspots_over_the_gap_are_missing(
    town: Book, by: str, counts: list[int | None]
) -> None:
    """The district's and the force's, with a note that names district and month."""
    table = figures(town, FEBRUARY, by=(by,))
    assert [found.asb for found in table.rows] == counts
    assert [found.crimes for found in table.rows] == [1, 1] if by == "district" else [2]
    assert NOTE in table.notes
    assert table.sources[1] == (
        "ASB: data.police.uk, Sep 2023 to Sep 2024 (without Area D2 (D2) in Feb 2024)"
    )


def test_areas_over_the_gap_are_missing(town: Book, tmp_path: Path) -> None:
    """The district, a ward in it, and all there is; the other district's ward has its zero."""
    take_areas(town, tmp_path, "ward", box("W1", 1.49, 1.50), box("W2", 1.515, 1.54))
    table = figures(town, FEBRUARY, by=("area",), areas=["D1", "D2", "W1", "W2"])
    assert {found.area: found.asb for found in table.rows} == {
        "D1": 12,
        "D2": None,
        "W1": 0,
        "W2": None,
    }
    compared = compare_types(town, FEBRUARY, groups=["asb", "crime"])
    assert [found.count for found in compared.rows] == [None, 2]
    assert NOTE in compared.notes


def test_no_note_where_nothing_meets_the_gap(town: Book) -> None:
    """The table of HS-01, and one from a year later on, needn't speak of D2's February."""
    assert NOTE not in figures(town, FEBRUARY, hotspots=["HS-01"]).notes
    assert NOTE in figures(town, Window.parse("2024-09"), hotspots=["HS-02"]).notes
    assert NOTE not in figures(town, Window.parse("2026-09"), hotspots=["HS-02"]).notes


def test_a_closed_gap_is_counted(town: Book, tmp_path: Path) -> None:
    """Three calls come in later: 3 + 20 + 20."""
    take(town, tmp_path, calls(GAP, 0, 3))
    assert row(town, "HS-02", SPRING).asb == 43
    assert NOTE not in figures(town, SPRING).notes


def test_a_gap_of_a_source_that_doesnt_count_is_none(town: Book, tmp_path: Path) -> None:
    """Another source kept beside has its own gaps; only the one that counts matters."""
    take(town, tmp_path, year({Month(2024, 3): 0}), source="niche")
    assert row(town, "HS-02", Window.parse("2024-03")).asb == 20


def test_a_place_astride_districts_is_in_those_of_its_incidents(town: Book, tmp_path: Path) -> None:
    """A buffer half in each district has no district of its own, and takes the gap in."""
    take_areas(town, tmp_path, "buffer", box("B1", 1.495, 1.535))
    with town.store.reading() as tx:
        (drawn,) = places.boundaries(tx, ("buffer",))
        counter = Counter.of(tx, town.settings)
        counts = counter.read(tx, {"B1": [drawn.id]}, SPRING)["B1"]
    assert counter.missing_months(counter.group("asb"), SPRING, counts) == (GAP,)
    assert counter.count(counts, "asb", Window.parse("2024-03")) == 32
    assert counter.count(counts, "crime", SPRING) == 6


def test_a_design_says_that_its_window_has_a_gap(town: Book) -> None:
    """Of the places it counts in."""
    for ref, hotspot, notes in (
        ("PMP-2024-001", "HS-01", ()),
        ("PMP-2024-002", "HS-02", ("ASB isn't loaded for Feb 2024.",)),
    ):
        intake.new_profile(on(town, date(2024, 5, 20)), Profile(ref, "Park"), hotspots=[hotspot])
        months = {"before_from": "2024-02", "before_to": "2024-04"}
        months |= {"after_from": "2024-06", "after_to": "2024-08"}
        declared = set_design(town, ref, {"code": "asb", **months})
        assert tuple(note for note in declared.notes if "isn't loaded" in note) == notes


def test_a_baseline_over_the_gap_must_be_typed_with_its_source(town: Book) -> None:
    """The casebook doesn't hold it there."""
    intake.new_profile(town, Profile("PMP-2024-001", "Park"), hotspots=["HS-02"])
    asked = {"measure": "asb", "baseline_from": "2024-02", "baseline_to": "2024-04"}
    with pytest.raises(BadValue, match="doesn't hold asb for Feb to Apr 2024 here"):
        profiles.edit_stage(town, "PMP-2024-001", "objective", {**asked, "baseline_value": 50})
