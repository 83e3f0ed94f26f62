"""Files of queries, answers and activities: date-times as spreadsheets write them, rows twice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.errors import NotAllowed
from casebook.core.fields import encode
from casebook.registers import entries as registers
from casebook.registers.import_files import import_register
from tests.figures.ward_town import acting, add, make_town, sound
from tests.registers.register_team import csv_file


@pytest.fixture
def town(book: Book) -> Book:
    """Two districts of wards."""
    return make_town(book)


def _times(town: Book) -> list[tuple[str, str | None]]:
    rows = [encode(entry) for entry in registers.list_entries(town, "query")]
    return [(row["received"], row["answered"]) for row in rows]


def test_times_are_read_as_spreadsheets_and_people_write_them(town: Book, tmp_path: Path) -> None:
    """With a T, seconds or a British day; a day without a time is refused by name."""
    path = csv_file(
        tmp_path,
        "area,received,what is asked,came by,answered",
        "W1,2024-10-07T14:30:00,When?,Email,2024-10-08T09:00:00",
        "quay,07/10/2024 14:31,Where?,online,",
        "W1,2024-10-07 14:32:59,Who?,,2024-10-08 09:00",
        "W1,7 Oct 2024,Why?,,",
        "W1,,Why?,,",
        "W1,2024-10-07 14:30,Why?,,2024-10-07 14:29",
        "W9,2024-10-07 14:30,Why?,,",
        "W1,2024-10-07 14:30,Why?,Pigeon,",
    )
    report = import_register(town, "query", path)
    assert _times(town) == [
        ("2024-10-07T14:30", "2024-10-08T09:00"),
        ("2024-10-07T14:31", None),
        ("2024-10-07T14:32", "2024-10-08T09:00"),
    ]
    rejects = [(bad.row, bad.column, bad.fault) for bad in report.rejections]
    assert [(row, column) for row, column, _ in rejects] == [
        (5, "received"), (6, "received"), (7, "answered"), (8, "area"), (9, "came by"),
    ]  # fmt: skip
    assert rejects[0][2] == "'7 Oct 2024' has no time of day: write it as 2024-10-07 14:00."
    assert rejects[2][2] == "Answered is before Received."
    again = import_register(town, "query", path, dry_run=True)
    assert (again.added, again.unchanged) == (0, 3)
    sound(town)


def test_cells_of_a_spreadsheet_that_hold_times(town: Book, tmp_path: Path) -> None:
    """To the minute, whatever fraction of a day the cell keeps."""
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Area", "Received", "What is asked", "Answered"])
    at = datetime(2024, 10, 7, 14, 31)  # noqa: DTZ001 - the clock on the wall
    sheet.append(["W1", at, "When?", at.replace(day=8)])
    workbook.save(tmp_path / "queries.xlsx")
    assert import_register(town, "query", tmp_path / "queries.xlsx").added == 1
    assert _times(town) == [("2024-10-07T14:31", "2024-10-08T14:31")]


def test_you_said_we_did_comes_in_and_is_answered_by_hand(town: Book, tmp_path: Path) -> None:
    """The row doesn't come back once the answer is filled in."""
    path = csv_file(tmp_path, "area,you said,said on", "W2,Lamps are out,2024-10-07T00:00:00")
    assert import_register(town, "you-said", path).added == 1
    registers.edit_entry(town, "you-said", 1, {"did": "Mended", "until": "2024-12-01"})
    longer = csv_file(
        tmp_path, "area,you said,said on,we did", "W2,Lamps are out,2024-10-07,", name="more.csv"
    )
    assert import_register(town, "you-said", longer).unchanged == 1
    (row,) = [encode(entry) for entry in registers.list_entries(town, "you-said")]
    assert (row["did"], row["at"], row["until"]) == ("Mended", "2024-10-07", "2024-12-01")
    sound(town)


@pytest.mark.parametrize(
    ("kind", "lines", "first"),
    [
        ("activity", ("what,at,area", *(["arrest,2024-10-07,W1"] * 2), "warrant,2024-10-07,W1"), 3),
        ("spend", ("fund,at,amount", *(["HRF,2024-10-07,40"] * 3)), 3),
        ("query", ("area,received,text", *(["W1,2024-10-07 14:30,When?"] * 2)), 1),
    ],
)
def test_two_arrests_on_a_day_are_two_and_come_in_once(
    town: Book, tmp_path: Path, kind: str, lines: tuple[str, ...], first: int
) -> None:
    """Rows that say the same are entries each where the kind repeats, and never a second time."""
    add(town, "fund", ref="HRF", name="Hotspot fund")
    lines = (lines[0].replace("area", "place"), *lines[1:])
    report = import_register(town, kind, csv_file(tmp_path, *lines))
    assert (report.added, report.unchanged) == (first, report.read - first)
    again = import_register(town, kind, csv_file(tmp_path, *lines, "", name="again.csv"))
    assert (again.added, again.unchanged) == (0, report.read)
    if kind != "query":
        one_more = (*lines, lines[1])
        more = import_register(town, kind, csv_file(tmp_path, *one_more, name="more.csv"))
        assert (more.added, more.unchanged) == (1, report.read)
    sound(town)


def test_records_with_refs_come_in_and_name_each_other(town: Book, tmp_path: Path) -> None:
    """A line after its fund in one file; a ref twice and an unknown fund are named by row."""
    path = csv_file(
        tmp_path,
        "ref,name,line of,budget",
        'HRF,Hotspot fund,,"1,568,614"',
        "HRF-1,Patrols,hrf,600000",
        "hrf-1,Again,,5",
        "HRF-2,Other,HRF-9,5",
        "HRF-3,Less,HRF,-5",
        ",Nameless,HRF,5",
    )
    report = import_register(town, "fund", path)
    assert (report.added, report.rejected) == (2, 4)
    rejects = [(bad.row, bad.column) for bad in report.rejections]
    assert rejects == [(4, "ref"), (5, "line of"), (6, "budget"), (7, "ref")]
    rows = {row["ref"]: row for row in map(encode, registers.list_entries(town, "fund"))}
    assert (rows["HRF"]["budget"], rows["HRF-1"]["parent"]) == (1568614.0, "HRF")
    line = registers.edit_entry(town, "fund", "hrf-1", {"budget": 600001})
    with town.store.reading() as tx:
        assert [e.change for e in tx.history.of_record("fund", line.id)] == [
            {"budget": [600000.0, 600001.0]}
        ]
    sound(town)


def test_imported_entries_pass_the_check_after_edits(town: Book, tmp_path: Path) -> None:
    """Counts of imports, edits and entries by hand together."""
    path = csv_file(tmp_path, "place,text,at", "W1,Speeding,2024-10-07", "W2,Noise,2024-10-07")
    import_register(town, "priority", path)
    add(town, "priority", "W3", text="Litter")
    registers.edit_entry(town, "priority", 2, {"reviewed": "2024-12-01"})
    registers.edit_entry(town, "priority", 3, {"until": "2025-12-01"})
    sound(town)
    with pytest.raises(NotAllowed, match=r"pc.h may not import"):
        import_register(acting(town, "pc.h"), "priority", path)
