"""Days on and off drawn once from a stated seed, sealed, and shown as they come."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.crossovers.crossover import (
    Crossover,
    TrialDay,
    digest_of,
    drawn_days,
    drawn_pairs,
)
from casebook.profiles.crossovers.sealing import draw_crossover, end_crossover, read_crossover
from casebook.profiles.designs import set_design
from casebook.profiles.profile import Profile
from tests import lomea

REF = "PMP-1"
FIRST, LAST = date(2025, 1, 6), date(2025, 3, 30)


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """A profile on two hotspots with a declared design; today is 18 December 2024."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    intake.new_profile(book, Profile(REF, "Fights"), hotspots=["HS-01", "HS-02"])
    design = {"code": "crime", "before_from": "2024-01", "before_to": "2024-03"}
    set_design(book, REF, design | {"after_from": "2025-01", "after_to": "2025-03"})
    return book


def on(book: Book, day: str) -> Book:
    """The casebook on another day."""
    at = datetime.fromisoformat(f"{day}T12:00+00:00")
    return dataclasses.replace(book, clock=lambda: at)


def test_the_digest_is_the_lists_own() -> None:
    """As sha256sum gives it for the line "2025-01-06 HS-01 on"."""
    days = (TrialDay(date(2025, 1, 6), "HS-01", True),)
    assert digest_of(days).startswith("dec1275b0e95")
    other = (TrialDay(date(2025, 1, 6), "HS-01", False),)
    assert digest_of(days) != digest_of(other)


@given(
    st.text(min_size=1, max_size=12),
    st.integers(14, 100),
    st.lists(st.sampled_from(["HS-01", "HS-02", "HS-03"]), min_size=1, unique=True),
)
def test_each_weekday_is_on_once_in_every_fortnight(seed: str, long: int, refs: list[str]) -> None:
    """At each hotspot; a second draw from the same seed gives the same list."""
    drawn = Crossover(
        profile=REF, hotspots=tuple(refs), seed=seed, first_day=FIRST,
        last_day=FIRST + timedelta(days=long - 1),
    )  # fmt: skip
    days = drawn_days(drawn)
    assert days == drawn_days(dataclasses.replace(drawn))
    assert len(days) == long * len(refs)
    assert len({(each.day, each.hotspot) for each in days}) == len(days)
    whole = FIRST + timedelta(days=long - long % 14)
    counted = Counter((e.hotspot, e.day.weekday(), e.on) for e in days if e.day < whole)
    assert set(counted.values()) <= {long // 14}
    for pair in drawn_pairs(drawn):
        if len(pair) == 2:
            assert pair[1].day - pair[0].day == timedelta(days=7)
            assert pair[0].on != pair[1].on


def test_seeds_give_other_lists_and_coins_are_even() -> None:
    """Over 400 seeds the first day is on about half the time."""
    drawn = [
        drawn_days(
            Crossover(profile=REF, hotspots=("HS-01",), seed=str(n), first_day=FIRST, last_day=LAST)
        )
        for n in range(400)
    ]
    assert len(set(drawn)) == 400
    assert 160 <= sum(days[0].on for days in drawn) <= 240


def test_the_digest_is_in_the_history_at_once(town: Book) -> None:
    """Sealed before the first day, by who drew it."""
    found = draw_crossover(town, REF, FIRST, LAST, "4711")
    entries = profiles.history_of(town, REF)
    changes = [entry.change for entry in entries if entry.kind == "crossover"]
    assert len(changes) == 1
    assert found.crossover.digest in json.dumps(changes[0], default=str)
    assert found.crossover.digest == digest_of(drawn_days(found.crossover))


def test_days_are_shown_as_they_come(town: Book) -> None:
    """None today; a week in, the days up to tomorrow; never one beyond."""
    drawn = draw_crossover(town, REF, FIRST, LAST, "4711")
    assert drawn.days == ()
    found = read_crossover(on(town, "2025-01-12"), REF)
    assert found is not None
    assert {each.day for each in found.days} == {FIRST + timedelta(days=n) for n in range(8)}
    assert found.encode()["days"][-1]["day"] == "2025-01-13"
    after = read_crossover(on(town, "2026-01-01"), REF)
    assert after is not None
    assert after.days == drawn_days(drawn.crossover)


def test_it_cannot_be_drawn_again_only_ended_with_a_reason(town: Book) -> None:
    """Nor after it was ended; days up to the day before count."""
    draw_crossover(town, REF, FIRST, LAST, "4711")
    with pytest.raises(BadValue, match="were drawn on 18 Dec 2024 and can't be drawn again"):
        draw_crossover(town, REF, FIRST, LAST, "4712")
    with pytest.raises(BadValue, match="Say why the crossover is ended"):
        end_crossover(town, REF, " ")
    ended = end_crossover(on(town, "2025-02-01"), REF, "Officers moved to another town")
    assert ended.crossover.runs_to == date(2025, 1, 31)
    with pytest.raises(BadValue, match="It was ended on 1 Feb 2025 already: Officers moved"):
        end_crossover(town, REF, "again")
    with pytest.raises(BadValue, match="can't be drawn again"):
        draw_crossover(town, REF, FIRST, LAST, "4712")


@pytest.mark.parametrize(
    ("first", "last", "seed", "sentence"),
    [
        (date(2024, 12, 18), LAST, "1", "The first day must be after today, 18 Dec 2024"),
        (FIRST, date(2025, 1, 18), "1", "at least a fortnight and at most two years"),
        (FIRST, date(2028, 1, 1), "1", "at least a fortnight and at most two years"),
        (FIRST, date(2024, 12, 1), "1", "at least a fortnight"),
        (FIRST, LAST, "  ", "State a seed"),
    ],
)
def test_what_cannot_be_drawn(
    town: Book, first: date, last: date, seed: str, sentence: str
) -> None:
    """One sentence, and nothing is sealed."""
    with pytest.raises(BadValue, match=sentence):
        draw_crossover(town, REF, first, last, seed)
    assert read_crossover(town, REF) is None


def test_without_a_design_nothing_says_what_would_be_counted(town: Book) -> None:
    """It is declared first."""
    intake.new_profile(town, Profile("PMP-2", "Noise"), hotspots=["HS-01"])
    with pytest.raises(BadValue, match="Declare what is counted first"):
        draw_crossover(town, "PMP-2", FIRST, LAST, "1")
    with pytest.raises(BadValue, match="PMP-2 has no crossover to end"):
        end_crossover(town, "PMP-2", "x")
