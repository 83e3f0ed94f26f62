"""How screens say hours, changes, reviews and dates: missing is a dash, never a zero."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casebook.agenda.today.behind import latest_month
from casebook.core.english import counted
from casebook.core.fields import fields_of, parse
from casebook.core.months import Month, Window
from casebook.core.wording import number, said
from casebook.figures.figure import Figure, ThemeVerdict
from casebook.figures.progress import Progress
from casebook.profiles.profile import Action, Profile
from casebook.profiles.stages import BODIES, Objective
from tests.tui.desk import reopen
from tui.parts.words import change, clock, hours, month_change, review, stage_or_status, typed
from tui.profiles.figures_view import in_lines, in_table, objective_line, own_change

NOV = Month(2024, 11)
FIGURE = Figure(
    Window(NOV, NOV),
    count_group="asb",
    count=23,
    count_previous=29,
    poisson_z=-1.5,
    verdict="as expected",
    says="ASB: 23 against 30.8 expected: as expected (p 0.24).",
    officer_hours=41.5,
    planned_officer_hours=60.0,
    planned_covered_officer_hours=60.0,
    covered_to=date(2024, 11, 30),
)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "41.5 of 60.0 h"),
        ({"planned_covered_officer_hours": 30.0}, "41.5 of 30.0 h"),
        ({"officer_hours": None, "planned_covered_officer_hours": None}, "– of 60.0 h"),
        ({"officer_hours": 0.0}, "0.0 of 60.0 h"),
        ({"planned_officer_hours": None, "planned_covered_officer_hours": None}, "41.5 h"),
        (
            {
                "officer_hours": None,
                "planned_officer_hours": None,
                "planned_covered_officer_hours": None,
            },
            "–",
        ),
    ],
)
def test_hours_are_delivered_of_planned(changes: dict[str, float | None], words: str) -> None:
    """Delivery is set against the plan for covered days; what is missing is a dash."""
    assert hours(dataclasses.replace(FIGURE, **changes)) == words  # type: ignore[arg-type]


def test_no_figure_is_a_dash() -> None:
    """A profile without a live hotspot has no hours."""
    assert hours(None) == "–"


def test_a_part_covered_month_says_to_which_day() -> None:
    """Hours known to the 17th are set against the plan to the 17th, and say so."""
    part = dataclasses.replace(FIGURE, covered_to=date(2024, 11, 17))
    assert "41.5 of 60.0 h planned to 17 Nov 2024" in in_lines(part, NOV).plain


def test_hours_nobody_speaks_for_say_why() -> None:
    """A month that no claim, sheet or GPS covers isn't a month without patrols."""
    unknown = dataclasses.replace(
        FIGURE, officer_hours=None, planned_covered_officer_hours=None, covered_to=None
    )
    text = in_lines(unknown, NOV).plain
    assert "Officer-hours – (no claim, sheet or GPS covers this month); 60.0 h planned" in text


def test_a_change_shows_both_months() -> None:
    """From and to; a side that isn't loaded is a dash, and zero is zero."""
    assert change(29, 23) == "29 → 23"
    assert change(None, 23) == "– → 23"
    assert change(0, 0) == "0 → 0"
    assert change(None, None) == "–"
    assert change(1200, 3, wide=False) == "1,200→3"


@pytest.mark.parametrize(
    ("verdict", "mark"),
    [
        ("more", " ▲"),
        ("fewer", " ▼"),
        ("higher", " △"),
        ("lower", " ▽"),
        ("as expected", ""),
        ("too few to tell", ""),
        ("", ""),
    ],
)
def test_only_what_stands_out_is_marked(verdict: str, mark: str) -> None:
    """The figures say what is unusual, full, or worth a look, hollow; the screen only shows it."""
    figure = dataclasses.replace(FIGURE, verdict=verdict)
    assert own_change(figure).plain == f"ASB 29 → 23{mark}"


def test_crime_and_asb_are_never_added() -> None:
    """The panel has a line for each, with the month before and the year before."""
    figure = dataclasses.replace(
        FIGURE, crimes=12, crimes_previous=14, crimes_last_year=None, asb=23, asb_previous=29
    )
    lines = in_table(figure, NOV).plain.splitlines()
    assert lines[1].split() == ["Crimes", "12", "14", "–"]
    assert lines[2].split() == ["ASB", "23", "29", "–"]
    assert "35" not in in_table(figure, NOV).plain


def test_the_run_since_the_response_and_the_other_theme_stand_beside_the_month() -> None:
    """One month can't show a steady fall, and a place with two themes has both verdicts."""
    since = "ASB since the response began on 3 Jun 2024, 5 whole months (Jul to Nov 2024): fewer."
    other = ThemeVerdict("serious-violence", says="Serious violence: 1 against 0.8 expected.")
    figure = dataclasses.replace(FIGURE, since_says=since, other_verdicts=(other,))
    said_ = in_table(figure, NOV).plain
    assert said_.index(FIGURE.says) < said_.index(since) < said_.index(other.says)


def test_months_in_headings() -> None:
    """Within a year the year is said once; over the new year twice."""
    assert month_change(NOV) == "Oct → Nov 2024"
    assert month_change(Month(2025, 1)) == "Dec 2024 → Jan 2025"
    assert month_change(NOV, wide=False) == "Oct→Nov 24"


def test_reviews() -> None:
    """Overdue says so in words; a closed profile owes none."""
    profile = Profile("P", "t", next_review=date(2024, 12, 17))
    assert review(profile, date(2024, 12, 18)) == "! overdue"
    assert review(profile, date(2024, 12, 17)) == "17 Dec 2024"
    closed = dataclasses.replace(profile, status="closed")
    assert review(closed, date(2024, 12, 18)) == "–"
    assert (stage_or_status(profile), stage_or_status(closed)) == ("objective", "closed")


def test_moments_are_local() -> None:
    """A UTC moment in July is an hour later on the wall in London."""
    london = ZoneInfo("Europe/London")
    moment = datetime(2024, 7, 1, 13, 5, tzinfo=UTC).isoformat()
    assert clock(moment, london, date(2024, 7, 1)) == "14:05"
    assert clock(moment, london, date(2024, 7, 2)) == "1 Jul 2024 14:05"


def test_numbers_and_counts_of_things() -> None:
    """Thousands are parted, whole numbers have no point, one is one."""
    assert [number(v) for v in (None, 0, 1250.0, 0.125)] == ["–", "0", "1,250", "0.125"]
    assert [counted(n, "action") for n in (0, 1, 2)] == ["0 actions", "1 action", "2 actions"]


@pytest.mark.parametrize("kind", [*BODIES.values(), Action, Profile])
def test_what_a_form_shows_can_be_typed_back(kind: type) -> None:
    """Every plain field's value survives being shown and read again."""
    samples = {date: date(2024, 10, 7), Month: NOV, float: 1250.5, int: 12, str: "x; [b]", bool: 1}
    for spec in fields_of(kind).values():
        if spec.many or spec.codes or spec.type not in samples:
            continue
        value = spec.type(samples[spec.type]) if spec.type is bool else samples[spec.type]
        assert parse(spec, typed(spec, value)) == value


def test_values_are_read_with_labels_and_units() -> None:
    """Codes by their label, money with a pound sign, months and dates as people read them."""
    action, objective = fields_of(Action), fields_of(Objective)
    assert said(action["tactic"], "hotspot patrol") == "Hotspot patrol"
    assert said(action["tactic"], "a force's own") == "a force's own"
    assert said(action["cost"], 1450.0) == "£1,450"
    assert said(objective["baseline_from"], NOV) == "Nov 2024"
    assert said(objective["deadline"], date(2025, 3, 31)) == "31 Mar 2025"
    assert said(objective["baseline_value"], 372.0) == "372 incidents"
    assert said(objective["baseline_value"], 1.0) == "1 incident"
    assert said(objective["aim"], "  ") == ""


def test_the_month_shown_is_the_last_one_loaded(casebook: Path) -> None:
    """A year and a half after the last incident, November 2024 is still the month shown."""
    book = reopen(casebook)
    later = dataclasses.replace(book.settings, today=date(2026, 7, 9))
    table = latest_month(dataclasses.replace(book, settings=later))
    assert table.window == Window(NOV, NOV)
    assert latest_month(book).window == Window(NOV, NOV)


def test_a_casebook_without_incidents_shows_the_last_whole_month(tmp_path: Path) -> None:
    """Where nothing is loaded the month is the one before today."""
    from casebook.core.settings import Settings
    from casebook.upkeep.setup import make_casebook

    kept = Settings(today=date(2025, 1, 5))
    book = make_casebook(str(tmp_path / "new.db"), "admin", kept)
    assert latest_month(book).window == Window(Month(2024, 12), Month(2024, 12))
    book.store.close()


def test_how_visits_lay_stands_under_the_hours() -> None:
    """With how sure GPS is of them."""
    figure = dataclasses.replace(
        FIGURE, officer_hours=9.0, visits=4, visits_says="3 of 4 visits lasted 10 minutes or more."
    )
    assert "3 of 4 visits lasted 10 minutes or more." in in_table(figure, NOV).plain


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "Objective, ASB: on course: 95 in 12 months, 120 → 90 by 13 May 2025"),
        (
            {"standing": "off course", "now": 130},
            "! Objective, ASB: off course: 130 in 12 months, 120 → 90 by 13 May 2025",
        ),
        (
            {"now": None, "standing": "unknown", "measure": "bikes@3", "title": "Stolen bikes"},
            "Objective, Stolen bikes: unknown: – in 12 months, 120 → 90 by 13 May 2025",
        ),
    ],
)
def test_beside_80_columns_the_objective_says_first_how_it_stands(
    changes: dict[str, Any], says: str
) -> None:
    """Its full sentence would be cut before it comes to where the measure stands."""
    year = Window.parse("2023-12..2024-11")
    progress = Progress(
        "asb@2024.2", "ASB", 120, year, 95, year, 90, date(2025, 5, 13), 100, "on course", "Long."
    )
    said = objective_line(dataclasses.replace(progress, **changes), short=True)
    assert said is not None
    assert said.plain == says
    assert said.cell_length <= 78
