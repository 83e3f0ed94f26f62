"""A background made small: what is cut, what is merged, and that packing keeps it to the metre."""

from __future__ import annotations

import shapely
from hypothesis import given
from hypothesis import strategies as st

from casebook.basemap.background import LOCAL, SORTS, WATER, Background
from casebook.basemap.small import MARGIN, make_small, pack, unpack

GROUND = [shapely.box(1.0, 51.0, 1.2, 51.2)]


def test_what_lies_outside_is_cut_and_counted() -> None:
    """A street that leaves the ground ends at its margin; one far away is left out."""
    leaving = shapely.LineString([(1.1, 51.1), (3.0, 51.1)])
    away = shapely.LineString([(2.0, 52.0), (2.1, 52.0)])
    small = make_small(Background((leaving, away), (LOCAL, LOCAL)), GROUND)
    assert (small.kept, small.outside, small.too_small) == (1, 1, 0)
    assert shapely.total_bounds(small.background.shapes)[2] == 1.2 + MARGIN


def test_streets_that_meet_become_one_and_needless_bends_go() -> None:
    """A bend of a metre goes; one of a hundred stays. Nothing is cut where nothing is drawn."""
    parts = (
        shapely.LineString([(1.0, 51.0), (1.005, 51.000009), (1.01, 51.0)]),
        shapely.LineString([(1.01, 51.0), (1.01, 51.001)]),
    )
    (line,) = make_small(Background(parts, (LOCAL, LOCAL)), []).background.shapes
    assert list(line.coords) == [(1.0, 51.0), (1.01, 51.0), (1.01, 51.001)]


def test_areas_too_small_to_be_seen_are_counted() -> None:
    """A pond of a few metres isn't kept."""
    pond, lake = shapely.box(1, 51, 1.00005, 51.00005), shapely.box(1, 51, 1.01, 51.01)
    small = make_small(Background((pond, lake), (WATER, WATER)), GROUND)
    assert (small.kept, small.too_small) == (1, 1)


_STEP = st.integers(-18_000_000, 18_000_000)
_PATH = st.lists(st.tuples(_STEP, st.integers(-8_000_000, 8_000_000)), min_size=2, max_size=6)


@given(st.lists(st.tuples(_PATH, st.sampled_from(SORTS)), max_size=6))
def test_what_was_packed_is_unpacked(drawn: list[tuple[list[tuple[int, int]], str]]) -> None:
    """Every line of every sort, to the grid it is kept on."""
    lines = [shapely.LineString([(x / 1e5, y / 1e5) for x, y in path]) for path, _ in drawn]
    whole = Background(tuple(lines), tuple(sort for _, sort in drawn), "Made up")
    back = unpack(pack(whole), "Made up")
    assert back.attribution == "Made up"
    for sort in SORTS:
        assert list(map(shapely.to_wkt, back.of(sort))) == list(map(shapely.to_wkt, whole.of(sort)))


def test_holes_and_lines_of_one_sort_are_kept() -> None:
    """A lake with an island, and the shore of another as a line."""
    lake = shapely.box(1, 51, 2, 52).difference(shapely.box(1.2, 51.2, 1.3, 51.3))
    shore = shapely.LineString([(1, 51), (2, 52)])
    back = unpack(pack(Background((lake, shore), (WATER, WATER))), "")
    assert [shape.geom_type for shape in back.shapes] == ["LineString", "Polygon"]
    assert shapely.equals(back.shapes[1], lake)
