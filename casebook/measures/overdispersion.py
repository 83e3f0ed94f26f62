"""How much more counts vary than Poisson counts would: φ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebook.core.wording import number

FEWEST_INCIDENTS = 12
"""A place with fewer in its baseline takes no part."""
FEWEST_DEGREES = 50
"""Below this many degrees of freedom φ is not measured, and 1 is taken."""


@dataclass(frozen=True)
class PlaceMonths:
    """A place's counts of its baseline months, and the rest of the force's in the same months.

    Without ``rest`` the months are expected alike, and season inflates φ.
    """

    counts: Sequence[int]
    rest: Sequence[int] | None = None

    @property
    def expected(self) -> list[float]:
        """What each month would hold were the place's total shared out as the rest's is."""
        total = sum(self.counts)
        if self.rest is None or not sum(self.rest):
            return [total / len(self.counts)] * len(self.counts)
        return [total * now / sum(self.rest) for now in self.rest]


@dataclass(frozen=True)
class Overdispersion:
    """φ and how much it was measured on."""

    phi: float
    """The variance of counts as a multiple of their mean, never under 1."""
    degrees: int
    """Degrees of freedom: months less one, added up over the places that took part."""
    season_in_it: bool
    """Whether a place had no rest of the force, so that season counts as variation."""

    @property
    def measured(self) -> bool:
        """Whether there was enough to measure φ on; else it is 1 for want of better."""
        return self.degrees >= FEWEST_DEGREES

    @property
    def sentence(self) -> str:
        """φ in a sentence."""
        if not self.measured:
            return (
                f"Not measured: {self.degrees} degrees of freedom, and it takes "
                f"{FEWEST_DEGREES}; 1 is taken, as for counts that vary by chance alone."
            )
        said = f"Counts vary {number(self.phi, 2)} times as much as chance alone would make them"
        return said + (", season among it." if self.season_in_it else ".")


def overdispersion(places: Sequence[PlaceMonths]) -> Overdispersion:
    """φ over ``places``: max(1, ΣΣ(y−E)²/E ÷ Σ(T−1)) over those with enough incidents.

    Pearson's estimate, each place's months against its own total shared out as the rest's. Months
    in which nothing is expected are left out. Of no places it is 1, not measured.
    """
    squares, degrees, season = 0.0, 0, False
    for series in places:
        if sum(series.counts) < FEWEST_INCIDENTS:
            continue
        pairs = [(y, e) for y, e in zip(series.counts, series.expected, strict=True) if e > 0]
        squares += sum((y - e) ** 2 / e for y, e in pairs)
        degrees += len(pairs) - 1
        season = season or series.rest is None
    phi = max(1.0, squares / degrees) if degrees >= FEWEST_DEGREES else 1.0
    return Overdispersion(phi, degrees, season)
