"""Areas from a table without shapes: impact areas, named officers, other names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadFile, BadValue, NotAllowed
from casebook.places.areas import edit_area, list_areas, show_area
from casebook.places.import_table import import_area_table
from casebook.store import loads
from casebook.store.report import ImportReport
from tests.figures.ward_town import acting, make_town, sound
from tests.registers.register_team import csv_file

HEAD = "ref,name,kind,parent,aliases,officer,groups"


@pytest.fixture
def town(book: Book) -> Book:
    """Two districts of wards."""
    return make_town(book)


def _take(town: Book, folder: Path, *lines: str, kind: str = "", **how: Any) -> ImportReport:
    return import_area_table(town, csv_file(folder, *lines), kind=kind, **how)


def test_impact_areas_come_in_with_their_groups(town: Book, tmp_path: Path) -> None:
    """By ref, name or alias, parted by semicolons; one load; the same file changes nothing."""
    lines = ("ref,name,parent,groups", "IA-1,Docks,NH,W1;mole", "IA-2,Ferry,Strand,W3; B1")
    report = _take(town, tmp_path, *lines, kind="impact area")
    assert (report.read, report.added, report.rejected) == (2, 2, 0)
    assert [area.groups for area in list_areas(town, "impact area")] == [("W1", "W2"), ("W3", "B1")]
    again = _take(town, tmp_path, *lines, kind="impact area")
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)
    with town.store.reading() as tx:
        assert [load.kind for load in loads.loads(tx)] == ["areas"]
        (told,) = tx.history.of_record("load", 1)
    assert told.change == {"of": "areas", "file": "log.csv", "read": 2, "added": 2}
    sound(town)


def test_a_table_sets_officers_and_names_of_known_areas(town: Book, tmp_path: Path) -> None:
    """What a row leaves blank stays; after an edit by hand too, and the check is content."""
    edit_area(town, "W2", {"officer": "PC 1", "aliases": ["Point"]})
    report = _take(town, tmp_path, "ref,officer,aliases", "W1,PCSO 9,", "W2,,Pier; The Mole",
                   kind="ward")  # fmt: skip
    assert (report.updated, report.rejected) == (2, 0)
    one, two = show_area(town, "W1"), show_area(town, "W2")
    assert (one["officer"], one["name"], one["parent"]) == ("PCSO 9", "Quay", "D1")
    assert (two["officer"], two["aliases"]) == ("PC 1", ["Pier", "The Mole"])
    sound(town)


def test_rows_may_come_in_any_order(town: Book, tmp_path: Path) -> None:
    """The widest are taken first, so a row may name what stands further down by its name."""
    report = _take(
        town,
        tmp_path,
        HEAD,
        "IA-9,,impact area,North,,,W9",
        "W9,Point,Ward,North,,PC 3,",
        "D9,North,district,LOM,NN,,",
    )
    assert (report.added, report.rejected) == (3, 0)
    assert show_area(town, "IA-9")["lies_in"] == ["D9", "LOM"]
    assert show_area(town, "point")["parent"] == "D9"
    assert report.notes[-1] == (
        "2 new areas have no outline: import polygons to count what lies in them."
    )


def test_bad_rows_are_named_and_good_ones_go_in(town: Book, tmp_path: Path) -> None:
    """Row and column as a spreadsheet shows them."""
    report = _take(
        town,
        tmp_path,
        HEAD,
        "W9,Point,ward,D1,,,",
        ",Nowhere,ward,D1,,,",
        "W9,Again,ward,D1,,,",
        "W10,,parish,,,,",
        "W11,,ward,D8,,,",
        "W12,,ward,W1,,,",
        "HS-01,,ward,,,,",
        "IA-1,,impact area,D1,,,W1;W77",
        "W13,,ward,,Quay,,",
        "W14,,ward,,,Sgt Brian Smith,",
        "W15,,,,,,",
    )
    assert (report.read, report.added, report.rejected) == (11, 1, 10)
    assert [(bad.row, bad.column) for bad in report.rejections] == [
        (3, "ref"), (4, "ref"), (5, "kind"), (6, "parent"), (7, "parent"), (8, "ref"),
        (9, "groups"), (10, "aliases"), (11, "officer"), (12, "kind"),
    ]  # fmt: skip
    why = [bad.fault for bad in report.rejections]
    assert why[1] == "Its ref is row 2's already: give it its own."
    assert why[2].endswith("impact area, not 'parish'.")
    assert "no place 'D8'" in why[3]
    assert why[5] == "HS-01 is the ref of a hotspot already."
    assert "no place 'W77'" in why[6]
    assert why[7] == "Also called: W1 is called 'Quay' already."
    assert why[9].endswith("impact area: give the column or --kind.")


def test_a_dry_run_and_a_refusal_store_nothing(town: Book, tmp_path: Path) -> None:
    """Strict, nothing usable, an unknown kind, and whoever may not import."""
    lines = ("ref,parent", "W9,D1", "W10,D8")
    assert _take(town, tmp_path, *lines, kind="ward", dry_run=True).added == 1
    with pytest.raises(BadFile, match=r"1 of 2 rows of log\.csv can't be taken, and with --strict"):
        _take(town, tmp_path, *lines, kind="ward", strict=True)
    with pytest.raises(
        BadFile, match=r"log\.csv has no row that can be taken\. The first: log\.csv row 2"
    ):
        _take(town, tmp_path, "ref,parent", "W10,D8", kind="ward")
    with pytest.raises(BadFile, match="has no column for refs"):
        _take(town, tmp_path, "parent,officer", "D1,PC 1", kind="ward")
    with pytest.raises(BadValue, match="Kind takes one of"):
        _take(town, tmp_path, *lines, kind="wards")
    with pytest.raises(NotAllowed, match="may not import"):
        _take(acting(town, "sgt.h"), tmp_path, *lines, kind="ward")
    assert len(list_areas(town)) == 7
    with town.store.reading() as tx:
        assert loads.loads(tx) == ()
