"""A way of finding where points lie close, timed: ``python -m tests.benchmarks.find_hotspots WAY``.

Arrays are in memory when the clock starts. The second argument is the folder that they lie in.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

KERNEL, CELL = 300.0, 100.0
"""Metres of the density's bandwidth and cells."""
REACH, LEAST = 100.0, 30
"""Metres and points of the clusters."""
SIDE = 220
"""Cells along a side for Gi*: 48,400 of 250 m."""
WIDTH, HEIGHT = 600, 500
"""Cells of the density."""


def gi_star_by_casebook(points: Any) -> Any:
    """The product's own, from points to z."""
    from geo.detect.gi_star import gi_star_grid
    from geo.detect.grid import SquareGrid

    started = time.perf_counter()
    grid = SquareGrid(0.0, 0.0, 250.0, SIDE, SIDE)
    z = gi_star_grid(grid.sums(*points))
    return z, time.perf_counter() - started


def gi_star_by_esda(points: Any) -> Any:
    """Weights made and Gi* worked out, as its documentation does it."""
    import esda
    import libpysal

    started = time.perf_counter()
    edges = np.arange(SIDE + 1) * 250.0
    counts, _, _ = np.histogram2d(points[1], points[0], [edges, edges])
    weights = libpysal.weights.lat2W(SIDE, SIDE, rook=False)
    found = esda.G_Local(counts.ravel(), weights, transform="B", star=True, permutations=0)
    return found.Zs.reshape(SIDE, SIDE), time.perf_counter() - started


def density_by_casebook(points: Any) -> Any:
    """The product's own."""
    from geo.detect.density import density
    from geo.detect.grid import SquareGrid

    started = time.perf_counter()
    found = density(SquareGrid(0.0, 0.0, CELL, WIDTH, HEIGHT), *points, KERNEL)
    took = time.perf_counter() - started
    return _against_the_sum(found, points), took


def density_by_kdepy(points: Any) -> Any:
    """Its FFT with the same kernel, on a grid as much wider as it asks for."""
    from KDEpy import FFTKDE

    started = time.perf_counter()
    wide = 5
    east = (np.arange(-wide, WIDTH + wide) + 0.5) * CELL
    north = (np.arange(-wide, HEIGHT + wide) + 0.5) * CELL
    nodes = np.stack(np.meshgrid(east, north, indexing="ij"), -1).reshape(-1, 2)
    # its bandwidth is the kernel's standard deviation, its reach the square root of 7 times that
    tree = FFTKDE(kernel="biweight", bw=KERNEL / 7**0.5).fit(np.column_stack(points))
    found = tree.evaluate(nodes).reshape(len(east), len(north)).T * len(points[0]) * 1e6
    took = time.perf_counter() - started
    return _against_the_sum(found[wide:-wide, wide:-wide], points), took


def _against_the_sum(found: Any, points: Any) -> str:
    """That it is within 2 % of the peak of the sum over points, in the middle; blank if not."""
    part = slice(HEIGHT // 2 - 8, HEIGHT // 2 + 8), slice(WIDTH // 2 - 8, WIDTH // 2 + 8)
    east = (np.arange(WIDTH)[part[1]] + 0.5) * CELL
    north = (np.arange(HEIGHT)[part[0]] + 0.5) * CELL
    near = (np.abs(points[0] - east.mean()) < 1_500) & (np.abs(points[1] - north.mean()) < 1_500)
    x, y = points[0][near], points[1][near]
    squared = (east[None, :, None] - x) ** 2 + (north[:, None, None] - y) ** 2
    exact = (np.maximum(1 - squared / KERNEL**2, 0) ** 2).sum(2) * 3 / (np.pi * KERNEL**2) * 1e6
    off = float(np.abs(found[part] - exact).max() / exact.max())
    return "under 2 % of the peak" if off < 0.02 else ""


def clusters_by_casebook(points: Any) -> Any:
    """The product's own."""
    from geo.detect.dbscan import clusters

    started = time.perf_counter()
    found = clusters(*points, REACH, LEAST)
    return np.bincount(found + 1), time.perf_counter() - started


def clusters_by_scikit_learn(points: Any) -> Any:
    """Its DBSCAN with its tree."""
    from sklearn.cluster import DBSCAN

    started = time.perf_counter()
    way = DBSCAN(eps=REACH, min_samples=LEAST, algorithm="kd_tree", n_jobs=-1)
    found = way.fit_predict(np.column_stack(points))
    return np.bincount(found + 1), time.perf_counter() - started


def _same(result: Any) -> str:
    """What must be the same whoever worked it out."""
    if isinstance(result, str):
        return result
    if result.ndim == 1:  # sizes of clusters: a border point may be of either of two
        return f"{len(result) - 1} clusters, {result[0]} points of none"
    return hashlib.sha256((np.round(result, 6) + 0.0).tobytes()).hexdigest()


def main() -> None:
    """Work it out in the way asked for; print the seconds and what it came to."""
    way, folder = sys.argv[1], Path(sys.argv[2])
    with np.load(folder / "points.npz") as file:
        points = (file["x"], file["y"])
    result, took = globals()[way](points)
    print(json.dumps({"seconds": took, "result": _same(result)}))


if __name__ == "__main__":
    main()
