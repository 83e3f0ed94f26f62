"""The committed sample files as tests read them, without any code of the generator's."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from shapely import Point, Polygon
from shapely.geometry import shape

from sample_data import path

Row = dict[str, str]
Features = list[tuple[Any, Row]]


def read_features(name: str) -> Features:
    """Each feature's geometry, in degrees, and its properties."""
    collection = json.loads(path(name).read_text(encoding="utf-8"))
    return [(shape(one["geometry"]), one["properties"]) for one in collection["features"]]


def read_months() -> dict[str, list[Row]]:
    """Each month's incidents as its CSV has them."""
    with zipfile.ZipFile(path("incidents.zip")) as archive:
        return {
            name[:7]: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"))))
            for name in archive.namelist()
        }


def read_patrols(name: str) -> list[Row]:
    """The rows of a patrol file."""
    with path(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def hotspots() -> dict[str, Polygon]:
    """The hotspots' polygons in degrees, by ref."""
    return {props["ref"]: geometry for geometry, props in read_features("hotspots.geojson")}


@pytest.fixture(scope="module")
def months() -> dict[str, list[Row]]:
    """Each month's incidents."""
    return read_months()


@pytest.fixture(scope="module")
def count(
    hotspots: dict[str, Polygon], months: dict[str, list[Row]]
) -> Callable[[str, str, str], int]:
    """How many `asb` or `crime` rows of a month lie in a hotspot: by point in polygon."""
    found: dict[tuple[str, str, str], int] = {}
    places: dict[tuple[str, str], list[str]] = {}
    for month, rows in months.items():
        for row in rows:
            if not row["Longitude"]:
                continue
            at = row["Longitude"], row["Latitude"]
            if at not in places:
                spot = Point(float(at[0]), float(at[1]))
                places[at] = [ref for ref, area in hotspots.items() if area.contains(spot)]
            kind = "asb" if row["Crime type"] == "Anti-social behaviour" else "crime"
            for ref in places[at]:
                found[ref, month, kind] = found.get((ref, month, kind), 0) + 1
    return lambda ref, month, kind: found.get((ref, month, kind), 0)
