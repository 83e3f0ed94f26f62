"""From pings to stays: hand-worked ones, and what holds for any pings."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.core.local_time import to_utc
from casebook.files.dates import read_moment
from casebook.patrols.dosage import visits
from casebook.patrols.gps.stays import Ping, Stay, stays

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> int:
    """Epoch seconds of a local time on 7 October 2024, or of a whole local moment."""
    return int(
        to_utc(read_moment(text if "-" in text else f"2024-10-07 {text}"), LONDON).timestamp()
    )


def pings(*times: str, place: str = "HS-01", unit: str = "LH21") -> list[Ping]:
    """A ping at each time."""
    return [Ping(unit, at(time), place, row) for row, time in enumerate(times)]


def told(found: tuple[Stay, ...]) -> list[tuple[str, str, float, bool]]:
    """Unit, place, minutes and whether it was a drive-through, of each."""
    return [(s.unit, s.place, (s.end - s.start) / 60, s.drive_through) for s in found]


def test_a_run_of_pings_is_a_stay_from_the_first_to_the_last() -> None:
    """14:00 to 14:20 with a ping every five minutes less a second is one stay of 20 minutes."""
    found = stays(pings("14:00", "14:04:59", "14:09:58", "14:14:57", "14:19:56", "14:20"))
    assert found == (Stay("LH21", "HS-01", at("14:00"), at("14:20"), 0),)


@pytest.mark.parametrize(("second", "minutes"), [("14:04:59", [4 + 59 / 60]), ("14:05:00", [0, 0])])
def test_a_gap_of_five_minutes_parts_two_stays(second: str, minutes: list[float]) -> None:
    """One second less is the same stay; the pings a gap parts are lone, and have no length."""
    assert [length for _, _, length, _ in told(stays(pings("14:00", second)))] == minutes


def test_the_gap_is_given() -> None:
    """Ten minutes' silence is within a stay where the gap is a quarter of an hour."""
    both = pings("14:00", "14:10")
    assert len(stays(both)) == 2
    assert told(stays(both, 900)) == [("LH21", "HS-01", 10, False)]


def test_under_a_minute_is_a_drive_through() -> None:
    """A lone ping, and 59 seconds; a minute is a visit."""
    found = stays(pings("14:00", "15:00", "15:00:59", "16:00", "16:01"))
    assert [stay.drive_through for stay in found] == [True, True, False]


def test_being_in_another_hotspot_ends_a_stay() -> None:
    """Three minutes in HS-02 between two runs at HS-01: a unit is in one place at a time."""
    found = stays(
        pings("14:00", "14:02", "14:06", "14:08") + pings("14:03", "14:04", "14:05", place="HS-02")
    )
    assert told(found) == [
        ("LH21", "HS-01", 2, False),
        ("LH21", "HS-02", 2, False),
        ("LH21", "HS-01", 2, False),
    ]


def test_where_hotspots_overlap_a_unit_stays_where_it_is() -> None:
    """Walking from HS-02 into what it shares with HS-01 and back is one stay, at HS-02."""
    shared = pings("14:02", "14:03") + pings("14:02", "14:03", place="HS-02")
    found = stays([*pings("14:00", "14:01", "14:04", place="HS-02"), *shared])
    assert told(found) == [("LH21", "HS-02", 4, False)]
    assert told(stays(shared)) == [("LH21", "HS-01", 1, False)]


def test_units_are_apart() -> None:
    """Two units in one place at one time are two stays."""
    found = stays(pings("14:00", "14:20") + pings("14:10", "14:30", unit="LH22"), 1800)
    assert told(found) == [("LH21", "HS-01", 20, False), ("LH22", "HS-01", 20, False)]


def test_the_hour_the_clocks_repeat_is_counted() -> None:
    """00:30 to 02:30 local on the night the clocks go back is three hours."""
    start, end = at("2024-10-27 00:30"), at("2024-10-27 02:30")
    found = stays(Ping("LH21", when, "HS-01") for when in range(start, end + 1, 60))
    assert told(found) == [("LH21", "HS-01", 180, False)]


def test_no_pings_no_stays() -> None:
    """Nothing in, nothing out."""
    assert stays([]) == ()


PINGS = st.lists(
    st.builds(
        Ping,
        st.sampled_from(["LH21", "LH22", "LH23"]),
        st.integers(0, 3 * 3600),
        st.sampled_from(["HS-01", "HS-02"]),
        st.integers(0, 9),
    ),
    max_size=60,
)


@settings(deadline=None)
@given(PINGS, st.integers(1, 1200), st.randoms(use_true_random=False))
def test_the_order_of_pings_does_not_matter(rows: list[Ping], gap: int, dice: Random) -> None:
    """Shuffled, or with rows repeated, they tell the same."""
    shuffled = rows + rows[:5]
    dice.shuffle(shuffled)
    assert stays(shuffled, gap) == stays(rows, gap)


@settings(deadline=None)
@given(PINGS, st.integers(1, 1200))
def test_a_unit_s_stays_never_exceed_the_span_of_its_pings(rows: list[Ping], gap: int) -> None:
    """Stays of a unit share no time, so all of them together fit between first and last ping."""
    mine: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays(rows, gap):
        mine[stay.unit].append(stay)
    for unit, found in mine.items():
        times = [ping.at for ping in rows if ping.unit == unit]
        assert sum(stay.end - stay.start for stay in found) <= max(times) - min(times)
        assert all(one.end < next_.start for one, next_ in pairwise(found))


@settings(deadline=None)
@given(PINGS, st.integers(1, 1200))
def test_patrol_time_is_at_most_officer_time(rows: list[Ping], gap: int) -> None:
    """The union of the stays in a place is no longer than their sum."""

    class There:
        officers, resourcing = 1, "core"

        def __init__(self, stay: Stay) -> None:
            self.start, self.end = stay.start, stay.end

    found = [stay for stay in stays(rows, gap) if not stay.drive_through]
    for place in {stay.place for stay in found}:
        here = [stay for stay in found if stay.place == place]
        union = sum(visit.seconds for visit in visits([There(stay) for stay in here], gap))
        assert union <= sum(stay.end - stay.start for stay in here)


@settings(deadline=None)
@given(PINGS, st.integers(1, 1200))
def test_every_ping_moment_lies_in_a_stay_of_its_unit(rows: list[Ping], gap: int) -> None:
    """None is lost: each instant a unit was heard inside is within one of its stays."""
    found = stays(rows, gap)
    for ping in rows:
        assert any(s.unit == ping.unit and s.start <= ping.at <= s.end for s in found)
