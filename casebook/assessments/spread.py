"""The result by every comparison area that passes: one area alone may say anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casebook.assessments.area_months import CONTROL, Series
from casebook.assessments.cautions import alike
from casebook.assessments.effect import Totals, effects
from casebook.assessments.months_compared import MonthsCompared
from casebook.core.english import counted
from casebook.core.months import Month
from casebook.core.wording import signed


@dataclass(frozen=True)
class ByArea:
    """The difference with one comparison area as the control."""

    ref: str
    wdd: float | None
    """None where a month compared isn't known there."""
    ci_low: float | None
    ci_high: float | None
    worst: float | None
    """The largest ratio of the four tests to its limit, on what is loaded now."""

    @property
    def passes(self) -> bool:
        """Whether it is still like the target before the response, and can be counted."""
        return self.wdd is not None and self.worst is not None and self.worst <= 1


@dataclass(frozen=True)
class Spread:
    """The result by each comparison area that was looked for."""

    areas: tuple[ByArea, ...]

    @property
    def differences(self) -> tuple[float, ...]:
        """Of those that pass, smallest first."""
        return tuple(
            sorted(each.wdd for each in self.areas if each.passes and each.wdd is not None)
        )

    @property
    def agrees(self) -> bool:
        """Whether all that pass have the same sign."""
        found = self.differences
        return bool(found) and (found[-1] < 0 or found[0] > 0)

    @property
    def brief(self) -> str:
        """From least to most, and over how many; empty where none passes."""
        found = self.differences
        if not found:
            return ""
        over = f"over {counted(len(found), 'comparison area')}"
        if len(found) == 1:
            return f"{signed(found[0], 0)} {over}"
        said = f"{signed(found[0], 0)} to {signed(found[-1], 0)} {over}"
        return said if self.agrees else f"{said}: the data can't tell"

    @property
    def says(self) -> str:
        """It in a sentence, with those that don't pass any more."""
        failed = [each.ref for each in self.areas if not each.passes]
        out = (
            f"; left out, as no longer like the target before: {', '.join(failed)}"
            if failed
            else ""
        )
        if not self.differences:
            return "No comparison area that was looked for passes on what is loaded now."
        return f"{self.brief}{out}."

    def encode(self) -> dict[str, Any]:
        """As JSON."""
        found = self.differences
        return {
            "low": found[0] if found else None,
            "high": found[-1] if found else None,
            "over": len(found),
            "agrees": self.agrees,
            "areas": [
                {
                    "ref": each.ref,
                    "wdd": each.wdd,
                    "ci_low": each.ci_low,
                    "ci_high": each.ci_high,
                    "worst": each.worst,
                    "passes": each.passes,
                }
                for each in self.areas
            ],
            "says": self.says,
        }


def spread_over(
    candidates: Mapping[str, Series],
    target: Series,
    totals: Totals,
    months: MonthsCompared,
    start: Month,
    phi: float,
) -> Spread | None:
    """The difference with each of ``candidates`` in the control's stead; None of none.

    ``totals`` are those of the design: the target and, where it has them, buffer and its control.
    Each is tested again on the months before ``start`` that are loaded now.
    """
    if not candidates:
        return None
    return Spread(
        tuple(
            _by_area(ref, series, target, totals, months, start, phi)
            for ref, series in candidates.items()
        )
    )


def _by_area(
    ref: str,
    series: Series,
    target: Series,
    totals: Totals,
    months: MonthsCompared,
    start: Month,
    phi: float,
) -> ByArea:
    like = alike(target, series, start, phi)
    worst = like.worst if like else None
    sides = (months.before, months.after)
    if any(series.get(month) is None for side in sides for month in side):
        return ByArea(ref, None, None, None, worst)
    before, after = (float(sum(series[month] or 0 for month in side)) for side in sides)
    found = effects({**totals, CONTROL: (before, after)}, months, phi)
    assert found is not None
    return ByArea(ref, found.wdd, found.ci_low, found.ci_high, worst)
