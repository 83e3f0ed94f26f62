"""Search from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Casebook


@pytest.fixture
def noted(made: Casebook) -> str:
    """A profile with an action and two notes that hold a word."""
    ref: str = made("profile", "new", "--title", "Fights").out.strip()
    made("action", "add", ref, "--title", "Dispersal at the pier", "--tactic", "dispersal")
    made("note", "add", ref, "=1+1 dispersal [/red] <b>\x1b[2J")
    made("note", "add", ref, "More on dispersal")
    return ref


def test_what_is_found_is_a_row_per_profile(made: Casebook, noted: str) -> None:
    """JSON says where and shows the words around."""
    (row,) = made("search", "dispersal", "--format", "json").json
    found = row.pop("found")
    assert row == {"ref": noted, "title": "Fights", "status": "open", "stage": "objective"}
    assert {(hit["kind"], hit["ref"]) for hit in found} == {
        ("action", f"{noted} action 1"), ("note", f"{noted} note 1"), ("note", f"{noted} note 2")
    }  # fmt: skip
    (hit,) = (hit for hit in found if hit["ref"] == f"{noted} note 1")
    assert hit["excerpt"].startswith("=1+1 dispersal [/red")


def test_a_table_and_a_csv_are_harmless(made: Casebook, noted: str) -> None:
    """Nothing moves the cursor; each hit names its record; a filter alone lists."""
    table = made("search", "dispersal").out
    assert "\x1b" not in table
    assert "action 1: Dispersal at the pier" in table
    assert "note 2: More on dispersal" in table
    rows = made("search", "--tactic", "dispersal", "--format", "csv").out.splitlines()
    assert rows == ["ref,title,status,stage,found", f"{noted},Fights,open,objective,"]


def test_many_hits_are_counted_in_a_table(made: Casebook, noted: str) -> None:
    """Three are shown; JSON has them all."""
    for number in range(3):
        made("note", "add", noted, f"dispersal {number}")
    assert "and 3 more" in made("search", "dispersal").out
    assert len(made("search", "dispersal", "--format", "json").json[0]["found"]) == 6


def test_several_words_need_no_quotes(made: Casebook, noted: str) -> None:
    """They must stand in one record."""
    assert made("search", "pier", "dispersal", "--format", "json").json[0]["ref"] == noted
    ran = made("search", "pier", "zebra")
    assert (ran.code, ran.err) == (0, "Nothing to show.\n")


def test_nothing_to_look_for_is_one_sentence(made: Casebook) -> None:
    """And exit 1; so is a filter that names nothing."""
    for arguments in ((), ("",), ("😀",), ("--stage", "zebra", "x")):
        ran = made("search", *arguments)
        assert ran.code == 1
        assert ran.err.count("\n") == 1


def test_what_worked(made: Casebook) -> None:
    """Closed and judged to have worked; effect and interval are null until computed."""
    whole = {
        "profile": {"ref": "PMP-X", "title": "Fights", "model": "SARA"},
        "stages": {"assess": {"impact": "effective", "lessons": "Start early"}},
        "actions": [{"title": "Order", "tactic": "dispersal"}],
    }
    Path("x.json").write_text(json.dumps(whole), encoding="utf-8")
    assert made("profile", "new", "x.json").code == 0
    assert made("search", "dispersal", "--worked", "--format", "json").json == []
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect("casebook.db")) as other:
        other.execute("UPDATE profile SET status = 'closed'")
        other.commit()
    assert made("search", "dispersal", "--worked", "--format", "json").json == [
        {
            "ref": "PMP-X", "title": "Fights", "hotspots": [], "tactics": ["dispersal"],
            "verdict": "effective", "lessons": "Start early", "effect": None, "interval": None,
        }
    ]  # fmt: skip
    assert "Start early" in made("search", "dispersal", "--worked").out
