"""The areas that the response at Gannet High Street is judged by: two controls and a buffer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shapely import Polygon, unary_union

from sample_data.generator.geography.hotspots import drawn, walked
from sample_data.generator.published import BUFFER, TREATED
from sample_data.generator.written import written

if TYPE_CHECKING:
    from sample_data.generator.geography.hotspots import Hotspot
    from sample_data.generator.geography.roads import Road
    from sample_data.generator.geography.wards import Ward

_REACH = 230.0
"""How many metres from the hotspot's edge crime is looked for that may have moved."""
_APART = 20.0


@dataclass(frozen=True)
class Comparison:
    """A comparison area with its polygon in metres (EPSG:27700) and the ward it lies in.

    `kind` is the kind of place it is to a casebook, `role` what it is in the design.
    """

    ref: str
    name: str
    kind: str
    role: str
    ward: Ward
    shape: Polygon


def comparison_areas(
    links: list[Road], wards: list[Ward], hotspots: list[Hotspot]
) -> list[Comparison]:
    """The three areas: the control, the buffer's control, the buffer round the treated hotspot.

    Raises ValueError for one that crosses a ward's border, is in parts or meets a hotspot.
    """
    steps = walked(links)
    controls = [
        _placed(
            control["ref"],
            control["name"],
            "control",
            control["role"],
            drawn(control["centre"], control["radii"], steps),
            wards,
            hotspots,
        )
        for control in written("hotspots")["controls"]
    ]
    treated = next(hotspot for hotspot in hotspots if hotspot.ref == TREATED)
    name = f"Round {treated.designation.name}"
    return [
        *controls,
        _placed(BUFFER, name, "buffer", "buffer", _ring(treated, hotspots), wards, hotspots),
    ]


def _ring(treated: Hotspot, hotspots: list[Hotspot]) -> Polygon:
    """The ground round the treated hotspot, up to its edge and clear of every other hotspot."""
    others = [place.shape.buffer(_APART, 4) for place in hotspots if place is not treated]
    reach = treated.shape.buffer(_REACH, 6).difference(unary_union(others)).simplify(5.0)
    return reach.difference(treated.shape)


def _placed(
    ref: str,
    name: str,
    kind: str,
    role: str,
    shape: Polygon,
    wards: list[Ward],
    hotspots: list[Hotspot],
) -> Comparison:
    ward = next((ward for ward in wards if ward.shape.contains(shape)), None)
    if ward is None or not isinstance(shape, Polygon):
        raise ValueError(f"{ref} lies in no one ward; move it")
    for hotspot in hotspots:
        if hotspot.shape.intersection(shape).area > 0:
            raise ValueError(f"{ref} meets {hotspot.ref}; move one of them")
    return Comparison(ref, name, kind, role, ward, shape)
