"""Every tab of a workbook that has the columns is read, and every other is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from casebook.core.errors import BadFile
from casebook.files.sheet import Heading, LacksColumns
from casebook.files.tabular import Sheet, sheets

HEAD = ["Ref", "When", "Note"]


def choose(heading: Heading) -> Sequence[str]:
    """Ref and When."""
    if not {"Ref", "When"} <= set(heading.names):
        raise LacksColumns(heading, "ref and when")
    return ["Ref", "When"]


def workbook(path: Path, tabs: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """An XLSX file of these tabs."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tabs.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read(path: Path, *tabs: str) -> list[Sheet]:
    """The sheets of a file."""
    return list(sheets([path], choose=choose, tabs=tabs))


def test_every_tab_with_the_columns_is_read_and_named(tmp_path: Path) -> None:
    """Two weeks on two tabs, columns in another order on one: all rows, each with its tab."""
    weeks = {
        "1 July": [HEAD, ["A1", "Mon", "x"], ["A2", "Tue", ""]],
        "8 July": [["When", "Ref", "Note"], ["Wed", "A3", "y"]],
    }
    first, second = read(workbook(tmp_path / "rows.xlsx", weeks))
    assert first.table.to_pylist() == [{"Ref": "A1", "When": "Mon"}, {"Ref": "A2", "When": "Tue"}]
    assert second.table.to_pylist() == [{"When": "Wed", "Ref": "A3"}]
    assert (first.file, first.tab) == ("rows.xlsx, tab '1 July'", "1 July")
    assert second.notes == (
        "Read from rows.xlsx: tab '1 July' (2 rows), tab '8 July' (1 row).",
        "Columns not read: Note.",
    )


def test_a_cover_is_passed_over_by_name(tmp_path: Path) -> None:
    """A cover in front of the data, and an empty tab behind it."""
    tabs = {"Cover": [["Crime extract"], ["Run by", "Analysis"]], "Data": [HEAD, ["A1", "Mon"]]}
    path = workbook(tmp_path / "rows.xlsx", tabs | {"Sheet3": []})
    (sheet,) = read(path)
    assert sheet.tab == "Data"
    assert sheet.notes == (
        "Read from rows.xlsx: tab 'Data' (1 row).",
        "Not read: rows.xlsx, tab 'Cover' (1 row): it has no column for ref and when.",
        "Not read: rows.xlsx, tab 'Sheet3': it is empty.",
        "Columns not read: Note.",
    )


def test_tabs_can_be_chosen(tmp_path: Path) -> None:
    """By name, in any case, several too; one that isn't there is refused with those that are."""
    path = workbook(
        tmp_path / "rows.xlsx", {n: [HEAD, [n, "Mon"]] for n in ("June", "July", "Old")}
    )
    assert [sheet.tab for sheet in read(path, "july", "June")] == ["June", "July"]
    with pytest.raises(BadFile) as caught:
        read(path, "June", "Juli")
    assert str(caught.value) == (
        "There is no tab, layer or file 'Juli' in rows.xlsx: there is 'June', 'July', 'Old'."
    )


def test_a_workbook_without_the_columns_on_any_tab_is_refused(tmp_path: Path) -> None:
    """What is missing of the tab that comes nearest, and the names of the others."""
    tabs = {"Cover": [["Extract", "July"]], "Data": [["Ref", "Day", "Note"], ["A1", "Mon", ""]]}
    with pytest.raises(BadFile) as caught:
        read(workbook(tmp_path / "rows.xlsx", tabs))
    assert str(caught.value) == (
        "rows.xlsx, tab 'Data' has no column for ref and when: it has Ref, Day, Note. Say which "
        "column is which with --map. Nor can anything else of rows.xlsx be taken: Cover."
    )


def test_a_preamble_of_two_cells_is_no_heading(tmp_path: Path) -> None:
    """Who ran the report stands above the heading; rows keep their numbers."""
    tabs = {"Data": [["Report", "July"], ["Run by", "J1"], [], HEAD, ["A1", "Mon"]]}
    (sheet,) = read(workbook(tmp_path / "rows.xlsx", tabs))
    assert sheet.table.to_pylist() == [{"Ref": "A1", "When": "Mon"}]
    assert sheet.row(0) == 5
    plain = tmp_path / "rows.csv"
    plain.write_text("Report,July\nRun by,J1\n\nRef,When,Note\nA1,Mon,\n")
    (sheet,) = read(plain)
    assert sheet.table.to_pylist() == [{"Ref": "A1", "When": "Mon"}]
    assert sheet.row(0) == 5
