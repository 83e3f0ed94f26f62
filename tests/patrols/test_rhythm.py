"""How long visits last, and how far apart they are."""

from __future__ import annotations

from casebook.patrols.dosage import Visit
from casebook.patrols.rhythm import LONG, Rhythm, gaps_between


def visit(start: int, minutes: int) -> Visit:
    """A visit from an hour of the day on."""
    return Visit(start * 3600, start * 3600 + minutes * 60, minutes * 60)


DAY = [visit(9, 12), visit(10, 8), visit(14, 10), visit(23, 30)]


def test_visits_of_full_length_and_the_median() -> None:
    """Twelve, eight, ten and thirty minutes: three of ten and more, and 11 in the middle."""
    found = Rhythm.of([(one, LONG) for one in DAY], [])
    assert (found.visits, found.full, found.median_minutes) == (4, 3, 11)
    assert Rhythm.of([(one, 1800) for one in DAY], []).full == 1


def test_only_time_between_visits_within_the_hours_counts() -> None:
    """From 8 to 18: 48 minutes and 3:52 h between visits; what is left of the night is no gap."""
    gaps = gaps_between(DAY, [(8 * 3600, 18 * 3600)])
    assert gaps == [48 * 60, (3 * 60 + 52) * 60]
    found = Rhythm.of([], gaps)
    assert (found.between, found.between_median, found.between_share) == (2, 140, 0.5)


def test_two_hours_are_often_enough() -> None:
    """A second more isn't."""
    assert Rhythm.of([], [7200, 7201]).between_share == 0.5


def test_without_visits_there_is_nothing_between_them() -> None:
    """Missing, not zero."""
    assert Rhythm.of([], gaps_between([], [(0, 9)])) == Rhythm(0, 0, None, 0, None, None)
    assert gaps_between(DAY[:1], [(0, 86400)]) == []
