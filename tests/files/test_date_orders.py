"""The order of day and month that the columns of an import show."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.errors import BadFile
from casebook.files.date_orders import DateOrders, DatesSeen, decided
from casebook.files.dates import DAY_FIRST, MONTH_FIRST, DateOrder
from casebook.files.sheet import Sheet

US = ("01/05/2024", "02/13/2024", "03/25/2024", "04/02/2024")
UK = ("01/05/2024", "13/02/2024")
OPEN = ("01/05/2024", "04/02/2024")


def sheet(*dates: str, file: str = "a.csv", **columns: Sequence[str]) -> Sheet:
    """A table of dates in a column Date, and whatever other columns are given."""
    return Sheet(file, pa.table({"Date": list(dates), **columns}))


def seen(*sheets: Sheet, asked: DateOrder | None = None) -> DateOrders:
    """What all columns of some tables show."""
    orders = DateOrders(asked)
    for each in sheets:
        orders.see(each, each.names)
    return orders


def test_a_column_that_can_only_be_month_first_is_read_so() -> None:
    """Its other rows too, which could be either; the proof is quoted."""
    orders = seen(sheet(*US))
    assert orders.order("a.csv", "Date") is MONTH_FIRST
    assert list(orders.notes()) == ["Date was read month first: 02/13/2024 can't be otherwise."]


TURNED = tuple(f"2024-0{month}-01T00:00:00" for month in range(1, 6))


def test_dates_that_a_spreadsheet_has_turned_about_are_told_of() -> None:
    """It takes 05/01/2024 for 1 May and leaves 13/01/2024 as text; real ones go on all month."""
    (note,) = seen(sheet(*TURNED, "13/01/2024", "25/02/2024")).notes()
    assert note == (
        "Date of a.csv holds dates up to the 12th of a month and texts after it, such as "
        "13/01/2024: a spreadsheet that puts the month first seems to have turned day and month of "
        "the others. Take it from its source again."
    )
    for sound in (
        (*TURNED, "2024-01-13", "13/01/2024"),
        (*TURNED, "13/01/2024", "05/01/2024"),
        (*TURNED[:4], "13/01/2024"),
        TURNED,
    ):
        assert list(seen(sheet(*sound)).notes()) == []


def test_a_column_that_is_day_first_needs_no_word() -> None:
    """Nor does one without dates in numbers, or one whose dates are the same both ways."""
    for dates in (UK, ("2024-05-01", "1 May 2024", ""), ("05/05/2024", "1/1/24")):
        orders = seen(sheet(*dates))
        assert orders.order("a.csv", "Date") is DAY_FIRST
        assert list(orders.notes()) == []


def test_where_every_row_fits_both_the_day_comes_first_and_it_is_said() -> None:
    """With what the first means so, and how to say otherwise."""
    orders = seen(sheet(*OPEN))
    assert orders.order("a.csv", "Date") is DAY_FIRST
    assert list(orders.notes()) == [
        "Date was read day first, though every row fits both (01/05/2024 is 1 May 2024). Where "
        'that is wrong, say date_order = "month-first" in a --map file.'
    ]


def test_a_column_written_both_ways_is_refused() -> None:
    """Naming a row of each and what settles it."""
    with pytest.raises(BadFile) as caught:
        seen(sheet("13/02/2024 10:00", "02/02/2024", "02/13/2024"))
    assert str(caught.value) == (
        "a.csv has dates written both ways in Date: 13/02/2024 (row 2) can only be day first and "
        '02/13/2024 (row 4) only month first. Mend the one, or say date_order = "day-first" or '
        '"month-first" in a --map file: rows that don\'t fit it are then named and left out.'
    )


def test_what_is_asked_for_settles_it() -> None:
    """Nothing is looked for or said."""
    orders = seen(sheet("13/02/2024", "02/13/2024"), asked=MONTH_FIRST)
    assert orders.order("a.csv", "Date") is MONTH_FIRST
    assert list(orders.notes()) == []


def test_a_date_that_fits_no_order_shows_none() -> None:
    """31/31 is a bad row and no proof of anything."""
    assert DatesSeen.among(["31/31/2024", "00/05/2024", "30/02/24"]) == DatesSeen()


def test_a_file_that_fits_both_goes_by_the_others_of_its_import() -> None:
    """A month with few rows is written as the month before; files read before it as well."""
    orders = seen(sheet(*OPEN, file="jan.csv"), sheet(*US, file="feb.csv"))
    assert orders.order("jan.csv", "Date") is MONTH_FIRST
    assert list(orders.notes()) == [
        "Date was read month first: 02/13/2024 can't be otherwise.",
    ]


def test_files_that_differ_are_each_read_their_own_way_and_each_said() -> None:
    """A third that fits both goes by neither, and says so."""
    orders = seen(
        sheet(*UK, file="uk.csv"), sheet(*US, file="us.csv"), sheet(*OPEN, file="few.csv")
    )
    assert orders.order("uk.csv", "Date") is DAY_FIRST
    assert orders.order("us.csv", "Date") is MONTH_FIRST
    assert orders.order("few.csv", "Date") is DAY_FIRST
    assert list(orders.notes()) == [
        "Date of uk.csv was read day first: 13/02/2024 can't be otherwise.",
        "Date of few.csv was read day first, though every row fits both (01/05/2024 is 1 May "
        '2024). Where that is wrong, say date_order = "month-first" in a --map file.',
        "Date of us.csv was read month first: 02/13/2024 can't be otherwise.",
    ]


def test_a_column_that_fits_both_goes_by_its_neighbour() -> None:
    """One program wrote start and end."""
    orders = seen(sheet("03/04/2024", End=["03/14/2024"]))
    assert orders.order("a.csv", "Date") is MONTH_FIRST
    assert list(orders.notes()) == [
        "Date was read month first, as End of a.csv is (03/04/2024 is 4 Mar 2024). Where that is "
        'wrong, say date_order = "day-first" in a --map file.',
        "End was read month first: 03/14/2024 can't be otherwise.",
    ]


def test_sheets_that_are_still_open_come_last() -> None:
    """So that what a later one shows is known when they are read."""
    few, many = sheet(*OPEN, file="few.csv"), sheet(*US, file="many.csv")
    orders = DateOrders()
    read = [
        (each.file, orders.order(each.file, "Date"))
        for each in decided([few, many], lambda one: one.names, orders)
    ]
    assert read == [("many.csv", MONTH_FIRST), ("few.csv", MONTH_FIRST)]


@given(st.lists(st.dates(), min_size=1), st.sampled_from(DateOrder))
def test_dates_written_in_one_order_never_show_the_other(
    days: list[object], order: DateOrder
) -> None:
    """However many, in whatever pieces they are looked at."""
    form = (
        "{0.day}/{0.month}/{0.year:04}" if order is DAY_FIRST else "{0.month}/{0.day}/{0.year:04}"
    )
    texts = [form.format(day) for day in days]
    whole = DatesSeen.among(texts)
    assert whole.proof(order.other) == ""
    half = len(texts) // 2
    assert DatesSeen.among(texts[:half]) | DatesSeen.among(texts[half:]) == whole
