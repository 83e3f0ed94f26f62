"""The weighted displacement difference (WDD): how many incidents a response prevented.

Source: Wheeler and Ratcliffe, "A simple weighted displacement difference test to evaluate place
based crime interventions", Crime Science 7(11), 2018. Negative is fewer incidents. Unequal periods
and areas: A. P. Wheeler, "The WDD test with different pre/post time periods" and "with different
area sizes", 2021; harm weights: "Amending the WDD test to incorporate harm weights", 2020.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist

from casebook.core.wording import number

Pair = tuple[float, float]
"""A count before and after."""


@dataclass(frozen=True)
class Estimate:
    """A difference with its standard error."""

    wdd: float
    se: float


@dataclass(frozen=True)
class Difference:
    """A WDD with its interval, and the parts it is the sum of."""

    wdd: float
    se: float
    z: float | None
    """None where no incident was counted at all."""
    p: float | None
    ci_low: float
    ci_high: float
    local: Estimate
    displacement: Estimate | None
    """None where no displacement area was given."""
    sentence: str


@dataclass(frozen=True)
class AreaCounts:
    """Counts before and after in each area, and what each is divided by.

    ``time_weights`` are the lengths of the periods before and after; ``area_weights`` the sizes of
    the treated, control, displaced and displaced-control areas. The difference is then one per
    unit of time and area.
    """

    treated: Pair
    control: Pair
    displaced: Pair | None = None
    displaced_control: Pair | None = None
    time_weights: Pair = (1.0, 1.0)
    area_weights: Sequence[float] = (1.0, 1.0, 1.0, 1.0)

    def __post_init__(self) -> None:
        if (self.displaced is None) != (self.displaced_control is None):
            raise ValueError("A displacement area needs its control, and the other way round.")
        counts = (*self.treated, *self.control, *(self.displaced or ()))
        if min((*counts, *(self.displaced_control or ()))) < 0:
            raise ValueError("A count can't be negative.")
        if min((*self.time_weights, *self.area_weights)) <= 0:
            raise ValueError("A weight must be above 0.")
        if len(self.area_weights) != 4:
            raise ValueError("Area weights are two, or four where there is a displacement area.")

    @property
    def local(self) -> Estimate:
        """The treated area against its control."""
        return self._against(self.treated, self.control, self.area_weights[:2])

    @property
    def displacement(self) -> Estimate | None:
        """The displacement area against its control."""
        if self.displaced is None or self.displaced_control is None:
            return None
        return self._against(self.displaced, self.displaced_control, self.area_weights[2:])

    def _against(self, ours: Pair, control: Pair, sizes: Sequence[float]) -> Estimate:
        difference, variance = 0.0, 0.0
        for (before, after), size, sign in ((ours, sizes[0], 1), (control, sizes[1], -1)):
            by_before, by_after = self.time_weights[0] * size, self.time_weights[1] * size
            difference += sign * (after / by_after - before / by_before)
            variance += after / by_after**2 + before / by_before**2
        return Estimate(difference, sqrt(variance))


def wdd(areas: AreaCounts, *, phi: float = 1.0, confidence: float = 0.95) -> Difference:
    """The difference of ``areas`` with its normal interval; ``phi`` multiplies the variance.

    The variance is the sum of the counts, each divided by its weight squared: counts vary as
    Poisson counts do, or φ times as much.

    >>> paper = AreaCounts((207, 110), (308, 318), (178, 157), (150, 140))
    >>> found = wdd(paper)
    >>> found.wdd, round(found.se, 3), round(found.ci_low), round(found.ci_high)
    (-118.0, 39.598, -196, -40)
    """
    local, moved = _wider(areas.local, phi), _wider(areas.displacement, phi)
    assert local is not None
    total = local.wdd + (moved.wdd if moved else 0)
    se = sqrt(local.se**2 + (moved.se**2 if moved else 0))
    weighted = areas.time_weights != (1, 1) or any(size != 1 for size in areas.area_weights)
    unit = " per unit of time and area" if weighted else ""
    return _difference(total, se, confidence, local, moved, unit)


def _wider(estimate: Estimate | None, phi: float) -> Estimate | None:
    if phi < 1:
        raise ValueError("The overdispersion phi is 1 or more.")
    return None if estimate is None else Estimate(estimate.wdd, estimate.se * sqrt(phi))


def _difference(
    total: float,
    se: float,
    confidence: float,
    local: Estimate,
    moved: Estimate | None,
    unit: str = "",
) -> Difference:
    low, high = interval(total, se, confidence)
    z = total / se if se else None
    p = erfc(abs(z) / sqrt(2)) if z is not None else None
    sentence = in_words(total, low, high, unit) if se else "No incident was counted at all."
    return Difference(total, se, z, p, low, high, local, moved, sentence)


def interval(estimate: float, se: float, confidence: float) -> Pair:
    """The normal interval around an estimate.

    Raises :class:`ValueError` for a confidence that isn't between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError("A confidence lies between 0 and 1, such as 0.95.")
    width = NormalDist().inv_cdf(0.5 + confidence / 2) * se
    return estimate - width, estimate + width


def in_words(total: float, low: float, high: float, unit: str = "") -> str:
    """A difference and its interval in a sentence, no surer than the interval.

    >>> in_words(-118, -196, -40)
    '118 fewer than expected (between 196 and 40 fewer).'
    >>> in_words(4, -12, 20).split(": ")[1]
    "the data can't tell it from no change."
    """
    value, least, most = (_said(abs(x)) for x in (total, low, high))
    way = "fewer" if total < 0 else "more"
    if low <= 0 <= high:
        return (
            f"{value} {way} than expected{unit} (between {least} fewer and {most} more): "
            "the data can't tell it from no change."
        )
    return f"{value} {way} than expected{unit} (between {least} and {most} {way})."


def _said(value: float) -> str:
    return number(value, 0) if value >= 30 or value == round(value) else number(value, 1)


@dataclass(frozen=True)
class HarmType:
    """One type of incident, what one of it weighs, and its counts."""

    type: str
    weight: float
    areas: AreaCounts


@dataclass(frozen=True)
class HarmDifference:
    """A harm-weighted WDD, and the difference of each type in incidents."""

    total: Difference
    by_type: Mapping[str, Estimate]


def harm_wdd(
    types: Sequence[HarmType], *, phi: float = 1.0, confidence: float = 0.95
) -> HarmDifference:
    """Σ weight × WDD over types, of variance Σ weight² × variance; 0 of no types.

    >>> types = [HarmType("vehicle", 3, AreaCounts((130, 74), (133, 91)))]
    >>> round(harm_wdd(types).by_type["vehicle"].se, 6)
    20.688161
    """
    parts = {each.type: wdd(each.areas, phi=phi, confidence=confidence) for each in types}
    total = sum(each.weight * parts[each.type].wdd for each in types)
    se = sqrt(sum((each.weight * parts[each.type].se) ** 2 for each in types))
    found = _difference(total, se, confidence, Estimate(total, se), None, " by weight")
    return HarmDifference(
        found, {name: Estimate(part.wdd, part.se) for name, part in parts.items()}
    )


@dataclass(frozen=True)
class Running:
    """The difference from the start of a response to the end of one month."""

    month: str
    wdd: float
    se: float
    ci_low: float
    ci_high: float


@dataclass(frozen=True)
class MonthCounts:
    """A month's incidents in the treated area and in the control."""

    month: str
    treated: float
    control: float


def running_wdd(
    months: Sequence[MonthCounts],
    before: int,
    *,
    phi: float = 1.0,
    confidence: float = 0.95,
) -> tuple[Running, ...]:
    """The WDD so far at the end of each month after the first ``before`` ones.

    ``months`` come in order of time. After m months the counts since the start
    are compared with m ÷ ``before`` of the counts before it, so that the difference is in
    incidents so far. Raises :class:`ValueError` where no month is left on either side.
    """
    if not 0 < before < len(months):
        raise ValueError(
            f"There are {len(months)} months: say how many of the first come before the response, "
            "and leave at least one after."
        )
    first = _totals(months[:before])
    found = []
    for m in range(1, len(months) - before + 1):
        since = _totals(months[before : before + m])
        areas = AreaCounts((first[0], since[0]), (first[1], since[1]), time_weights=(before, m))
        so_far = wdd(areas, phi=phi, confidence=confidence)
        found.append(
            Running(
                months[before + m - 1].month,
                so_far.wdd * m,
                so_far.se * m,
                so_far.ci_low * m,
                so_far.ci_high * m,
            )
        )
    return tuple(found)


def _totals(months: Sequence[MonthCounts]) -> Pair:
    return sum(each.treated for each in months), sum(each.control for each in months)
