"""Patrol plans by the command line: shown, set, ended by the next, refused in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import lomea
from tests.books import stored_as_typed
from tests.cli.conftest import Casebook

SET = (
    "hotspot", "plan", "HS-01", "--from", "2024-06-01", "--days", "mon;wed;fri",
    "--hours", "18:00-23:00", "--visits", "2", "--minutes", "15", "--staff", "2",
    "--mode", "foot", "--briefing", "Walk the quay", "--renew", "30 Nov 2024",
)  # fmt: skip


@pytest.fixture
def town(made: Casebook, tmp_path: Path) -> Casebook:
    """A casebook of one hotspot, whose day is fixed."""
    text = {"type": "FeatureCollection", "features": [lomea.square(1.50, "HS-01", "asb")]}
    (tmp_path / "hotspots.geojson").write_text(json.dumps(text))
    assert made("import", "hotspots", "hotspots.geojson").code == 0
    assert made("setting", "set", "today", "2024-12-18").code == 0
    return made


def test_a_plan_is_set_and_shown(town: Casebook) -> None:
    """Three days, two visits of 15 minutes by two: 3.0 officer-hours a week; renewal overdue."""
    ran = town(*SET)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "HS-01 from 1 Jun 2024: 3.0 officer-hours a week planned.\n"
    (row,) = town("hotspot", "plan", "HS-01", "--format", "json").json
    assert row == {
        "place": "HS-01",
        "valid_from": "2024-06-01",
        "days": ["mon", "wed", "fri"],
        "hours": "18:00-23:00",
        "visits": 2,
        "minutes": 15,
        "staff": 2,
        "mode": "foot",
        "briefing": "Walk the quay",
        "renew": "2024-11-30",
        "to": None,
        "officer_hours_a_week": 3.0,
        "in_force": True,
        "overdue": True,
        "version": 1,
    }
    said = town("hotspot", "plan", "HS-01").out
    assert said.startswith("OFFICIAL-SENSITIVE\n")
    assert said.endswith("\nOFFICIAL-SENSITIVE\n")
    assert "in force, renewal overdue" in said
    assert "30 Nov 2024" in said
    assert "Briefing: Walk the quay" in said


def test_the_next_plan_ends_the_one_before_and_says_what_it_kept(town: Casebook) -> None:
    """What isn't given stays, but the renewal date; the same day edits."""
    town(*SET)
    ran = town("hotspot", "plan", "HS-01", "--from", "2024-09-01", "--visits", "4")
    assert ran.err == (
        "HS-01 from 1 Sep 2024: 6.0 officer-hours a week planned. The plan before it ends on "
        "31 Aug 2024; kept from it: days, between, minutes a visit, officers a visit, mode, "
        "briefing.\n"
    )
    assert town("hotspot", "plan", "HS-01", "--from", "2024-09-01", "--staff", "1").code == 0
    old, new = town("hotspot", "plan", "HS-01", "--format", "json").json
    assert (old["to"], old["in_force"], old["overdue"]) == ("2024-08-31", False, False)
    assert (new["visits"], new["staff"], new["renew"]) == (4, 1, None)
    rows = town("hotspot", "plan", "HS-01").out.splitlines()
    assert [line.split()[-1] for line in rows if " 2024 " in line] == ["ended", "force"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("HS-01", "--visits", "2"), "Say from which day the plan is to hold: --from"),
        (("HS-01", "--from", "2024-06-01"), "Nothing to set from 2024-06-01: give a field"),
        (("HS-01", "--from", "soon", "--visits", "2"), "From takes a day such as 18/12, 18 Dec"),
        (("HS-01", "--from", "2024-06-01", "--days", "moonday"), "Days has no code 'moonday'"),
        (("HS-01", "--from", "2024-06-01", "--visits", "two"), "takes a whole number, not 'two'"),
        (("HS-01", "--from", "2024-06-01", "--hours", "18-23"), "'18-23' are no hours"),
        (("HS-9",), "There is no hotspot 'HS-9'"),
    ],
)
def test_what_cannot_be_planned_is_one_sentence(
    town: Casebook, arguments: tuple[str, ...], sentence: str
) -> None:
    """Exit 1, one line, nothing kept."""
    ran = town("hotspot", "plan", *arguments)
    assert ran.code == 1
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
    assert town("hotspot", "plan", "HS-01", "--format", "json").json == []


def test_a_briefing_cannot_move_the_cursor(town: Casebook) -> None:
    """The table prints control characters that were stored as spaces."""
    with stored_as_typed():
        town("hotspot", "plan", "HS-01", "--from", "2024-06-01", "--briefing", "a\x1b[2Jb [/red]")
    assert "\x1b" not in town("hotspot", "plan", "HS-01").out
    (row,) = town("hotspot", "plan", "HS-01", "--format", "json").json
    assert row["briefing"] == "a\x1b[2Jb [/red]"


def test_figures_say_that_planned_hours_are_the_plans(town: Casebook) -> None:
    """13 days of September at an hour each, and the note beside them."""
    town(*SET)
    ran = town("figures", "--from", "2024-09", "--format", "json")
    assert ran.json[0]["planned_officer_hours"] == 13.0
    table = town("figures", "--from", "2024-09")
    said = "Planned hours come from the patrol plan where no rota is loaded."
    assert said in table.out + table.err
