"""All of Lomea, made from one seed and written out as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapely import Polygon, unary_union

from sample_data import FILES, writing
from sample_data.accounts import accounts
from sample_data.hotspots import hotspots
from sample_data.incidents import archive, incidents
from sample_data.network import network
from sample_data.patrols import cells, delivered, rota
from sample_data.profiles import profiles
from sample_data.street_points import street_points
from sample_data.wards import DISTRICTS, Ward, wards

if TYPE_CHECKING:
    from pathlib import Path

    from sample_data.hotspots import Hotspot
    from sample_data.roads import Road

SEED = "lomea 1"


def build(folder: Path) -> None:
    """Writes every sample file into `folder`; the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = wards()
    links = network(SEED)
    places = hotspots(links, parts)
    rows = incidents(SEED, places, street_points(links, parts, places))
    planned = rota(SEED, places)
    claims, sheets = delivered(SEED, planned)
    content = {
        **_areas(parts),
        "streets.geojson": _streets(links),
        "hotspots.geojson": _hotspots(places),
        "patrols-rota.csv": cells(planned),
        "patrols-claims.csv": cells(claims),
        "patrols-sheets.csv": cells(sheets),
        "accounts.json": writing.pretty(accounts()),
        "profiles.json": writing.pretty(profiles(SEED, places, rows)),
    }
    for name in FILES:
        if name == "incidents.zip":
            writing.write_zip(folder / name, archive(rows))
        else:
            writing.write(folder / name, content[name])


def _areas(parts: list[Ward]) -> dict[str, bytes]:
    """Coast, districts and wards; rounded once, so that the wider are exactly the narrower."""
    shapes = {ward.ref: writing.in_degrees(ward.shape) for ward in parts}
    features = [
        (shapes[ward.ref], {"ref": ward.ref, "name": ward.name, "district": ward.district})
        for ward in parts
    ]
    wider = [
        (_joined([shapes[ward.ref] for ward in parts if ward.district == name]),
         {"ref": name, "name": name})
        for name in DISTRICTS
    ]  # fmt: skip
    coast = [(_joined(list(shapes.values())), {"ref": "Lomea", "name": "Isle of Lomea"})]
    return {
        "coastline.geojson": writing.geojson(coast),
        "districts.geojson": writing.geojson(wider),
        "wards.geojson": writing.geojson(features),
    }


def _joined(shapes: list[Polygon]) -> Polygon:
    whole = unary_union(shapes)
    if not isinstance(whole, Polygon) or whole.interiors:
        raise ValueError("wards that should join leave a gap between them")
    return writing.anticlockwise(whole)


def _streets(links: list[Road]) -> bytes:
    return writing.geojson(
        (writing.in_degrees(link.line), {"name": link.name, "road_class": link.road_class})
        for link in links
    )


def _hotspots(places: list[Hotspot]) -> bytes:
    return writing.geojson(
        (
            writing.in_degrees(place.shape),
            {
                "ref": place.ref,
                "name": place.designation.name,
                "themes": place.designation.themes,
                "district": place.ward.district,
                "ward": place.ward.name,
            },
        )
        for place in places
    )
