"""Candidates as a file of features that a GIS opens and ``import hotspots`` takes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from casebook.core.errors import StoreFailure
from casebook.detection.candidate import CANDIDATE_COLUMNS
from casebook.detection.file_formats import format_of
from casebook.detection.finding import Detection
from geo.crs import WGS84
from geo.gdal import write_features
from geo.mend import Reprojection

_IN_DEGREES = frozenset({"GeoJSON", "KML"})
_A_TABLE = "weekday_hours"
"""What a column can't hold; JSON and the map have it."""
_LONGEST = 254
"""Characters that a Shapefile's column holds."""


def write_candidates(path: Path, detection: Detection, marking: str = "") -> None:
    """Write the candidates to ``path``, whole or not at all.

    Columns are those of :meth:`CandidateHotspot.encode` with names of up to ten characters, ``ref``
    first; ``settings`` stands in every row, and ``marking`` where there is one. GeoJSON and KML are
    longitude and latitude, every other format is the points' metres. Raises :class:`BadValue` for a
    format that can't be written, :class:`StoreFailure` for a place that can't.
    """
    driver = format_of(path)
    shapes = [each.shape for each in detection.candidates]
    crs = detection.crs
    if driver in _IN_DEGREES:
        moved = Reprojection(crs, WGS84).moved
        shapes, crs = [moved(shape) for shape in shapes], WGS84
    columns = _columns(detection, marking)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            write_features(
                Path(folder) / path.name,
                np.array(shapely.to_wkb(shapely.force_2d(shapes)), object),
                {name: values for name, (values, _) in columns.items()},
                field_mask=[mask for _, mask in columns.values()],
                driver=driver,
                layer=path.stem,
                geometry_type="Unknown" if driver != "ESRI Shapefile" else "MultiPolygon",
                crs=crs,
            )
            # the file itself comes last: until it is there, nothing is
            parts = sorted(Path(folder).iterdir(), key=lambda part: part.name == path.name)
            for part in parts:
                with part.open("r+b") as file:
                    os.fsync(file.fileno())
                part.replace(path.parent / part.name)
    except OSError as error:
        raise StoreFailure(f"{path} can't be written: {error.strerror}.") from error


def _columns(detection: Detection, marking: str) -> dict[str, tuple[Any, Any]]:
    """Each column's values, and where it has none."""
    rows = [each.encode() for each in detection.candidates]
    short = {
        "candidate": "ref",
        "peak_per_km2": "peak_km2",
        "one_event_share": "one_event",
        "rank_by_count": "rank_count",
    }
    found: dict[str, tuple[Any, Any]] = {}
    for name in CANDIDATE_COLUMNS:
        if name == _A_TABLE:
            continue
        values = [row[name] for row in rows]
        texts = [
            ("; ".join(value) if isinstance(value, list) else value) or None
            if isinstance(value, (str, list))
            else value
            for value in values
        ]
        found[short.get(name, name)] = _column(texts)
    found["settings"] = _column([detection.settings for _ in rows])
    if marking:
        found["marking"] = _column([marking for _ in rows])
    return found


def _column(values: list[Any]) -> tuple[Any, Any]:
    missing = np.array([value is None for value in values], bool)
    if any(isinstance(value, str) for value in values) or missing.all():
        return np.array(["" if v is None else v[:_LONGEST] for v in values], object), missing
    if all(isinstance(value, int) for value in values):
        return np.array(values, np.int32), missing
    return np.array([np.nan if v is None else float(v) for v in values]), missing
