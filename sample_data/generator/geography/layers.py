"""The geography's files, as GeoJSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapely import Polygon, unary_union

from sample_data.generator.geography.designations import RETIRED_LIVE_FROM
from sample_data.generator.geography.geojson import anticlockwise, geojson, in_degrees
from sample_data.generator.geography.unit_names import ALIASES, officer
from sample_data.generator.geography.wards import DISTRICTS, Ward
from sample_data.generator.published import TREATED
from sample_data.generator.written import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sample_data.generator.geography.comparison import Comparison
    from sample_data.generator.geography.designations import Designation
    from sample_data.generator.geography.hotspots import Hotspot
    from sample_data.generator.geography.roads import Road


def layers(
    parts: list[Ward], links: list[Road], places: list[Hotspot], compared: list[Comparison]
) -> dict[str, bytes]:
    """Every file of the geography, by name."""
    return {
        **_areas(parts),
        "streets.geojson": _streets(links),
        "hotspots.geojson": _hotspots(place for place in places if place.live),
        "hotspots-retired.geojson": _hotspots(place for place in places if not place.live),
        "comparison-controls.geojson": _compared(compared, "control"),
        "comparison-buffers.geojson": _compared(compared, "buffer"),
    }


def _areas(parts: list[Ward]) -> dict[str, bytes]:
    """Coast and areas; rounded once, so that the wider are exactly the narrower."""
    shapes = {ward.ref: in_degrees(ward.shape) for ward in parts}
    features = [
        (
            shapes[ward.ref],
            {
                "ref": ward.ref,
                "name": ward.name,
                "district": ward.district,
                "officer": officer(ward.ref),
            },
        )
        for ward in parts
    ]
    wider = [
        (_joined([shapes[ward.ref] for ward in parts if ward.district == name]),
         {"ref": name, "name": name, "aliases": ";".join(ALIASES[name])})
        for name in DISTRICTS
    ]  # fmt: skip
    impact = [
        (_joined([shapes[ref] for ref in area["wards"]]),
         {"ref": area["ref"], "name": area["name"], "district": area["district"],
          "groups": ";".join(area["wards"])})
        for area in written("island")["impact_areas"]
    ]  # fmt: skip
    coast = [(_joined(list(shapes.values())), {"ref": "Lomea", "name": "Isle of Lomea"})]
    return {
        "coastline.geojson": geojson(coast),
        "districts.geojson": geojson(wider),
        "wards.geojson": geojson(features),
        "impact-areas.geojson": geojson(impact),
    }


def _joined(shapes: list[Polygon]) -> Polygon:
    whole = unary_union(shapes)
    if not isinstance(whole, Polygon) or whole.interiors:
        raise ValueError("wards that should join leave a gap between them")
    return anticlockwise(whole)


def _streets(links: list[Road]) -> bytes:
    return geojson(
        (in_degrees(link.line), {"name": link.name, "road_class": link.road_class})
        for link in links
    )


def _hotspots(places: Iterable[Hotspot]) -> bytes:
    return geojson(
        (
            in_degrees(place.shape),
            {
                "ref": place.ref,
                "name": place.designation.name,
                "themes": place.designation.themes,
                "parent": place.ward.ref,
                "ward": place.ward.name,
                "district": place.ward.district,
                **_retired(place.designation),
            },
        )
        for place in places
    )


def _retired(designation: Designation) -> dict[str, str]:
    """When a retired hotspot was live; empty for a live one."""
    if not designation.retired:
        return {}
    return {"live_from": RETIRED_LIVE_FROM, "retired_on": designation.retired}


def _compared(areas: list[Comparison], kind: str) -> bytes:
    """The comparison areas of one kind: an import takes one kind a file."""
    return geojson(
        (
            in_degrees(area.shape),
            {
                "ref": area.ref,
                "name": area.name,
                "kind": area.kind,
                "role": area.role,
                "of": TREATED,
                "district": area.ward.district,
                "ward": area.ward.name,
            },
        )
        for area in areas
        if area.kind == kind
    )
