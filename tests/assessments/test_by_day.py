"""A crossover judged by day: hand-worked pairs, and a town where patrolled days are quieter."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from itertools import product
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from casebook.assessments.assess import assess
from casebook.assessments.by_day import Pairs
from casebook.book.opening import Book
from casebook.incidents.import_files import import_incidents
from casebook.profiles import intake
from casebook.profiles.crossovers.crossover import TrialDay, drawn_days
from casebook.profiles.crossovers.sealing import draw_crossover, end_crossover
from casebook.profiles.designs import set_design
from casebook.profiles.profile import Profile
from geo.crs import BNG, WGS84, transform
from tests import lomea
from tests.books import on as at_noon

REF = "PMP-1"
FIRST, LAST = date(2024, 9, 2), date(2024, 11, 24)


def test_pairs_by_hand() -> None:
    """Differences -2, 0, 1: -1 with a standard error of √5."""
    found = Pairs.of([(1, 3), (0, 0), (2, 1)])
    assert (found.pairs, found.on, found.off, found.difference) == (3, 3, 4, -1)
    assert found.se == pytest.approx(sqrt(5))
    assert found.says == (
        "Too few to tell, over 3 pairs of days: 3 on days drawn on, 4 on days drawn off."
    )
    assert Pairs.of([]).p is None


def test_coins_alone_cross_the_interval_one_time_in_twenty() -> None:
    """Over all 2^12 ways twelve coins fall, however unlike the pairs are."""
    gaps = [1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 8, 9]
    flagged = 0
    for signs in product((1, -1), repeat=len(gaps)):
        moved = [s * gap for s, gap in zip(signs, gaps, strict=True)]
        found = Pairs.of([(max(each, 0), max(-each, 0)) for each in moved])
        assert found.p is not None
        flagged += found.p < 0.05
    assert 0.03 < flagged / 2 ** len(gaps) < 0.06


def on(book: Book, day: str) -> Book:
    """The casebook on another day."""
    at = datetime.fromisoformat(f"{day}T12:00+00:00")
    return dataclasses.replace(book, clock=lambda: at)


def force_file(folder: Path, days: tuple[TrialDay, ...]) -> Path:
    """Burglaries with a time: three on a day off, one on a day on."""
    x, y = transform(np.array([lomea.IN_ONE[0]]), np.array([lomea.IN_ONE[1]]), WGS84, BNG)
    lines = ["Reference,Crime type,Offence,Committed from,Easting,Northing,Location,Outcome"]
    begin = date(2023, 8, 1)
    quiet = {each.day: each.on for each in days}
    for n in range((date(2024, 11, 30) - begin).days + 1):
        day = begin + timedelta(days=n)
        for hour in range(1 if quiet.get(day, False) else 3):
            at = f"{day} {20 + hour:02d}:15"
            lines.append(f"R{day}{hour},Burglary,,{at},{x[0]:.0f},{y[0]:.0f},Quay Street,")
    path = folder / "force.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Twelve weeks of days drawn on 1 September; on is one burglary, off is three.

    The design comes first, for it says what is counted; then the days, then what happened.
    """
    lomea.add_hotspots(book, tmp_path)
    new = Profile(REF, "Burglaries")
    intake.new_profile(at_noon(book, date(2024, 8, 1)), new, hotspots=["HS-01"])
    then = on(book, "2024-09-01")
    design = {"code": "crime", "before_from": "2023-09", "before_to": "2023-11"}
    set_design(then, REF, design | {"after_from": "2024-09", "after_to": "2024-11"})
    drawn = draw_crossover(then, REF, FIRST, LAST, "4711")
    import_incidents(book, [force_file(tmp_path, drawn_days(drawn.crossover))])
    return book


def test_each_day_on_is_set_against_its_own_weekday_off(town: Book) -> None:
    """42 pairs: 42 on, 126 off, 84 fewer with a standard error of √(42 × 4)."""
    found = assess(town, REF).by_day
    assert found is not None
    assert (found.found.pairs, found.found.on, found.found.off) == (42, 42, 126)
    assert found.found.se == pytest.approx(sqrt(42 * 4))
    assert found.intact
    assert found.says[0] == (
        "Crossover: On days drawn on 42, on the same weekdays drawn off 126: 84 fewer than "
        "expected (between 109 and 59 fewer), over 42 pairs of days."
    )
    encoded = assess(town, REF).encode()["by_day"]
    assert (encoded["difference"], encoded["until"]) == (-84, "2024-11-24")


def test_ended_early_only_the_days_before_count(town: Book) -> None:
    """Ended on 30 September: two whole fortnights, 14 pairs, and the reason is said."""
    end_crossover(on(town, "2024-09-30"), REF, "Officers moved")
    whole = assess(town, REF)
    assert whole.by_day is not None
    assert (whole.by_day.found.pairs, whole.by_day.until) == (14, date(2024, 9, 29))
    assert "The crossover was ended early: Officers moved" in whole.cautions


def test_patrol_time_on_days_off_is_said(town: Book, tmp_path: Path) -> None:
    """The same hour every day: what was drawn wasn't done."""
    rows = [
        f"LN1,HS-01,{day} 20:00,{day} 21:00,PC:1,foot,core,sheet"
        for day in (FIRST + timedelta(days=n) for n in range(84))
    ]
    lomea.add_patrols(town, tmp_path, "sheets.csv", *rows)
    found = assess(town, REF)
    assert found.by_day is not None
    assert (found.by_day.hours_on, found.by_day.hours_off) == (42.0, 42.0)
    assert any("Days drawn off had more than half the patrol time" in one for one in found.cautions)
