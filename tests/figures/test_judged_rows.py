"""What profiles are ranked by is what the one table says, and is kept while nothing moves it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.figures.figure import Figure
from casebook.figures.judged_rows import judged_rows, judged_words
from casebook.figures.table import figures
from casebook.places.hotspots import retire
from casebook.places.place import Place
from casebook.places.plan import Plan
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from tests import lomea
from tests.books import on
from tests.rows_read import rows_read

SEPTEMBER = Month(2024, 9)
WORDS = (
    *("count_group", "count", "verdict", "verdict_p", "expected"),
    *("run_months", "run_count", "run_of", "since_verdict", "since_verdict_p", "since_expected"),
)
HOURS = (
    *("officer_hours", "officer_hours_core", "officer_hours_overtime", "officer_hours_partner"),
    *("planned_officer_hours", "planned_covered_officer_hours"),
    *("planned_covered_officer_hours_core", "planned_covered_officer_hours_overtime"),
    "planned_covered_officer_hours_partner",
)


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Two hotspots with counts and patrols, HS-01 with a plan; HS-02's response began in July."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    intake.new_profile(on(book, date(2024, 7, 1)), Profile("P-1", "Park"), hotspots=["HS-02"])
    profiles.add_action(book, "P-1", {"title": "patrols", "start": "2024-07-20"})
    with book.store.writing() as tx:
        tx.save(None, Plan("HS-01", date(2024, 1, 1), days=("mon", "fri")), book.author)
    lomea.add_patrols(
        book,
        tmp_path,
        "sheets.csv",
        *(
            f"LN{n},HS-0{n},2024-0{month}-03 10:00,2024-0{month}-03 1{n}:30,PC:2,foot,{paid},sheet"
            for month, paid in ((8, "core"), (9, "core"), (9, "overtime"))
            for n in (1, 2)
        ),
    )
    return book


def _same(row: Figure, whole: Figure) -> None:
    assert (row.hotspot, row.name, row.profile) == (whole.hotspot, whole.name, whole.profile)
    for name in HOURS:
        assert getattr(row, name) == getattr(whole, name), name
    for one, other in zip(row.verdicts, whole.verdicts, strict=True):
        assert [getattr(one, n) for n in WORDS] == [getattr(other, n) for n in WORDS]


@pytest.mark.parametrize("month", [SEPTEMBER, Month(2024, 8), Month(2024, 1), Month(2021, 1)])
def test_every_row_says_what_the_one_table_says(town: Book, month: Month) -> None:
    """With a run since the response, with too short a baseline, and with nothing loaded."""
    whole = figures(town, Window(month, month)).rows
    rows = judged_rows(town, month)
    assert [row.hotspot for row in rows] == ["HS-01", "HS-02"]
    for row, other in zip(rows, whole, strict=True):
        _same(row, other)
    (alone,) = judged_rows(town, month, ["HS-02", "HS-99"])
    assert alone == rows[1]


@pytest.mark.parametrize("count", ["asb", "serious-violence"])
def test_the_words_of_months_are_those_of_the_table(town: Book, count: str) -> None:
    """Every month of a window, of one that was too early for a baseline, and of no outline."""
    with town.store.writing() as tx:
        tx.save(None, Place("HS-03", "hotspot", name="Never drawn"), town.author)
    window, refs = Window(Month(2023, 6), SEPTEMBER), ["HS-01", "HS-02", "HS-03"]
    words = judged_words(town, window, refs, count)
    table = figures(town, window, by=("hotspot", "month"), hotspots=refs, count=count)
    assert len(words) == len(table.rows) == 3 * len(window)
    for row in table.rows:
        (told,) = row.verdicts
        found = words[row.window.last, row.hotspot or ""]
        assert [getattr(found, name) for name in WORDS] == [getattr(told, name) for name in WORDS]


def test_a_hotspot_that_isnt_live_any_more_has_no_row(town: Book) -> None:
    """Nor does it have one in the table."""
    retire(town, "HS-01", date(2024, 8, 31), "no longer needed")
    assert [row.hotspot for row in judged_rows(town, SEPTEMBER)] == ["HS-02"]


def test_rows_are_kept_until_a_change_moves_them(town: Book, tmp_path: Path) -> None:
    """A text has none worked out again, and some that are asked for bring the rest no nearer."""
    (before,) = judged_rows(town, SEPTEMBER, ["HS-02"])
    profiles.edit_stage(town, "P-1", "respond", {"strategy": "Be seen there."})
    with rows_read(town) as read:
        (again,) = judged_rows(town, SEPTEMBER, ["HS-02"])
    assert again is before
    assert not any(" patrol" in statement for statement, _ in read.of)
    ten = lomea.street_rows(SEPTEMBER, lomea.ASB, 10, lomea.IN_TWO)
    lomea.add_incidents(town, tmp_path, ten, "all.csv")
    assert judged_rows(town, SEPTEMBER, ["HS-02"])[0].count == 10
    with town.store.writing() as tx:
        tx.save(None, Plan("HS-02", date(2024, 1, 1), days=("mon",)), town.author)
    hours = [row.planned_officer_hours for row in judged_rows(town, SEPTEMBER)]
    assert hours == [r.planned_officer_hours for r in figures(town, Window.parse("2024-09")).rows]
    assert None not in hours
