"""The forms in which files tell of patrols, and what is taken for granted, said aloud."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from casebook.book.opening import Book
from casebook.core.errors import BadFile
from casebook.files.mapping import ColumnMapping
from casebook.patrols import queries as patrols
from casebook.patrols.import_files import import_patrols
from casebook.patrols.patrol import Patrol
from tests.patrols.patrol_files import EVENING, EVER, bring, why, with_hotspots


@pytest.fixture
def town(book: Book) -> Book:
    """A casebook with three hotspots."""
    return with_hotspots(book)


def held(book: Book) -> list[Patrol]:
    """Every patrol of LH21, in order."""
    with book.store.reading() as tx:
        return [one.patrol for one in patrols.stored(tx, ["LH21"], *EVER)]


def utc(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    """A moment of 2024."""
    return datetime(2024, month, day, hour, minute, tzinfo=UTC)


def test_headings_of_other_names_are_known(town: Book) -> None:
    """A claim form's own words for the columns will do, and what it leaves out is announced."""
    report = bring(
        town,
        ["LH21,Harbour Parade,07/10/2024,18:00,20:00,2"],
        "claims.csv",
        "Call Sign,Location,Shift date,From,To,No. of officers".replace("No.", "Number"),
        source="claim",
    )
    (one,) = held(town)
    assert (one.place, one.start, one.end) == ("HS-01", utc(7, 17), utc(7, 19))
    assert (one.staff, one.mode, one.resourcing, one.source) == (
        (("PC", 2),),
        "foot",
        "overtime",
        "claim",
    )
    assert report.notes == (
        "Shift date was read day first, though every row fits both (07/10/2024 is 7 Oct 2024). "
        'Where that is wrong, say date_order = "month-first" in a --map file.',
        "claims.csv: staff is a bare number in 1 row: taken as PCs.",
        "claims.csv: no mode in 1 row: taken as foot.",
        "claims.csv: no resourcing in 1 row (claim): taken as overtime.",
        "Claims cover 7 Oct 2024 to 7 Oct 2024.",
    )


def test_a_mapping_names_any_column(town: Book) -> None:
    """A column nobody would guess is given by the user; a wrong name is refused."""
    head = "unit,Zone X,start,end,staff,source"
    row = "LH21,HS-01,2024-10-07 18:00,2024-10-07 20:00,PC:2,sheet"
    with pytest.raises(BadFile, match="has no column for hotspot"):
        bring(town, [row], head=head)
    with pytest.raises(
        BadFile, match="has no column for 'Zone Y', which the mapping gives for hotspot"
    ):
        bring(town, [row], head=head, mapping=ColumnMapping({"hotspot": "Zone Y"}))
    assert bring(town, [row], head=head, mapping=ColumnMapping({"hotspot": "Zone X"})).added == 1


def test_an_end_before_the_start_is_the_next_days(town: Book) -> None:
    """A date, a start and an end time: 22:00 to 02:00 is four hours over midnight."""
    head = "unit,hotspot,date,start,end,staff,mode,resourcing,source"
    report = bring(
        town,
        ["LH21,HS-01,2024-10-04,22:00,02:00,PC:2,foot,core,sheet",
         "LH21,HS-01,2024-10-07,22:00,24:00,PC:2,foot,core,sheet"],
        head=head,
    )  # fmt: skip
    assert [(one.start, one.end) for one in held(town)] == [
        (utc(4, 21), utc(5, 1)),
        (utc(7, 21), utc(7, 23)),
    ]
    assert report.notes[0] == (
        "sheets.csv: the end time is before the start time in 1 row: taken as the next day's."
    )


def test_an_end_may_have_a_date_of_its_own_or_a_length(town: Book) -> None:
    """An end date beside the end time, a full end beside a date, or minutes, all say when."""
    head = "unit,hotspot,date,start,end date,end,minutes,staff,mode,resourcing,source"
    bring(
        town,
        ["LH21,HS-01,2024-10-04,22:00,2024-10-05,01:30,,PC:2,foot,core,sheet",
         "LH21,HS-01,2024-10-07,22:00,,2024-10-08 00:15,,PC:2,foot,core,sheet",
         "LH21,HS-01,2024-10-09,22:00,,,90,PC:2,foot,core,sheet"],
        head=head,
    )  # fmt: skip
    assert [one.minutes for one in held(town)] == [210, 135, 90]


def test_the_night_the_clocks_go_back_is_counted_true_and_noted(town: Book) -> None:
    """00:30 to 02:30 is three hours; 01:30 to 01:15 is 45 minutes of the same night."""
    report = bring(
        town,
        ["LH21,HS-01,2024-10-27,00:30,00:45,PC:2,foot,core,sheet",
         "LH21,HS-01,2024-10-27,01:30,01:15,PC:2,foot,core,sheet",
         "LH22,HS-01,2024-10-27,00:30,02:30,PC:2,foot,core,sheet"],
        head="unit,hotspot,date,start,end,staff,mode,resourcing,source",
    )  # fmt: skip
    assert [one.minutes for one in held(town)] == [15, 45]
    with town.store.reading() as tx:
        (other,) = patrols.stored(tx, ["LH22"], *EVER)
    assert other.patrol.minutes == 180
    assert [note for note in report.notes if "next day" in note] == []
    assert report.notes[0].startswith(
        "sheets.csv: 1 row with a time that came round twice as the clocks went back"
    )


def test_the_night_the_clocks_go_forward_is_an_hour_short(town: Book) -> None:
    """31 Mar 2024 00:30 to 03:30 is two hours, and a time that never was is named."""
    report = bring(
        town,
        [
            "LH21,HS-01,2024-03-31 00:30,2024-03-31 03:30,PC:2,foot,core,sheet",
            "LH22,HS-01,2024-03-31 00:30,2024-03-31 01:15,PC:2,foot,core,sheet",
        ],
    )
    assert [one.minutes for one in held(town)] == [120]
    ((row, column, said),) = why(report)
    assert (row, column) == (3, "end")
    assert said.startswith("01:15 on 31 Mar 2024 never was")


def test_staff_may_have_a_column_for_each_kind(town: Book) -> None:
    """PCs and PCSOs counted apart; a row with none of either has no staff."""
    head = "unit,hotspot,start,end,PCs,PCSO,mode,resourcing,source"
    report = bring(
        town,
        ["LH21,HS-01,2024-10-07 18:00,2024-10-07 20:00,2,1,foot,core,sheet",
         "LH22,HS-01,2024-10-07 18:00,2024-10-07 20:00,,0,foot,core,sheet",
         "LH23,HS-01,2024-10-07 18:00,2024-10-07 20:00,two,,foot,core,sheet"],
        head=head,
    )  # fmt: skip
    assert held(town)[0].staff == (("PC", 2), ("PCSO", 1))
    assert why(report) == [
        (3, None, "Nobody was on it: give the staff, as PC:2;PCSO:1."),
        (4, "PCs", "'two' is no number of staff."),
    ]


def test_codes_and_refs_are_known_in_any_case(town: Book) -> None:
    """Labels, plurals, other names and odd spaces mean what they say."""
    bring(
        town,
        [
            "LH21,hs-01,2024-10-07 18:00,2024-10-07 20:00,2,Plain Clothes,Funded overtime,Claims",
            "LH21,h1,2024-10-08 18:00,2024-10-08 20:00,PC:2,FOOT,Core,SHEET",
        ],
    )
    one, two = held(town)
    assert (one.place, one.mode, one.resourcing, one.source) == (
        "HS-01",
        "plain clothes",
        "overtime",
        "claim",
    )
    assert (two.place, two.mode, two.resourcing, two.source) == ("HS-01", "foot", "core", "sheet")


def test_a_unit_has_one_spelling(town: Book) -> None:
    """'lh21' is LH21, within a file and against the casebook, so its patrols are one."""
    bring(town, [EVENING])
    claim = EVENING.replace("sheet", "claim").replace("LH21", " lh21 ")
    assert bring(town, [claim], "c.csv").merged == 1
    assert {one.unit for one in held(town)} == {"LH21"}


def test_a_spreadsheet_with_real_dates_is_read(town: Book, tmp_path: Path) -> None:
    """XLSX cells that are dates, times of day and numbers."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Unit", "Hotspot", "Date", "Start", "Finish", "PC", "PCSO"])
    sheet.append(["LH21", "HS-01", date(2024, 10, 4), time(22, 0), time(1, 30), 2, 1])
    start, end = utc(7, 18).replace(tzinfo=None), utc(7, 20).replace(tzinfo=None)
    sheet.append(["LH21", "HS-02", None, start, end, 2, None])
    workbook.save(tmp_path / "sheet.xlsx")
    report = import_patrols(town, [tmp_path / "sheet.xlsx"], source="sheet")
    assert report.rejections == ()
    assert [(one.start, one.end, one.staff) for one in held(town)] == [
        (utc(4, 21), utc(5, 0, 30), (("PC", 2), ("PCSO", 1))),
        (utc(7, 17), utc(7, 19), (("PC", 2),)),
    ]


def test_a_csv_in_another_encoding_with_semicolons_is_read(town: Book, tmp_path: Path) -> None:
    """UTF-16 and semicolons, as a spreadsheet may save it."""
    path = tmp_path / "utf16.csv"
    text = (
        "unit;hotspot;start;end;staff;source\nLH21;HS-01;07/10/2024 18:00;07/10/2024 20:00;2;sheet"
    )
    path.write_text(text, encoding="utf-16")
    assert import_patrols(town, [path]).added == 1


def test_a_file_that_is_no_table_is_refused(town: Book, tmp_path: Path) -> None:
    """Bytes, nothing, and a heading without rows: one line each, nothing stored."""
    for name, data in {
        "a.csv": b"\x00\x01\x02PNG",
        "b.csv": b"",
        "c.csv": b"unit,hotspot\n",
    }.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BadFile, match=rf"^{name} "):
            import_patrols(town, [tmp_path / name], source="sheet")


def test_a_line_with_too_many_cells_is_named_among_the_rest(town: Book) -> None:
    """It can't be parted into columns, and its row is told in order with the others."""
    report = bring(town, [EVENING + ",more", EVENING, EVENING.replace("HS-01", "HS-9")])
    assert report.read == 3
    assert [row for row, *_ in why(report)] == [2, 4]
