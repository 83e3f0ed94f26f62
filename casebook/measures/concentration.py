"""How concentrated incidents are, and how well a choice of places holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """A place: incidents seen there, those predicted (or of the period before), and its size."""

    observed: float
    predicted: float
    area: float = 1.0


@dataclass(frozen=True)
class Accuracy:
    """How well the first ``order`` units, by predicted density, hold what was observed.

    None where a total of 0 leaves a measure undefined.
    """

    order: int
    pai: float | None
    """Predictive accuracy index: share of incidents ÷ share of area."""
    pei: float | None
    """Predictive efficiency index: PAI ÷ the best there could be for as many units."""
    recapture: float | None
    """Recapture rate index (Levine): PAI of the observed ÷ PAI of the predicted."""
    rri: float | None
    """Recovery rate index: Σ predicted ÷ Σ observed."""


def accuracy(units: Sequence[Unit]) -> tuple[Accuracy, ...]:
    """The accuracy of the first unit, the first two, and so on, in order of predicted density.

    Sources: Chainey, Tompson and Uhlig, "The utility of hotspot mapping for predicting spatial
    patterns of crime", Security Journal 21, 2008 (PAI); Hunt, "Do crime hot spots move?", 2016
    (PEI); Levine, "The hottest part of a hotspot", Security Journal 21, 2008 (recapture);
    Wheeler and Steenbeek, Journal of Quantitative Criminology 37(2), 2021 (RRI and the order).
    Ties go to the unit with fewer observed, so that a tie never flatters. Raises
    :class:`ValueError` for a negative count or an area that isn't above 0.

    >>> found = accuracy([Unit(6, 3), Unit(3, 2), Unit(0, 1)])
    >>> [each.pai for each in found], [each.pei for each in found]
    ([2.0, 1.5, 1.0], [1.0, 1.0, 1.0])
    """
    if any(u.observed < 0 or u.predicted < 0 or u.area <= 0 for u in units):
        raise ValueError("Counts are 0 or more and areas above 0.")
    ranked = sorted(units, key=lambda u: (-u.predicted / u.area, u.observed))
    best = sorted(units, key=lambda u: -u.observed / u.area)
    seen, foreseen, area = (
        sum(u.observed for u in units),
        sum(u.predicted for u in units),
        sum(u.area for u in units),
    )
    found = []
    for order in range(1, len(units) + 1):
        chosen, perfect = ranked[:order], best[:order]
        size = sum(u.area for u in chosen) / area
        observed, predicted = sum(u.observed for u in chosen), sum(u.predicted for u in chosen)
        pai = accuracy_index(observed, seen, size)
        ideal = accuracy_index(
            sum(u.observed for u in perfect), seen, sum(u.area for u in perfect) / area
        )
        before = accuracy_index(predicted, foreseen, size)
        found.append(
            Accuracy(order, pai, _over(pai, ideal), _over(pai, before), _over(predicted, observed))
        )
    return tuple(found)


def accuracy_index(
    held: float, total: float, share_of_area: float, power: float = 1.0
) -> float | None:
    """Share of incidents ÷ share of area (PAI); with that to a ``power`` under 1, the penalised.

    None where there are no incidents or no area. Source of the penalised one: Joshi, Curtis-Ham,
    D'Ath and Searle, ISPRS Int. J. Geo-Inf. 10(9), 2021.

    >>> accuracy_index(30, 120, 0.01), accuracy_index(30, 120, 0.01, 0.5)
    (25.0, 2.5)
    """
    return _over(_over(held, total), share_of_area**power)


def _over(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole


@dataclass(frozen=True)
class Concentration:
    """Two Gini coefficients of counts over places: 0 evenly spread, towards 1 in one place."""

    gini: float | None
    gini_generalised: float | None
    """As if incidents were spread as evenly as whole incidents can be: right where there are
    fewer incidents than places."""


def concentration(counts: Sequence[float]) -> Concentration:
    """The Gini coefficients of ``counts``, one a place, places without any among them.

    Source of the generalised one: Bernasco and Steenbeek, "More places than crimes: implications
    for evaluating the law of crime concentration at place", Journal of Quantitative Criminology
    33(3), 2017. None of no incidents. Raises :class:`ValueError` for a negative count.

    >>> concentration([10, 20, 30, 40]).gini
    0.25
    >>> concentration([0, 0, 0, 1, 1]).gini_generalised
    0.0
    """
    if any(count < 0 for count in counts):
        raise ValueError("A count can't be negative.")
    places, total = len(counts), sum(counts)
    if not total:
        return Concentration(None, None)
    ranked = sum(i * count for i, count in enumerate(sorted(counts), 1)) / total
    uneven = 2 * ranked - places - 1
    general = max(1 / total, 1 / places) * uneven - max(places / total, 1.0) + 1
    return Concentration(_clean(uneven / places), _clean(general))


def _clean(value: float) -> float:
    """Without the dust that subtracting like numbers leaves."""
    return round(value, 12) + 0.0
