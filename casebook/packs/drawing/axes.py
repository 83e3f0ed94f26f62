"""The axes of a monthly chart: months along the foot, round numbers up the side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from casebook.core import wording
from casebook.core.months import Month
from casebook.packs.drawing import svg

_WIDE, _LEFT, _RIGHT, _FOOT = 372.0, 26.0, 4.0, 21.0
_STEPS = (1, 2, 3, 4, 5, 6, 8, 10)
"""Tops of scales: these, times a power of ten."""


@dataclass(frozen=True)
class MonthAxis:
    """Where each month stands: columns of one width."""

    months: tuple[Month, ...]

    wide = _WIDE
    left = _LEFT
    right = _WIDE - _RIGHT
    tall = _FOOT
    """How much the names of months take under the floor."""

    @property
    def step(self) -> float:
        """How wide a month is."""
        return (self.right - self.left) / max(len(self.months), 1)

    def at(self, number: int) -> float:
        """Where a month begins, by its place among the months."""
        return self.left + number * self.step

    def middle(self, number: int) -> float:
        """The middle of a month."""
        return self.at(number) + self.step / 2

    def names(self, y: float) -> str:
        """The months' initials under the floor ``y``, or short names where there is room; years."""
        parts = []
        long = self.step >= 20
        for at, month in enumerate(self.months):
            last = at == len(self.months) - 1
            name = month.label[:3] if long else month.label[:1]
            spot = (self.middle(at), y + 9)
            parts.append(svg.text(spot, name, anchor="middle", size=7.6, bold=last))
            crowded = at == 0 and any(one.number == 1 for one in self.months[1:3])
            if (at == 0 and not crowded) or month.number == 1:
                where = (self.at(at) + 1, y + 18)
                parts.append(svg.text(where, str(month.year), size=7.4, fill=svg.MUTED))
        return "".join(parts)

    def gaps(self, unknown: Sequence[int], y: float) -> str:
        """Months that aren't known: a dotted outline about each run of them, and a word or a dash.

        ``unknown`` are their places among the months, in order.
        """
        parts = []
        for run in _runs(unknown):
            left, right = self.at(run[0]) + 2, self.at(run[-1] + 1) - 2
            words = "not known" if right - left > 50 else wording.MISSING
            box = (left, y - 14, right - left, 14)
            parts.append(svg.box(*box, stroke=svg.MUTED, width=0.5, dash="1.5 1.5"))
            middle = ((left + right) / 2, y - 4.5)
            parts.append(svg.text(middle, words, anchor="middle", fill=svg.MUTED, size=7.4))
        return "".join(parts)

    def value(self, at: int, y: float, floor: float, words: str) -> str:
        """A month's number above its bar, ending with its column."""
        spot = (self.at(at + 1) - 1, min(y, floor) - 2.5)
        return svg.text(spot, words, anchor="end", size=8, bold=True, halo="#ffffff")


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Numbers in order, those that follow on one another together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


@dataclass(frozen=True)
class Scale:
    """How high a number stands: from 0 on the floor to a round number at the top."""

    top: float
    tall: float
    floor: float

    @classmethod
    def upto(cls, most: float, tall: float, floor: float) -> Scale:
        """The scale that holds ``most``; of 2 where nothing is above 0.

        >>> Scale.upto(23, 50, 60).top, Scale.upto(0, 50, 60).top, Scale.upto(4.2, 50, 60).top
        (30, 2, 5)
        """
        return cls(_round_top(most), tall, floor)

    def y(self, value: float) -> float:
        """Where ``value`` stands on the sheet."""
        return self.floor - self.tall * value / self.top

    def lines(self, left: float, right: float) -> str:
        """The numbers at the side, 0, the top and the middle where that is whole; fine lines."""
        ticks = [0.0, self.top / 2, self.top]
        parts = []
        for value in ticks:
            if value != int(value):
                continue
            y = self.y(value)
            if value:
                parts.append(svg.line((left, y), (right, y), stroke=svg.RULE, width=0.4))
            words = wording.number(value, 0)
            parts.append(svg.text((left - 3, y + 2.6), words, anchor="end", size=7.4))
        return "".join(parts)


def _round_top(most: float) -> int:
    if most <= 2:
        return 2
    power = 10 ** floor(log10(most))
    return int(next(step * power for step in _STEPS if step * power >= most - 1e-9))
