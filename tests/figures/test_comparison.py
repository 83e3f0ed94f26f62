"""Two windows side by side by type, against numbers worked out by hand."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotFound
from casebook.core.months import Month, Window
from casebook.figures.compared import TypeChange
from casebook.figures.comparison import ComparisonTable, compare_types
from casebook.places.place import Place
from tests import lomea, lomea_areas

NOW, THEN = Window.parse("2024-09"), Window.parse("2023-09")


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Two districts, three wards, an impact area, two hotspots and two Septembers."""
    lomea.add_hotspots(book, tmp_path)
    lomea_areas.add_areas(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea_areas.two_septembers())
    return book


def _compared(book: Book, **how: object) -> ComparisonTable:
    return compare_types(book, NOW, against=THEN, **how)  # type: ignore[arg-type]


def _counts(table: ComparisonTable) -> dict[str, tuple[int | None, int | None]]:
    return {row.type: (row.count_against, row.count) for row in table.rows}


def _row(table: ComparisonTable, name: str) -> TypeChange:
    (row,) = (row for row in table.rows if row.type == name)
    return row


def test_a_ward_is_counted_whole_hotspot_or_not(town: Book) -> None:
    """W1: 20 and 10 burglaries become 8 and 3; the total stands over its types."""
    table = _compared(town, areas=["W1"])
    assert _counts(table) == {
        "All crime": (34, 23), "Burglary": (30, 11), "Drugs": (0, 3), "Robbery": (4, 9),
        "ASB": (0, 0),
    }  # fmt: skip
    assert [row.part_of for row in table.rows] == [None, *["All crime"] * 3, None]
    assert [row.kind for row in table.rows] == [*["crime"] * 4, "asb"]
    assert table.where == "W1"


def test_the_change_carries_its_percentage_its_test_and_a_sentence(town: Book) -> None:
    """30 to 11 is 19 fewer, −63.3 %: of 41 at even odds 11 or fewer, mid-p 1 time in 330."""
    row = _row(_compared(town, areas=["W1"]), "Burglary")
    assert (row.change, row.percent, row.reads) == (-19, -63.3, "lower")
    assert row.p == pytest.approx(0.0027, abs=0.0001)
    assert row.says == (
        "Burglary: 30 to 11 (−63%) from September 2023 to September 2024; lower, worth a look "
        "(E-test, p 0.003)."
    )


def test_no_percentage_of_fewer_than_ten(town: Book) -> None:
    """4 robberies to 9: the counts and their test, and no 125 %."""
    row = _row(_compared(town, areas=["W1"]), "Robbery")
    assert (row.count_against, row.count, row.change, row.percent) == (4, 9, 5, None)
    assert row.reads == "too few to tell"
    assert row.says.startswith("Robbery: 4 to 9 from September 2023 to September 2024; too few")


def test_nothing_in_either_window_is_zero_without_a_test(town: Book) -> None:
    """0 and 0 say nothing about chance."""
    row = _row(_compared(town, areas=["W1"]), "ASB")
    assert (row.count, row.change, row.p, row.percent, row.reads) == (0, 0, None, None, "")
    assert row.says == "ASB: none in either window."


def test_an_area_holds_all_its_wards_and_what_lies_in_none(town: Book) -> None:
    """D2's burglaries are W3's 5 and 6 and the strip's 2 and 1; its hotspots are no matter."""
    assert _counts(_compared(town, areas=["D2"])) == {
        "All crime": (19, 19), "Burglary": (7, 7), "Drugs": (12, 12), "ASB": (30, 11),
    }  # fmt: skip


def test_an_impact_area_counts_the_areas_it_groups(town: Book) -> None:
    """W1 and W3, which lie in two districts."""
    assert _counts(_compared(town, areas=["IA-1"])) == {
        "All crime": (51, 41), "Burglary": (35, 17), "Drugs": (12, 15), "Robbery": (4, 9),
        "ASB": (30, 11),
    }  # fmt: skip


def test_areas_together_count_each_incident_once(town: Book) -> None:
    """D2, W3 in it, and the impact area that groups W3 and W1."""
    table = _compared(town, areas=["D2", "W3", "IA-1"])
    assert _counts(table)["All crime"] == (53, 42)
    assert table.where == "D2, W3, IA-1"


def test_hotspots_are_counted_in_their_boundaries(town: Book) -> None:
    """20 burglaries to 8 in HS-01; what lies beside it is left out."""
    table = _compared(town, hotspots=["HS-01", "HS-02"])
    assert _counts(table) == {
        "All crime": (24, 17), "Burglary": (20, 8), "Robbery": (4, 9), "ASB": (0, 0)
    }  # fmt: skip


def test_the_force_is_all_there_is_and_says_what_lies_nowhere(town: Book) -> None:
    """At sea and without coordinates too: they are the force's, and no district's."""
    table = _compared(town)
    assert _counts(table)["Burglary"] == (38, 22)
    assert _counts(table)["All crime"] == (54, 46)
    assert (
        "4 crimes without coordinates of Sep 2024 lie in no area: they count here and in no "
        "area's row." in table.notes
    )


def test_both_windows_are_named_and_so_is_what_chance_would_do(town: Book) -> None:
    """Five lines tested at one in twenty."""
    notes = _compared(town).notes
    assert notes[:2] == (
        "September 2024 against September 2023.",
        "Of the 5 lines tested about 0.3 would be worth a look or outside usual variation by "
        "chance alone.",
    )


def test_named_groups_and_types_take_the_place_of_the_list(town: Book) -> None:
    """In the order asked for, with the groups' definitions."""
    table = _compared(town, groups=["neighbourhood-crime", "robbery", "asb"])
    assert _counts(table) == {
        "Neighbourhood crime": (42, 31), "Robbery": (4, 9), "ASB": (30, 11)
    }  # fmt: skip
    assert [row.count_group for row in table.rows] == ["neighbourhood-crime", None, "asb"]
    assert any(line.startswith("Neighbourhood crime (") for line in table.definitions)


def test_a_window_not_loaded_is_missing(town: Book) -> None:
    """October is unknown: no change, no test, and the reason in each row."""
    table = compare_types(town, Window.parse("2024-10"), against=THEN, areas=["W1"])
    row = _row(table, "Burglary")
    assert (row.count, row.count_against, row.change, row.p) == (None, 30, None, None)
    assert row.says == "Burglary: October 2024 isn't wholly loaded."
    assert "All crime isn't loaded for Oct 2024." in table.notes


def test_windows_of_different_lengths_are_compared_by_the_month(town: Book, tmp_path: Path) -> None:
    """11 in one month against 30 in two: no change in counts, no percentage, rates instead."""
    august = lomea.street_rows(Month(2023, 10), lomea.VIOLENCE, 1, lomea.IN_TWO)
    lomea.add_incidents(town, tmp_path, august, "october.csv")
    two = Window.parse("2023-09:2023-10")
    table = compare_types(town, NOW, against=two, areas=["W1"])
    row = _row(table, "Burglary")
    assert (row.count, row.count_against, row.change, row.percent) == (11, 30, None, None)
    assert "30 to 11 from 2 months to October 2023 to September 2024, 15.0 to 11.0 a month" in (
        row.says
    )
    assert any("differ in length" in note for note in table.notes)


def test_windows_that_share_months_are_not_tested(town: Book) -> None:
    """The same incidents would stand on both sides."""
    row = _row(compare_types(town, NOW, against=NOW, areas=["W1"]), "Burglary")
    assert (row.count, row.count_against, row.p, row.reads) == (11, 11, None, "")
    assert row.says.endswith("the windows share months, so no test.")


def test_without_a_second_window_there_are_counts_alone(town: Book) -> None:
    """And the columns of the comparison are left out."""
    table = compare_types(town, NOW, areas=["W1"])
    row = _row(table, "Burglary")
    assert row.says == "Burglary: 11 in September 2024."
    assert "percent" not in row.encode(None)


def test_a_hotspot_redrawn_between_the_windows_says_so(town: Book, tmp_path: Path) -> None:
    """HS-02 moves onto HS-01's ground: both windows are counted there."""
    import json

    from casebook.incidents.in_boundaries import follow_boundaries
    from casebook.places.import_polygons import import_places

    path = tmp_path / "moved.geojson"
    moved = {"type": "FeatureCollection", "features": [lomea.square(1.50, "HS-02", "asb")]}
    path.write_text(json.dumps(moved))
    import_places(town, path, follow=follow_boundaries, kind="hotspot", valid_from=date(2024, 5, 1))
    table = _compared(town, hotspots=["HS-02"])
    assert _counts(table)["Burglary"] == (20, 8)
    assert (
        "HS-02 was redrawn on 1 May 2024; every count here uses the boundary in force on "
        "30 Sep 2024." in table.notes
    )


def test_an_area_without_an_outline_is_missing_and_never_zero(town: Book) -> None:
    """An impact area of nothing, and one with a part that isn't drawn."""
    with town.store.writing() as tx:
        for place in (
            Place("IA-2", "impact area"),
            Place("W9", "ward"),
            Place("IA-3", "impact area", groups=("W1", "W9")),
        ):
            tx.save(None, place, town.author)
    empty = _row(_compared(town, areas=["IA-2"]), "All crime")
    assert (empty.count, empty.count_against) == (None, None)
    assert empty.says == "IA-2 groups no areas, so what lies in it isn't known."
    part = _compared(town, areas=["IA-3"])
    assert _row(part, "All crime").count is None
    assert "IA-3 can't be counted: no outline is loaded for W9 in it." in part.notes


def test_types_of_two_sources_are_not_taken_to_be_alike(town: Book, tmp_path: Path) -> None:
    """Where another source counts in each window, the reader is told."""
    lomea.add_incidents(
        town,
        tmp_path,
        lomea.street_rows(Month(2024, 10), lomea.BURGLARY, 3, lomea.IN_ONE),
        "extract.csv",
        source="force",
    )
    table = compare_types(town, Window.parse("2024-10"), against=THEN, areas=["W1"])
    assert any("comes from force in one window and from" in note for note in table.notes)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"areas": ["W01"]}, "There is no area 'W01' in this casebook. Did you mean W1"),
        ({"areas": ["Aera D1"]}, "Did you mean Area D1"),
        ({"hotspots": ["HS-10"]}, "There is no hotspot 'HS-10'"),
    ],
)
def test_an_unknown_place_is_refused_with_ones_like_it(
    town: Book, how: dict[str, object], said: str
) -> None:
    """One sentence."""
    with pytest.raises(NotFound, match=said):
        _compared(town, **how)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"groups": ["burglry"]}, "no count group or type 'burglry': did you mean Burglary"),
        ({"groups": [""]}, "no count group or type '': try crime, asb"),
        ({"areas": ["W1"], "hotspots": ["HS-01"]}, "in areas or in hotspots, not in both"),
        ({"areas": ["beats"]}, "no beats in this casebook to count in"),
    ],
)
def test_what_cant_be_asked_is_refused(town: Book, how: dict[str, object], said: str) -> None:
    """One sentence that says what can."""
    with pytest.raises(BadValue, match=said):
        _compared(town, **how)


def test_an_area_is_found_by_name_alias_or_kind(town: Book) -> None:
    """The tables of a force name one unit two ways; a name of two is refused."""
    assert _compared(town, areas=["mole end"]).where == "W2"
    assert _compared(town, areas=["Docks and Ferry"]).where == "IA-1"
    assert _compared(town, areas=["wards"]).where == "W1, W2, W3"
    with town.store.writing() as tx:
        ward = tx.load_one(Place, ref="W1")
        assert ward is not None
        tx.save(ward, dataclasses.replace(ward, aliases=("Mole End",)), town.author)
    with pytest.raises(
        BadValue, match="Several areas are called 'Mole End': write one's ref, W1, W2"
    ):
        _compared(town, areas=["Mole End"])


def test_an_empty_casebook_has_totals_that_are_missing(book: Book) -> None:
    """Nothing loaded isn't nothing happened."""
    table = compare_types(book, NOW, against=THEN)
    assert [(row.type, row.count, row.p) for row in table.rows] == [
        ("All crime", None, None),
        ("ASB", None, None),
    ]
    assert table.rows[0].says == (
        "All crime: September 2024 and September 2023 aren't wholly loaded."
    )
    assert table.sources == ("Crime: nothing loaded", "ASB: nothing loaded")


def _extract(book: Book, folder: Path, *counts: tuple[str, str, str, int]) -> None:
    """A force's own file in HS-01: month, type, sub-type and how many."""
    from casebook.incidents.import_files import import_incidents
    from tests.incidents.incident_files import extract

    numbers = iter(range(1000))
    rows = [
        (f"46/{next(numbers)}/24", f"07/{month[5:]}/{month[:4]} 10:00", kind, sub, *lomea.IN_ONE)
        for month, kind, sub, count in counts
        for _ in range(count)
    ]
    heading = ("Crime number", "Date", "Category", "Offence", "Longitude", "Latitude")
    import_incidents(book, [extract(folder / "force.csv", *rows, heading=heading)], source="force")


def test_sub_types_stand_beneath_their_type(book: Book, tmp_path: Path) -> None:
    """Burglary 27 to 14 holds residential 15 to 4; a group of sub-types counts the same."""
    lomea.add_hotspots(book, tmp_path)
    _extract(
        book,
        tmp_path,
        ("2023-09", "Burglary", "Residential burglary", 15),
        ("2023-09", "Burglary", "Business burglary", 12),
        ("2023-09", "Drugs", "Possession", 3),
        ("2024-09", "Burglary", "Residential burglary", 4),
        ("2024-09", "Burglary", "Business burglary", 10),
        ("2024-09", "Drugs", "Possession", 6),
    )
    table = _compared(book, hotspots=["HS-01"])
    assert [(row.type, row.part_of, row.count_against, row.count) for row in table.rows[:6]] == [
        ("All crime", None, 30, 20),
        ("Burglary", "All crime", 27, 14),
        ("Business burglary", "Burglary", 12, 10),
        ("Residential burglary", "Burglary", 15, 4),
        ("Drugs", "All crime", 3, 6),
        ("Possession", "Drugs", 3, 6),
    ]
    named = _compared(book, groups=["residential-burglary", "business burglary"])
    assert _counts(named) == {"Residential burglary": (15, 4), "Business burglary": (12, 10)}
    assert _row(named, "Residential burglary").percent == -73.3


def test_sub_types_that_arent_told_are_missing_and_never_zero(town: Book) -> None:
    """Open data has burglaries and no residential ones."""
    row = _row(_compared(town, groups=["residential-burglary"]), "Residential burglary")
    assert (row.count, row.count_against, row.p) == (None, None, None)
    assert row.says == (
        "Residential burglary: what is loaded for September 2024 and September 2023 doesn't tell "
        "it apart."
    )


def test_a_district_with_a_gap_is_missing_and_so_is_all_that_holds_it(
    book: Book, tmp_path: Path
) -> None:
    """D2 has no ASB in April: missing in it, in W3, in IA-1 and in the force, and known in D1."""
    lomea_areas.add_areas(book, tmp_path)
    rows: list[str] = []
    for month in Window.parse("2024-02:2024-05").months:
        rows += lomea.street_rows(month, lomea.ASB, 12, lomea.IN_ONE)
        rows += lomea.street_rows(month, lomea.BURGLARY, 12, lomea_areas.IN_W3)
        if month != Month(2024, 4):
            rows += lomea.street_rows(month, lomea.ASB, 20, lomea_areas.IN_W3)
    lomea.add_incidents(book, tmp_path, rows)
    april, march = Window.parse("2024-04"), Window.parse("2024-03")

    def asb(**how: object) -> TypeChange:
        table = compare_types(book, april, against=march, **how)  # type: ignore[arg-type]
        return _row(table, "ASB")

    assert (asb(areas=["D1"]).count, asb(areas=["W1"]).count) == (12, 12)
    for how in ({"areas": ["D2"]}, {"areas": ["W3"]}, {"areas": ["IA-1"]}, {}):
        row = asb(**how)
        assert (row.count, row.change, row.p) == (None, None, None)
        assert row.says == "ASB: April 2024 isn't wholly loaded."
    assert asb(areas=["D2"]).count_against == 20
    table = compare_types(book, april, against=march, areas=["W3"])
    assert _row(table, "All crime").count == 12
    assert any("ASB isn't loaded for Apr 2024 in Area D2 (D2)" in note for note in table.notes)
