"""Finding hotspots: Gi*, density and clusters from arrays, and ``casebook detect`` as typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.benchmarks.jobs import Job, Limit, scratch
from tests.benchmarks.made_up import FORCE
from tests.benchmarks.processes import Run, timed, whole

ESDA, KDEPY, SCIKIT_LEARN, PANDAS = "esda", "KDEpy's FFT", "scikit-learn", "pandas.read_csv"
_READ = """
import sys, glob
import pandas as pd
for name in glob.glob(sys.argv[1] + "/*/*.csv"):
    pd.read_csv(name)
"""


def gi_star_job(_data: Path | None) -> Job:
    """Gi* of a force's million points on 48,400 cells."""
    folder = scratch()
    dice = np.random.default_rng(20241218)
    x, y = dice.normal(27_500, 8_000, (2, 1_000_000)).clip(0, 54_999)
    return _from_arrays(
        "Gi* of 1,000,000 points on 48,400 cells, from arrays",
        folder, x, y, "gi_star_by_casebook", ESDA, "gi_star_by_esda", 1 / 20, 1 / 40,
    )  # fmt: skip


def density_job(_data: Path | None) -> Job:
    """The quartic density of a million points on 300,000 cells."""
    folder = scratch()
    dice = np.random.default_rng(20241218)
    x = dice.normal(30_000, 8_000, 1_000_000).clip(0, 59_999)
    y = dice.normal(25_000, 8_000, 1_000_000).clip(0, 49_999)
    return _from_arrays(
        "quartic density of 1,000,000 points on 300,000 cells, within 2 % of the exact sum",
        folder, x, y, "density_by_casebook", KDEPY, "density_by_kdepy", 1 / 3, 1 / 5,
    )  # fmt: skip


def clusters_job(_data: Path | None) -> Job:
    """DBSCAN of 300,000 points, three in five of them in 400 heaps."""
    folder = scratch()
    dice = np.random.default_rng(20241218)
    heaps, number = dice.uniform(0, 50_000, (2, 400)), 300_000
    of, heaped = dice.integers(0, 400, number), dice.random(number) < 0.6
    near = heaps[:, of] + dice.normal(0, 150, (2, number))
    x, y = np.where(heaped, near, dice.uniform(0, 50_000, (2, number)))
    return _from_arrays(
        "DBSCAN of 300,000 points, from arrays",
        folder, x, y, "clusters_by_casebook", SCIKIT_LEARN, "clusters_by_scikit_learn", 1.0, None,
    )  # fmt: skip


def _from_arrays(
    says: str,
    folder: Path,
    x: np.ndarray,
    y: np.ndarray,
    ours: str,
    peer: str,
    theirs: str,
    most: float,
    goal: float | None,
) -> Job:
    np.savez(folder / "points.npz", x=x, y=y)

    def run(way: str) -> Callable[[], Run]:
        return lambda: timed(["-m", "tests.benchmarks.find_hotspots", way, str(folder)], folder)

    limit = Limit(peer, most, goal, measure="timed", of="timed")
    return Job(says, run(ours), {peer: run(theirs)}, [limit], folder)


def detect_job(_data: Path | None) -> Job:
    """``casebook detect`` of a force's street file, from the file to polygons in a file."""
    folder = scratch()
    FORCE.write_street_files(folder / "street", 300_000, 1)
    arguments = ["-m", "casebook", "detect", "street", "-o", "found.gpkg"]
    return Job(
        "casebook detect of 300,000 rows, the whole process",
        lambda: whole(arguments, folder),
        {PANDAS: lambda: whole(["-c", _READ, "street"], folder)},
        [Limit(PANDAS, 2.0)],
        folder,
    )
