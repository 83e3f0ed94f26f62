"""The night the clocks go back: local times that came round twice."""

from __future__ import annotations

import numpy as np
import pytest

from casebook.book.opening import Book
from casebook.patrols.gps.clocks_back import second_time_round
from tests.patrols.gps.ping_files import AWAY, ONE, ping, visits, with_squares

NIGHT = [  # from midnight to 3 o'clock by the clock, 1 to 2 twice; inside for the two hours
    *((hour, minute, ONE if hour == 1 else AWAY) for hour in (0, 1, 1, 2) for minute in range(60)),
]


@pytest.fixture
def town(book: Book) -> Book:
    """A casebook with two drawn hotspots."""
    return with_squares(book)


def rows(night: list[tuple[int, int, tuple[int, int]]]) -> list[str]:
    """A ping a minute on 27 October 2024, in local times without a zone."""
    return [f"LH21,2024-10-27 {h:02}:{m:02},{x},{y}" for h, m, (x, y) in night]


def test_the_order_of_rows_tells_the_second_time_round(town: Book) -> None:
    """Two hours inside, one of them the hour that came again."""
    report = ping(town, rows(NIGHT))
    assert visits(town) == [("LH21", "HS-01", "10-26 23:59", 120)]
    assert (
        "120 rows have a time that came round twice as the clocks went back: the order of a "
        "unit's rows tells which it was."
    ) in report.notes


def test_where_the_order_does_not_tell_the_first_is_taken_and_that_is_said(town: Book) -> None:
    """The same night with its rows the other way round."""
    report = ping(town, rows(NIGHT[::-1]))
    assert (
        "120 rows have a time that came round twice as the clocks went back: of 120 the order of "
        "rows doesn't tell which it was, and the first is taken. Export times with their zone to "
        "be exact."
    ) in report.notes


def test_each_device_has_its_own_order() -> None:
    """One steps back, one comes a little late, one doesn't step back at all."""
    stream = np.array([0, 1, 2, 0, 1, 2, 0, 1])
    at = np.array([100, 900, 100, 3000, 880, 200, 50, 1000])
    later = np.array([3600] * 7 + [0])
    added, untold = second_time_round(stream, at, later)
    assert added.tolist() == [0, 0, 0, 0, 0, 0, 3600, 0]
    assert untold == 4


def test_two_steps_back_tell_nothing() -> None:
    """The rows are in no order."""
    hour = np.full(5, 3600)
    added, untold = second_time_round(np.zeros(5, int), np.array([0, 1800, 0, 1800, 0]), hour)
    assert (added.tolist(), untold) == ([0] * 5, 5)
