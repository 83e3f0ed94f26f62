"""All of Lomea, made from one seed and written out as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_data import FILES
from sample_data.generator import writing
from sample_data.generator.cases.accounts import accounts
from sample_data.generator.cases.story import a_line_each, casework
from sample_data.generator.geography.comparison import comparison_areas
from sample_data.generator.geography.hotspots import hotspots
from sample_data.generator.geography.layers import layers
from sample_data.generator.geography.network import network
from sample_data.generator.geography.street_points import street_points
from sample_data.generator.geography.wards import wards
from sample_data.generator.incidents.force_extract import force_extract
from sample_data.generator.incidents.incident import incidents
from sample_data.generator.incidents.patches import patches
from sample_data.generator.incidents.police_uk import police_uk
from sample_data.generator.patrols.patrol import (
    cells,
    delivered,
    ordered,
    patrol_plans,
    rota,
    shifts,
)
from sample_data.generator.patrols.pings import pings
from sample_data.generator.registers.files import register_files

if TYPE_CHECKING:
    from pathlib import Path


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
    entries, deeds = casework(SEED, places, rows)
    content = {
        **layers(parts, links, places, compared),
        "patrols-rota.csv": cells(ordered([*planned, *shifts(live)])),
        "patrols-claims.csv": cells(claims),
        "patrols-sheets.csv": cells(sheets),
        "patrol-plans.json": writing.pretty(patrol_plans(SEED, live)),
        "accounts.json": writing.pretty(accounts()),
        "profiles.json": writing.pretty(entries),
        "casework.json": a_line_each(deeds),
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
