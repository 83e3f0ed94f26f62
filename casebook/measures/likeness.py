"""How like a comparison area is to the target before a response: four tests against noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, pi, sqrt

HALF_YEAR = 6
"""Months of a block."""


@dataclass(frozen=True)
class Likeness:
    """How far a control's months differ from the target's, each as a ratio to what noise allows.

    A ratio over 1 fails its test. ``half_years`` is None where less than half a year is known.
    """

    months: float
    """Σ|D| against its mean under noise."""
    half_years: float | None
    """The same of the sums over half-years, counted back from the start of the response."""
    level: float
    """|ΣD| against one standard error."""
    trend: float
    """|Σ(t−t̄)D| against one standard error."""
    known: int
    """How many months were compared."""

    @property
    def ratios(self) -> dict[str, float]:
        """Each test's ratio by its name."""
        found = {"months": self.months, "level": self.level, "trend": self.trend}
        return found if self.half_years is None else found | {"half_years": self.half_years}

    @property
    def worst(self) -> float:
        """The largest ratio to its limit: the least ranks first."""
        return max(self.ratios.values())

    @property
    def passes(self) -> bool:
        """Whether every test is passed."""
        return self.worst <= 1


def likeness(
    treated: Sequence[float], control: Sequence[float], *, phi: float = 1.0, scale: float = 1.0
) -> Likeness:
    """The four tests of two series of the same months, the last just before the response.

    D = control − k × treated has the variance φ(k + k²) × treated where the control is k times the
    target and both vary by chance; ``scale`` is k. Monthly and half-yearly gaps are held against
    their mean, level and trend against one standard error. After A. P. Wheeler's choice of
    comparison areas within noise (WDDControl, 2026). Raises :class:`ValueError` for series of
    different lengths or none.

    >>> found = likeness([10, 12, 8, 10, 11, 9], [11, 10, 9, 12, 10, 8])
    >>> [round(ratio, 3) for ratio in (found.months, found.half_years, found.level)]
    [0.374, 0.0, 0.0]
    """
    if not treated or len(treated) != len(control):
        raise ValueError("Two series of the same months are compared, at least one month long.")
    gaps = [c - scale * y for y, c in zip(treated, control, strict=True)]
    noise = [phi * (scale + scale**2) * y for y in treated]
    middle = (len(gaps) - 1) / 2
    return Likeness(
        _ratio(sum(map(abs, gaps)), sum(sqrt(2 * v / pi) for v in noise)),
        _half_years(gaps, noise),
        _ratio(abs(sum(gaps)), sqrt(sum(noise))),
        _ratio(
            abs(sum((t - middle) * d for t, d in enumerate(gaps))),
            sqrt(sum((t - middle) ** 2 * v for t, v in enumerate(noise))),
        ),
        len(gaps),
    )


def _half_years(gaps: Sequence[float], noise: Sequence[float]) -> float | None:
    """Whole blocks alone, the last ending where the series ends."""
    starts = range(len(gaps) % HALF_YEAR, len(gaps), HALF_YEAR)
    if not starts:
        return None
    return _ratio(
        sum(abs(sum(gaps[n : n + HALF_YEAR])) for n in starts),
        sum(sqrt(2 * sum(noise[n : n + HALF_YEAR]) / pi) for n in starts),
    )


def _ratio(found: float, limit: float) -> float:
    if limit:
        return found / limit
    return 0.0 if not found else inf
