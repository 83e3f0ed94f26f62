"""The smallest fall that would be noticed: at each hotspot, on a proposal, at the objective."""

from __future__ import annotations

from pathlib import Path

import pytest

from casebook.assessments.can_it_show import hotspot_power, power_at
from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.measures.power import fewest_for, smallest_drop, target_says, ways_out
from casebook.profiles.objective_power import can_it_show
from casebook.profiles.stages import Objective
from tests import lomea


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """HS-01 has 120 violence and HS-02 24 ASB in the year to November 2024."""
    lomea.add_hotspots(book, tmp_path)
    rows: list[str] = []
    for month in Window.parse("2023-12:2024-11").months:
        rows += lomea.street_rows(month, lomea.VIOLENCE, 10, lomea.IN_ONE)
        rows += lomea.street_rows(month, lomea.ASB, 2, lomea.IN_TWO)
    lomea.add_incidents(book, tmp_path, rows)
    return book


def test_every_live_hotspot_has_its_smallest_fall(town: Book) -> None:
    """In the count its themes ask for, over the 12 months that are over."""
    found = hotspot_power(town)
    assert [(row.ref, row.count_group, row.a_year) for row in found.places] == [
        ("HS-01", "serious-violence", 120),
        ("HS-02", "asb", 24),
    ]
    one, two = found.places
    assert one.drop == smallest_drop(120).drop
    assert (one.months, one.places) == (36, 3)
    assert (two.months, two.places) == (177, 15)
    assert found.notes[0].startswith("ASB: at 0 of 1 hotspot a fall of 20% could ever be told")
    assert "it takes 176 a year" in found.notes[0]
    assert found.notes[1].startswith("ASB: Not measured: 11 degrees of freedom")


def test_on_a_proposal_for_two_hotspots_each_count_has_its_sentence(town: Book) -> None:
    """Taken together; a hotspot that isn't there says nothing."""
    asb, violence = power_at(town, ["HS-01", "HS-02"])
    assert asb.startswith("ASB: At 24 a year a fall has to reach 65% to be noticed.")
    assert violence.startswith("Serious violence: At 120 a year")
    assert (
        "What would show a fall of 20%: 36 months before and as many after, or 3 such" in violence
    )
    assert power_at(town, ["HS-09"]) == ()


def test_a_year_that_isnt_all_known_says_so(book: Book, tmp_path: Path) -> None:
    """No number is made up."""
    lomea.add_hotspots(book, tmp_path)
    rows = lomea.street_rows(Month(2024, 11), lomea.VIOLENCE, 3, lomea.IN_ONE)
    lomea.add_incidents(book, tmp_path, rows)
    one = hotspot_power(book).places[0]
    assert (one.a_year, one.drop, one.encode()["drop_percent"]) == (None, None, None)
    assert one.says == "Serious violence of Dec 2023 to Nov 2024 isn't all known."
    assert power_at(book, ["HS-01"]) == ()


def test_waiting_and_merging_reach_what_they_promise() -> None:
    """So many months on both sides, or places together, notice a fifth; one fewer doesn't."""
    for mean in (24, 100, 351):
        out = ways_out(mean)
        years = out.months
        waited = smallest_drop(mean, months=years, of=years).drop
        assert waited is not None
        assert waited <= 0.2 + 1e-9
        sooner = smallest_drop(mean, months=years - 1, of=years - 1).drop
        assert sooner is None or sooner > 0.2
        together = smallest_drop(mean * out.places).drop
        assert together is not None
        assert together <= 0.2 + 1e-9
    assert round(2 * fewest_for()) == 352


@pytest.mark.parametrize(
    ("before", "target", "said"),
    [
        (400, 300, "The target is a fall of 25%, and from 19% on a fall would be noticed here."),
        (100, 80, "it can never be, however long one waits: it takes 176 a year."),
        (200, 160, "can't be told from chance here: a fall has to reach 26%. What would show"),
        (5, 0, "The target is a fall of 100%, which can't be told from chance here: no fall would"),
        (100, 120, ""),
        (0, 0, ""),
    ],
)
def test_the_objectives_own_fall(before: float, target: float, said: str) -> None:
    """Said where it is a fall, and never surer than the numbers."""
    found = target_says(before, target)
    assert said in found
    assert bool(found) == bool(said)


def test_an_objective_without_its_window_says_nothing() -> None:
    """Nor one whose baseline isn't known."""
    assert can_it_show(Objective(baseline_value=100, target_value=80)) == ""
    assert can_it_show(Objective(baseline_from=Month(2023, 1), baseline_to=Month(2023, 12))) == ""
    half = Objective(
        baseline_value=100, target_value=80,
        baseline_from=Month(2023, 1), baseline_to=Month(2023, 6),
    )  # fmt: skip
    assert "With 6 months of baseline it can never be" in can_it_show(half)
    assert "it takes 352 a year" in can_it_show(half)
