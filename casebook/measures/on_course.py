"""On course: whether a measure moves from its baseline to its target as fast as it must."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log

from casebook.measures.verdict import LOOK

MET, ON_COURSE, BEHIND, OFF_COURSE = "met", "on course", "behind, within chance", "off course"
TOO_EARLY, UNKNOWN = "too early", "unknown"
STANDINGS = (MET, ON_COURSE, BEHIND, OFF_COURSE, TOO_EARLY, UNKNOWN)
"""Every word for where an objective stands."""
FEWEST_MONTHS = 3
"""Before so many complete months have gone by it is too early to say."""
YEAR = 12


@dataclass(frozen=True)
class Path:
    """The straight way from a baseline to a target."""

    base: float
    """The baseline's count over the months that ``count`` is compared with."""
    target: float
    """What those months would hold at the target."""
    gone: int
    """m: complete months since the baseline ended."""
    in_all: int
    """D: months from the baseline's end to the deadline."""

    def level(self, *, by_month: bool = False) -> float:
        """What is on course now: as far along the way as the months gone by.

        With ``by_month`` the count is of the months gone by themselves, of which each is a step
        further: base × (1 + (target/base − 1) × the mean step).

        >>> Path(60, 36, 6, 12).level()
        48.0
        >>> Path(60, 36, 2, 6).level(by_month=True)
        54.0
        """
        if by_month:
            steps = [min(1.0, n / self.in_all) for n in range(1, self.gone + 1)]
            share = sum(steps) / len(steps)
        else:
            share = min(1.0, self.gone / self.in_all)
        return self.base + (self.target - self.base) * share


def standing(count: int, path: Path, *, phi: float = 1.0, by_month: bool = False) -> str:
    """Where a measure stands on its way: one of :data:`STANDINGS` but unknown.

    Fewer is better unless the target lies above the baseline. Beyond the level it is behind, within
    chance, as long as a count of that mean and of variance ``phi`` × mean lies as far beyond it 1
    time in 20 or more (mid-p, both sides). Raises :class:`ValueError` for a deadline that isn't
    after the baseline.

    >>> standing(50, Path(60, 36, 6, 12)), standing(45, Path(60, 36, 6, 12))
    ('behind, within chance', 'on course')
    """
    if path.in_all < 1:
        raise ValueError("The deadline must lie after the baseline.")
    if path.gone < FEWEST_MONTHS:
        return TOO_EARLY
    rising = path.target > path.base

    def reached(level: float) -> bool:
        return count >= level if rising else count <= level

    if path.gone >= path.in_all and reached(path.target):
        return MET
    level = path.level(by_month=by_month)
    if reached(level):
        return ON_COURSE
    return BEHIND if beyond(count, level, phi, more=not rising) >= LOOK else OFF_COURSE


def beyond(count: int, mean: float, phi: float = 1.0, *, more: bool = True) -> float:
    """How often a count of ``mean`` lies as far on that side as ``count``, mid-p, doubled.

    Poisson, or negative binomial where its variance is ``phi`` × mean.

    >>> round(beyond(10, 4.0), 4)
    0.011
    """
    if mean <= 0:
        return 0.0 if more and count else 1.0
    chances = [_chance(k, mean, phi) for k in range(count + 1)]
    same = chances[-1]
    below = sum(chances) - same
    tail = 1 - below - same if more else below
    return min(1.0, 2 * max(0.0, tail) + same)


def _chance(count: int, mean: float, phi: float) -> float:
    if phi == 1:
        return exp(count * log(mean) - mean - lgamma(count + 1))
    size = mean / (phi - 1)
    return exp(
        lgamma(count + size)
        - lgamma(size)
        - lgamma(count + 1)
        - size * log(phi)
        + count * log(1 - 1 / phi)
    )
