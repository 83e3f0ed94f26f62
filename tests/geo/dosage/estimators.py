"""Which way of turning pings into time is right: ``python -m tests.geo.dosage.estimators``.

Each of 2,000 walks of 8 and of 15 minutes, seen every so often from a random moment on, is measured
in four ways. Printed is the sum as a share of the truth, and the spread of a walk's error; then
what noise and lost pings do to that sum by the whole rule.
"""

from __future__ import annotations

import sys

import numpy as np

from tests.geo.dosage.walks import BEFORE, Floats, Way, lingering, steadily, walked

WALKS = 2000
DISTURBED = (10, 30, 60, 120)
WAYS = ("first to last ping inside", "linear on the edge", "half the median", "half of each gap")


def estimates(since: Floats, x: Floats, y: Floats, interval: float) -> list[float]:
    """Seconds inside in each of ``WAYS``, from one walk's pings."""
    inside = np.flatnonzero((x >= 0) & (x <= 150) & (y >= 0) & (y <= 150))
    if not len(inside):
        return [0.0] * len(WAYS)
    first, last = int(inside[0]), int(inside[-1])
    came, went = since[first] - since[first - 1], since[last + 1] - since[last]
    known = since[last] - since[first]
    enters = x[first] / (x[first] - x[first - 1])
    edge = 150 if x[last + 1] > 150 else 0
    leaves = (edge - x[last]) / (x[last + 1] - x[last])
    linear = known + enters * came + leaves * went
    return [known, linear, known + interval, known + (came + went) / 2]


def measured(way: Way, minutes: float, interval: float, lost: float = 0.0) -> list[str]:
    """The sum of each way as a share of the truth, with the spread of one walk's error."""
    dice = np.random.default_rng(round(interval))
    stay, found = 60.0 * minutes, []
    for _ in range(WALKS):
        since = np.arange(-BEFORE + interval * dice.random(), stay + BEFORE, interval)
        since = since[dice.random(len(since)) >= lost]
        x, y = way(since, np.full(since.shape, stay))
        found.append(estimates(since, x, y, interval))
    seconds = np.array(found)
    shares, spread = seconds.mean(axis=0) / stay, seconds.std(axis=0)
    return [f"{share:6.1%} ±{each:4.0f} s" for share, each in zip(shares, spread, strict=True)]


def disturbed(interval: float, noise: float, lost: float) -> str:
    """The sum of steady walks of 15 minutes by the whole rule, as a share of the truth.

    ``noise`` is in metres, ``lost`` the share of pings that never came.
    """
    walks, minutes = WALKS // 4, 15
    found = walked(
        steadily, minutes, interval, walks, seed=round(interval), noise=noise, lost=lost
    ).visits
    return f"{found.seconds[~found.drive_through].sum() / (walks * minutes * 60):.0%}"


def main() -> int:
    """Print a line for each walk and interval."""
    print(f"{'walk':34}", *(f"{name:>26}" for name in WAYS))
    for way in (steadily, lingering):
        for minutes in (8, 15):
            for interval in (5, 30, 60, 120, 180, 240, 300):
                line = f"{way.__name__}, {minutes} min, every {interval} s"
                print(f"{line:34}", *(f"{each:>26}" for each in measured(way, minutes, interval)))
    for lost in (0.1, 0.3):
        line = f"steadily, 15 min, 60 s, {lost:.0%} lost"
        print(f"{line:34}", *(f"{each:>26}" for each in measured(steadily, 15, 60, lost)))
    print(f"\n{'the whole rule, steadily, 15 min':34}", *(f"{f'{n} s':>6}" for n in DISTURBED))
    for noise, lost in ((0, 0.0), (5, 0.0), (10, 0.0), (20, 0.0), (0, 0.1), (0, 0.3), (0, 0.5)):
        line = f"{noise} m of noise, {lost:.0%} lost"
        print(f"{line:34}", *(f"{disturbed(every, noise, lost):>6}" for every in DISTURBED))
    return 0


if __name__ == "__main__":
    sys.exit(main())
