"""Dosage from files of pings: against the peers that can follow its rule, and against reading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import shapely

from tests.benchmarks.jobs import Job, Limit, scratch, unpack_duckdb_spatial
from tests.benchmarks.ping_files import hotspots, write_pings
from tests.benchmarks.processes import Run, timed

GEOPANDAS, DUCKDB = "geopandas and pandas", "DuckDB spatial"
MOVINGPANDAS, READING = "movingpandas", "a streaming read"
_OF = {
    GEOPANDAS: "by_geopandas",
    DUCKDB: "by_duckdb",
    MOVINGPANDAS: "by_movingpandas",
    READING: "reading",
}
_SAME_RULE = (
    Limit(GEOPANDAS, 1 / 6, 1 / 12, "timed", "timed"),
    Limit(DUCKDB, 1 / 5, 1 / 10, "timed", "timed"),
)


def dosage_job(_data: Path | None) -> Job:
    """Some days of a force's pings."""
    return _job(1_000_000, _SAME_RULE)


def dosage_month_job(_data: Path | None) -> Job:
    """A month and more of a force's pings."""
    return _job(10_000_000, _SAME_RULE)


def dosage_year_job(_data: Path | None) -> Job:
    """A year of a force's pings, which is too much for the peers, over reading them."""
    return _job(100_000_000, [Limit(READING, 7, 3, "timed", "timed")], peak_limit_mib=600)


def dosage_tracks_job(_data: Path | None) -> Job:
    """A few units' days, for a peer that draws lines: its sum must be within a tenth of ours."""
    return _job(10_000, [Limit(MOVINGPANDAS, 1 / 100, 1 / 500, "timed", "timed")], of=1_000_000)


def _job(pings: int, limits: Sequence[Limit], *, of: int = 0, peak_limit_mib: float = 0) -> Job:
    """From a Parquet file to the visits and seconds of 27 hotspots; of a file of ``of`` a part."""
    folder = scratch()
    if any(limit.peer == DUCKDB for limit in limits):
        unpack_duckdb_spatial()
    places = hotspots()
    file = folder / "pings.parquet"
    write_pings(file, of or pings, places)
    if of:
        pq.write_table(pq.read_table(file).slice(0, pings), file)
    wkb = shapely.to_wkb(np.array(places, dtype=object))
    np.save(folder / "polygons.npy", wkb, allow_pickle=True)

    def run(way: str) -> Run:
        return timed(["-m", "tests.benchmarks.dosage_ways", way, str(folder)], folder)

    return Job(
        f"{pings:,} pings in {len(places)} hotspots, from a Parquet file to visits and time",
        lambda: run("by_casebook"),
        {limit.peer: (lambda way=_OF[limit.peer]: run(way)) for limit in limits},
        limits,
        folder,
        peak_limit_mib=peak_limit_mib,
    )
