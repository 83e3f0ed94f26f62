"""The anonymised places that open data snaps incidents to: spots on streets, and in parks."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from shapely import Point, prepare

from sample_data.generator.geography.projection import lonlat
from sample_data.generator.geography.towns import parks

if TYPE_CHECKING:
    from shapely import Polygon

    from sample_data.generator.geography.comparison import Comparison
    from sample_data.generator.geography.hotspots import Hotspot
    from sample_data.generator.geography.roads import Road
    from sample_data.generator.geography.wards import Ward

_CLEAR = 12.0
"""Metres; wider than two ways of turning degrees into metres differ by."""
_LSOAS_A_WARD = 5
_FEATURES = {
    "centre": ("Shopping Area", "Supermarket", "Parking Area"),
    "night": ("Nightclub", "Parking Area"),
    "shops": ("Supermarket", "Shopping Area"),
    "seafront": ("Parking Area",),
    "station": ("Parking Area", "Pedestrian Subway"),
}
FEATURES = frozenset(name for names in _FEATURES.values() for name in names)
"""What open data names in place of a street."""
PARK = "Park/Open Space"

Spot = tuple[float, float, str]
"""Easting, northing and the street's name."""


@dataclass(frozen=True)
class StreetPoint:
    """One place incidents sit on, as it reads in the open data.

    `hotspot` is the ref of the hotspot it is inside, live or retired, or None; `patch` that of the
    hotspot, comparison area or else ward. `x` and `y` are in EPSG:27700.
    """

    x: float
    y: float
    longitude: str
    latitude: str
    location: str
    lsoa_code: str
    lsoa_name: str
    patch: str
    hotspot: str | None


def street_points(
    links: list[Road], wards: list[Ward], hotspots: list[Hotspot], areas: list[Comparison]
) -> list[StreetPoint]:
    """Every such place on the island, ward by ward.

    None is within twelve metres of a hotspot's edge, a comparison area's or a ward's, so that
    rounding can't move one across it.
    """
    shapes = {hotspot.ref: hotspot.shape for hotspot in hotspots}
    shapes |= {area.ref: area.shape for area in areas}
    refs = {hotspot.ref for hotspot in hotspots}
    spots = list(dict.fromkeys([*_on_streets(links), *_in_parks()]))
    names = _feature_names(spots, hotspots)
    found = []
    for number, ward in enumerate(wards):
        inside = [spot for spot in spots if _within(ward.shape, spot)]
        for spot, part in zip(inside, _parts(inside), strict=True):
            patch = _patch_at(spot, shapes, ward)
            if patch is None:
                continue
            code = f"L{1000101 + number * _LSOAS_A_WARD + part:08d}"
            name = f"{ward.district} {_ordinal(wards, ward):03d}{'ABCDE'[part]}"
            label = names.get(spot, spot[2])
            hotspot = patch if patch in refs else None
            found.append(_point(spot, label, (code, name), patch, hotspot))
    return found


def _point(
    spot: Spot, label: str, lsoa: tuple[str, str], patch: str, hotspot: str | None
) -> StreetPoint:
    x, y, _ = spot
    longitude, latitude = (f"{degrees:.6f}" for degrees in lonlat(x, y))
    return StreetPoint(x, y, longitude, latitude, f"On or near {label}", *lsoa, patch, hotspot)


def _on_streets(links: list[Road]) -> list[Spot]:
    found = []
    for link in links:
        shares = (0.25, 0.75) if link.line.length > 110 else (0.5,)
        for share in shares:
            place = link.line.interpolate(share, normalized=True)
            found.append((round(place.x, 1), round(place.y, 1), link.name))
    return found


def _in_parks() -> list[Spot]:
    found = []
    for park in parks().values():
        middle = park.centroid
        found += [
            (round(middle.x + dx, 1), round(middle.y + dy, 1), PARK)
            for dx, dy in ((0, 0), (-45, 20), (40, -25))
        ]
    return found


def _feature_names(spots: list[Spot], hotspots: list[Hotspot]) -> dict[Spot, str]:
    """The spots nearest each hotspot's middle, named for what stands there."""
    names: dict[Spot, str] = {}
    for hotspot in hotspots:
        features = _FEATURES.get(hotspot.designation.kind, ())
        middle = hotspot.shape.centroid
        nearest = sorted(spots, key=lambda spot: hypot(spot[0] - middle.x, spot[1] - middle.y))
        names.update(zip(nearest, features, strict=False))
    return names


def _within(shape: Polygon, spot: Spot) -> bool:
    prepare(shape)
    return bool(shape.contains(Point(spot[0], spot[1])))


def _patch_at(spot: Spot, shapes: dict[str, Polygon], ward: Ward) -> str | None:
    """The ref of what the spot is counted in, else of its ward; None too near an edge."""
    place = Point(spot[0], spot[1])
    if ward.shape.exterior.distance(place) < _CLEAR:
        return None
    for ref, shape in shapes.items():
        if shape.distance(place) < _CLEAR:
            return (
                ref if shape.contains(place) and shape.boundary.distance(place) > _CLEAR else None
            )
    return ward.ref


def _parts(spots: list[Spot]) -> list[int]:
    """Which of its ward's five output areas each spot is in: that of the nearest seat."""
    seats = [spots[0]]
    while len(seats) < _LSOAS_A_WARD:
        seats.append(max(spots, key=lambda spot: min(_gap(spot, seat) for seat in seats)))
    return [min(range(_LSOAS_A_WARD), key=lambda part: _gap(spot, seats[part])) for spot in spots]


def _gap(one: Spot, other: Spot) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _ordinal(wards: list[Ward], ward: Ward) -> int:
    """The ward's place among its district's, from 1."""
    return [one.name for one in wards if one.district == ward.district].index(ward.name) + 1
