"""The force's extract and what lies in which polygon, read without any code of the generator's."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from functools import cache

import numpy as np
from pyproj import Transformer
from shapely import Polygon, STRtree, points, transform

from sample_data import path
from tests.sample_data.conftest import Row, read_features

TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
COUNTED = (
    "hotspots.geojson",
    "hotspots-retired.geojson",
    "comparison-controls.geojson",
    "comparison-buffers.geojson",
)
ASB = "Anti-social behaviour"


def in_metres(shape: Polygon) -> Polygon:
    """A shape in degrees, in EPSG:27700."""
    return transform(shape, lambda places: np.column_stack(TO_METRES.transform(*places.T)))


@cache
def read_force() -> dict[str, list[Row]]:
    """Each month's rows of the force's extract, by month."""
    with zipfile.ZipFile(path("incidents-force.zip")) as archive:
        return {
            name[-11:-4]: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"))))
            for name in archive.namelist()
        }


@cache
def outlines() -> dict[str, Polygon]:
    """In metres, every hotspot and comparison area by ref, every ward by name."""
    found = {
        props["ref"]: in_metres(shape) for name in COUNTED for shape, props in read_features(name)
    }
    wards = read_features("wards.geojson")
    return found | {f"ward {props['name']}": in_metres(shape) for shape, props in wards}


def force_rows(first: str, last: str) -> list[Row]:
    """The rows of the extract from one month to another, both among them."""
    return [row for month, rows in read_force().items() if first <= month <= last for row in rows]


def rows_in(ref: str, rows: Iterable[Row]) -> list[Row]:
    """Those of the extract's rows whose point lies in the polygon."""
    placed = [row for row in rows if row["Easting"]]
    spots = points([(float(row["Easting"]), float(row["Northing"])) for row in placed])
    inside = STRtree(spots).query(outlines()[ref], predicate="contains")
    return [placed[at] for at in sorted(inside)]


def crimes(rows: Iterable[Row], label: str = "") -> int:
    """How many are crimes, of the type or offence called `label` where there is one."""
    return sum(
        row["Crime type"] != ASB and label in ("", row["Crime type"], row["Offence"])
        for row in rows
    )


def at(row: Row) -> datetime:
    """When it was committed from, local time."""
    return datetime.strptime(row["Committed from"], "%d/%m/%Y %H:%M")  # noqa: DTZ007
