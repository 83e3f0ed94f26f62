"""Hotspot polygons: a line drawn round the streets that a designation means."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import TYPE_CHECKING

from shapely import MultiPoint, Polygon

from sample_data.generator.geography.coast import Point, metres
from sample_data.generator.geography.designations import DESIGNATIONS, Designation
from sample_data.generator.geography.towns import parks

if TYPE_CHECKING:
    from sample_data.generator.geography.roads import Road
    from sample_data.generator.geography.wards import Ward

_KERB = 20.0
_OCTAGON = [(_KERB * cos(radians(turn)), _KERB * sin(radians(turn))) for turn in range(0, 360, 45)]


@dataclass(frozen=True)
class Hotspot:
    """A designation with its polygon in metres (EPSG:27700) and the ward it lies in."""

    designation: Designation
    ward: Ward
    shape: Polygon

    @property
    def ref(self) -> str:
        """The hotspot's ref, like HS-01."""
        return self.designation.ref

    @property
    def live(self) -> bool:
        """Whether it is designated still."""
        return not self.designation.retired


def hotspots(links: list[Road], wards: list[Ward]) -> list[Hotspot]:
    """The 27 live hotspots in the order of their refs, then the 7 retired.

    Raises ValueError for one that crosses a ward's border or touches another hotspot.
    """
    steps = walked(links)
    found: list[Hotspot] = []
    for designation in DESIGNATIONS:
        shape = drawn(designation.centre, designation.radii, steps)
        ward = next((ward for ward in wards if ward.shape.contains(shape)), None)
        if ward is None:
            raise ValueError(f"{designation.ref} lies in no one ward; move its centre")
        for other in found:
            if other.shape.distance(shape) < 20:
                raise ValueError(f"{designation.ref} meets {other.ref}; move one of them")
        found.append(Hotspot(designation, ward, shape))
    return found


def drawn(centre: Point, radii: Point, steps: list[Point]) -> Polygon:
    """A line round those of the steps that lie in an oval; `centre` in km, `radii` in metres."""
    (x, y), (wide, tall) = metres([centre])[0], radii
    inside = [
        (east, north)
        for east, north in steps
        if ((east - x) / wide) ** 2 + ((north - y) / tall) ** 2 <= 1
    ]
    corners = [(east + dx, north + dy) for east, north in inside for dx, dy in _OCTAGON]
    return MultiPoint(corners).convex_hull.simplify(7.0).normalize()


def walked(links: list[Road]) -> list[Point]:
    """Places along every link about ten metres apart, and round every park."""
    steps = [
        (step.x, step.y)
        for link in links
        for step in (link.line.interpolate(at) for at in range(0, int(link.line.length) + 1, 10))
    ]
    return [*steps, *(place for park in parks().values() for place in park.exterior.coords)]
