"""A way of counting points in polygons, timed: ``python -m tests.benchmarks.count_arrays WAY DIR``.

Arrays and polygons are in memory when the clock starts; it stops at a table of polygon by group.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tests.benchmarks.made_up import GROUPS


def by_casebook(polygons: Any, x: Any, y: Any, group: Any) -> Any:
    """The product's own."""
    from geo.inside import PointTally, PolygonIndex

    started = time.perf_counter()
    tally = PointTally(len(polygons), GROUPS)
    tally.add(PolygonIndex(polygons), x, y, group)
    return tally.cube, time.perf_counter() - started


def by_geopandas(polygons: Any, x: Any, y: Any, group: Any) -> Any:
    """Points made, joined and grouped, as its documentation does it."""
    import geopandas

    hotspots = geopandas.GeoDataFrame(geometry=polygons)
    started = time.perf_counter()
    points = geopandas.GeoDataFrame({"group": group}, geometry=geopandas.points_from_xy(x, y))
    joined = points.sjoin(hotspots, predicate="intersects")
    counts = joined.groupby(["index_right", "group"]).size()
    took = time.perf_counter() - started
    return _cube(counts.index.codes[0], counts.index.levels[1][counts.index.codes[1]], counts), took


def by_duckdb(polygons: Any, x: Any, y: Any, group: Any) -> Any:
    """A spatial join on all its threads."""
    import duckdb
    import pyarrow as pa

    duckdb.sql("LOAD spatial")
    points = pa.table({"x": x, "y": y, "g": group})  # noqa: F841 - DuckDB sees it by its name
    outlines = pa.table({"id": np.arange(len(polygons)), "wkb": shapely.to_wkb(polygons).tolist()})
    duckdb.register("outlines", outlines)
    duckdb.sql("CREATE TABLE hotspots AS SELECT id, ST_GeomFromWKB(wkb) AS geom FROM outlines")
    started = time.perf_counter()
    found = duckdb.sql(
        "SELECT id, g, count(*) AS n FROM points "
        "JOIN hotspots ON ST_Intersects(geom, ST_Point(x, y)) GROUP BY ALL"
    ).fetchnumpy()
    took = time.perf_counter() - started
    return _cube(found["id"], found["g"], found["n"]), took


def by_sedonadb(polygons: Any, x: Any, y: Any, group: Any) -> Any:
    """A spatial join on all its threads."""
    import pyarrow as pa
    import sedonadb

    sedona = sedonadb.connect()
    outlines = {"id": np.arange(len(polygons)), "wkb": shapely.to_wkb(polygons).tolist()}
    sedona.create_data_frame(pa.table(outlines)).to_view("outlines")
    started = time.perf_counter()
    sedona.create_data_frame(pa.table({"x": x, "y": y, "g": group})).to_view("points")
    counts = sedona.sql(
        "SELECT h.id AS id, p.g AS g, count(*) AS n FROM points AS p "
        "JOIN (SELECT id, ST_GeomFromWKB(wkb) AS geom FROM outlines) AS h "
        "ON ST_Intersects(h.geom, ST_Point(p.x, p.y)) GROUP BY h.id, p.g"
    )
    found = pa.table(counts)
    took = time.perf_counter() - started
    return _cube(*(found[name].to_numpy() for name in ("id", "g", "n"))), took


def _cube(polygon: Any, group: Any, number: Any) -> Any:
    """A table of polygon by group out of one row for each pair that has any."""
    cube = np.zeros((int(np.max(polygon)) + 1, GROUPS), np.int64)
    cube[np.asarray(polygon), np.asarray(group)] = np.asarray(number)
    return cube


def main(way: str, folder: str) -> None:
    """Count, and print the seconds and a digest of the table."""
    points = np.load(Path(folder) / "points.npz")
    polygons = shapely.from_wkb(np.load(Path(folder) / "polygons.npy", allow_pickle=True))
    x, y, group = points["x"], points["y"], points["group"]
    cube, seconds = globals()[way](polygons, x, y, group)
    digest = hashlib.sha256(np.ascontiguousarray(cube, "<i8").tobytes()).hexdigest()
    print(json.dumps({"seconds": seconds, "result": digest}))


if __name__ == "__main__":
    main(*sys.argv[1:])
