"""Files of maps for tests: layers of points in any format GDAL writes."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import BNG

FERRY, QUAY = shapely.Point(640000, 150000), shapely.Point(641000, 150300)


def layer(
    path: Path,
    shapes: Sequence[BaseGeometry | None],
    columns: Mapping[str, Sequence[Any]],
    crs: str | None = BNG,
    **options: Any,
) -> Path:
    """A layer of these shapes and columns, in the format that the ending of ``path`` says."""
    wkb = [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
    values = [np.array(list(each), object) for each in columns.values()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that a Shapefile cuts, and of no system
        pyogrio.raw.write(
            str(path),
            np.array(wkb, object),
            values,
            list(columns),
            crs=crs,
            **({"geometry_type": "Point"} | options),
        )
    return path
