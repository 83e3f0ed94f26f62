"""Visits from pings: as the slow and obvious way has them, and what holds for any pings."""

from __future__ import annotations

from random import Random

import numpy as np
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.dosage.lane import Dose
from geo.dosage.meter import Meter, measure
from geo.dosage.outlines import Outlines
from geo.dosage.rule import Rule
from tests.geo.dosage.slow import Ping, Told, slow_dosage

SQUARES = [
    shapely.box(0, 0, 100, 100),
    shapely.box(60, 60, 200, 160),  # shares ground with the first
    shapely.box(300, 0, 400, 100).difference(shapely.box(330, 30, 360, 60)),  # has a hole
    shapely.box(400, 0, 500, 100),  # touches the one before
]
OUTLINES = Outlines(SQUARES)
ON_EDGES = [(0, 51), (100, 47), (60, 113), (77, 60), (400, 33), (330, 45), (345, 30)]
SPOTS = st.one_of(
    st.tuples(st.integers(-4, 52), st.integers(-4, 20)).map(
        lambda at: (at[0] * 10 + 3, at[1] * 10 + 7)
    ),
    st.sampled_from(ON_EDGES),
)


@st.composite
def tracks(draw: st.DrawFn, device: int) -> list[Ping]:
    """A device's pings: it stays at a spot for some of them and goes to the next."""
    usual = draw(st.sampled_from([5, 30, 60, 100, 119, 121, 200, 300, 330, 340]))
    at, pings = draw(st.integers(0, 5000)), []
    for _ in range(draw(st.integers(1, 12))):
        x, y = draw(SPOTS)
        for _ in range(draw(st.integers(1, 5))):
            pings.append(Ping(device, at, x, y))
            at += draw(
                st.sampled_from([usual] * 8 + [0, 1, 299, 300, 2 * usual, 3 * usual, 899, 2000])
            )
    return pings


PINGS = st.tuples(tracks(0), tracks(1)).map(lambda both: both[0] + both[1])
RULES = st.builds(Rule, st.sampled_from([300, 600]), st.sampled_from([120, 60, 0]))


def told(dose: Dose) -> list[Told]:
    """The visits and drive-throughs, in the order of the slow way's."""
    found = dose.visits
    columns = (found.device, found.place, found.start, found.end, found.seconds, found.pings)
    rows = zip(*(column.tolist() for column in (*columns, found.drive_through)), strict=True)
    rows = [Told(*row) for row in rows]
    return sorted(rows, key=lambda row: (row.device, row.start, row.pings == 0, row.place))


def dose_of(pings: list[Ping], rule: Rule | None = None) -> Dose:
    """What the engine makes of pings, in whatever order."""
    device, at, x, y = (np.array(column) for column in zip(*pings, strict=True))
    return measure(OUTLINES, device, at, x.astype(float), y.astype(float), rule)


@settings(deadline=None, max_examples=30)
@given(PINGS, RULES)
def test_it_is_the_slow_way(pings: list[Ping], rule: Rule) -> None:
    """Every visit of it to the second; ways past, which are cut in fractions, within one."""
    found, right = told(dose_of(pings, rule)), slow_dosage(SQUARES, pings, rule)
    assert [one for one in found if one.pings] == [one for one in right if one.pings]
    passed = [one for one in found if not one.pings]
    assert len(passed) == sum(not one.pings for one in right)
    for one in right:
        if not one.pings:
            near = [other for other in passed if (one.device, one.place) == other[:2]]
            assert any(abs(np.subtract(one[2:5], other[2:5])).max() <= 1 for other in near)


@settings(deadline=None, max_examples=30)
@given(PINGS, st.randoms(use_true_random=False))
def test_the_order_of_pings_does_not_matter(pings: list[Ping], dice: Random) -> None:
    """Shuffled, or with rows repeated, they tell the same."""
    shuffled = pings + pings[:5]
    dice.shuffle(shuffled)
    assert told(dose_of(shuffled)) == told(dose_of(pings))


@settings(deadline=None, max_examples=30)
@given(PINGS, st.integers(1, 9), st.integers(1, 5))
def test_it_does_not_matter_in_how_many_parts_they_come(
    pings: list[Ping], size: int, part: int
) -> None:
    """A meter that works through a few at a time tells the same, doubles and devices too.

    The pings of a moment come in any order: no border parts them.
    """
    whole = dose_of(pings)
    in_parts = Meter(OUTLINES, together=size)
    ordered = sorted(pings, key=lambda ping: (ping.at, -ping.x, ping.device))
    for begin in range(0, len(ordered), part):
        device, at, x, y = map(np.array, zip(*ordered[begin : begin + part], strict=True))
        in_parts.add(device, at, x.astype(float), y.astype(float))
    dose = in_parts.dose()
    assert told(dose) == told(whole)
    assert np.array_equal(dose.devices.interval, whole.devices.interval, equal_nan=True)
    assert dose.doubles.times.tolist() == whole.doubles.times.tolist()


@settings(deadline=None, max_examples=30)
@given(PINGS, st.integers(1, 5), st.randoms(use_true_random=False))
def test_a_quarter_of_those_put_in_order_together_may_come_too_late(
    pings: list[Ping], late: int, dice: Random
) -> None:
    """Each ping up to so many rows after where it belongs, as the first two are."""
    first = [Ping(2, -1, 3, 7), Ping(2, -2, 3, 7)]
    ordered = sorted(pings, key=lambda ping: ping.at)
    places = [n + dice.uniform(0, late) for n in range(len(ordered))]
    held_up = first + [ping for _, ping in sorted(zip(places, ordered, strict=True))]
    meter = Meter(OUTLINES, together=4 * late + 4)
    for begin in range(0, len(held_up), 3):
        device, at, x, y = map(np.array, zip(*held_up[begin : begin + 3], strict=True))
        meter.add(device, at, x.astype(float), y.astype(float))
    assert told(meter.dose()) == told(dose_of(first + pings))


@settings(deadline=None, max_examples=30)
@given(PINGS)
def test_every_ping_is_outside_or_in_a_visit(pings: list[Ping]) -> None:
    """Of the devices that tell of visits: no ping is in two, and none is lost."""
    told = dose_of(pings).devices
    telling = set(told.device[told.interval <= Rule().slowest].tolist())
    pings = [ping for ping in pings if ping.device in telling]
    if pings:
        dose = dose_of(pings)
        assert dose.heard.pings == len({ping[:2] for ping in pings})
        assert dose.heard.outside + dose.visits.pings.sum() == dose.heard.pings


@settings(deadline=None, max_examples=50)
@given(PINGS, RULES)
@example([Ping(0, 0, 330, 45), Ping(0, 30, 3, 107)], Rule())
def test_time_is_conserved(pings: list[Ping], rule: Rule) -> None:
    """All the time of a device in all places together fits between its first and last ping.

    Ways past don't count: where places overlap, they pass several at once.
    """
    dose = dose_of(pings, rule)
    for device in {ping.device for ping in pings}:
        times = [ping.at for ping in pings if ping.device == device]
        mine = dose.visits.device == device
        inside = dose.visits.seconds[mine & (dose.visits.pings > 0)]
        assert inside.sum() <= max(times) - min(times)
        assert (dose.visits.start[mine] >= min(times)).all()
        assert (dose.visits.end[mine] <= max(times)).all()
    visits = dose.visits
    assert (visits.seconds <= visits.end - visits.start).all()
    assert (visits.seconds >= 0).all()
    again = (np.diff(visits.device) == 0) & (visits.pings[1:] > 0) & (visits.pings[:-1] > 0)
    assert (visits.start[1:][again] >= visits.end[:-1][again]).all()
