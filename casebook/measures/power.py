"""Can it ever show: the smallest drop that would be noticed."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf, sqrt
from statistics import NormalDist

from casebook.core.rounding import round_half_up
from casebook.core.wording import number, share

ALPHA, POWER = 0.05, 0.8
FEWEST_LEFT = 0.5
"""Incidents that a fall must leave to be one that a count can show."""
A_USUAL_FALL = 0.2
"""The fall the sentence speaks of: the size hotspot patrols are reported to reach."""


@dataclass(frozen=True)
class SmallestDrop:
    """The smallest fall that would be noticed four times in five; None where none can be."""

    drop: float | None
    """As a part of the mean, 0.36 for 36 %."""
    sentence: str


def smallest_drop(
    mean: float, *, months: float = 12, of: float = 12, phi: float = 1.0
) -> SmallestDrop:
    """The smallest fall noticed at 1 in 20, four times in five, of ``mean`` incidents a year.

    ``months`` is the length of the window after, ``of`` that of the baseline before. On the square
    root scale, where a Poisson count's variance is a quarter of φ. None where less than half an
    incident would be left, which no count can show. Raises :class:`ValueError` for
    a mean or length that isn't above 0.

    >>> [round(smallest_drop(mean).drop * 100) for mean in (10, 20, 50, 100, 200)]
    [86, 69, 48, 36, 26]
    >>> smallest_drop(5).drop is None
    True
    """
    if mean <= 0 or months <= 0 or of <= 0 or phi < 1:
        raise ValueError("A mean and a length must be above 0, and phi 1 or more.")
    left = max(0.0, 1 - _half_width(mean, months / 12, of / 12, phi)) ** 2
    drop = 1 - left if left * mean * months / 12 >= FEWEST_LEFT else None
    return SmallestDrop(drop, _sentence(drop, mean, of, phi))


def _half_width(mean: float, after: float, before: float, phi: float) -> float:
    normal = NormalDist()
    reach = normal.inv_cdf(1 - ALPHA / 2) + normal.inv_cdf(POWER)
    return reach / 2 * sqrt(phi * (1 / after + 1 / before) / mean)


def fewest_for(fall: float = A_USUAL_FALL, *, of: float = 12, phi: float = 1.0) -> float:
    """How many incidents a year it takes before a ``fall`` can be noticed, however long one waits.

    >>> round(fewest_for(0.2))
    176
    """
    unit = _half_width(1.0, inf, of / 12, phi)
    return (unit / (1 - sqrt(1 - fall))) ** 2


@dataclass(frozen=True)
class WaysOut:
    """What would make a fall show where a year against a year doesn't."""

    months: int
    """Of waiting: so many before, and as many after."""
    places: int
    """Of merging: so many such places taken together, a year against a year."""
    sentence: str
    """Empty where a year against a year shows it as it is."""


def ways_out(mean: float, fall: float = A_USUAL_FALL, *, phi: float = 1.0) -> WaysOut:
    """What merging or waiting would do for a ``fall`` at ``mean`` incidents a year.

    A year against a year notices it from twice :func:`fewest_for` incidents a year on; the same
    is reached by as many more months on both sides, or by as many more places. Raises
    :class:`ValueError` for a mean that isn't above 0 or a fall that isn't between 0 and 1.

    >>> ways_out(100).months, ways_out(100).places, ways_out(400).sentence
    (43, 4, '')
    """
    if mean <= 0 or not 0 < fall < 1 or phi < 1:
        raise ValueError("A mean must be above 0, a fall between 0 and 1, and phi 1 or more.")
    needed = 2 * fewest_for(fall, phi=phi)
    months, places = ceil(12 * needed / mean), ceil(needed / mean)
    said = ""
    if places > 1:
        said = (
            f"What would show a fall of {share(fall)}: {number(months)} months before and as many "
            f"after, or {number(places)} such places taken together."
        )
    return WaysOut(months, places, said)


def target_says(before: float, target: float, *, months: float = 12, phi: float = 1.0) -> str:
    """Whether a fall from ``before`` to ``target`` in ``months`` could be told from chance.

    Empty where the target is no fall. Both windows are so long.

    >>> print(target_says(400, 300))
    The target is a fall of 25%, and from 19% on a fall would be noticed here.
    >>> print(target_says(100, 80).split(". ")[1])
    With 12 months of baseline it can never be, however long one waits: it takes 176 a year
    """
    if before <= 0 or not 0 <= target < before:
        return ""
    fall, a_year = 1 - target / before, before * 12 / months
    found = smallest_drop(a_year, months=months, of=months, phi=phi)
    asked = f"The target is a fall of {share(fall)}"
    if found.drop is not None and fall >= found.drop:
        return f"{asked}, and from {share(found.drop)} on a fall would be noticed here."
    least = f"a fall has to reach {share(found.drop)}" if found.drop else "no fall would do"
    said = f"{asked}, which can't be told from chance here: {least}."
    needed = fewest_for(fall, of=months, phi=phi) if fall < 1 else 0.0
    if a_year < needed:
        said += (
            f" With {number(months)} months of baseline it can never be, however long one waits: "
            f"it takes {number(needed, 0)} a year."
        )
    return f"{said} {ways_out(a_year, fall, phi=phi).sentence}".strip() if fall < 1 else said


def _sentence(drop: float | None, mean: float, of: float, phi: float) -> str:
    if drop is None:
        said = f"At {number(mean, 0)} a year not even a fall to nothing would be noticed."
    else:
        percent = number(round_half_up(drop * 100, 0), 0)
        said = f"At {number(mean, 0)} a year a fall has to reach {percent}% to be noticed."
    needed = fewest_for(of=of, phi=phi)
    if mean < needed:
        said += (
            f" A fall of {share(A_USUAL_FALL)} can never be told from chance here, however long "
            f"one waits: with {number(of)} months of baseline it takes {number(needed, 0)} a year."
        )
    return said
