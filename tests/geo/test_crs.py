"""Coordinate systems: where one may be used."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.crs import BNG, WGS84, in_area_of_use, metres_in_area_of_use, transform

FAR = st.floats(-2e6, 3e6) | st.sampled_from([9e9, np.nan])
NEAR = st.floats(100_000, 600_000)


@given(st.lists(st.tuples(NEAR, NEAR), max_size=20), st.lists(st.tuples(FAR, FAR), max_size=2))
def test_metres_lie_where_their_degrees_do(
    near: list[tuple[float, float]], far: list[tuple[float, float]]
) -> None:
    """The short way by the box around all points says of each what working it out says."""
    x, y = np.array([*near, *far], float).reshape(-1, 2).T
    right = in_area_of_use(*transform(x, y, BNG, WGS84), BNG)
    assert metres_in_area_of_use(x, y, BNG).tolist() == right.tolist()
