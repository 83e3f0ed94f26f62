"""The patches that incidents are drawn in: every hotspot, comparison area and rest of a ward."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import hypot
from random import Random
from typing import TYPE_CHECKING

from sample_data.generator.incidents.crime_mix import SERIES, crime_types
from sample_data.generator.incidents.offences import offences
from sample_data.generator.published import (
    BUFFER,
    BUFFER_CONTROL,
    CLEARED_WARD,
    CLEARED_WINDOWS,
    CONTROL,
    GAP_DISTRICT,
    GAP_MONTH,
)

if TYPE_CHECKING:
    from sample_data.generator.geography.comparison import Comparison
    from sample_data.generator.geography.designations import Designation
    from sample_data.generator.geography.hotspots import Hotspot
    from sample_data.generator.geography.street_points import StreetPoint
    from sample_data.generator.geography.wards import Ward

_COMPARED = {
    # crimes and ASB calls a month
    CONTROL: (37.0, 14.0),
    BUFFER: (21.0, 8.0),
    BUFFER_CONTROL: (18.0, 7.0),
}
_CRIMES_A_POINT, _CALLS_A_POINT = 0.072, 0.032
_DENSE = {CLEARED_WARD: 1.25}
_CLEARED_BY = 0.8
"""What Clear, Hold, Build had multiplied the ward's averages by a year after it began."""
_NEAR = 200.0


@dataclass(frozen=True)
class Patch:
    """Ground that one set of averages holds for.

    `kind` says what sort of place it is; `crimes` and `asb` are monthly averages; `points` and
    `weights` are where in it things happen and how likely each is.
    """

    ref: str
    kind: str
    ward: Ward
    crimes: float
    asb: float
    points: tuple[StreetPoint, ...]
    weights: tuple[float, ...]
    designation: Designation | None = None

    def effect(self, month: str) -> float:
        """What responses multiply both averages by in a month."""
        own = self.designation.effect(month) if self.designation else 1.0
        cleared = self.ward.name == CLEARED_WARD and month > CLEARED_WINDOWS[0][1]
        return own * (_CLEARED_BY if cleared else 1.0)

    def crime(self, month: str) -> dict[str, float]:
        """How many crimes of each offence are to be expected in a month."""
        of_year = int(month[5:])
        series = SERIES["asb" if self.kind == "seafront" else "crime"]
        total = self.crimes * self.effect(month) * series[of_year - 1]
        labels, weights = crime_types(self.kind, of_year)
        share = total / sum(weights)
        return {
            name: share * weight * part
            for label, weight in zip(labels, weights, strict=True)
            for name, part in offences(label, self.kind)
        }

    def calls(self, month: str) -> float:
        """How many ASB calls are to be expected in a month."""
        if (self.ward.district, month) == (GAP_DISTRICT, GAP_MONTH):
            return 0.0
        series = SERIES["seafront" if self.kind == "seafront" else "asb"]
        return self.asb * self.effect(month) * series[int(month[5:]) - 1]

    def near(self, point: StreetPoint) -> list[StreetPoint]:
        """The patch's points within 200 m of one, itself among them."""
        return self._near[point]

    @cached_property
    def _near(self) -> dict[StreetPoint, list[StreetPoint]]:
        return {
            one: [two for two in self.points if hypot(one.x - two.x, one.y - two.y) < _NEAR]
            for one in self.points
        }


def patches(
    seed: str,
    wards: list[Ward],
    hotspots: list[Hotspot],
    areas: list[Comparison],
    points: list[StreetPoint],
) -> list[Patch]:
    """Hotspots by ref, then comparison areas, then what is left of each ward."""
    inside: dict[str, list[StreetPoint]] = {}
    for point in points:
        inside.setdefault(point.patch, []).append(point)
    found = [_of_hotspot(hotspot, inside[hotspot.ref]) for hotspot in hotspots]
    for area in areas:
        averages = _COMPARED[area.ref]
        found.append(_scattered(seed, area.ref, "town", area.ward, averages, inside[area.ref]))
    for ward in wards:
        size = len(inside[ward.ref]) * _DENSE.get(ward.name, 1.0)
        averages = (_CRIMES_A_POINT * size, _CALLS_A_POINT * size)
        found.append(_scattered(seed, ward.ref, "elsewhere", ward, averages, inside[ward.ref]))
    return found


def _of_hotspot(hotspot: Hotspot, points: list[StreetPoint]) -> Patch:
    """A hotspot's patch, busiest at the points nearest its middle."""
    middle, place = hotspot.shape.centroid, hotspot.designation
    ordered = sorted(points, key=lambda point: hypot(point.x - middle.x, point.y - middle.y))
    weights = tuple(1 / (1 + rank) ** 0.6 for rank in range(len(ordered)))
    return Patch(
        place.ref,
        place.kind,
        hotspot.ward,
        place.crimes,
        place.asb,
        tuple(ordered),
        weights,
        place,
    )


def _scattered(
    seed: str,
    ref: str,
    kind: str,
    ward: Ward,
    averages: tuple[float, float],
    points: list[StreetPoint],
) -> Patch:
    """A patch with a few busy points here and there, the same ones every month."""
    dice = Random(f"{seed} {ref} points")
    weights = tuple(dice.random() ** 3 + 0.05 for _ in points)
    return Patch(ref, kind, ward, *averages, tuple(points), weights)
