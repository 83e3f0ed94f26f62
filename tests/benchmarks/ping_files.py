"""Pings and hotspots made up for the benchmarks: units that drive about and stay here and there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.geometry import Polygon

Floats = np.ndarray[Any, np.dtype[np.float64]]

UNITS = 300
WEST, SOUTH, WIDE, HIGH = 400_000.0, 200_000.0, 60_000.0, 50_000.0
"""A force of 60 by 50 km, in the metres of EPSG:27700."""
BEGIN = 1_704_067_200
"""1 January 2024."""
_SPOTS = 12
_SPEED = 11.0
_NOISE = 8.0
_GROUP = 1 << 20


def hotspots(number: int = 27, seed: int = 7) -> list[Polygon]:
    """Polygons of about 75 corners and 0.15 square kilometres each, some of which overlap."""
    dice = np.random.default_rng(seed)
    found = []
    for _ in range(number):
        corners = int(dice.integers(40, 111))
        angle = np.sort(dice.random(corners)) * 2 * np.pi
        far = 221 * (
            1 + 0.25 * np.sin(3 * angle + dice.random() * 6) + dice.normal(0, 0.05, corners)
        )
        x = WEST + 3000 + dice.random() * (WIDE - 6000) + far * np.cos(angle)
        y = SOUTH + 3000 + dice.random() * (HIGH - 6000) + far * np.sin(angle)
        found.append(shapely.make_valid(Polygon(np.column_stack([x, y]))))
    return found


def write_pings(path: Path, rows: int, places: list[Polygon], seed: int = 7) -> None:
    """A Parquet file of about ``rows`` pings, unit by unit: unit, time, easting, northing.

    A ping every 30 to 60 seconds, 2 % of them lost, and a quarter of an hour's silence in every
    eight hours; about a third of the time is spent in ``places``.
    """
    schema = pa.schema(
        [
            ("unit", pa.dictionary(pa.int32(), pa.string())),
            ("time", pa.timestamp("ms", "UTC")),
            ("easting", pa.float64()),
            ("northing", pa.float64()),
        ]
    )
    names = pa.array([f"LH{n:03d}" for n in range(UNITS)])
    with pq.ParquetWriter(path, schema, use_dictionary=["unit"]) as writer:
        waiting: list[pa.Table] = []
        for unit in range(UNITS):
            dice = np.random.default_rng([seed, unit])
            at, x, y = _track(dice, rows // UNITS, places)
            code = pa.array(np.full(len(at), unit, np.int32))
            columns = [
                pa.DictionaryArray.from_arrays(code, names),
                pa.array(at * 1000).cast(pa.timestamp("ms", "UTC")),
                pa.array(np.round(x, 1)),
                pa.array(np.round(y, 1)),
            ]
            waiting.append(pa.table(columns, schema))
            if unit == UNITS - 1 or sum(table.num_rows for table in waiting) >= _GROUP:
                writer.write_table(pa.concat_tables(waiting).combine_chunks())
                waiting.clear()


def _track(
    dice: np.random.Generator, rows: int, places: list[Polygon]
) -> tuple[np.ndarray[Any, np.dtype[np.int64]], Floats, Floats]:
    """The pings of one unit: it drives from place to place, and walks about at each."""
    every = dice.integers(30, 61, int(rows * 1.05) + 40)
    at = np.cumsum(every)
    legs = int(at[-1] / 900) + 10
    centres = np.array([(p.centroid.x, p.centroid.y) for p in places])
    goal = np.column_stack([WEST + dice.random(legs) * WIDE, SOUTH + dice.random(legs) * HIGH])
    step = np.cumsum(dice.normal(0, 1500, (legs, 2)), axis=0) % 8000  # most of them near another
    goal = goal[0] + step
    there = dice.random(legs) < 0.75
    goal[there] = centres[dice.integers(0, len(places), there.sum())]
    stay = dice.uniform(300, 2400, legs)
    far = np.hypot(*np.diff(goal, axis=0, prepend=goal[:1]).T)
    arrive = np.cumsum(far / _SPEED + stay) - stay
    share = np.linspace(0, 1, _SPOTS)
    when = (arrive[:, None] + share * stay[:, None]).ravel()
    about = dice.normal(0, 75, (legs, _SPOTS, 2))
    spots = (goal[:, None, :] + about).reshape(-1, 2)
    heard = (dice.random(len(at)) > 0.02) & (at % 28_800 > 900)
    at = at[heard][:rows]
    x = np.interp(at, when, spots[:, 0]) + dice.normal(0, _NOISE, len(at))
    y = np.interp(at, when, spots[:, 1]) + dice.normal(0, _NOISE, len(at))
    return BEGIN + at, x, y
