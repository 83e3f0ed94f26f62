"""Which months are compared: known ones, pair by pair where windows are equally long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casebook.assessments.months_compared import months_compared
from casebook.core.months import Month, Window

BEFORE, AFTER = Window.parse("2023-04:2023-06"), Window.parse("2024-04:2024-06")
LATER = Month(2024, 12)


def test_a_missing_month_takes_its_pair() -> None:
    """May 2023 isn't known: neither May counts."""
    found = months_compared(BEFORE, AFTER, lambda m: m != Month(2023, 5), LATER)
    assert found.before == (Month(2023, 4), Month(2023, 6))
    assert found.after == (Month(2024, 4), Month(2024, 6))
    assert found.missing == (Month(2023, 5),)
    assert found.label == "2 months against the same 2 last year"


def test_in_unequal_windows_only_the_missing_month_goes() -> None:
    """There are no pairs to keep together."""
    after = Window.parse("2024-04:2024-07")
    found = months_compared(BEFORE, after, lambda m: m != Month(2023, 5), LATER)
    assert (len(found.before), len(found.after), found.weight) == (2, 4, 0.5)
    assert found.label == "4 months against 2 before"
    assert found.cautions("ASB") == ("ASB isn't known everywhere for May 2023: left out.",)


def test_a_month_that_isnt_over_is_to_come() -> None:
    """On a day in June, June counts on neither side."""
    found = months_compared(BEFORE, AFTER, lambda _: True, Month(2024, 6))
    assert found.to_come == (Month(2024, 6),)
    assert found.before == (Month(2023, 4), Month(2023, 5))
    assert found.cautions("ASB") == ("Jun 2024 is still to come: this is the result so far.",)


def test_what_is_set_against_what() -> None:
    """Two years before, and just before."""
    early = Window.parse("2022-04:2022-06")
    assert months_compared(early, AFTER, lambda _: True, LATER).label == (
        "3 months against the same 3 of 2 years before"
    )
    just = Window.parse("2024-01:2024-03")
    assert months_compared(just, AFTER, lambda _: True, LATER).label == "3 months against 3 before"


@given(st.sets(st.sampled_from([*BEFORE.months, *AFTER.months])))
def test_nothing_is_left_out_silently(unknown: set[Month]) -> None:
    """Every month is compared, or missing, or paired with one that is."""
    found = months_compared(BEFORE, AFTER, lambda m: m not in unknown, LATER)
    assert set(found.missing) == unknown
    compared = {*found.before, *found.after}
    assert not compared & unknown
    for one, other in zip(BEFORE.months, AFTER.months, strict=True):
        assert (one in compared) == (other in compared) == (not {one, other} & unknown)
