"""A month's figures as they are shown: what was signed, whatever was loaded since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.months import Window
from casebook.figures.figure import Behind, Figure
from casebook.figures.progress import Progress, read_progress
from casebook.figures.table import figures
from casebook.measures import on_course
from casebook.profiles import casefile as profiles
from casebook.reviews import months as reviews
from casebook.reviews.as_signed import ShownMonth, as_signed
from tests import lomea
from tests.reviews.reviewed import ONE, SEPTEMBER, as_person, endorsed, make_town, signed
from tests.reviews.test_flips import older_figures

WINDOW = Window(SEPTEMBER, SEPTEMBER)
OBJECTIVE = {
    "measure": "serious-violence",
    "baseline_from": "2023-09",
    "baseline_to": "2024-05",
    "target_value": 20,
    "deadline": "2025-05-31",
}


@pytest.fixture
def town(tmp_path: Path) -> Book:
    """HS-01 with 9 violence in September, its response since 1 September; HS-02."""
    book = make_town(tmp_path)
    profiles.add_action(book, ONE, {"title": "Marshal the rank", "start": "2024-09-01"})
    profiles.edit_stage(book, ONE, "objective", OBJECTIVE)
    reviews.open_month(as_person(book, "ana"), SEPTEMBER)
    endorsed(book, month=SEPTEMBER)
    return book


def _late(book: Book, tmp_path: Path) -> None:
    """September has 11 violent crimes more in HS-01, loaded late."""
    rows = [row for row in lomea.thirteen_months(20) if f",{SEPTEMBER}," in row]
    lomea.add_incidents(book, tmp_path, rows, "late.csv")


def _live(book: Book) -> tuple[Figure, ...]:
    return figures(book, WINDOW).rows


def _shown(book: Book) -> ShownMonth:
    progress = read_progress(book, profiles.list_profiles(book), SEPTEMBER)
    return as_signed(_live(book), progress, reviews.list_reviews(book), SEPTEMBER)


def test_figures_are_live_until_their_review_is_signed(town: Book, tmp_path: Path) -> None:
    """An endorsed review shows what is loaded now, and says nothing."""
    _late(town, tmp_path)
    shown = _shown(town)
    assert shown.rows == _live(town)
    assert (shown.signed, shown.says("HS-01")) == ({}, "")


def test_a_signed_row_is_the_live_one_of_the_day_it_was_frozen(town: Book) -> None:
    """Every figure, verdict and sentence, with what a pack needs beside them."""
    live = _live(town)
    signed(town, month=SEPTEMBER)
    (printed, _) = _shown(town).rows
    assert replace(printed, review_state="endorsed") == live[0]


def test_a_signed_row_stands_whatever_comes_later(town: Book, tmp_path: Path) -> None:
    """9 and its verdict as signed, 20 live; the other hotspot, unsigned, is live."""
    was = _live(town)[0]
    signed(town, month=SEPTEMBER)
    _late(town, tmp_path)
    shown = _shown(town)
    one, two = shown.rows
    assert (one.count, one.verdict, one.says) == (9, "higher", was.says)
    assert _live(town)[0].count == 20
    assert two == _live(town)[1]
    assert shown.says("HS-01") == (
        "As signed on 18 Dec 2024 by rev.a, from data as held on 18 Dec 2024."
    )
    assert shown.says("HS-02") == ""


def test_what_a_verdict_was_worked_out_from_is_frozen_too(town: Book) -> None:
    """Of older reviews, which didn't freeze it, it isn't known: never what it is now."""
    live = _live(town)[0]
    review = signed(town, month=SEPTEMBER)
    frozen = review.figures[0]
    assert live.behind is not None
    assert Behind.decode(frozen["behinds"][0]) == live.behind
    other = frozen["behinds"][0] | {"expected_from": "other months"}
    told = replace(review, figures=[frozen | {"behinds": [other, None]}])
    row = as_signed(_live(town), {}, [told], SEPTEMBER).rows[0]
    assert row.behind == replace(live.behind, expected_from="other months")
    assert row.other_verdicts[0].behind is None
    older = {key: value for key, value in frozen.items() if key != "behinds"}
    told = replace(review, figures=[older])
    assert as_signed(_live(town), {}, [told], SEPTEMBER).rows[0].behind is None


def test_where_the_measure_stood_is_frozen_too(town: Book, tmp_path: Path) -> None:
    """9 of September then, 20 with what came late."""
    before = read_progress(town, profiles.list_profiles(town), SEPTEMBER)[ONE]
    signed(town, month=SEPTEMBER)
    _late(town, tmp_path)
    after = read_progress(town, profiles.list_profiles(town), SEPTEMBER)[ONE]
    assert _shown(town).progress[ONE] == before != after


def test_progress_comes_back_from_json_as_it_was(town: Book) -> None:
    """Nothing of it is lost."""
    found = read_progress(town, profiles.list_profiles(town), SEPTEMBER)[ONE]
    assert Progress.decode(found.encode()) == found
    assert found.standing in on_course.STANDINGS


def test_all_hotspots_together_add_up_with_what_is_shown(town: Book, tmp_path: Path) -> None:
    """21 crimes live become the 10 signed; the months on charts end on the same number."""
    signed(town, month=SEPTEMBER)
    _late(town, tmp_path)
    live, shown = _live(town), _shown(town)
    whole = figures(town, WINDOW, by=("force",)).rows[0]
    assert (live[0].crimes, whole.crimes) == (21, 21)
    assert shown.together(whole, live).crimes == 10
    year = Window(SEPTEMBER + -12, SEPTEMBER)
    monthly = figures(town, year, by=("hotspot", "month"), hotspots=["HS-01"]).rows
    printed = shown.among(monthly)
    assert [row.crimes for row in printed[:-1]] == [row.crimes for row in monthly[:-1]]
    assert (printed[-1].crimes, printed[-1].month) == (10, SEPTEMBER)


def test_what_an_older_review_didnt_freeze_is_missing_and_said(town: Book) -> None:
    """Never filled in with the live figure."""
    with town.store.writing() as tx:
        older_figures(tx, town, ONE, SEPTEMBER, crimes=11)
    signed(town, month=SEPTEMBER)
    shown = _shown(town)
    row = shown.rows[0]
    assert (row.crimes, row.asb, row.verdict, row.says) == (11, None, "", "")
    assert ONE not in shown.progress
    assert shown.unmeasured == {ONE}
    said = shown.says("HS-01")
    assert "Not frozen when signed: " in said
    for words in ("asb", "the verdicts", "where its measure stands"):
        assert words in said


def test_a_hotspot_that_has_no_row_any_more_shows_the_signed_one(town: Book) -> None:
    """Retired since for the month, or gone."""
    signed(town, month=SEPTEMBER)
    other = _live(town)[1:]
    shown = as_signed(other, {}, reviews.list_reviews(town), SEPTEMBER, {"HS-01": "Quay"})
    assert [(row.hotspot, row.name) for row in shown.rows] == [
        ("HS-02", other[0].name),
        ("HS-01", "Quay"),
    ]
    assert shown.rows[1].count == 9


def test_of_two_reviews_of_one_hotspot_the_live_rows_profile_is_shown(town: Book) -> None:
    """The other's row leaves out the run since the response."""
    first = signed(town, month=SEPTEMBER)
    frozen: dict[str, Any] = first.figures[0] | {"crimes": 77, "run_months": None}
    other = replace(first, profile="PMP-2024-000", figures=[frozen])
    (row, _) = as_signed(_live(town), {}, [other, first], SEPTEMBER).rows
    assert row.crimes == 10
    assert first.signed_on == date(2024, 12, 18)
