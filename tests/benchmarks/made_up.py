"""Made-up hotspots and incidents, the same on every machine: nothing here is anywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import shapely

from geo.crs import BNG, WGS84, Floats, transform
from geo.inside import Ints
from geo.mend import Reprojection

TYPES = (
    *("Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs"),
    *("Other crime", "Other theft", "Possession of weapons", "Public order", "Robbery"),
    *("Shoplifting", "Theft from the person", "Vehicle crime", "Violence and sexual offences"),
)
MONTHS = tuple(f"2024-{month:02d}" for month in range(1, 13))
GROUPS = len(MONTHS) * len(TYPES)
_OUTCOMES = ("Under investigation", "Investigation complete; no suspect identified", "")
_NAMES = (
    *("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location"),
    *("LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context"),
)


@dataclass(frozen=True)
class Land:
    """A stretch of country with hotspots, and incidents that keep near them."""

    width: float
    height: float
    """In metres, from a corner inside Great Britain."""
    hotspots: int
    map_points: int
    """The anonymised points that the rows of its CSVs are snapped to."""
    corner: tuple[float, float] = (400_000.0, 200_000.0)

    @cached_property
    def polygons(self) -> list[Any]:
        """Star-like outlines of 40 to 110 corners and some 400 m, a few of them overlapping."""
        luck = np.random.default_rng(27)
        found = []
        for east, north in self._centres:
            corners = int(luck.integers(40, 111))
            angle = np.sort(luck.uniform(0, 2 * np.pi, corners))
            reach = luck.uniform(150, 310) * luck.uniform(0.8, 1.2, corners)
            ring = np.c_[east + reach * np.cos(angle), north + reach * np.sin(angle)]
            found.append(shapely.make_valid(shapely.Polygon(ring)))
        return found

    @cached_property
    def _centres(self) -> Floats:
        luck = np.random.default_rng(26)
        return luck.uniform(1000, [self.width - 1000, self.height - 1000], (self.hotspots, 2)) + (
            np.array(self.corner)
        )

    def points(self, number: int, seed: int = 1) -> tuple[Floats, Floats]:
        """Eastings and northings, about a twelfth of them in a hotspot."""
        luck = np.random.default_rng(seed)
        centre = self._centres[luck.integers(0, self.hotspots, number)]
        near = luck.random(number) < 0.15
        x = np.where(
            near,
            centre[:, 0] + luck.normal(0, 250, number),
            luck.uniform(0, self.width, number) + self.corner[0],
        )
        y = np.where(
            near,
            centre[:, 1] + luck.normal(0, 250, number),
            luck.uniform(0, self.height, number) + self.corner[1],
        )
        return x, y

    def groups(self, number: int, seed: int = 2) -> Ints:
        """A month and a type for each incident, as one number under :data:`GROUPS`."""
        return np.random.default_rng(seed).integers(0, GROUPS, number)

    def write_hotspots(self, path: Path) -> Path:
        """Their outlines in longitude and latitude as GeoJSON, called HS-0001 and on."""
        degrees = Reprojection(BNG, WGS84)
        features = [
            {
                "type": "Feature",
                "properties": {"ref": f"HS-{number:04}"},
                "geometry": shapely.geometry.mapping(degrees.moved(polygon)),
            }
            for number, polygon in enumerate(self.polygons, 1)
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return path

    @cached_property
    def _places(self) -> dict[str, Any]:
        """The columns that belong to a map point, and one of blanks for rows without a place."""
        x, y = self.points(self.map_points, seed=3)
        longitude, latitude = transform(x, y, BNG, WGS84)
        area = np.arange(self.map_points) // 20
        return {
            "Longitude": pa.array([*(f"{value:.6f}" for value in longitude.tolist()), ""]),
            "Latitude": pa.array([*(f"{value:.6f}" for value in latitude.tolist()), ""]),
            "Location": pa.array(
                [*(f"On or near Street {n}" for n in range(self.map_points)), "No Location"]
            ),
            "LSOA code": pa.array([*(f"L{n:08}" for n in area.tolist()), ""]),
            "LSOA name": pa.array([*(f"Lomea {n:05}A" for n in area.tolist()), ""]),
        }

    def write_street_files(self, folder: Path, rows: int, files: int) -> Path:
        """CSVs as data.police.uk lays them out, one a force and month; 1 % without coordinates."""
        share = [rows * (n + 1) // files - rows * n // files for n in range(files)]
        for number, part in enumerate(share):
            month = MONTHS[number % len(MONTHS)]
            force = f"force-{number // len(MONTHS):02}"
            at = folder / month / f"{month}-{force}-street.csv"
            at.parent.mkdir(parents=True, exist_ok=True)
            self._write_street_file(at, part, force, number, month)
        return folder

    def _write_street_file(self, at: Path, rows: int, force: str, number: int, month: str) -> None:
        luck = np.random.default_rng([4, number])
        point = luck.integers(0, self.map_points, rows)
        point[luck.random(rows) < 0.01] = self.map_points
        kind = luck.integers(0, len(TYPES), rows)
        named = kind > 0  # anti-social behaviour has neither ID nor outcome
        outcome = np.where(named, luck.integers(0, len(_OUTCOMES), rows), len(_OUTCOMES) - 1)
        ids = [text if has else "" for text, has in zip(_hexes(luck, rows), named, strict=True)]
        alike = {"Month": month, "Reported by": force, "Falls within": force, "Context": ""}
        columns = {
            "Crime ID": pa.array(ids),
            "Crime type": pa.array(TYPES).take(pa.array(kind)),
            "Last outcome category": pa.array(_OUTCOMES).take(pa.array(outcome)),
            **{name: values.take(pa.array(point)) for name, values in self._places.items()},
            **{name: pa.repeat(pa.scalar(value), rows) for name, value in alike.items()},
        }
        table = pa.table({name: columns[name] for name in _NAMES})
        with at.open("wb") as file:  # Arrow would quote the heading, and the originals don't
            file.write(",".join(_NAMES).encode() + b"\n")
            bare = arrow_csv.WriteOptions(include_header=False, quoting_style="none")
            arrow_csv.write_csv(table, file, bare)


FORCE = Land(60_000, 50_000, hotspots=27, map_points=17_000)
NATION = Land(200_000, 400_000, hotspots=5_000, map_points=740_000)


def _hexes(luck: np.random.Generator, number: int) -> list[str]:
    """Random IDs of 64 hexadecimal digits."""
    text = luck.bytes(32 * number).hex()
    return [text[at : at + 64] for at in range(0, 64 * number, 64)]
