"""Counting shared out: a nation's year of street files by one process, by two, and by Dask."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.benchmarks.jobs import Job, Limit, scratch
from tests.benchmarks.made_up import NATION
from tests.benchmarks.processes import Run, whole

ALONE, BY_DASK = "one process", "two of Dask's workers"


def count_shared_job(_data: Path | None) -> Job:
    """``casebook count`` of a nation's year with ``--jobs 2``, and what sharing out costs."""
    folder = scratch()
    hotspots = NATION.write_hotspots(folder / "hotspots.geojson")
    NATION.write_street_files(folder / "street", 6_000_000, 516)
    count = ["-m", "casebook", "count", "street", "--hotspots", hotspots.name, "--format", "csv"]

    def run(*options: str) -> Run:
        return whole([*count, *options], folder, _same)

    return Job(
        "casebook count of 6,000,000 rows of 516 files in 5,000 hotspots, by two processes",
        lambda: run("--jobs", "2"),
        {ALONE: run, BY_DASK: lambda: run("--jobs", "2", "--cluster", "local")},
        [Limit(ALONE, 1.8, 1.3, "cpu", "cpu"), Limit(BY_DASK, 1.0)],
        folder,
    )


def _same(printed: str) -> str:
    """One digest for what was printed, in its order."""
    return hashlib.sha256(printed.encode()).hexdigest()
