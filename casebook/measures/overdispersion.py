"""How much more counts vary than Poisson counts would: φ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


@dataclass(frozen=True, slots=True)
class Share:
    """What one place adds to φ."""

    squares: float
    """Its months' (y−E)²/E, added up."""
    degrees: int
    """Its months less one."""
    season_in_it: bool
    """Whether its months were expected alike for want of a rest of the force."""


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


def share(place: PlaceMonths) -> Share | None:
    """What a place adds to φ: each month against its own total shared out as the rest's is.

    Months in which nothing is expected are left out. None where it has too few incidents.
    """
    total = sum(place.counts)
    if total < FEWEST_INCIDENTS:
        return None
    rest = place.rest
    whole = sum(rest) if rest is not None else 0
    if rest is None or not whole:
        even = total / len(place.counts)
        squares = sum([(y - even) ** 2 for y in place.counts]) / even
        return Share(squares, len(place.counts) - 1, rest is None)
    # e = total * r / whole, and (y - e)² / e, months without r left out
    each = total / whole
    parts = [(y - each * r) ** 2 / r for y, r in zip(place.counts, rest, strict=True) if r > 0]
    return Share(sum(parts) / each, len(parts) - 1, season_in_it=False)


def overdispersion(places: Iterable[PlaceMonths]) -> Overdispersion:
    """φ over ``places``: max(1, ΣΣ(y−E)²/E ÷ Σ(T−1)) over those with enough incidents.

    Pearson's estimate. Of no places it is 1, not measured.
    """
    return of_shares(share(place) for place in places)


def of_shares(shares: Iterable[Share | None]) -> Overdispersion:
    """φ of what every place adds to it."""
    squares, degrees, season = 0.0, 0, False
    for one in shares:
        if one is not None:
            squares += one.squares
            degrees += one.degrees
            season = season or one.season_in_it
    phi = max(1.0, squares / degrees) if degrees >= FEWEST_DEGREES else 1.0
    return Overdispersion(phi, degrees, season)
