"""Dosage worked out by hand: what ends a visit, what is too short, too slow or too still."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
import shapely

from geo.crs import BNG, WGS84, transform
from geo.dosage.block import OutOfOrder
from geo.dosage.lane import Dose
from geo.dosage.meter import Meter, measure
from geo.dosage.outlines import Outlines
from geo.dosage.rule import Rule

EAST, NORTH = 600_000, 150_000
SQUARES = [shapely.box(EAST + x, NORTH, EAST + x + 150, NORTH + 150) for x in (0, 1000)]
IN, OTHER, OUT = (75, 75), (1075, 75), (500, 800)
Spot = tuple[float, float]


def seen(*runs: tuple[Iterable[int], Spot], device: int = 0) -> list[tuple[int, int, float, float]]:
    """A device's pings at a spot at each of some seconds, run by run."""
    return [(device, at, *spot) for times, spot in runs for at in times]


def dose_of(
    pings: list[tuple[int, int, float, float]], rule: Rule | None = None, **outlines: Any
) -> Dose:
    """The dosage of pings in two squares of 150 m, a kilometre apart."""
    device, at, x, y = (np.array(column) for column in zip(*pings, strict=True))
    drawn = Outlines(SQUARES, **outlines)
    return measure(drawn, device, at, x + float(EAST), y + float(NORTH), rule)


def minutes(dose: Dose) -> list[tuple[int, float]]:
    """Place and minutes of every visit that is no drive-through."""
    found = dose.visits
    rows = zip(found.place.tolist(), found.seconds.tolist(), found.drive_through, strict=True)
    return [(place, seconds / 60) for place, seconds, driven in rows if not driven]


def test_half_the_interval_stands_at_each_end() -> None:
    """Inside at 4 to 13 minutes past, every minute: from half past 3 to half past 13."""
    dose = dose_of(
        seen((range(0, 240, 60), OUT), (range(240, 840, 60), IN), (range(840, 1200, 60), OUT))
    )
    found = dose.visits
    assert (found.start.tolist(), found.end.tolist(), found.seconds.tolist()) == (
        [210],
        [810],
        [600],
    )
    assert found.error == pytest.approx(np.sqrt(2 * 60**2 / 12))
    assert found.pings.tolist() == [10]
    assert dose.devices.interval.tolist() == [60]


def test_before_the_first_ping_and_after_the_last_nothing_is_known() -> None:
    """A device that is switched on and off inside was there from its first to its last ping."""
    assert minutes(dose_of(seen((range(0, 601, 60), IN)))) == [(0, 10)]


@pytest.mark.parametrize(
    ("silence", "visits"),
    [(299, [(0, 899 / 60)]), (300, [(0, 5.5), (0, 5.5)])],
)
def test_five_minutes_without_a_ping_part_two_visits(
    silence: int, visits: list[tuple[int, float]]
) -> None:
    """A second less is one visit; of two, each has half an interval of the silence."""
    pings = seen((range(0, 301, 60), IN), (range(300 + silence, 601 + silence, 60), IN))
    assert minutes(dose_of(pings)) == visits


def test_the_gap_grows_with_slow_pings() -> None:
    """Every 3 minutes: 8 minutes without a ping are two lost, and 9 minutes are a new visit."""
    assert len(minutes(dose_of(seen(([0, 180, 360, 540, 1079, 1259], IN))))) == 1
    assert len(minutes(dose_of(seen(([0, 180, 360, 540, 1080, 1260], IN))))) == 2
    assert len(minutes(dose_of(seen(([0, 180, 360, 540, 1080, 1260], IN)), Rule(gap=600)))) == 1


def test_a_longer_time_outside_is_left_out_of_the_visit_and_a_step_over_the_kerb_isn_t() -> None:
    """Three minutes outside between two stays are no time there; one minute is."""
    long = seen((range(0, 301, 60), IN), ([360, 420, 480], OUT), (range(540, 841, 60), IN))
    dose = dose_of(long)
    assert minutes(dose) == [(0, 11)]
    assert (dose.visits.start.tolist(), dose.visits.end.tolist()) == ([0], [840])
    away = dose.visits.away
    assert (away.visit.tolist(), away.start.tolist(), away.end.tolist()) == ([0], [330], [510])
    short = seen((range(0, 301, 60), IN), ([360], OUT), (range(420, 721, 60), IN))
    assert minutes(dose_of(short)) == [(0, 12)]


def test_being_in_another_place_ends_a_visit() -> None:
    """Three minutes elsewhere: two visits and one between, that share no time."""
    pings = seen((range(0, 301, 60), IN), ([360, 420, 480], OTHER), (range(540, 841, 60), IN))
    assert minutes(dose_of(pings)) == [(0, 5.5), (1, 3), (0, 5.5)]


def test_where_places_overlap_a_device_stays_where_it_is() -> None:
    """From the second into what both share and back is one visit to the second."""
    both = Outlines([shapely.box(0, 0, 100, 100), shapely.box(50, 0, 150, 100)])
    x = np.array([120, 120, 75, 75, 120, 120], float)
    dose = measure(both, np.zeros(6, int), np.arange(6) * 60, x, np.full(6, 50.0))
    assert minutes(dose) == [(1, 5)]
    dose = measure(both, np.zeros(3, int), np.arange(3) * 60, x[2:3].repeat(3), np.full(3, 50.0))
    assert minutes(dose) == [(0, 2)]


def test_under_two_minutes_is_a_drive_through() -> None:
    """Two pings a minute apart are two minutes; one is a minute."""
    pings = seen(([0], OUT), ([60, 120], IN), ([180], OUT), ([600], OUT), ([660], IN), ([720], OUT))
    found = dose_of(pings).visits
    assert found.seconds.tolist() == [120, 60]
    assert found.drive_through.tolist() == [False, True]
    assert not dose_of(pings, Rule(shortest=60)).visits.drive_through.any()


def test_above_two_minute_pings_a_stay_of_one_ping_counts_one_interval() -> None:
    """It can't be told from a drive-through: over many of both the sum is right."""
    found = dose_of(seen(([0, 180], OUT), ([360], IN), ([540, 720], OUT))).visits
    assert (found.seconds.tolist(), found.drive_through.tolist()) == ([180], [False])


@pytest.mark.parametrize(("interval", "visits"), [(330, 1), (331, 0)])
def test_pings_over_330_seconds_apart_give_no_time(interval: int, visits: int) -> None:
    """They tell of the device alone."""
    dose = dose_of(seen((range(0, 9 * interval, interval), IN)))
    assert len(minutes(dose)) == visits
    assert dose.devices.interval.tolist() == [interval]


def test_gaps_of_a_quarter_of_an_hour_say_nothing_of_the_interval() -> None:
    """The device was off; a lone ping and pings that far apart tell of no visit."""
    dose = dose_of(seen((range(0, 301, 60), IN), (range(2000, 2301, 60), IN)))
    assert dose.devices.interval.tolist() == [60]
    lone = dose_of(seen(([0], IN)) + seen(([0, 900, 1800], IN), device=1))
    assert np.isnan(lone.devices.interval).all()
    assert lone.devices.pings.tolist() == [1, 3]
    assert not len(lone.visits)


def test_the_share_of_pings_lost_is_what_the_interval_lets_expect() -> None:
    """Six gaps of a minute and two of two minutes: ten pings were due and two are missing."""
    found = dose_of(seen(([0, 60, 120, 180, 300, 360, 420, 540, 600], OUT))).devices
    assert found.lost == pytest.approx(0.2)
    assert (found.pings.tolist(), found.first.tolist(), found.last.tolist()) == ([9], [0], [600])


def test_a_way_past_between_two_pings_is_a_drive_through_of_the_time_it_took() -> None:
    """750 m in 30 seconds across a square of 150 m: six of them inside."""
    west, east = (-300, 75), (450, 75)
    found = dose_of(seen(([0, 30], (-1050, 75)), ([60], west), ([90], east), ([120], (1200, 900))))
    assert found.visits.place.tolist() == [0]
    assert (found.visits.start.tolist(), found.visits.end.tolist()) == ([72], [78])
    assert (found.visits.seconds.tolist(), found.visits.pings.tolist()) == ([6], [0])
    assert found.visits.drive_through.all()
    assert np.isnan(found.visits.error).all()


def test_a_way_past_just_before_a_visit_is_part_of_it() -> None:
    """Through the corner, and in by the door a minute later."""
    pings = seen(([0], (-20, 60)), ([30], (60, -20)), ([60, 90, 120, 150], IN), ([180, 210], OUT))
    assert minutes(dose_of(pings)) == [(0, 2)]
    assert len(dose_of(pings).visits) == 1


def test_a_jump_no_patrol_makes_passes_nothing() -> None:
    """750 m in five seconds is a device that lost its fix."""
    assert not len(dose_of(seen(([0], (-300, 75)), ([5, 10], (450, 75)))).visits)


def test_half_an_hour_in_one_spot_is_parked() -> None:
    """A walk of half an hour isn't, nor is a quarter of an hour beside the car."""
    dice = np.random.default_rng(3)
    still = [(0, at, 75 + dice.normal(0, 8), 75 + dice.normal(0, 8)) for at in range(0, 1801, 30)]
    walk = [(1, at, 75 + 60 * np.sin(at / 100), 75.0) for at in range(0, 1801, 30)]
    brief = [(2, *ping[1:]) for ping in still[:31]]
    assert dose_of([*still, *walk, *brief]).visits.parked.tolist() == [True, False, False]


def test_an_outline_holds_from_its_day_to_the_next_one_s() -> None:
    """The place moves to the other square at 600 seconds."""
    pings = seen((range(0, 1200, 60), IN))
    dose = dose_of(pings, place=[0, 0], since=[0, 600], until=[600, 10_000])
    assert minutes(dose) == [(0, 9.5)]


def test_two_radios_of_one_callsign_are_found() -> None:
    """By turns in two squares a kilometre apart, every 15 seconds, 80 times each: 79 times back."""
    pings = [(0, 15 * n, 75 + 1000 * (n % 2), 75) for n in range(160)]
    found = dose_of(pings).doubles
    assert (found.device.tolist(), found.times.tolist()) == ([0], [79])
    assert (found.start.tolist(), found.end.tolist()) == ([15], [2370])


def test_two_radios_are_found_in_pings_that_come_one_at_a_time() -> None:
    """As the last ping of a large file may be left alone."""
    meter = Meter(Outlines(SQUARES), together=1)
    for n in range(160):
        at, x = np.array([15 * n]), np.array([EAST + 75.0 + 1000 * (n % 2)])
        meter.add(np.zeros(1, int), at, x, np.array([NORTH + 75.0]))
    assert meter.dose().doubles.times.tolist() == [79]


def test_two_radios_that_tell_in_the_same_second_are_found() -> None:
    """One ping of the moment is kept, and that it was in two places is known."""
    pings = [(0, 30 * n, x, 75) for n in range(20) for x in (75, 1075)]
    dose = dose_of(pings)
    assert dose.doubles.times.tolist() == [20]
    assert dose.devices.pings.tolist() == [20]


def test_a_lost_fix_or_two_is_no_second_radio() -> None:
    """Nor is a car that goes to and fro at the speed of cars."""
    lost = [(0, 15 * n, 75 + 3000 * (n in (20, 80)), 75) for n in range(160)]
    assert not len(dose_of(lost).doubles.times)
    car = [(0, 60 * n, 75 + 500 * (n % 2), 75) for n in range(60)]
    assert not len(dose_of(car).doubles.times)


def test_a_leap_within_a_stretch_of_two_places_doesnt_part_it() -> None:
    """Two places each minute for 50 minutes; a leap at 8, and three more just after, are of it."""
    times = range(0, 3001, 60)
    pings = seen((times, (0, 0)), (times, (2000, 0)), ([510], (2000, 0)))
    for at in range(3060, 3240, 60):
        pings += seen(([at], (2000, 0)), ([at + 30], (0, 0)))
    found = dose_of(pings).doubles
    assert (found.start.tolist(), found.end.tolist()) == ([0], [3180])


def test_pings_in_degrees_tell_the_same() -> None:
    """Points within 2 m of an edge are looked at in metres; the rest in their own plane."""
    dice = np.random.default_rng(11)
    at = np.arange(0, 36_000, 30)
    x = EAST + 75 + 140 * np.sin(at / 900) + dice.normal(0, 10, len(at))
    y = NORTH + 75 + 90 * np.cos(at / 1300) + dice.normal(0, 10, len(at))
    device = np.zeros(len(at), int)
    metres = measure(Outlines(SQUARES), device, at, x, y).visits
    lon, lat = transform(x, y, BNG, WGS84)
    degrees = measure(Outlines(SQUARES, degrees=True), device, at, lon, lat).visits
    assert len(metres) > 5
    inside = metres.pings > 0
    for name in ("start", "end", "seconds", "pings"):
        same = getattr(degrees, name)[degrees.pings > 0]
        assert np.array_equal(getattr(metres, name)[inside], same)


def test_a_ping_that_comes_too_late_is_named() -> None:
    """Its device's later pings have been worked through."""
    meter = Meter(Outlines(SQUARES), together=2)
    for at in (0, 60):
        meter.add(np.array([0]), np.array([at]), np.zeros(1), np.zeros(1))
    with pytest.raises(OutOfOrder) as caught:
        for at in (90, 30, 20, 10):
            meter.add(np.array([0]), np.array([at]), np.zeros(1), np.zeros(1))
        meter.settle()
    assert (caught.value.mark, caught.value.lot) == (3, 3)


def test_no_polygons_or_no_pings_give_nothing() -> None:
    """The devices are known all the same."""
    none = measure(Outlines([]), np.zeros(2, int), np.array([0, 60]), np.zeros(2), np.zeros(2))
    assert (len(none.visits), none.devices.interval.tolist()) == (0, [60])
    empty = np.zeros(0)
    assert not len(measure(Outlines(SQUARES), empty, empty, empty, empty).visits)


@pytest.mark.parametrize("wrong", [{"gap": 0}, {"shortest": -1}, {"slowest": 900}])
def test_a_rule_is_of_seconds_above_nought(wrong: dict[str, int]) -> None:
    """A gap of none parts every ping from the next."""
    with pytest.raises(ValueError, match=r"is no rule"):
        Rule(**wrong)
