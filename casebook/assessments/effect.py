"""The effect of a response on counts: the WDD over the months compared, month by month too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from casebook.assessments.months_compared import MonthsCompared
from casebook.core.english import counted
from casebook.core.months import Month
from casebook.core.rounding import round_half_up
from casebook.core.wording import number, percent
from casebook.measures.difference import (
    AreaCounts,
    Estimate,
    MonthCounts,
    Pair,
    Running,
    in_words,
    interval,
    running_wdd,
    wdd,
)
from casebook.measures.power import ALPHA, POWER

TOTALS = ("target", "control", "buffer", "buffer's control")
"""The parts of a design in the order the WDD takes them."""
Totals = Mapping[str, Pair]
"""Incidents before and after, by what the area is to the design."""


@dataclass(frozen=True)
class Effects:
    """The difference in incidents over the months after, with the parts it is the sum of.

    Its interval is the published one, of counts that vary by chance alone; ``wide_low`` and
    ``wide_high`` are the interval of counts that vary φ times as much.
    """

    wdd: float
    se: float
    z: float | None
    p: float | None
    ci_low: float
    ci_high: float
    local: Estimate
    displacement: Estimate | None
    wide_low: float
    wide_high: float

    @property
    def says(self) -> str:
        """The difference and its interval, no surer than either interval."""
        if self.wide_low <= 0 <= self.wide_high:
            return in_words(self.wdd, self.wide_low, self.wide_high)
        return in_words(self.wdd, self.ci_low, self.ci_high)

    @property
    def wide_says(self) -> str:
        """The same with the wider interval."""
        return in_words(self.wdd, self.wide_low, self.wide_high)


def effects(totals: Totals, months: MonthsCompared, phi: float) -> Effects | None:
    """The WDD of ``totals`` in incidents over the months after; None without a control.

    Where the months before are more or fewer, their counts are brought to as many months as there
    are after. The buffer is in it where it has a control of its own.
    """
    if "control" not in totals:
        return None
    both = "buffer" in totals and "buffer's control" in totals
    areas = AreaCounts(
        totals["target"],
        totals["control"],
        totals["buffer"] if both else None,
        totals["buffer's control"] if both else None,
        time_weights=(months.weight, 1.0),
    )
    found, wide = wdd(areas), wdd(areas, phi=phi)
    return Effects(
        found.wdd,
        found.se,
        found.z,
        found.p,
        found.ci_low,
        found.ci_high,
        found.local,
        found.displacement,
        wide.ci_low,
        wide.ci_high,
    )


def displacement_says(moved: Estimate) -> str:
    """What happened in the buffer against its control, in a sentence."""
    low, high = interval(moved.wdd, moved.se, 0.95)
    return f"In the buffer {in_words(moved.wdd, low, high)}"


def running(
    treated: Sequence[tuple[Month, float]],
    control: Sequence[tuple[Month, float]],
    months: MonthsCompared,
) -> tuple[Running, ...]:
    """The difference so far at the end of each month after, in incidents, with its 95 % interval.

    ``treated`` and ``control`` are the months compared, those before first; where the design has
    a buffer with a control, its counts are in them.
    """
    counts = [
        MonthCounts(str(month), ours, theirs)
        for (month, ours), (_, theirs) in zip(treated, control, strict=True)
    ]
    return running_wdd(counts, len(months.before))


def smallest_difference(totals: Totals, months: MonthsCompared, phi: float) -> float | None:
    """The smallest fall in the target that this design would notice four times in five.

    As a part of what the target had before; None where not even a fall to nothing would be
    noticed, or the target had nothing. By the WDD's variance where nothing changes: every area's
    count once more, each brought to the months after.
    """
    parts = [part for part in TOTALS[:2] if part in totals]
    if all(part in totals for part in TOTALS):
        parts = list(TOTALS)
    usual = totals["target"][0] / months.weight
    befores = [totals[part][0] for part in parts]
    variance = sum(b / months.weight + b / months.weight**2 for b in befores)
    normal = NormalDist()
    reach = normal.inv_cdf(1 - ALPHA / 2) + normal.inv_cdf(POWER)
    if not usual:
        return None
    drop = reach * sqrt(phi * variance) / usual
    return drop if drop <= 1 else None


def power_says(totals: Totals, months: MonthsCompared, phi: float) -> str:
    """What this design could notice, in a sentence."""
    drop = smallest_difference(totals, months, phi)
    had = number(totals["target"][0], 0)
    over = counted(len(months.before), "month")
    if drop is None:
        return (
            f"Too few to tell: the target had {had} in {over} before, and by this design not even "
            "a fall to nothing would be noticed."
        )
    percents = percent(round_half_up(drop * 100, 0))
    return f"With {had} in {over} before, a fall has to reach {percents} to be noticed."
