"""Candidates: planted heaps are found, scattered points make none, and what is odd is said."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
import shapely

from casebook.core.errors import BadValue
from casebook.detection.finding import detect
from casebook.detection.rules import DaysOfWeek, DetectionRules, HoursOfDay
from geo.inside import PolygonIndex
from tests.detection.made_points import EAST, NORTH, heap, points, scattered, town

HEAPS = (shapely.Point(EAST + 1_000, NORTH + 1_000), shapely.Point(EAST + 3_500, NORTH + 4_000))
RULES = {
    "gistar": DetectionRules("gistar", cell=200),
    "kde": DetectionRules("kde", cell=100, bandwidth=250),
    "dbscan": DetectionRules("dbscan", reach=120),
}


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_planted_heaps_come_first_by_count(rules: DetectionRules) -> None:
    """The larger heap is the first candidate, the smaller the second, each around its spot."""
    found = detect(town(), rules)
    first, second = found.candidates[:2]
    assert first.ref == "C01"
    assert first.shape.contains(HEAPS[0])
    assert second.shape.contains(HEAPS[1])
    assert first.count >= 70
    assert 40 <= second.count < first.count


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_counts_are_those_of_the_polygon(rules: DetectionRules) -> None:
    """What a candidate counts is what counting points in its polygon gives; shares are of all."""
    where = town()
    found = detect(where, rules)
    index = PolygonIndex([each.shape for each in found.candidates], crs=where.crs)
    counts = np.bincount(index.pairs(where.x, where.y)[0], minlength=len(found.candidates))
    assert [each.count for each in found.candidates] == counts.tolist()
    assert [each.share * len(where) for each in found.candidates] == pytest.approx(counts.tolist())
    assert all(each.shape.is_valid for each in found.candidates)


@pytest.mark.parametrize("method", ["gistar", "dbscan"])
def test_scattered_points_make_about_no_candidates(method: str) -> None:
    """Of 30 towns without a heap, few have a candidate at the level of 1 in 20."""
    rules = DetectionRules(method, cell=250 if method == "gistar" else None)
    towns = [points(*scattered(500, seed=seed)) for seed in range(30)]
    alarms = sum(bool(detect(town, rules).candidates) for town in towns)
    assert alarms <= 6  # 1.5 are meant; more than 6 would come 1 time in 2,000


def test_one_heap_among_a_million_scattered_points_is_the_one_candidate() -> None:
    """2,000 on one spot of 20 by 20 km with 25 to a hectare elsewhere; it is counted whole."""
    x, y = scattered(1_000_000, side=20_000)
    spot = heap(2_000, 7_050, 9_050, 20)
    found = detect(points(np.r_[x, spot[:, 0]], np.r_[y, spot[:, 1]]), DetectionRules(cell=100))
    (one,) = found.candidates
    assert one.shape.covers(shapely.Point(EAST + 7_050, NORTH + 9_050))
    assert one.count >= 2_000


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
@pytest.mark.parametrize("number", [0, 1, 40])
def test_no_points_one_point_and_all_on_one_spot_are_no_fault(
    rules: DetectionRules, number: int
) -> None:
    """Nothing to find is no candidates, or one around the spot."""
    found = detect(points([10.0] * number, [20.0] * number), rules)
    if number == 0:
        assert not found.candidates
        assert "No points: nothing to find." in found.notes
    assert len(found.candidates) <= 1
    assert all(each.count == number for each in found.candidates)


@pytest.mark.parametrize("up", [0.0, 0.4])
def test_points_on_one_line_or_spot_are_looked_at_with_the_ground_around_them(up: float) -> None:
    """Their box is no ground: it has no area that cells could cover."""
    where = points([10.0] * 40, [20.0] * 20 + [20.0 + up] * 20)
    found = detect(where, DetectionRules("gistar"))
    assert any("and 500 m around it, as they lie on one line or spot." in n for n in found.notes)
    assert found.ground is not None
    assert found.ground.area == pytest.approx(1_000 * (1_000 + up))
    (one,) = found.candidates
    assert one.count == 40


def test_what_is_outside_the_ground_is_left_out_and_said() -> None:
    """Points beyond the area that is looked at count nowhere."""
    ground = shapely.box(EAST, NORTH, EAST + 2_000, NORTH + 2_000)
    found = detect(town(), RULES["gistar"], ground=ground)
    held = town()
    outside = int((~shapely.intersects_xy(ground, held.x, held.y)).sum())
    assert f"Looked at: 4.0 km²; {outside} points lie outside." in found.notes
    assert all(each.shape.intersects(ground) for each in found.candidates)


def test_small_numbers_and_stacked_points_are_warned_of() -> None:
    """Few points, and points on few spots, as published ones are."""
    few = detect(points(*scattered(30)), RULES["gistar"])
    assert any(note.startswith("Few points: 30 points.") for note in few.notes)
    spots = np.repeat(heap(20, 800, 800, 400), 10, axis=0)
    stacked = detect(points(spots[:, 0], spots[:, 1]), RULES["gistar"])
    assert any(
        note.startswith("Stacked points: 200 points lie on 20 spots") for note in stacked.notes
    )


def test_cells_over_the_bandwidth_and_a_wide_bandwidth_are_warned_of() -> None:
    """Both are said, and the search is made."""
    coarse = detect(town(), DetectionRules("kde", cell=400, bandwidth=300))
    assert any("larger than the bandwidth" in note for note in coarse.notes)
    wide = detect(town(), DetectionRules("kde", cell=100))
    assert any("smooths away what is the size of a hotspot" in note for note in wide.notes)


def test_a_candidate_that_is_no_hotspot_says_why_and_stays() -> None:
    """Volume, size, spacing and whether an effect could show: named, never dropped."""
    both = np.vstack([heap(40, 1_000, 1_000, 30), heap(20, 1_350, 1_000, 30, seed=8)])
    x, y = scattered(100)
    found = detect(points([*x, *both[:, 0]], [*y, *both[:, 1]]), DetectionRules("dbscan", reach=80))
    # one month of 40: 480 a year
    larger, smaller = found.candidates
    assert [each.partition(":")[0] for each in larger.warnings] == ["volume", "spacing"]
    assert "over 150" in larger.warnings[0]
    assert "from C02, under 500 m" in larger.warnings[1]
    assert smaller.warnings[-1].startswith("spacing")


def test_too_few_to_ever_show_an_effect_is_said() -> None:
    """Six incidents over two years can show nothing."""
    months = np.r_[[202210] * 100, [202409] * 6]
    x, y = scattered(100)
    spot = heap(6, 2_000, 2_000, 10)
    where = points([*x, *spot[:, 0]], [*y, *spot[:, 1]], month=months)
    found = detect(where, DetectionRules("dbscan", reach=50, least=5))
    (one,) = found.candidates
    assert one.warnings[0] == "volume: 3 in 12 months at this rate, under 36"
    assert one.warnings[1] == "effect: no fall could ever be told from chance here"


def test_one_spot_is_called_one_spot() -> None:
    """Where nine in ten lie on it."""
    x, y = scattered(60)
    found = detect(points([*x, *[2_000.0] * 50], [*y, *[2_000.0] * 50]), RULES["dbscan"])
    assert any(
        each == "one spot: 50 of 50 points lie on it" for each in found.candidates[0].warnings
    )


def test_hours_asked_for_are_local_and_go_over_midnight() -> None:
    """22:30 UTC in July is 23:30 in London; 04:00 isn't between 22:00 and 03:00."""
    night = datetime(2024, 7, 5, 22, 30, tzinfo=UTC).timestamp()
    early = datetime(2024, 7, 6, 3, 0, tzinfo=UTC).timestamp()
    x, y = scattered(90)
    where = points(x, y, at=[night] * 40 + [early] * 30 + [np.nan] * 20, month=202407)
    rules = DetectionRules("dbscan", hours=HoursOfDay.parse("22:00-03:00"))
    found = detect(where, rules)
    said = "40 of 70 points with a time lie in 22:00-03:00; 20 without a time were left out."
    assert said in found.notes
    assert "points=40" in found.settings
    assert "during=22:00-03:00" in found.settings


@pytest.mark.parametrize(
    ("hours", "days", "kept"),
    [
        (None, "fri", 40),  # 2024-07-05 was a Friday, and 23:30 is still of it
        (None, "Saturday, sun", 30),
        ("22:00-05:00", "FRI", 70),
        ("22:00-05:00", "sat", 0),
        ("04:00-05:00", "sat", 30),
    ],
)
def test_days_asked_for_are_local_and_a_night_is_of_the_day_it_began_on(
    hours: str | None, days: str, kept: int
) -> None:
    """40 at 23:30 on a Friday and 30 at 04:00 the Saturday after are one Friday night."""
    night = datetime(2024, 7, 5, 22, 30, tzinfo=UTC).timestamp()
    early = datetime(2024, 7, 6, 3, 0, tzinfo=UTC).timestamp()
    where = points(*scattered(90), at=[night] * 40 + [early] * 30 + [np.nan] * 20, month=202407)
    asked = DetectionRules(
        "dbscan",
        hours=HoursOfDay.parse(hours) if hours else None,
        days=DaysOfWeek.parse(days),
    )
    found = detect(where, asked)
    lie = f"{kept} of 70 points with a time lie in "
    assert any(note.startswith(lie) for note in found.notes)
    assert f"points={kept}" in found.settings
    assert f"days={asked.days}" in found.settings


def test_the_week_of_a_candidate_adds_up_to_its_timed_points() -> None:
    """Points without a time are in no hour; where none has one there is no table."""
    friday = datetime(2024, 7, 5, 22, 30, tzinfo=UTC).timestamp()
    heaped = heap(40, 1_000, 1_000, 20)
    at = [friday] * 25 + [np.nan] * 15
    found = detect(points(heaped[:, 0], heaped[:, 1], at=at), DetectionRules("dbscan", least=5))
    week = found.candidates[0].encode()["weekday_hours"]
    assert week[4][23] == sum(map(sum, week)) == 25
    assert [len(day) for day in week] == [24] * 7
    untimed = detect(points(heaped[:, 0], heaped[:, 1]), DetectionRules("dbscan", least=5))
    assert untimed.candidates[0].encode()["weekday_hours"] is None


def test_the_busiest_hours_and_day_are_named_where_twenty_have_a_time() -> None:
    """A Friday's 21:00 to 24:00, with its share."""
    friday = datetime(2024, 9, 6, 20, 15, tzinfo=UTC).timestamp()  # 21:15 in London
    spot = heap(40, 2_000, 2_000, 20)
    x, y = scattered(60)
    times = [np.nan] * 60 + [friday] * 30 + [friday + 12 * 3600] * 10
    where = points([*x, *spot[:, 0]], [*y, *spot[:, 1]], at=times)
    one = detect(where, RULES["dbscan"]).candidates[0]
    assert one.hours == "19:00-22:00, 75%"
    assert one.days == "Fri, 75%"


def test_hours_without_any_time_are_refused() -> None:
    """One sentence that says what to leave out."""
    rules = DetectionRules(hours=HoursOfDay.parse("22:00-03:00"))
    with pytest.raises(BadValue, match=r"No point has a time of day.*leave out --during"):
        detect(town(), rules)


def test_present_hotspots_are_named_and_counted() -> None:
    """Which of them a candidate overlaps, which overlap none, and how many candidates are new."""
    present = {
        "HS-01": shapely.box(EAST + 900, NORTH + 900, EAST + 1_100, NORTH + 1_100),
        "HS-02": shapely.box(EAST + 4_900, NORTH, EAST + 5_000, NORTH + 100),
    }
    found = detect(town(), RULES["gistar"], present=present)
    assert found.candidates[0].hotspots == ("HS-01",)
    new = len(found.candidates) - 1
    assert any(
        note.startswith("1 of 2 present hotspots overlap a candidate; HS-02 overlaps none.")
        for note in found.notes
    )
    assert new >= 1


def test_the_same_points_turned_about_give_the_same_candidates() -> None:
    """The order of rows in a file decides nothing."""
    where = town()
    order = np.random.default_rng(0).permutation(len(where))
    turned = points(where.x[order] - EAST, where.y[order] - NORTH)
    for rules in RULES.values():
        one, other = detect(where, rules), detect(turned, rules)
        assert [each.encode() for each in one.candidates] == [
            each.encode() for each in other.candidates
        ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"method": "gi"}, "There is no method 'gi'"),
        ({"cell": 0.5}, "A cell is 1 to 100,000 m, not 0.5"),
        ({"reach": -3.0}, "A reach is 1 to 100,000 m"),
        ({"least": 1}, "at least 2 points"),
        ({"level": 5.0}, "A level is between 0 and 1"),
        ({"area_share": 0.0}, "A share of the ground is over 0"),
    ],
)
def test_settings_that_make_no_sense_are_one_sentence(given: dict[str, object], said: str) -> None:
    """Refused before any work."""
    with pytest.raises(BadValue, match=said):
        DetectionRules(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["22-3-4", "night", "22:00-22:00", "25:00-03:00"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    """With how to write them."""
    with pytest.raises(BadValue, match=r"22:00-03:00|two different hours"):
        HoursOfDay.parse(text)


def test_cells_too_small_for_the_ground_are_refused() -> None:
    """Before memory is asked for."""
    with pytest.raises(BadValue, match="Take larger cells with --cell"):
        detect(town(), DetectionRules(cell=1.0))
