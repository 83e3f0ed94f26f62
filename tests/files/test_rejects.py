"""Rows that weren't taken, found again with all their columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from casebook.core.errors import Rejection
from casebook.files.mapping import NO_MAPPING
from casebook.files.rejects import Rows, rejected_cells, rejected_rows
from casebook.files.sheet import REJECT_COLUMNS, Heading, LacksColumns
from casebook.files.tabular import find_columns, sheets


@dataclass
class Tables:
    """Reads the refs and dates of tables that have both."""

    of: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def choose(self, heading: Heading) -> Sequence[str]:
        """The columns of both."""
        aliases = {"ref": ("ref", "id"), "date": ("date", "day")}
        found = find_columns(heading, aliases, NO_MAPPING)
        if len(found) < 2:
            raise LacksColumns(heading, "ref or date")
        self.of[heading.file] = found
        return list(found.values())


def rows(folder: Path, *rejections: Rejection) -> Rows:
    """Those of the files in a folder."""
    return rejected_rows(rejections, sorted(folder.iterdir()), Tables(), (), "")


def test_a_row_comes_with_every_column_and_its_reason(tmp_path: Path) -> None:
    """Also those that nobody read, below a title, in the order of the rejections."""
    (tmp_path / "a.csv").write_text('Report,of July\nref,Note,date\n1,x,\n2,"y, z",soon\n3,w,2\n')
    bad = Rejection("a.csv", 4, "date", "'soon' isn't a date."), Rejection("a.csv", 3, None, "No.")
    assert rows(tmp_path, *bad) == (
        ("ref", "Note", "date", *REJECT_COLUMNS),
        ("2", "y, z", "soon", "a.csv", "", "4", "date 'soon' isn't a date."),
        ("1", "x", "", "a.csv", "", "3", "No."),
    )


def test_tables_that_call_a_field_by_other_names_share_the_first(tmp_path: Path) -> None:
    """So that one heading does for all when they are imported again; tabs are named."""
    (tmp_path / "a.csv").write_text("ref,date,Note\n1,x,n\n")
    book = openpyxl.Workbook()
    tab = book.active
    assert tab is not None
    tab.title = "July"
    for row in (("day", "id", "Weather"), ("y", 2, "rain")):
        tab.append(row)
    book.create_sheet("Notes").append(["nothing", "here"])
    book.save(tmp_path / "b.xlsx")
    bad = Rejection("a.csv", 2, None, "No."), Rejection("b.xlsx, tab 'July'", 2, None, "Nor that.")
    assert rows(tmp_path, *bad) == (
        ("ref", "date", "Note", "Weather", *REJECT_COLUMNS),
        ("1", "x", "n", "", "a.csv", "", "2", "No."),
        ("2", "y", "", "rain", "b.xlsx", "July", "2", "Nor that."),
    )


def test_a_line_with_too_many_cells_keeps_them_all(tmp_path: Path) -> None:
    """In columns of their own, and one with too few has blanks."""
    (tmp_path / "a.csv").write_text("ref,date\n1,2\n3\n4,5,6\n")
    (sheet,) = sheets([tmp_path / "a.csv"])
    assert rows(tmp_path, *sheet.rejections) == (
        ("ref", "date", "column 3", *REJECT_COLUMNS),
        ("3", "", "", "a.csv", "", "3", "It has 1 column where the heading has 2."),
        ("4", "5", "6", "a.csv", "", "4", "It has 3 columns where the heading has 2."),
    )


def test_what_cannot_be_found_again_has_its_place_and_reason(tmp_path: Path) -> None:
    """A feature of another file, a row of cells that are known, nothing at all."""
    (tmp_path / "a.csv").write_text("ref,date\n1,2\n")
    bad = Rejection("h.geojson", 7, None, "It has no outline.")
    place = ("h.geojson", "", "7", "It has no outline.")
    assert rows(tmp_path, bad) == (REJECT_COLUMNS, place)
    assert rejected_cells([bad], {("h.geojson", 7): {"ref": "HS-7"}}) == (
        ("ref", *REJECT_COLUMNS),
        ("HS-7", *place),
    )
    assert rows(tmp_path) == (REJECT_COLUMNS,)


def test_the_last_columns_of_rejected_rows_are_passed_over(tmp_path: Path) -> None:
    """They are neither read nor listed as not read, beside a column of the same name too."""
    path = tmp_path / "again.csv"
    path.write_text("ref,reason,date,file,tab,row,reason\n1,why,2024-01-01,a.csv,,2,No.\n")
    shown: list[tuple[str, ...]] = []

    def choose(heading: Heading) -> Sequence[str]:
        shown.append(heading.names)
        return ("ref", "date")

    (sheet,) = sheets([path], choose=choose)
    assert shown == [("ref", "reason", "date")]
    assert sheet.table.to_pylist() == [{"ref": "1", "date": "2024-01-01"}]
    assert sheet.unread == ("reason",)
