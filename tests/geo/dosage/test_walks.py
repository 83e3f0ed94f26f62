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
