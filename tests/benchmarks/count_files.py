"""Street files read, and counted, timed: ``python -m tests.benchmarks.count_files WAY DIR``.

Polygons are in memory when the clock starts; it stops at a cube of polygon by month and type, or
when the last row has been read.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from tests.benchmarks.processes import SETTLING

STREET, POLYGONS = "street", "polygons.npy"
_COLUMNS = ["Crime ID", "Month", "Longitude", "Latitude", "Crime type"]
"""What counting reads of them."""


Found = tuple[float, str]
"""The seconds taken, and how many rows were read and how many of them have coordinates."""


def by_casebook(folder: Path) -> Found:
    """The product's own: read, and counted by polygon, month and type."""
    from casebook.incidents.points.count_points import BY
    from casebook.incidents.points.counting import Counting
    from casebook.incidents.points.facts import FactsAsked
    from casebook.incidents.points.shards import facts_of_files
    from casebook.incidents.points.zones import INSIDE, LaidOut
    from geo.crs import BNG

    polygons = shapely.from_wkb(np.load(folder / POLYGONS, allow_pickle=True))
    time.sleep(SETTLING)
    started = time.perf_counter()
    zones = LaidOut(BNG, {INSIDE: polygons})
    asked = FactsAsked(BNG, date(2026, 1, 1), lambda: Counting(zones, BY))
    read = facts_of_files([folder / STREET], asked)
    counting, *others = read.taken
    for other in others:
        counting.join(other)
    cube = counting.tallies[INSIDE].cube
    took = time.perf_counter() - started
    if read.rejections or not cube.any():
        raise RuntimeError("rows were refused, or none lies anywhere")
    return took, _digest(counting.rows, counting.placed)


def by_pyarrow(folder: Path) -> Found:
    """The same columns of the same files, and nothing done with them but counting the rows."""
    from pyarrow import csv

    rows = placed = 0
    time.sleep(SETTLING)
    started = time.perf_counter()
    for path in sorted((folder / STREET).rglob("*.csv")):
        table = csv.read_csv(path, convert_options=csv.ConvertOptions(include_columns=_COLUMNS))
        rows += table.num_rows
        placed += table.num_rows - table["Longitude"].null_count
    return time.perf_counter() - started, _digest(rows, placed)


def _digest(rows: int, placed: int) -> str:
    return f"{rows:,} rows, {placed:,} of them with coordinates"


if __name__ == "__main__":
    way, where = sys.argv[1:]
    seconds, result = globals()[way](Path(where))
    print(json.dumps({"seconds": seconds, "result": result}))
