"""Classes of a layer of numbers: round, none empty, and what isn't known apart from none."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from geo.maps import Classes, classes
from geo.maps.classes import NOT_KNOWN


def filled(made: Classes, values: list[float | None]) -> list[tuple[str, int]]:
    """Each class with how many values lie in it."""
    counts = Counter(made.number(value) for value in values)
    return [(band.text, counts[at]) for at, band in enumerate(made.bands)]


def test_one_busy_ward_leaves_the_others_apart() -> None:
    """Even steps to 58 would put 21 of these 22 wards into one class, and none into the third."""
    wards: list[float | None] = [
        *(3, 5, 7, 2, 1, 2, 4, 3, 8, 6, 2, 5, 3, 4, 6, 2, 3, 4, 5, 2, 3),
        58,
    ]
    assert filled(classes(wards), wards) == [
        ("1", 1),
        ("2 to 3", 10),
        ("4", 3),
        ("5 to 14", 7),
        ("15 to 58", 1),
        ("Not known", 0),
    ]


def test_none_is_a_class_of_its_own_and_so_is_not_known() -> None:
    """Both are told from the lowest class and from each other without colour."""
    values: list[float | None] = [0, 0, None, 1, 2, 40]
    made = classes(values)
    assert filled(made, values) == [
        *(("None", 2), ("1", 1), ("2 to 39", 1), ("40", 1)),
        ("Not known", 1),
    ]
    assert made.bands[-1] is NOT_KNOWN
    assert made.bands[0].look != NOT_KNOWN.look


def test_a_layer_of_which_nothing_is_known_has_a_legend() -> None:
    """None and Not known."""
    assert [band.text for band in classes([None, None]).bands] == ["None", "Not known"]
    assert classes([None]).number(None) == 1


def test_shares_and_hours_read_with_their_unit() -> None:
    """A share ends with its sign, an amount with its unit, both with their decimals."""
    assert classes([5, 20, 60, 80, 95], unit="%").bands[-2].text == "80 to 95%"
    assert classes([0.5, 12.25], places=1, unit="hours").bands[0].text.endswith(" hours")


amounts = st.integers(0, 5000) | st.floats(0, 5000)


@given(st.lists(st.none() | amounts, max_size=60), st.sampled_from([0, 1, 2]))
def test_no_class_is_empty_and_each_looks_its_own(values: list[float | None], places: int) -> None:
    """Whatever the values: every known one is in a class, and every class but None has some."""
    made = classes(values, places=places)
    counts = filled(made, values)
    assert all(count for text, count in counts if text not in ("None", "Not known"))
    assert dict(counts)["Not known"] == values.count(None)
    assert len({band.look for band in made.bands}) == len(made.bands)
    assert len(made.bands) <= 7


@given(st.lists(amounts, min_size=1, max_size=40))
def test_a_greater_value_never_has_a_lower_class(values: list[float]) -> None:
    """Classes go from few to many."""
    made = classes(values)
    numbers = [made.number(value) for value in sorted(values)]
    assert numbers == sorted(numbers)
