"""All of Lomea, made from one seed and written out as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapely import Polygon, unary_union

from sample_data import FILES
from sample_data.generator import writing
from sample_data.generator.cases.accounts import accounts
from sample_data.generator.cases.story import a_line_each, casework
from sample_data.generator.geography.comparison import comparison_areas
from sample_data.generator.geography.designations import RETIRED_LIVE_FROM
from sample_data.generator.geography.hotspots import hotspots
from sample_data.generator.geography.network import network
from sample_data.generator.geography.street_points import street_points
from sample_data.generator.geography.unit_names import ALIASES, officer
from sample_data.generator.geography.wards import DISTRICTS, Ward, wards
from sample_data.generator.incidents.force_extract import force_extract
from sample_data.generator.incidents.incident import incidents
from sample_data.generator.incidents.patches import patches
from sample_data.generator.incidents.police_uk import police_uk
from sample_data.generator.patrols.patrol import cells, delivered, rota
from sample_data.generator.patrols.pings import pings
from sample_data.generator.published import TREATED
from sample_data.generator.registers.files import register_files
from sample_data.generator.written import written

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sample_data.generator.geography.comparison import Comparison
    from sample_data.generator.geography.designations import Designation
    from sample_data.generator.geography.hotspots import Hotspot
    from sample_data.generator.geography.roads import Road

SEED = "lomea 1"


def build(folder: Path) -> None:
    """Writes every sample file into `folder`; the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = wards()
    links = network(SEED)
    places = hotspots(links, parts)
    live = [place for place in places if place.live]
    compared = comparison_areas(links, parts, places)
    points = street_points(links, parts, places, compared)
    rows = incidents(SEED, patches(SEED, parts, places, compared, points))
    planned = rota(SEED, live)
    claims, sheets = delivered(SEED, planned)
    entries, moves = casework(SEED, places, rows)
    content = {
        **_areas(parts),
        "streets.geojson": _streets(links),
        "hotspots.geojson": _hotspots(live),
        "hotspots-retired.geojson": _hotspots(place for place in places if not place.live),
        "comparison-controls.geojson": _compared(compared, "control"),
        "comparison-buffers.geojson": _compared(compared, "buffer"),
        "patrols-rota.csv": cells(planned),
        "patrols-claims.csv": cells(claims),
        "patrols-sheets.csv": cells(sheets),
        "accounts.json": writing.pretty(accounts()),
        "profiles.json": writing.pretty(entries),
        "casework.json": a_line_each(moves),
        **register_files(SEED, parts, claims),
    }
    archives = {
        "incidents-force.zip": force_extract(rows),
        "incidents.zip": police_uk(rows),
        "pings.zip": pings(SEED, live, claims, sheets),
    }
    for name in FILES:
        if name in archives:
            writing.write_zip(folder / name, archives[name])
        else:
            writing.write(folder / name, content[name])


def _areas(parts: list[Ward]) -> dict[str, bytes]:
    """Coast and areas; rounded once, so that the wider are exactly the narrower."""
    shapes = {ward.ref: writing.in_degrees(ward.shape) for ward in parts}
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
        "coastline.geojson": writing.geojson(coast),
        "districts.geojson": writing.geojson(wider),
        "wards.geojson": writing.geojson(features),
        "impact-areas.geojson": writing.geojson(impact),
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


def _hotspots(places: Iterable[Hotspot]) -> bytes:
    return writing.geojson(
        (
            writing.in_degrees(place.shape),
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
    return writing.geojson(
        (
            writing.in_degrees(area.shape),
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
