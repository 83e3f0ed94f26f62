"""Will it stay hot: places held against the year after, and a redraw against the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.months import Window
from casebook.core.wording import number, share
from casebook.detection.gathering import IncidentPoints
from casebook.measures.concentration import accuracy_index
from geo.inside import PolygonIndex

PENALTY = 0.5
"""The power of the share of area in the penalised index; 1 is the plain one, 0 the hit rate."""
SAME = 0.5
"""The share of the smaller of two outlines that is in both from which they are one place."""
_EMERGED = 2.0
"""Times the incidents of the year before from which a place is called emerging."""
_FADED = 0.5


@dataclass(frozen=True)
class PlaceChoice:
    """How well one choice of places held what came in each of two years."""

    name: str
    places: int
    area: float
    """Square metres of their ground, none of it twice."""
    before: int
    """Incidents in them in the year before, each once."""
    after: int
    pai_before: float | None
    """Share of incidents ÷ share of area."""
    pai: float | None
    """The same for the year after."""
    ppai: float | None
    """Share of incidents ÷ (share of area to the power 0.5), the year after."""
    recapture: float | None
    """PAI after ÷ PAI before (Levine)."""


@dataclass(frozen=True)
class Fate:
    """What became of one place."""

    place: str
    fate: str
    """remained, left or entered."""
    other: str
    """What it is called in the other choice; empty where it isn't there."""
    before: int
    after: int
    trend: str
    """persistent, emerging or former: by its own incidents in the two years."""

    def encode(self) -> dict[str, Any]:
        """As JSON and CSV."""
        return {
            "place": self.place,
            "fate": self.fate,
            "in_the_other": self.other or None,
            "count_before": self.before,
            "count_after": self.after,
            "trend": self.trend,
        }


@dataclass(frozen=True)
class Redraw:
    """Two choices of places against the same two years."""

    old: PlaceChoice
    new: PlaceChoice
    fates: tuple[Fate, ...]
    stability: float | None
    """Of the old places, the share among as many hottest of all places the year after."""
    says: tuple[str, ...]
    before: Window
    after: Window

    def encode(self) -> dict[str, Any]:
        """As JSON: both choices, the card of places, and what is to be said."""
        return {
            "before": str(self.before),
            "after": str(self.after),
            "choices": [asdict(self.old), asdict(self.new)],
            "stability": self.stability,
            "places": [each.encode() for each in self.fates],
            "says": list(self.says),
        }


def compare(
    old: Mapping[str, BaseGeometry],
    new: Mapping[str, BaseGeometry],
    points: IncidentPoints,
    *,
    ground: BaseGeometry | None = None,
) -> Redraw:
    """How the ``old`` places did in the year after, and what ``new`` ones change.

    The years are the last 24 months of the points: the first 12 stand for the year the old places
    were drawn from, the last 12 for the year after. All shapes are in the points' metres;
    ``ground`` is the area looked at, else the box around points and places. Sources: Chainey,
    Tompson and Uhlig, Security Journal 21, 2008 (PAI); Joshi, Curtis-Ham, D'Ath and Searle, ISPRS
    Int. J. Geo-Inf. 10(9), 2021 (penalised PAI); Levine, Security Journal 21, 2008 (recapture).
    Raises :class:`BadValue` for no places and for points of fewer than 24 months.
    """
    if not old or not new:
        raise BadValue("There is nothing to compare: a file of places has none.")
    months = points.months
    if months is None or len(months) < 24:
        spread = "no months" if months is None else months.label
        raise BadValue(
            f"Two years are compared, and the incidents are of {spread}: give at least 24 months."
        )
    after = Window(months.last + -11, months.last)
    before = after.shifted(-12)
    tally = _TwoYears(points, before, after, ground, [*old.values(), *new.values()])
    fates = tuple(_fates(old, new, tally))
    stability = _stability(old, new, tally)
    one, other = tally.choice("old", old), tally.choice("new", new)
    says = tuple(_says(one, other, fates, stability, before, after))
    return Redraw(one, other, fates, stability, says, before, after)


class _TwoYears:
    """Counts points of two years in polygons."""

    def __init__(
        self,
        points: IncidentPoints,
        before: Window,
        after: Window,
        ground: BaseGeometry | None,
        shapes: Sequence[BaseGeometry],
    ) -> None:
        self._years = []
        for window in (before, after):
            of = (points.month >= window.first.code) & (points.month <= window.last.code)
            self._years.append((points.x[of], points.y[of]))
        self._crs = points.crs
        if ground is None:
            every = [*shapes, shapely.multipoints(np.column_stack([points.x, points.y]))]
            ground = shapely.box(*shapely.total_bounds(every))
        self._area = float(ground.area)
        self.totals = [len(x) for x, _ in self._years]

    def each(self, shapes: Sequence[BaseGeometry]) -> list[list[int]]:
        """For each year how many points lie in each shape."""
        index = PolygonIndex(shapes, crs=self._crs)
        return [
            np.bincount(index.pairs(x, y)[0], minlength=len(shapes)).tolist()
            for x, y in self._years
        ]

    def choice(self, name: str, places: Mapping[str, BaseGeometry]) -> PlaceChoice:
        """What all places of a choice hold together, none of it twice."""
        whole = shapely.union_all(list(places.values()))
        (before,), (after,) = self.each([whole])
        part = min(1.0, whole.area / self._area) if self._area else 0.0
        pai = [
            accuracy_index(held, total, part)
            for held, total in zip((before, after), self.totals, strict=True)
        ]
        penalised = accuracy_index(after, self.totals[1], part, PENALTY)
        again = None if pai[1] is None or not pai[0] else pai[1] / pai[0]
        return PlaceChoice(
            name, len(places), float(whole.area), before, after, pai[0], pai[1], penalised, again
        )


def _fates(
    old: Mapping[str, BaseGeometry], new: Mapping[str, BaseGeometry], tally: _TwoYears
) -> list[Fate]:
    counts_old, counts_new = tally.each(list(old.values())), tally.each(list(new.values()))
    fates = []
    for n, (ref, shape) in enumerate(old.items()):
        other = _same(shape, new)
        before, after = counts_old[0][n], counts_old[1][n]
        fate = "remained" if other else "left"
        fates.append(Fate(ref, fate, other, before, after, _trend(before, after)))
    for n, (ref, shape) in enumerate(new.items()):
        if not _same(shape, old):
            before, after = counts_new[0][n], counts_new[1][n]
            fates.append(Fate(ref, "entered", "", before, after, _trend(before, after)))
    return fates


def _same(shape: BaseGeometry, others: Mapping[str, BaseGeometry]) -> str:
    """The other place that shares most with this one, and at least half of the smaller."""
    best, most = "", 0.0
    for ref, other in others.items():
        common = shape.intersection(other).area / (min(shape.area, other.area) or 1.0)
        if common >= SAME and common > most:
            best, most = ref, common
    return best


def _trend(before: int, after: int) -> str:
    if after >= _EMERGED * max(before, 1):
        return "emerging"
    return "former" if after <= _FADED * before else "persistent"


def _stability(
    old: Mapping[str, BaseGeometry], new: Mapping[str, BaseGeometry], tally: _TwoYears
) -> float | None:
    """Of the old places, the share that are among as many densest the year after."""
    fresh = [(ref, shape) for ref, shape in new.items() if not _same(shape, old)]
    shapes = [*old.values(), *(shape for _, shape in fresh)]
    if not fresh:
        return None
    after = tally.each(shapes)[1]
    density = [count / (shape.area or 1.0) for count, shape in zip(after, shapes, strict=True)]
    ranked = sorted(range(len(shapes)), key=lambda n: (-density[n], n))[: len(old)]
    return sum(n < len(old) for n in ranked) / len(old)


def _says(
    old: PlaceChoice,
    new: PlaceChoice,
    fates: Sequence[Fate],
    stability: float | None,
    before: Window,
    after: Window,
) -> list[str]:
    by = {
        fate: sum(each.fate == fate for each in fates) for fate in ("remained", "left", "entered")
    }
    said = [
        f"{counted(by['remained'], 'place')} remained, {number(by['left'])} left, "
        f"{number(by['entered'])} entered.",
        _of(old, "The old places", before, after),
        _of(new, "The new places", before, after),
    ]
    if stability is not None:
        said.append(
            f"{share(stability)} of the old places are among the {number(old.places)} densest of "
            f"old and new in {after.label}."
        )
    said.append(
        "Places picked for a bad year fall in the next by chance alone: a PAI that drops is no "
        "proof that the work there did it, and one that holds is none that it didn't."
    )
    return said


def _of(choice: PlaceChoice, who: str, before: Window, after: Window) -> str:
    ratio = (
        "" if choice.pai is None else f", {number(choice.pai, 1)} times their share of area (PAI)"
    )
    penalised = "" if choice.ppai is None else f"; penalised PAI {number(choice.ppai, 2)}"
    again = "" if choice.recapture is None else f"; recapture {number(choice.recapture, 2)}"
    return (
        f"{who} held {number(choice.before)} incidents in {before.label} and "
        f"{number(choice.after)} in {after.label}{ratio}{penalised}{again}."
    )
