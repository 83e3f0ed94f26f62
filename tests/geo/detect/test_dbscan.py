"""DBSCAN against the definition, scikit-learn's and itself turned about."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import DBSCAN

from geo.detect.dbscan import NOISE, clusters, least_for


def _same_partition(one: np.ndarray, other: np.ndarray) -> bool:
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    number=st.integers(1, 300),
    reach=st.floats(0.5, 30),
    least=st.integers(1, 9),
    step=st.sampled_from([0, 1, 5]),
)
def test_cores_and_noise_are_scikit_learns(
    seed: int, number: int, reach: float, least: int, step: int
) -> None:
    """Cores and noise are scikit learns."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 100, (number, 2))
    if step:  # snapped onto a lattice, as published points are, so that many share a spot
        points = np.round(points / step) * step
        reach = round(reach / step) * step + step / 3
    ours = clusters(points[:, 0], points[:, 1], reach, least)
    theirs = DBSCAN(eps=reach, min_samples=least).fit(points)
    core = np.zeros(number, bool)
    core[theirs.core_sample_indices_] = True
    assert _same_partition(ours[core], theirs.labels_[core])
    assert (ours == NOISE).tolist() == (theirs.labels_ == NOISE).tolist()


def test_a_point_at_exactly_the_reach_is_near() -> None:
    """A point at exactly the reach is near."""
    x = np.array([0.0, 10.0, 20.0, 30.5])
    assert clusters(x, np.zeros(4), 10.0, 2).tolist() == [0, 0, 0, NOISE]


def test_a_point_between_two_clusters_joins_the_nearer() -> None:
    """A point between two clusters joins the nearer."""
    x = np.array([0.0, 0, 0, 9.0, 20, 20, 20])
    found = clusters(x, np.zeros(7), 11.5, 4)
    assert found[3] == found[0] == found[6]  # core itself: it joins both
    assert clusters(x, np.zeros(7), 9.5, 3).tolist() == [0, 0, 0, 0, 1, 1, 1]


def test_clusters_are_numbered_by_size_and_points_keep_their_order() -> None:
    """Clusters are numbered by size and points keep their order."""
    x = np.array([100.0, 0, 100, 1, 100.5, 2, 3, 50])
    assert clusters(x, np.zeros(8), 1.5, 3).tolist() == [1, 0, 1, 0, 1, 0, 0, NOISE]


def test_a_hundred_thousand_points_on_one_spot_are_one_cluster() -> None:
    """A hundred thousand points on one spot are one cluster."""
    found = clusters(np.zeros(100_000), np.zeros(100_000), 50.0, 10)
    assert found.max() == found.min() == 0


def test_no_points_have_no_clusters_and_nonsense_is_refused() -> None:
    """No points have no clusters and nonsense is refused."""
    none = np.zeros(0)
    assert clusters(none, none, 10.0, 3).tolist() == []
    with pytest.raises(ValueError, match="reach"):
        clusters(none, none, 0.0, 3)


def test_the_least_points_of_a_core_are_what_scattered_ones_hardly_make() -> None:
    """The least points of a core are what scattered ones hardly make."""
    rng, tries, number, reach, side = np.random.default_rng(2), 120, 400, 100.0, 4_000.0
    least = least_for(number, reach, side * side)
    made = sum(
        clusters(rng.uniform(0, side, number), rng.uniform(0, side, number), reach, least).max()
        >= 0
        for _ in range(tries)
    )
    assert made <= 14  # 6 of 120 are meant at most; more than 14 would come 1 time in 1,500
    assert least_for(0, reach, 0.0) == 3
