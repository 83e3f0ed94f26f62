"""The chapters of a pack: what of the registers is printed in a month, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.core.statement import Head, Statement
from casebook.packs.chapters.parts import PackScope
from casebook.packs.chapters.registers import Chapter, chapters_of
from casebook.packs.chapters.statement_table import ROOM, statement_table
from casebook.packs.tables import PrintTable
from casebook.places.place import Place
from casebook.registers.entries import add_entry
from tests.books import make_book

NOVEMBER = Month(2024, 11)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A district with two wards and a hotspot; nothing is kept in any register."""
    made = make_book(tmp_path)
    places = (
        Place("D1", "district", "Harbour"),
        Place("W1", "ward", "Quay", parent="D1"),
        Place("W2", "ward", "Mole", parent="D1"),
        Place("HS-01", "hotspot", "Fish Quay", parent="W1"),
    )
    with made.store.writing() as tx:
        for place in places:
            tx.save(None, place, made.author)
    yield made
    made.store.close()


def _add(book: Book, kind: str, about: str = "", **values: Any) -> None:
    add_entry(book, kind, about, values)


def _chapter(book: Book, anchor: str, month: Month = NOVEMBER) -> Chapter:
    return next(
        each for each in chapters_of(PackScope(book, Window(month, month))) if each.anchor == anchor
    )


def _rows(table: PrintTable) -> list[tuple[str, ...]]:
    return [line.cells for line in table.lines]


def _spends(book: Book) -> None:
    """A fund of two lines that runs, one that ended in March and one that begins in April."""
    for ref, first, last in (
        ("HRF", "2024-04-01", "2025-03-31"),
        ("OLD", "2023-04-01", "2024-03-31"),
        ("NEXT", "2025-04-01", "2026-03-31"),
    ):
        _add(book, "fund", ref=ref, name=f"{ref} fund", budget=1000, at=first, until=last)
    _add(book, "fund", ref="HRF-A", name="Patrols", parent="HRF", budget=600)
    _add(book, "fund", ref="HRF-B", name="Gates", parent="HRF", budget=400)
    for fund, day, amount in (
        ("HRF-A", "2024-10-10", 100.0),
        ("HRF-A", "2024-11-10", 50.5),
        ("HRF-A", "2024-12-10", 7.0),
        ("OLD", "2023-05-01", 900.0),
    ):
        _add(book, "spend", fund, code="spend", at=day, amount=amount)


def test_empty_registers_give_no_chapter(book: Book) -> None:
    """Wards without officers or priorities are no chapter on them either."""
    assert chapters_of(PackScope(book, Window(NOVEMBER, NOVEMBER))) == ()


def test_only_funds_that_run_in_the_month_are_printed(book: Book) -> None:
    """Others are named with what was spent of them; December's spend isn't November's."""
    _spends(book)
    money = _chapter(book, "money")
    position = money.tables[0]
    assert position.caption == "Position of each fund on 30 Nov 2024"
    assert [column.heading for column in position.columns][:6] == [
        "Ref", "Line", "Budget", "In Nov 2024", "To 30 Nov 2024", "Of budget",
    ]  # fmt: skip
    assert [(line.kind, line.cells[:6]) for line in position.lines] == [
        ("group", ("HRF HRF fund",)),
        ("row", ("HRF-A", "Patrols", "£600", "£50.50", "£150.50", "25%")),
        ("row", ("HRF-B", "Gates", "£400", "£0.00", "£0.00", "0%")),
        ("total", ("Total", "", "£1,000", "£50.50", "£150.50", "15%")),
    ]
    assert (
        "Left out: OLD OLD fund, which ended on 31 Mar 2024 with £900 of £1,000 spent."
        in position.notes
    )
    assert "Left out: NEXT NEXT fund, which begins on 1 Apr 2025." in position.notes


def test_a_forecast_is_printed_of_lines_it_can_be_drawn_for(book: Book) -> None:
    """£150.50 in 244 of 365 days is £225 by the end; a line without spends is named beneath."""
    _spends(book)
    (_, forecast) = _chapter(book, "money").tables
    assert forecast.caption == "Where each line ends if it goes on as it has, on 30 Nov 2024"
    (row,) = _rows(forecast)
    assert row[:3] == ("HRF HRF fund", "HRF-A", "Patrols")
    assert row[-2:] == ("£225", "£375 unspent at 31 Mar 2025")
    assert "No straight line for HRF-B: nothing spent yet, so no straight line." in forecast.notes


def test_an_ended_fund_that_was_spent_in_the_month_is_printed(book: Book) -> None:
    """A late invoice is money of the month."""
    _spends(book)
    _add(book, "spend", "OLD", code="spend", at="2024-11-02", amount=20)
    groups = [
        line.cells for line in _chapter(book, "money").tables[0].lines if line.kind == "group"
    ]
    assert groups == [("HRF HRF fund",), ("OLD OLD fund",)]


def test_results_stand_beside_the_year_s_and_apart_from_engagement(book: Book) -> None:
    """Unlike things aren't added; a code with none in the month has 0, not a dash."""
    for code, count, at in (
        ("arrest", 3, "2024-11-05"),
        ("arrest", 4, "2024-04-05"),
        ("arrest", 9, "2024-03-31"),
        ("warrant", 1, "2024-06-01"),
        ("engagement event", 5, "2024-11-09"),
    ):
        _add(book, "activity", code=code, count=count, at=at, place="HS-01")
    chapter = _chapter(book, "results")
    done, engaged, month, year = chapter.tables
    assert [column.heading for column in done.columns] == ["Result", "Nov 2024", "Apr to Nov 2024"]
    assert _rows(done) == [("Enforcement",), ("Arrests", "3", "7"), ("Warrants", "0", "1")]
    assert _rows(engaged) == [("Engagement events", "5", "5")]
    assert (month.caption, year.caption) == (
        "By district, Nov 2024", "By district, Apr to Nov 2024",
    )  # fmt: skip
    district = ("Arrests 3", "Engagement events 5")
    assert _rows(month) == [("D1", "Harbour", *district), ("All", "", *district)]
    assert [len(block) for block in chapter.blocks] == [4]


def test_in_april_the_year_is_the_month(book: Book) -> None:
    """One column, not the same one twice."""
    _add(book, "activity", code="arrest", count=4, at="2024-04-05", place="HS-01")
    done, by_district = _chapter(book, "results", Month(2024, 4)).tables
    assert [column.heading for column in done.columns] == ["Group", "Result", "Apr 2024"]
    assert by_district.caption == "By district, Apr 2024"


def test_a_month_without_results_is_not_known_to_have_none(book: Book) -> None:
    """Nothing entered may be nothing loaded."""
    _add(book, "activity", code="arrest", count=4, at="2024-04-05", place="HS-01")
    assert ("Enforcement", "Arrests", "–", "4") in _rows(_chapter(book, "results").tables[0])


def test_programmes_near_the_day_stand_under_where_they_stand(book: Book) -> None:
    """Three months before and after 18 December; the others are counted."""
    for ref, first, last in (
        ("RUNS", "2024-06-01", None),
        ("RUNS-2", "2024-06-01", "2024-12-18"),
        ("SOON", "2025-02-01", None),
        ("LATE", "2025-05-13", None),
        ("JUST", "2024-09-01", "2024-09-18"),
        ("LONG", "2024-09-01", "2024-09-17"),
    ):
        dates = {"at": first} | ({"until": last} if last else {})
        _add(book, "programme", ref=ref, name=f"{ref} programme", code="operation", **dates)
    (near,) = _chapter(book, "programmes").tables
    assert [row[0] for row in _rows(near)] == [
        *("Running", "RUNS", "RUNS-2"),
        *("Beginning by 18 Mar 2025", "SOON"),
        *("Over since 18 Sep 2024", "JUST"),
    ]  # fmt: skip
    assert near.notes[-1] == "Left out: 1 over before then and 1 beginning later."


def test_a_benefit_has_its_newest_finding_and_its_next_review(book: Book) -> None:
    """Of reviews after 1, 3, 6 and 12 months the second was the last; the third is overdue."""
    _add(
        book, "programme", ref="CP", name="Change", code="change programme", at="2024-05-01",
        review_after=[1, 3, 6, 12],
    )  # fmt: skip
    _add(book, "benefit", "CP", text="Fewer calls")
    _add(book, "benefit", "CP", text="More trust")
    for months, code in ((1, "not yet"), (3, "realised")):
        _add(
            book, "benefit-review", "CP", benefit="Fewer calls", months=months, code=code,
            at=f"2024-0{5 + months}-02", text="Told.",
        )  # fmt: skip
    benefits = _chapter(book, "programmes").tables[1]
    assert [column.heading for column in benefits.columns] == [
        "Expected benefit", "Newest finding", "Evidence", "Found on", "Next review",
    ]  # fmt: skip
    group, calls, trust = benefits.lines
    assert group.cells == ("CP Change",)
    assert calls.cells == ("Fewer calls", "Realised", "Told.", "2 Aug 2024", "1 Nov 2024")
    assert calls.alert == (4,)
    assert trust.cells == ("More trust", "–", "–", "–", "1 Jun 2024")


def test_abstraction_by_month_begins_where_recording_did(book: Book) -> None:
    """Months before are no rows."""
    for month, hours in (("2024-10", 1000), ("2024-11", 500)):
        _add(book, "duty-hours", "W1", month=month, hours=hours)
        _add(book, "abstraction", "W1", at=f"{month}-05", code="training", hours=10)
    chapter = _chapter(book, "abstraction")
    by_month = chapter.tables[1]
    assert by_month.caption == "By month, Oct to Nov 2024"
    assert [row[0] for row in _rows(by_month)] == ["Oct 2024", "Nov 2024", "All"]
    assert chapter.notes[0].startswith("Rule: Cleveland.")
    assert not any(note in chapter.notes for table in chapter.tables for note in table.notes)


def test_a_rate_that_is_not_known_says_why(book: Book) -> None:
    """The column stays, with the reason beside it."""
    _add(book, "abstraction", "W1", at="2024-11-05", code="training", hours=10)
    chapter = _chapter(book, "abstraction")
    (row,) = _rows(chapter.tables[0])
    assert row[-2:] == ("–", "no duty hours for W1 (Nov 2024)")


def test_wards_with_nothing_out_of_date_are_counted_not_listed(book: Book) -> None:
    """One was looked at in December, the other never since March."""
    _add(book, "priority", "W1", text="Parking", at="2024-03-01", reviewed="2024-12-01")
    _add(book, "priority", "W2", text="Noise", at="2024-03-01")
    with book.store.writing() as tx:
        for ref in ("W1", "W2"):
            before = tx.load_one(Place, ref=ref)
            assert before is not None
            tx.save(before, replace(before, officer="PC 4120"), book.author)
    (flagged,) = _chapter(book, "community").tables
    assert [row[:4] for row in _rows(flagged)] == [
        ("W2", "Mole", "PC 4120", "Noise"),
        ("2 wards", "", "2 of 2 have one", "1 of 2 have one that is up to date"),
    ]
    assert flagged.notes[-1] == "Not listed: 1 ward with nothing out of date or missing."


def _table(*rows: dict[str, Any], **more: Any) -> PrintTable:
    heads = tuple(Head(key, key.title()) for key in rows[0])
    return statement_table(
        Statement("Stated", heads, rows, grouped=more.pop("grouped", "")), **more
    )


def test_text_wraps_only_where_the_page_is_too_narrow() -> None:
    """Long text gets the more room the longer it is, short text one line."""
    short = _table({"ref": "W1", "text": "a" * 100})
    assert [column.kind for column in short.columns] == ["phrase", "phrase"]
    long = _table({"ref": "W1", "text": "a " * 120, "why": "b " * 60, "who": "Superintendent"})
    assert [column.kind for column in long.columns] == ["phrase", "words", "words", "phrase"]
    assert [column.weight for column in long.columns] == [1, 100, 100, 1]
    many = _table({f"column {n}": "c" * 29 for n in range(ROOM // 29 + 3)})
    assert "words" in {column.kind for column in many.columns}


def test_what_does_not_fit_half_a_page_has_the_whole() -> None:
    """Twelve columns of figures are too many for half, three aren't."""
    rows = ({f"figure {n}": "1,234.5 h" for n in range(12)},)
    assert not _table(*rows, half=True).half
    assert _table({"a": "Harbour", "b": "1", "c": "2"}, half=True).half


def test_what_rows_share_heads_them_unless_no_two_do() -> None:
    """A heading over each single row would only double the rows."""
    one, two, three = (
        {"fund": fund, "ref": ref} for fund, ref in (("A", "1"), ("A", "2"), ("B", "3"))
    )
    assert _rows(_table(one, two, three, grouped="fund")) == [
        ("A",),
        ("1",),
        ("2",),
        ("B",),
        ("3",),
    ]
    assert _rows(_table(one, three, grouped="fund")) == [("A", "1"), ("B", "3")]
