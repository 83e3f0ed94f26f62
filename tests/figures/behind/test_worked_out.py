"""What expected counts and shares were worked out from: numbers, each with rows of its own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from casebook.book.made_of import Order, WorkedOut
from casebook.book.opening import Book
from casebook.core.months import Window
from casebook.figures.behind.worked_out import expected_worked_out, share_worked_out
from casebook.figures.figure import Behind, Figure, ThemeVerdict
from casebook.figures.table import figures
from casebook.measures.verdict import Setting
from tests.figures.behind.test_numbers import SEPTEMBER, town
from tests.tui.desk import build, reopen

__all__ = ["town"]


def _expected(book: Book, row: Figure, verdict: ThemeVerdict, *, since: bool) -> None:
    """The months come to the baseline, each to its rows, and all to what is expected."""
    found = expected_worked_out(row, verdict, since=since)
    behind = verdict.behind
    assert isinstance(found, WorkedOut)
    assert behind is not None
    setting = behind.since if since else behind.setting
    assert setting is not None
    page = found.page(book)
    *months, judged = page.rows
    assert len(months) == setting.months_before
    assert sum(month["here"] for month in months) == setting.before
    if setting.rest:
        assert (judged["elsewhere"], sum(m["elsewhere"] for m in months)) == setting.rest
    shown = verdict.since_expected if since else verdict.expected
    assert page.comes_to == pytest.approx(shown, abs=0.005)
    for row_, rows_of in zip(page.rows, page.behind, strict=True):
        assert rows_of is not None
        assert rows_of.page(book).of == row_["here"]


def test_an_expected_count_comes_from_the_months_it_lists(town: Book) -> None:
    """For each count of each hotspot, of the month and of the run since the response began."""
    tried = 0
    for row in figures(town, SEPTEMBER).rows:
        for verdict in row.verdicts:
            if verdict.expected is not None:
                _expected(town, row, verdict, since=False)
                tried += 1
            if verdict.since_expected is not None:
                _expected(town, row, verdict, since=True)
                tried += 1
    assert tried >= 3


def test_how_it_was_worked_out_is_said_with_its_numbers() -> None:
    """120 × 50 / 600 = 10; by months where nothing is known elsewhere, 28 × 1 / 12 = 2.3."""
    row = Figure(SEPTEMBER, hotspot="HS-01")
    for setting, says, heads in (
        (Setting(120, 1, 12, (50, 600)), "120 here × 50 / 600 elsewhere = 10.0 expected", 4),
        (Setting(28, 1, 12), "28 here × 1 / 12 months = 2.3 expected", 3),
    ):
        behind = Behind(setting, "Sep 2023 to Aug 2024")
        verdict = ThemeVerdict("asb", 9, expected=setting.expected, behind=behind)
        found = expected_worked_out(row, verdict)
        assert found is not None
        assert (found.says, len(found.heads)) == (says, heads)
        # a frozen one doesn't keep its months
        assert found.parts[0].row["month"] == "Sep 2023 to Aug 2024"
        assert found.notes[0].startswith("The months of the baseline aren't kept")


def test_nothing_expected_is_worked_out_from_nothing() -> None:
    """Without a baseline, of no run, and for a row of an area."""
    row, bare = Figure(SEPTEMBER, hotspot="HS-01"), ThemeVerdict("asb", 9)
    assert expected_worked_out(row, bare) is None
    judged = dataclasses.replace(bare, behind=Behind(Setting(28, 1, 12), "Sep 2023"))
    assert expected_worked_out(row, judged, since=True) is None
    assert expected_worked_out(Figure(SEPTEMBER), judged) is None
    assert share_worked_out(row) is None


def test_what_is_frozen_of_a_verdict_keeps_no_months() -> None:
    """So that reviews signed before and after hold the same."""
    behind = Behind(Setting(28, 1, 12), "Sep 2023")
    assert set(behind.encode()) == {"setting", "expected_from", "since", "began"}
    assert Behind.decode(behind.encode()) == behind


def test_a_share_comes_from_the_hours_delivered_and_planned(tmp_path: Path) -> None:
    """41.5 of 60 hours are 69%; both to be entered, ordered by hours where that is asked."""
    book = reopen(build(tmp_path / "desk.db"))
    month = Window.parse("2024-11")
    row = next(one for one in figures(book, month).rows if one.hotspot == "HS-01")
    found = share_worked_out(row)
    assert found is not None
    page = found.page(book)
    assert (page.says, page.comes_to) == ("41.5 / 60.0 = 69%", 41.5 / 60)
    assert [part["hours"] for part in page.rows] == [41.5, 60.0]
    for part, behind in zip(page.rows, page.behind, strict=True):
        assert behind is not None
        assert behind.page(book).comes_to == part["hours"]
    turned = found.page(book, order=Order("hours", down=True))
    assert [part["hours"] for part in turned.rows] == [60.0, 41.5]
    assert turned.behind == page.behind[::-1]
    book.store.close()
