"""When incidents were, by the order, the columns and the forms their files have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadFile
from casebook.files.dates import MONTH_FIRST
from casebook.files.mapping import ColumnMapping
from casebook.incidents.import_files import import_incidents
from tests.incidents.incident_files import extract, extract_row, held, one, write_csv

LONDON = ZoneInfo("Europe/London")
AT = ("644665", "156485")
US = ("01/05/2024", "02/13/2024", "03/25/2024", "04/02/2024")


def dated(path: Path, dates: Sequence[str], *, ref: str = "C") -> Path:
    """An extract with a row for each date."""
    rows = [(f"{ref}{n}", date, "Burglary", *AT) for n, date in enumerate(dates)]
    return write_csv(path, ("Crime number", "Date", "Offence", "Easting", "Northing"), rows)


def apart(path: Path, days: str, times: str, rows: Sequence[tuple[str, str]]) -> Path:
    """An extract with the date and the time of each row in two columns, called so."""
    cells = [(f"C{n}", *row, "Burglary", *AT) for n, row in enumerate(rows)]
    heading = ("Crime number", days, times, "Offence", "Easting", "Northing")
    return write_csv(path, heading, cells)


def moments(book: Book) -> list[str]:
    """The local moments of every incident, in order."""
    return sorted(
        datetime.fromtimestamp(row["at"], LONDON).strftime("%Y-%m-%d %H:%M") for row in held(book)
    )


def days(book: Book) -> list[str]:
    """The local days of every incident, in order."""
    return [moment[:10] for moment in moments(book)]


def test_a_month_first_column_is_read_so_and_announced(book: Book, tmp_path: Path) -> None:
    """5 January, 13 February, 25 March and 2 April, not 1 May and 4 February."""
    report = import_incidents(book, [dated(tmp_path / "us.csv", US)])
    assert days(book) == ["2024-01-05", "2024-02-13", "2024-03-25", "2024-04-02"]
    assert report.rejected == 0
    assert "Date was read month first: 02/13/2024 can't be otherwise." in report.notes


def test_an_ambiguous_column_is_day_first_unless_a_mapping_says_otherwise(
    book: Book, tmp_path: Path
) -> None:
    """Both are the user's to see."""
    path = dated(tmp_path / "few.csv", ["01/05/2024", "04/02/2024"])
    report = import_incidents(book, [path], dry_run=True)
    (said,) = (note for note in report.notes if note.startswith("Date was read"))
    assert "day first, though every row fits both (01/05/2024 is 1 May 2024)" in said
    report = import_incidents(book, [path], mapping=ColumnMapping(date_order=MONTH_FIRST))
    assert days(book) == ["2024-01-05", "2024-04-02"]
    assert not any("was read" in note for note in report.notes)


def test_a_column_written_both_ways_is_refused_unless_a_mapping_settles_it(
    book: Book, tmp_path: Path
) -> None:
    """Then the rows that don't fit are named, and the others go in."""
    path = dated(tmp_path / "both.csv", ["13/02/2024", "02/13/2024", "03/04/2024"])
    with pytest.raises(BadFile, match=r"^both\.csv has dates written both ways in Date: 13/02/2024 "
                       r"\(row 2\) can only be day first and 02/13/2024 \(row 3\)"):  # fmt: skip
        import_incidents(book, [path])
    assert held(book) == []
    report = import_incidents(book, [path], mapping=ColumnMapping(date_order=MONTH_FIRST))
    assert days(book) == ["2024-02-13", "2024-03-04"]
    assert [str(bad) for bad in report.rejections] == [
        "both.csv row 2, Date: '13/02/2024' isn't a date when read month first: there is no "
        "month 13."
    ]


def test_a_file_that_fits_both_goes_by_the_others_given_with_it(book: Book, tmp_path: Path) -> None:
    """It comes first, and is read once the others have shown the order."""
    few = dated(tmp_path / "a.csv", ["01/05/2024"], ref="few")
    many = dated(tmp_path / "b.csv", US, ref="many")
    report = import_incidents(book, [few, many])
    assert days(book).count("2024-01-05") == 2
    assert report.added == 5


def test_the_order_is_remembered_with_the_mapping_of_a_source(book: Book, tmp_path: Path) -> None:
    """The next file that fits both is read as the first was said to be."""
    mapping = ColumnMapping({"id": "Crime number"}, date_order=MONTH_FIRST)
    import_incidents(book, [dated(tmp_path / "a.csv", US)], source="Niche", mapping=mapping)
    import_incidents(book, [dated(tmp_path / "b.csv", ["04/03/2024"], ref="D")], source="Niche")
    assert days(book)[-1] == "2024-04-03"


@pytest.mark.parametrize(
    ("day_name", "time_name"),
    [("Date From", "Time From"), ("Date", "Time"), ("occur_date", "occur_time"),
     ("DATE OCC", "TIME OCC"), ("report_date", "report_time"), ("CMPLNT_FR_DT", "CMPLNT_FR_TM"),
     ("Offence date", "Time of offence")],
)  # fmt: skip
def test_a_date_and_its_time_are_joined(
    book: Book, tmp_path: Path, day_name: str, time_name: str
) -> None:
    """By the names that forces, and police elsewhere, give the pair."""
    rows = [("01/05/2024", "2215"), ("13/05/2024", "10:15 PM"), ("14/05/2024", "")]
    path = apart(tmp_path / "a.csv", day_name, time_name, rows)
    mapping = ColumnMapping({"date": day_name}) if "CMPLNT" in day_name else None
    report = import_incidents(book, [path], mapping=mapping)
    assert moments(book) == ["2024-05-01 22:15", "2024-05-13 22:15", "2024-05-14 00:00"]
    assert any(f"time from '{time_name}'" in note for note in report.notes)


def test_a_time_of_report_is_not_the_time_of_the_offence(book: Book, tmp_path: Path) -> None:
    """It is another moment's, and isn't read."""
    import_incidents(
        book,
        [apart(tmp_path / "a.csv", "Date occurred", "Time reported", [("13/05/2024", "22:15")])],
    )
    assert moments(book) == ["2024-05-13 00:00"]


def test_times_nobody_knows_leave_the_day(book: Book, tmp_path: Path) -> None:
    """They are counted; other words are a bad row."""
    rows = [("13/05/2024", "Unknown"), ("14/05/2024", "n/k"), ("15/05/2024", "teatime")]
    report = import_incidents(book, [apart(tmp_path / "a.csv", "Date", "Time", rows)])
    assert moments(book) == ["2024-05-13 00:00", "2024-05-14 00:00"]
    assert "Time says in 2 rows that it isn't known: the day is kept." in report.notes
    assert [str(bad) for bad in report.rejections] == [
        "a.csv row 4, Time: 'teatime' isn't a time of day: write it as 14:00."
    ]


def test_a_month_where_a_date_belongs_is_a_month(book: Book, tmp_path: Path) -> None:
    """With its year in four digits, and without a time of day; Oct 24 may be a day."""
    days = ("2024-05", "May 2024", "05/2024", "Oct 24", "5/24")
    rows = [extract_row(**{"Crime number": day, "Date": day}) for day in days]
    report = import_incidents(book, [extract(tmp_path / "e.csv", *rows)])
    assert [(row["month"], row["at"]) for row in held(book)] == [(202405, None)] * 3
    assert [bad.row for bad in report.rejections] == [5, 6]


def test_bare_hours_are_announced(book: Book, tmp_path: Path) -> None:
    """A column of 0 to 24 counts hours."""
    rows = [("13/05/2024", "9"), ("14/05/2024", "22")]
    report = import_incidents(book, [apart(tmp_path / "a.csv", "Date", "Time", rows)])
    assert moments(book) == ["2024-05-13 09:00", "2024-05-14 22:00"]
    assert "The numbers in Time were read as whole hours: none has minutes." in report.notes


def test_dates_and_times_of_a_workbook_are_joined(book: Book, tmp_path: Path) -> None:
    """Cells that are dates, times, or the numbers behind them."""
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.append(["Crime number", "Date", "Time", "Offence", "Easting", "Northing"])
    day, late = datetime(2024, 5, 1), datetime(2024, 5, 1, 22, 15).time()  # noqa: DTZ001
    for ref, row in {"a": (day, late), "b": (45413, 0.5), "c": ("45413.75", None)}.items():
        tab.append([ref, *row, "Burglary", 644665, 156485])
    workbook.save(tmp_path / "x.xlsx")
    import_incidents(book, [tmp_path / "x.xlsx"])
    assert moments(book) == ["2024-05-01 12:00", "2024-05-01 18:00", "2024-05-01 22:15"]


def test_the_columns_and_seconds_of_a_city_of_america_are_known(book: Book, tmp_path: Path) -> None:
    """Memphis calls the type offense_type and counts its dates in seconds since 1970."""
    path = write_csv(
        tmp_path / "m.csv",
        ("uid", "offense_type", "date", "longitude", "latitude"),
        [("15213800", "personal robbery", "1546306200.0", "1.505", "51.255")],
    )
    import_incidents(book, [path])
    row = one(book)
    assert (row["type"], row["month"], row["at"]) == ("personal robbery", 201901, 1546306200)


def test_a_value_for_the_whole_file_stands_in_for_a_column(book: Book, tmp_path: Path) -> None:
    """A file of ASB calls has no column that says so."""
    path = write_csv(
        tmp_path / "calls.csv",
        ("Log no", "Date", "Easting", "Northing"),
        [("1", "13/05/2024", *AT)],
    )
    with pytest.raises(BadFile, match="has no column for the type of crime or incident"):
        import_incidents(book, [path])
    mapping = ColumnMapping(values={"type": "Anti-social behaviour"})
    report = import_incidents(book, [path], source="calls", mapping=mapping)
    assert (one(book)["type"], one(book)["kind"]) == ("Anti-social behaviour", "asb")
    assert (
        "Columns read: id from 'Log no', date from 'Date', type is 'Anti-social behaviour' "
        "throughout, easting from 'Easting', northing from 'Northing'."
    ) in report.notes
    second = write_csv(
        tmp_path / "more.csv",
        ("Log no", "Date", "Easting", "Northing"),
        [("2", "14/05/2024", *AT)],
    )
    assert import_incidents(book, [second], source="calls").added == 1


def test_a_mapping_of_a_name_that_is_none_is_refused_before_anything_is_read(
    book: Book, tmp_path: Path
) -> None:
    """Naming those that can be."""
    with pytest.raises(BadFile, match=r"The mapping names 'offence', .* takes id, month, date, "):
        import_incidents(book, [tmp_path / "gone.csv"], mapping=ColumnMapping({"offence": "O"}))
