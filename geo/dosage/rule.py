"""The rule by which pings become time: what ends a visit, what is too short, what is too slow."""

from __future__ import annotations

from dataclasses import dataclass

SILENCE = 900
"""Seconds; pings further apart than this say that a device was off, not how often it tells."""


@dataclass(frozen=True)
class Rule:
    """How visits are made of pings; all in seconds.

    A ping stands for the time that is nearest to it, so a visit begins and ends halfway between a
    ping inside and the one outside: half of the interval at each end. Over many visits that is
    neither too much nor too little, whatever a unit does between two pings, because its crossing of
    the edge is as likely in the one half of the interval as in the other.

    >>> Rule().gap_of(60), Rule().gap_of(300)
    (300, 900)
    """

    gap: int = 300
    """Without a ping inside for this long, or for three intervals if that is longer, a visit ends.
    """
    shortest: int = 120
    """A stay of less is a drive-through. Time outside of less, between two pings inside, is a
    device's error or a step over the kerb, and counts as inside."""
    slowest: int = 330
    """A device whose interval is longer, or unknown, tells too little: it gives no time."""

    def __post_init__(self) -> None:
        if not (self.gap > 0 and self.shortest >= 0 and 0 < self.slowest < SILENCE):
            raise ValueError(f"{self} is no rule: its times are seconds above 0.")

    @property
    def longest_gap(self) -> int:
        """What ends any device's visit."""
        return max(self.gap, 3 * self.slowest)

    def gap_of(self, interval: float) -> int:
        """What ends a visit of a device with this interval."""
        return max(self.gap, round(3 * interval))
