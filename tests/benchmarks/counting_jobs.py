"""Counting points in polygons: arrays in memory, and street files as they come."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import numpy as np
import shapely

from tests.benchmarks.count_files import POLYGONS, STREET
from tests.benchmarks.jobs import Job, Limit, scratch, unpack_duckdb_spatial
from tests.benchmarks.made_up import FORCE, NATION, Land
from tests.benchmarks.processes import Run, timed, whole

GEOPANDAS, DUCKDB, SEDONADB = "geopandas.sjoin", "DuckDB spatial", "sedonadb"
_OF = {GEOPANDAS: "by_geopandas", DUCKDB: "by_duckdb", SEDONADB: "by_sedonadb"}
PYARROW = "pyarrow's read of the same columns"
_PEER = "the shortest DuckDB script"
_DUCKDB_COUNT = """
import sys, duckdb
duckdb.sql("LOAD spatial")
duckdb.sql(f'''
COPY (SELECT ref AS hotspot, Month AS month, "Crime type" AS crime_type, count(*) AS count
FROM read_csv('{sys.argv[1]}/*/*.csv')
JOIN ST_Read('{sys.argv[2]}') ON ST_Intersects(geom, ST_Point(Longitude, Latitude))
GROUP BY ALL) TO '/dev/stdout' (FORMAT csv)''')
"""


def points_job(_data: Path | None) -> Job:
    """A force's year of points in its hotspots."""
    return _points(
        FORCE,
        1_000_000,
        [
            Limit(GEOPANDAS, 1 / 15, 1 / 40, "timed", "timed"),
            Limit(DUCKDB, 1 / 8, 1 / 20, "timed", "timed"),
        ],
    )


def points_nation_job(_data: Path | None) -> Job:
    """A decade of a nation's points in its hotspots."""
    return _points(
        NATION,
        10_000_000,
        [
            Limit(GEOPANDAS, 1 / 8, 1 / 15, "timed", "timed"),
            Limit(DUCKDB, 1 / 3, 1 / 6, "timed", "timed"),
            Limit(SEDONADB, 1 / 2, 1 / 4, "timed", "timed"),
        ],
    )


def _points(land: Land, number: int, limits: list[Limit]) -> Job:
    """From arrays of points and polygons in memory to a table of hotspot by month and type."""
    folder = scratch()
    unpack_duckdb_spatial()
    x, y = land.points(number)
    np.savez(folder / "points.npz", x=x, y=y, group=land.groups(number))
    wkb = shapely.to_wkb(np.array(land.polygons, dtype=object))
    np.save(folder / "polygons.npy", wkb, allow_pickle=True)

    def run(name: str) -> Run:
        return timed(["-m", "tests.benchmarks.count_arrays", name, str(folder)], folder)

    return Job(
        f"{number:,} points in {land.hotspots:,} hotspots, from arrays to counts by month and type",
        lambda: run("by_casebook"),
        {name: (lambda which=_OF[name]: run(which)) for name in (limit.peer for limit in limits)},
        limits,
        folder,
    )


def verdict_job(_data: Path | None) -> Job:
    """A month's verdicts on 5,000 hotspots, one after the other, against tables in numpy."""
    folder = scratch()
    dice = np.random.default_rng(20241218)
    means = dice.gamma(1.5, 4.0, 5_000)
    np.savez(
        folder / "counts.npz",
        counts=dice.poisson(means),
        before=dice.poisson(12 * means),
        rest=np.column_stack(
            [dice.integers(800, 1_000, 5_000), dice.integers(10_500, 12_000, 5_000)]
        ),
        phi=1.2,
    )

    def run(who: str) -> Run:
        return timed(["-m", "tests.benchmarks.judge_counts", who, "counts.npz"], folder)

    peer = "the same formula in plain numpy"
    return Job(
        "verdicts on a month of 5,000 hotspots, from arrays",
        lambda: run("by_casebook"),
        {peer: lambda: run("by_numpy")},
        [Limit(peer, 2.0, measure="timed", of="timed")],
        folder,
    )


def count_job(_data: Path | None) -> Job:
    """``casebook count`` of a force's street file, from start to end."""
    folder = scratch()
    unpack_duckdb_spatial()
    hotspots = FORCE.write_hotspots(folder / "hotspots.geojson")
    FORCE.write_street_files(folder / "street", 300_000, 1)
    arguments = ["-m", "casebook", "count", "street", "--hotspots", hotspots.name]
    return Job(
        "casebook count of 300,000 rows in 27 hotspots, the whole process",
        lambda: whole([*arguments, "--format", "csv"], folder, _rows_printed),
        {
            _PEER: lambda: whole(
                ["-c", _DUCKDB_COUNT, "street", hotspots.name], folder, _rows_printed
            )
        },
        [Limit(_PEER, 1.0, 0.6)],
        folder,
        peak_limit_times=2,
    )


def count_nation_job(_data: Path | None) -> Job:
    """A nation's year of street files, from the files to counts, against reading them alone."""
    folder = scratch()
    NATION.write_street_files(folder / STREET, 6_000_000, 516)
    wkb = shapely.to_wkb(np.array(NATION.polygons, dtype=object))
    np.save(folder / POLYGONS, wkb, allow_pickle=True)

    def run(name: str) -> Run:
        return timed(["-m", "tests.benchmarks.count_files", name, str(folder)], folder)

    return Job(
        "6,000,000 rows of 516 files in 5,000 hotspots, from files to counts by month and type",
        lambda: run("by_casebook"),
        {PYARROW: lambda: run("by_pyarrow")},
        [Limit(PYARROW, 1.8, 1.2, "timed", "timed")],
        folder,
        peak_limit_mib=1024,
    )


def _rows_printed(text: str) -> str:
    """One digest for the rows of a CSV of counts, in whatever order they come."""
    rows = sorted(
        (row["hotspot"], row["month"], row["crime_type"], row["count"])
        for row in csv.DictReader(io.StringIO(text))
    )
    return hashlib.sha256(repr(rows).encode()).hexdigest()
