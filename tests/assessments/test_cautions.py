"""What weakens an effect, in sentences: level, trend, a bad year, a late designation, too few."""

from __future__ import annotations

from datetime import date

from casebook.assessments import cautions
from casebook.assessments.effect import power_says, smallest_difference
from casebook.assessments.months_compared import months_compared
from casebook.core.months import Month, Window
from casebook.places.place import Place

START = Month(2024, 4)
YEAR = [START + n for n in range(-12, 0)]
BEFORE, AFTER = Window.parse("2023-04:2024-03"), Window.parse("2024-04:2025-03")
COMPARED = months_compared(BEFORE, AFTER, lambda _: True, Month(2025, 6))


def series(*counts: int) -> dict[Month, int | None]:
    """The year before the response."""
    return dict(zip(YEAR, counts, strict=True))


def test_alike_areas_are_not_spoken_of() -> None:
    """Ten a month on both sides."""
    assert cautions.likeness_cautions(series(*[10] * 12), series(*[11] * 12), START, 1) == ()


def test_another_level_is_named_with_both_counts() -> None:
    """240 to 120: 120 apart, where two errors are 1.96·√360 = 37."""
    (said,) = cautions.likeness_cautions(series(*[10] * 12), series(*[20] * 12), START, 1)
    assert said.startswith(
        "Level: in the 12 months before the response the control had 240 to the target's 120"
    )
    assert cautions.likeness_cautions(series(*[10] * 12), series(*[20] * 12), START, 11) == ()


def test_a_trend_says_which_way_it_misleads() -> None:
    """A target that was falling anyway looks like an effect; one that rose hides it."""
    falling, flat = series(*range(32, 8, -2)), series(*[21] * 12)
    (said,) = cautions.likeness_cautions(falling, flat, START, 1)
    assert "was falling against the control" in said
    assert said.endswith("that alone can look like an effect.")
    (said,) = cautions.likeness_cautions(series(*range(10, 34, 2)), flat, START, 1)
    assert said.endswith("that alone can hide an effect.")


def test_months_that_arent_known_say_that_it_cant_be_told() -> None:
    """No month before the start is known on both sides."""
    (said,) = cautions.likeness_cautions({YEAR[0]: None}, {YEAR[0]: 3}, START, 1)
    assert "whether they moved alike can't be told" in said


def test_a_window_before_that_was_itself_a_bad_time() -> None:
    """200 where the year before had 100 and the rest stood still; 110 is as expected."""
    months = [START + n for n in range(-24, 0)]
    rest: dict[Month, int | None] = dict.fromkeys(months, 1000)

    def target(then: int, now: int) -> dict[Month, int | None]:
        return {m: (then if n < 12 else now) for n, m in enumerate(months)}

    (said,) = cautions.bad_year(target(8, 16), rest, BEFORE, 1)
    assert said.startswith("Chosen for a bad time: Apr 2023 to Mar 2024 had 192 where the year ")
    assert "lets expect 96.0" in said
    assert cautions.bad_year(target(8, 9), rest, BEFORE, 1) == ()
    year = series(*[10] * 12)
    (said,) = cautions.bad_year(year, dict.fromkeys(YEAR, 100), BEFORE, 1)
    assert said.endswith("can't be told: the 12 months before it aren't known.")


def test_a_hotspot_designated_in_the_window_is_named() -> None:
    """The window before helped to pick it."""
    old = Place("HS-1", "hotspot", live_from=date(2022, 1, 1))
    new = Place("HS-2", "hotspot", live_from=date(2023, 12, 1))
    assert cautions.picked([old], (BEFORE, AFTER)) == ()
    (said,) = cautions.picked([old, new], (BEFORE, AFTER))
    assert "HS-2 (from 1 Dec 2023). A place picked for a bad time improves by itself." in said


def test_too_few_to_tell_by_the_design_itself() -> None:
    """Variance 2 × the counts before: 100 and 100 need 2.8·√400 = 56 %; 5 and 5 nothing will do."""
    drop = smallest_difference({"target": (100, 90), "control": (100, 99)}, COMPARED, 1)
    assert drop is not None
    assert round(drop, 3) == 0.56
    few = {"target": (5.0, 1.0), "control": (5.0, 6.0)}
    assert smallest_difference(few, COMPARED, 1) is None
    assert power_says(few, COMPARED, 1).startswith("Too few to tell: the target had 5 in 12 months")
