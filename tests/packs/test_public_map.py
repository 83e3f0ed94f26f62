"""The map for the public: nothing of a case, no small count, no boundary as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from casebook.core.access import Account
from casebook.core.errors import BadValue, NotAllowed
from casebook.core.months import Month, Window
from casebook.packs.public.grid import SIDE, in_squares
from casebook.packs.public.map import UNDER, build_public_map, public_map
from casebook.places.hotspots import shapes_in_force
from geo.maps import Page, render
from tests.packs.harbour import harbour_book
from tests.packs.made_up import ROWS, SETTINGS, SHAPES

SEPTEMBER = Window(Month.parse("2024-09"), Month.parse("2024-09"))


def page(crimes: tuple[int | None, ...] = (12, 4), **changes: Any) -> Page:
    """The public map of the first hotspots with these counts of crime."""
    rows = [replace(row, crimes=n) for row, n in zip(ROWS, crimes, strict=False)]
    given = {"rows": rows, "squares": SHAPES, "settings": SETTINGS, "window": SEPTEMBER}
    return build_public_map(**{**given, "made_on": "18 Dec 2024", **changes})


def test_counts_under_five_and_what_is_not_known_differ_from_all_others() -> None:
    """In the table as on the map; 0 is hidden like 4, and there is no row of all."""
    for crimes, said, classes in (
        ((12, 4), ["12", UNDER], ["12", UNDER]),
        ((0, 5), [UNDER, "5"], [UNDER, "5"]),
        ((None, 4), [None, UNDER], ["Not known", UNDER]),
        ((0, 0), [UNDER, UNDER], [UNDER, UNDER]),
    ):
        made = page(crimes)
        layer, column = made.layers[0], made.columns[0]
        bands = layer.bands_at(0)
        assert list(column.at(0)) == said
        assert [bands[n].text for n in layer.classes_at(0)] == classes
        assert (made.total, column.total) == ((), ())


@given(st.lists(st.integers(0, 4), min_size=2, max_size=2))
def test_small_counts_give_the_same_map_whatever_they_are(small: list[int]) -> None:
    """So nothing in the file can tell them apart."""
    rows = [replace(row, crimes=n, asb=n) for row, n in zip(ROWS, small, strict=False)]
    none = [replace(row, crimes=0, asb=0) for row in ROWS[:2]]
    assert render(page(rows=rows)) == render(page(rows=none))


def test_no_ref_name_or_boundary_of_a_hotspot_is_in_the_file() -> None:
    """Nor the casebook's own marking; what can't be drawn is counted."""
    text = render(page((12, 40, 7)))
    for row in ROWS:
        assert row.hotspot not in text
        assert row.name not in text
    assert SETTINGS.marking not in text
    assert "FOR THE PUBLIC" in text
    assert "1 hotspot without an outline isn&#39;t drawn." in text


@given(st.floats(0, 700_000), st.floats(0, 700_000), st.floats(1, 1500), st.floats(1, 1500))
def test_squares_hold_their_area_and_stand_on_one_grid(
    x: float, y: float, wide: float, tall: float
) -> None:
    """Every corner is a multiple of the side, and each square shares ground with the area."""
    area = box(x, y, x + wide, y + tall)
    squares = in_squares(area)
    assert shapely.area(shapely.difference(area, squares)) < 1e-6 * area.area
    corners = shapely.get_coordinates(squares)
    assert (corners % SIDE == 0).all()
    assert squares.area <= (wide + 2 * SIDE) * (tall + 2 * SIDE)


def test_two_areas_in_the_same_squares_look_the_same() -> None:
    """However they are drawn within them."""
    assert in_squares(box(10, 10, 20, 20)).equals(in_squares(box(300, 200, 499, 499)))


def test_it_is_of_months_that_are_over_and_for_who_may_make_files(tmp_path: Path) -> None:
    """With the squares of the casebook's hotspots."""
    book = harbour_book(tmp_path)
    november = Window(Month.parse("2024-11"), Month.parse("2024-11"))
    made = public_map(book, november)
    assert made.features[0].id == "Hotspot 1"
    drawn = len(shapes_in_force(book, november.end))
    assert len(made.features) == drawn > 0
    with pytest.raises(BadValue, match="Dec 2024 isn't over: a map for the public has whole"):
        public_map(book, Window(Month.parse("2024-12"), Month.parse("2024-12")))
    with pytest.raises(NotAllowed):
        public_map(replace(book, account=Account("new", roles=())), november)
