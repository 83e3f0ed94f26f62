"""What is said for the time of a GPS visit, kept, and made one where visits are."""

from __future__ import annotations

import pytest

from casebook.patrols.certificate import Certificate, in_words, joined, range_of
from geo.dosage.rule import Rule

ONE = Certificate("", 60, in_words(Rule(), 60), 0.02, 600, 24.49)


@pytest.mark.parametrize(
    "certificate",
    [
        ONE,
        Certificate("R7", 180.5, "rule", 0.5, 2000, 75, parked=True, away=((100, 400), (500, 700))),
        Certificate("", None, "rule", None, 0, None),
    ],
)
def test_what_is_kept_is_what_was_said(certificate: Certificate) -> None:
    """Through what a casebook stores and back."""
    assert Certificate.of(certificate.stored()) == certificate


def test_the_range_of_a_visit_is_its_standard_error() -> None:
    """Each end is uncertain by the interval over the root of 12: of a minute, 0.41 minutes."""
    assert (ONE.low, ONE.high) == (pytest.approx(10 - 0.408, 1e-3), pytest.approx(10.408, 1e-3))
    assert Certificate("", 300, "rule", 0, 60, 122.5).low == 0


def test_the_range_of_many_grows_with_the_root_of_their_number() -> None:
    """A hundred visits of one officer are ten times as uncertain as one, of two officers twenty."""
    assert range_of([(ONE, 1)] * 100) == pytest.approx(10 * 24.49)
    assert range_of([(ONE, 2)] * 100) == pytest.approx(20 * 24.49)


def test_slow_pings_say_what_they_cannot_tell() -> None:
    """Every five minutes: a visit ends after a quarter of an hour, and one ping may be a drive."""
    assert in_words(Rule(), 300) == (
        "half the interval at each end; a visit ends after 15 minutes; under 2 minutes is a "
        "drive-through; a stay of one ping counts one interval and can't be told from a "
        "drive-through"
    )


def test_a_drive_through_of_one_ping_says_how_long_it_may_have_been() -> None:
    """Every 90 seconds it may be of three minutes; every minute it is under two."""
    said = in_words(Rule(), 90)
    assert said.endswith(
        "; under 2 minutes is a drive-through; a stay of one ping is one too, and may last up to 3 "
        "minutes"
    )
    assert in_words(Rule(), 60).endswith("under 2 minutes is a drive-through")
    assert in_words(Rule(shortest=0), 60).endswith("under 0 minutes is a drive-through")


def test_visits_made_one_were_inside_while_either_says_so() -> None:
    """0 to 600 without 200 to 400, and 300 to 900 by another device: 100 seconds away are left."""
    first = Certificate("R1", 30, "fast", 0.1, 400, 12, away=((200, 400),))
    other = Certificate("R2", 60, "slow", 0.3, 600, 25, parked=True)
    whole = joined([(0, 600, first), (300, 900, other)])
    assert whole == Certificate("R1, R2", 60, "slow", 0.3, 800, 25, parked=True, away=((200, 300),))
