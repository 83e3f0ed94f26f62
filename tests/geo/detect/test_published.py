"""Gi* as others have published it, worked out from what they printed."""

from __future__ import annotations

import numpy as np
import pytest

from geo.detect.gi_star import gi_star_z

PYSALS_POINTS = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)])
PYSALS_VALUES = np.array([2, 3, 3.2, 5, 8, 7])


def test_pysals_documented_example() -> None:
    """The six points within 15 of each other that the manual of esda's G_Local has, with its z."""
    off = np.hypot(*(PYSALS_POINTS[:, None] - PYSALS_POINTS[None, :]).T)
    near = (off <= 15).astype(float)  # itself among them
    z = gi_star_z(
        near @ PYSALS_VALUES, near.sum(axis=1), 6, PYSALS_VALUES.mean(), PYSALS_VALUES.var()
    )
    assert z == pytest.approx(
        [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331], abs=1e-8
    )


@pytest.mark.parametrize(
    ("cells", "none_in_six", "printed"),
    [
        # cells in all; the z of no robbery in 6 cells; then cells, robberies and z as printed
        (2_715, -0.598, [(5, 0, -0.546), (6, 1, 0.716), (5, 1, 0.893)]),
        (16_133, -0.266, [(5, 0, -0.243), (6, 1, 3.20)]),
    ],
)
def test_what_sfhotspot_prints_of_memphis_hangs_together(
    cells: int, none_in_six: float, printed: list[tuple[int, int, float]]
) -> None:
    """206 robberies: the spread that one printed z tells gives the others, as far as it is printed.

    The manual's cells of 500 and of 200 m, at the southern edge, where 5 or 6 are neighbours.
    """
    mean = 206 / cells
    spread = (gi_star_z(np.zeros(1), np.full(1, 6.0), cells, mean, 1.0) / none_in_six).item()
    for near, robberies, z in printed:
        ours = gi_star_z(np.full(1, robberies), np.full(1, near), cells, mean, spread**2)
        assert ours.item() == pytest.approx(z, rel=0.003)
