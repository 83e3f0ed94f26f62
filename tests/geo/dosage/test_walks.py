"""Walks of known length: the visits add up to the time there was, however often a device tells."""

from __future__ import annotations

import numpy as np
import pytest

from tests.geo.dosage.walks import Way, lingering, steadily, walked

INTERVALS = (5, 15, 30, 45, 60, 90, 120, 150, 180, 240, 300)


@pytest.mark.parametrize("interval", INTERVALS)
@pytest.mark.parametrize("way", [steadily, lingering])
@pytest.mark.parametrize("minutes", [8, 15])
def test_the_sum_is_the_time_there_was(way: Way, minutes: float, interval: int) -> None:
    """Within 3 % of the truth at every interval, and no stay longer than it is missed."""
    walks = 10 * max(interval, 20)  # the less often a device tells, the more chance there is in it
    found = walked(way, minutes, interval, walks, seed=interval).visits
    counted = ~found.drive_through
    assert 0.97 <= found.seconds[counted].sum() / (walks * minutes * 60) <= 1.03
    assert len(np.unique(found.device[counted])) == walks


@pytest.mark.parametrize("interval", [10, 30, 60])
@pytest.mark.parametrize(("noise", "lost"), [(5, 0.0), (10, 0.0), (0, 0.1)])
def test_some_noise_and_some_lost_pings_leave_the_sum(
    interval: int, noise: float, lost: float
) -> None:
    """Up to every minute: 10 m on walks that come within 15 m of the edge, or a tenth lost."""
    found = walked(steadily, 15, interval, 400, seed=interval, noise=noise, lost=lost).visits
    seconds = found.seconds[~found.drive_through].sum()
    assert 0.97 <= seconds / (400 * 15 * 60) <= 1.03


@pytest.mark.parametrize(
    ("interval", "share"), [(60, 1.0), (75, 0.98), (90, 0.92), (119, 0.68), (120, 1.0)]
)
def test_stays_of_two_to_four_minutes_lose_those_of_one_ping(interval: int, share: float) -> None:
    """Those are drive-throughs from one to two minutes apart, and last up to two intervals.

    A stay of T seconds has one ping 2 - T / interval of the times. Summed from 120 to twice the
    interval that loses (2 × interval - 120)² / 2 of the 21,600 seconds of stays from 120 to 240.
    """
    stays = np.linspace(2, 4, 25)
    seconds = 0
    for number, minutes in enumerate(stays):
        found = walked(steadily, minutes, interval, 100, seed=number).visits
        seconds += found.seconds[~found.drive_through].sum()
    assert seconds / (100 * 60 * stays.sum()) == pytest.approx(share, abs=0.03)
