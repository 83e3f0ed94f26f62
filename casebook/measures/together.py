"""Many places together against the rest: a rate ratio whose interval lets places differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, exp, log, pi, sin, sqrt, tan

from casebook.core.wording import number

FEWEST_PLACES = 5
"""Fewer places than this have no interval."""


@dataclass(frozen=True)
class Against:
    """How places changed together, times how the rest did; under 1 they fell more."""

    irr: float
    ci_low: float | None
    """None, as is ``ci_high``, where there are too few places for an interval."""
    ci_high: float | None
    sentence: str


def against_the_rest(
    places: Sequence[tuple[int, int]], rest: tuple[int, int], *, phi: float = 1.0
) -> Against | None:
    """Places' counts (now, before) against the rest's over the same months.

    ln IRR = ln(Σk·R_W ÷ (ΣB·R_w)). Its variance is what chance gives, or what the places' own
    differences give where that is more (I places: I/(I−1)·Σ(k − qB)²/(Σk)², q = Σk/ΣB), and the
    rest's own noise; t with I − 1 degrees of freedom. None where a total is 0.

    >>> found = against_the_rest([(8, 10), (9, 10), (7, 10), (8, 10), (10, 10)], (900, 1000))
    >>> round(found.irr, 3), round(found.ci_low, 2), round(found.ci_high, 2)
    (0.933, 0.51, 1.69)
    """
    now, before = (sum(each) for each in zip(*places, strict=True)) if places else (0, 0)
    if not min(now, before, *rest):
        return None
    ratio = now * rest[1] / (before * rest[0])
    if len(places) < FEWEST_PLACES:
        return Against(ratio, None, None, _sentence(ratio, None, len(places)))
    q = now / before
    differ = sum((k - q * b) ** 2 for k, b in places) / now**2
    spread = max(phi * (1 / now + 1 / before), differ * len(places) / (len(places) - 1))
    spread += phi * (1 / rest[0] + 1 / rest[1])
    reach = _t(len(places) - 1) * sqrt(spread)
    low, high = exp(log(ratio) - reach), exp(log(ratio) + reach)
    return Against(ratio, low, high, _sentence(ratio, (low, high), len(places)))


def _t(degrees: int) -> float:
    """Student's t that leaves 1 in 40 on either side.

    By halving, from the finite sums that its law has for whole degrees of freedom. Source:
    Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, 26.7.3 and 26.7.4.

    >>> round(_t(1), 4), round(_t(4), 4), round(_t(26), 4)
    (12.7062, 2.7764, 2.0555)
    """
    low, high = 0.0, pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, degrees) < 0.95 else (low, middle)
    return sqrt(degrees) * tan(low)


def _within(angle: float, degrees: int) -> float:
    """How likely |t| is at most √degrees·tan(angle)."""
    odd = degrees % 2
    term = (cos(angle) if degrees > 1 else 0.0) if odd else 1.0
    total = term
    for k in range(2 + odd, degrees - 1, 2):
        term *= (k - 1) / k * cos(angle) ** 2
        total += term
    return (angle + sin(angle) * total) * 2 / pi if odd else sin(angle) * total


def _sentence(ratio: float, between: tuple[float, float] | None, places: int) -> str:
    said = f"{change_of(ratio)} relative to the rest of the force"
    if between is None:
        return f"{said}; {places} places are too few for an interval."
    low, high = between
    said += f" (between {change_of(low)} and {change_of(high)}, 95% interval)"
    if low <= 1 <= high:
        return f"{said}: can't be told apart from the rest of the force."
    if ratio < 1:
        return f"{said}: fell more, or rose less, than the rest of the force."
    return f"{said}: rose more, or fell less, than the rest of the force."


def change_of(ratio: float) -> str:
    """A ratio as a change.

    >>> change_of(0.8), change_of(1.25), change_of(1.001)
    ('20% fewer', '25% more', 'under 1% more')
    """
    percent = abs(ratio - 1) * 100
    size = "under 1" if percent < 0.5 else number(percent, 0)
    return f"{size}% {'fewer' if ratio < 1 else 'more'}"
