"""Where a profile stands on its own measure, from rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.figures.progress import Progress, read_progress, read_progress_by_month
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from tests import lomea
from tests.books import on as at_noon

REF = "PMP-1"


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """HS-02: 5 ASB a month for a year to June 2023, 6 a month for the year after, then 9."""
    lomea.add_hotspots(book, tmp_path)
    rows: list[str] = []
    for months, count in (("2022-07:2023-06", 5), ("2023-07:2024-06", 6), ("2024-07:2024-11", 9)):
        for month in Window.parse(months).months:
            rows += lomea.street_rows(month, lomea.ASB, count, lomea.IN_TWO)
    lomea.add_incidents(book, tmp_path, rows)
    intake.new_profile(at_noon(book, date(2024, 7, 1)), Profile(REF, "Park"), hotspots=["HS-02"])
    return book


def _aim(book: Book, **changes: object) -> Progress | None:
    whole = {
        "measure": "asb",
        "baseline_from": "2023-07",
        "baseline_to": "2024-06",
        "target_value": 54,
        "deadline": "2025-07-01",
    }
    profiles.edit_stage(book, REF, "objective", whole | changes)
    file = profiles.read_profile(book, REF)
    return read_progress(book, [file], Month(2024, 11)).get(REF)


def test_a_rise_against_a_target_of_fewer_is_off_course(town: Book) -> None:
    """72 a year were to be 54 by July 2025; 7 x 6 and 5 x 9 are 87, where 64.5 are on course."""
    found = _aim(town)
    assert found is not None
    assert (found.baseline, found.now, found.target, found.level) == (72, 87, 54, 64.5)
    assert found.standing == "off course"
    assert found.says == (
        "Objective, ASB: 72 (Jul 2023 to Jun 2024) to 54 by 1 Jul 2025; Dec 2023 to Nov 2024: 87: "
        "off course (64.5 would be on course)."
    )
    assert found.encode()["standing"] == "off course"


def test_a_short_deadline_counts_the_months_gone_by(town: Book) -> None:
    """By the end of December, 6 months: 45 in five where 30 were, and 26.25 on course."""
    found = _aim(town, deadline="2024-12-31", target_value=54)
    assert found is not None
    assert (found.now, found.now_window) == (45, Window.parse("2024-07..2024-11"))
    assert found.level == 26.3  # 30 x (1 + (54/72 - 1) x (5 + 1)/(2 x 6)) = 26.25
    assert found.standing == "off course"


def test_before_three_months_have_gone_by_it_is_too_early(town: Book) -> None:
    """A baseline to September leaves two."""
    found = _aim(town, baseline_from="2023-10", baseline_to="2024-09", deadline="2025-10-01")
    assert found is not None
    assert found.standing == "too early"
    assert found.says.endswith("too early.")


def test_a_month_that_isnt_loaded_leaves_it_unknown(town: Book) -> None:
    """December isn't, so the twelve months to it can't be counted: missing, not few."""
    _aim(town)
    file = profiles.read_profile(town, REF)
    found = read_progress(town, [file], Month(2024, 12))[REF]
    assert (found.now, found.standing) == (None, "unknown")
    assert "Jan to Dec 2024: not known, Dec 2024 isn't loaded: unknown." in found.says


@pytest.mark.parametrize(
    "lacks",
    [
        {"target_value": None},
        {"deadline": None},
        {"measure": ""},
        {"deadline": "2024-06-30"},
    ],
)
def test_without_a_way_to_go_there_is_nothing_to_stand_on(
    town: Book, lacks: dict[str, object]
) -> None:
    """No target, no deadline, no measure, or a deadline inside the baseline."""
    assert _aim(town, **lacks) is None


def test_every_month_of_a_window_stands_as_it_would_alone(town: Book) -> None:
    """A map's months are those that each month's own reading gives."""
    _aim(town)
    file = profiles.read_profile(town, REF)
    window = Window.parse("2024-09..2024-12")
    found = read_progress_by_month(town, [file], window)
    assert found == {month: read_progress(town, [file], month) for month in window.months}
    assert [found[month][REF].standing for month in window.months][-1] == "unknown"
    assert read_progress_by_month(town, [], window) == {month: {} for month in window.months}


def test_two_profiles_on_one_hotspot_both_stand_where_it_does(town: Book) -> None:
    """What is counted in one outline counts for each of them."""
    first = _aim(town)
    intake.new_profile(
        at_noon(town, date(2024, 7, 1)), Profile("PMP-2", "Gate"), hotspots=["HS-02"]
    )
    aim = {
        "measure": "asb",
        "baseline_from": "2021-07",
        "baseline_to": "2022-06",
        "baseline_value": 72,
        "baseline_source": "the ledger",
        "target_value": 54,
        "deadline": "2025-07-01",
    }
    for ref in (REF, "PMP-2"):
        profiles.edit_stage(town, ref, "objective", aim)
    files = profiles.list_profiles(town, stages=("objective",), actions=False)
    found = read_progress(town, files, Month(2024, 11))
    assert first is not None
    assert {ref: one.now for ref, one in found.items()} == {REF: first.now, "PMP-2": first.now}
