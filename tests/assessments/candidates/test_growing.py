"""Contiguous sets of cells grown outwards to the target's count, tested, the nearest first."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.assessments.candidates.growing import LARGEST_SHARE, SpotCounts, search
from casebook.assessments.candidates.small_areas import (
    SmallAreas,
    cell_side,
    grid_around,
    loaded_areas,
)

TARGET = shapely.box(0, 0, 200, 200)
NOWHERE = shapely.from_wkt("POLYGON EMPTY")
MIDDLE = (100.0, 100.0)
YEAR = [6, 5, 7, 6, 6, 5, 6, 7, 6, 5, 6, 7]


def spots(by_month: list[list[int]]) -> SpotCounts:
    """Counts of areas, each incident at a spot of its own."""
    counts = np.array(by_month, np.int64)
    area = np.repeat(np.arange(len(counts)), counts.sum(axis=1))
    return SpotCounts(counts, area, np.ones(len(area), np.int64))


def row_of_cells(n: int) -> SmallAreas:
    """``n`` squares of 100 m in a row to the east of the target, the first at 1 km."""
    boxes = {f"A{i}": shapely.box(1000 + 100 * i, 0, 1100 + 100 * i, 100) for i in range(n)}
    return loaded_areas(boxes, TARGET, 1e6, NOWHERE)


def test_a_grid_keeps_clear_of_what_is_to_be_avoided() -> None:
    """Cells of 100 m round a target; neither the belt of 100 m nor a hotspot is touched."""
    hotspot = shapely.box(400, 0, 500, 100)
    avoid = shapely.union_all([TARGET.buffer(100), hotspot])
    areas = grid_around(TARGET, 300, 100, avoid)
    assert len(areas) > 10
    together = shapely.union_all(areas.shapes)
    assert not together.intersects(avoid)
    assert together.distance(TARGET) >= 100
    assert all(shape.distance(TARGET) <= 300 for shape in areas.shapes)
    for n, beside in enumerate(areas.neighbours):
        for other in beside:
            assert areas.shapes[n].intersection(areas.shapes[other]).length == 100


def test_a_corner_makes_no_neighbours() -> None:
    """Two squares that share a side are neighbours; two that share a corner aren't."""
    boxes = {
        "A": shapely.box(0, 0, 1, 1),
        "B": shapely.box(1, 0, 2, 2),
        "C": shapely.box(0, 1.5, 0.5, 3),
        "D": shapely.box(2, 2, 3, 3),
    }
    wide = {ref: shapely.transform(shape, lambda xy: xy * 1000) for ref, shape in boxes.items()}
    areas = loaded_areas(wide, TARGET, 1e6, NOWHERE)
    assert areas.names == ("A", "B", "C", "D")
    assert areas.neighbours == ((1,), (0,), (), ())


def test_areas_lose_the_ground_that_is_avoided() -> None:
    """A ward with a hotspot in it is counted in without the hotspot."""
    hole = shapely.box(400, 400, 600, 600)
    areas = loaded_areas({"W1": shapely.box(0, 0, 1000, 1000)}, TARGET, 10, hole)
    assert areas.shapes[0].area == 1_000_000 - 40_000


def test_sets_grow_to_the_targets_count_and_the_nearest_come_first() -> None:
    """Six cells with half the target each: three pairs, no cell used twice."""
    areas = row_of_cells(6)
    ours = [[3, 2, 4, 3, 3, 2, 3, 4, 3, 2, 3, 4], [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]] * 3
    found = search(areas, spots(ours), YEAR, MIDDLE, phi=1, most=6).found
    assert [each.areas for each in found] == [(0, 1), (2, 3), (4, 5)]
    assert [each.incidents for each in found] == [72, 72, 72]
    assert [round(each.metres) for each in found] == [1001, 1201, 1401]
    assert all(each.likeness.passes for each in found)


def test_an_area_that_overshoots_is_passed_over() -> None:
    """A busy cell right beside the seed isn't taken in, and parts nothing that is kept."""
    areas = row_of_cells(3)
    half = [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]
    looked = search(areas, spots([half, [50] * 12, half]), YEAR, MIDDLE, phi=1, most=3)
    assert looked.found == ()
    assert looked.failed == {"level": 3}


def test_what_fails_is_told_by_the_test_it_fails_most() -> None:
    """The same total in the first half of the year alone is another trend."""
    early = [12] * 6 + [0] * 6
    looked = search(row_of_cells(1), spots([early]), YEAR, MIDDLE, phi=1, most=1)
    assert (looked.found, looked.tried) == ((), 1)
    assert set(looked.failed) <= {"trend", "half_years", "months"}


def test_one_spot_with_over_a_fifth_is_refused() -> None:
    """Fifteen of 72 in one spot are 20.8 %; fourteen are 19.4 %."""
    counts = np.array([YEAR], np.int64)
    for busiest, passes in ((15, False), (14, True)):
        each = np.array([busiest, *[1] * (72 - busiest)], np.int64)
        held = SpotCounts(counts, np.zeros(len(each), np.int64), each)
        looked = search(row_of_cells(1), held, YEAR, MIDDLE, phi=1, most=1)
        assert bool(looked.found) == passes
        assert looked.failed == ({} if passes else {"one spot": 1})


@pytest.mark.parametrize(("area", "side"), [(90_000, 150), (1, 100), (1e8, 1000)])
def test_cells_suit_the_target(area: float, side: int) -> None:
    """About four to it, from 100 m to a kilometre."""
    assert cell_side(area) == side


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(0, 6), min_size=12, max_size=12), min_size=1, max_size=12))
def test_whatever_is_found_hangs_together_and_passes(by_month: list[list[int]]) -> None:
    """Contiguous, apart from each other, within noise of the target, no spot over a fifth."""
    areas, counts = row_of_cells(len(by_month)), spots(by_month)
    found = search(areas, counts, YEAR, MIDDLE, phi=1, most=9).found
    used = [area for each in found for area in each.areas]
    assert len(used) == len(set(used))
    for each in found:
        assert list(each.areas) == list(range(each.areas[0], each.areas[-1] + 1))
        assert each.likeness.worst <= 1
        assert each.share <= LARGEST_SHARE
        assert each.incidents == counts.by_month[list(each.areas)].sum()
