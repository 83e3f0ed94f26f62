"""The monthly review from the command line, JSON in and out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Casebook

REF, MONTH = "PMP-2024-001", "2024-09"
PEOPLE = {"sgt": "sergeant", "insp": "inspector", "rev": "reviewer", "rev2": "reviewer"}


@pytest.fixture
def team(made: Casebook) -> Casebook:
    """A casebook on 18 October 2024 with people, a hotspot, its counts and a profile."""
    for login, role in PEOPLE.items():
        made("user", "add", login, "--role", role, "--force-wide")
    ring = [[1.50, 51.25], [1.51, 51.25], [1.51, 51.26], [1.50, 51.26], [1.50, 51.25]]
    feature = {
        "type": "Feature",
        "properties": {"ref": "HS-01", "themes": "asb"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    Path("hotspots.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]})
    )
    assert made("import", "hotspots", "hotspots.geojson").code == 0
    assert _load(made, "street.csv", 7).code == 0
    assert made("setting", "set", "today", "2024-03-01").code == 0
    ran = made(
        "profile", "new", "--ref", REF, "--title", "Noise", "--owner", "sgt", "--hotspot", "HS-01"
    )
    assert ran.code == 0, ran.err
    assert made("setting", "set", "today", "2024-10-18").code == 0
    return made


def _load(casebook: Casebook, name: str, calls: int) -> Any:
    head = (
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
        "Crime type,Last outcome category,Context"
    )
    row = f",{MONTH},Lomea Police,Lomea Police,1.505,51.255,On Quay,L01,A,Anti-social behaviour,,"
    Path(name).write_text("\n".join([head, *[row] * calls]) + "\n")
    return casebook("import", "incidents", name)


def _updated(team: Casebook) -> None:
    ran = team("--as", "sgt", "review", "update", REF, MONTH, "--did", "Twelve patrols")
    assert ran.code == 0, ran.err


def _signed(team: Casebook, *more: str) -> Any:
    _updated(team)
    assert team("--as", "insp", "review", "endorse", REF, MONTH).code == 0
    given = ("--decision", "continue", "--reason", "On course", *more)
    return team("--as", "rev", "review", "sign", REF, MONTH, *given)


def test_a_month_is_opened_and_says_how_many(team: Casebook) -> None:
    """Opened once; the second time it is there."""
    ran = team("review", "open", MONTH, "--format", "json")
    assert (ran.code, ran.json) == (
        0,
        {
            "month": MONTH,
            "cut_off": "2024-10-18",
            "opened": [REF],
            "already_open": [],
            "opened_later": [],
        },
    )
    assert ran.err == "Opened Sep 2024 for 1 profile.\n"
    again = team("review", "open", MONTH)
    assert (again.out, again.err) == (
        "", "Opened Sep 2024 for 0 profiles.\n1 profile had it open already.\n",
    )  # fmt: skip
    earlier = team("review", "open", "2024-02")
    assert "1 profile opened after Feb 2024: no review is due." in earlier.err


def test_bad_months_and_cut_offs_are_one_line(team: Casebook) -> None:
    """Exit 1 and what to do."""
    for arguments, says in (
        (("2024-13",), "'2024-13' is no month: write it as 2024-09."),
        (("2024-10",), "Oct 2024 isn't over: its review can be opened from 1 Nov 2024."),
        ((MONTH, "--cut-off", "soon"), "Data cut-off takes a day such as 18/12, 18 Dec, Fri or t"),
        ((MONTH, "--cut-off", "2025-01-01"), "The cut-off 1 Jan 2025 hasn't come: "),
        ((MONTH, "--cut-off", "2024-10-17"), "The cut-off 17 Oct 2024 is earlier than street.csv"),
    ):
        ran = team("review", "open", *arguments)
        assert ran.code == 1
        assert ran.err.startswith(f"casebook: {says}"), ran.err


def test_the_whole_way_from_due_to_signed(team: Casebook) -> None:
    """Updated, returned, updated, endorsed, signed with a follow-up action."""
    team("review", "open", MONTH)
    _updated(team)
    back = team("--as", "rev", "review", "return", REF, MONTH, "--why", "Which hours?")
    assert back.err == f"The Sep 2024 review of {REF} is returned.\n"
    ran = _signed(team, "--decision", "more analysis", "--action", "Meet the landlord; 1 Nov; sgt")
    assert (ran.code, ran.err) == (0, f"The Sep 2024 review of {REF} is signed.\n")
    (row,) = team("review", "list", "--format", "json").json
    assert row == {
        "profile": REF,
        "month": MONTH,
        "state": "signed",
        "due": "2024-10-18",
        "overdue": False,
        "updated_by": "sgt",
        "endorsed_by": "insp",
        "signed_by": "rev",
        "signed_on": "2024-10-18",
        "decisions": ["continue", "more analysis"],
        "days_late": 0,
        "flipped": 0,
    }
    (action,) = team("review", "show", REF, MONTH, "--format", "json").json["actions"]
    assert (action["title"], action["due"], action["owner"], action["done"]) == (
        "Meet the landlord", "2024-11-01", "sgt", None,
    )  # fmt: skip


def test_refusals_are_one_line(team: Casebook) -> None:
    """State, who can, and usage."""
    team("review", "open", MONTH)
    early = team(
        "--as", "rev", "review", "sign", REF, MONTH, "--decision", "continue", "--reason", "x"
    )
    assert early.code == 1
    assert early.err == (
        f"casebook: The Sep 2024 review of {REF} is due, so it can't be signed: "
        "its owner can update it.\n"
    )
    barred = team("--as", "sgt", "review", "sign", REF, MONTH, "--decision", "continue")
    assert barred.err == (
        f"casebook: sgt may not sign the review of {REF}: its owner can't; a reviewer who isn't "
        "its owner can. Ask rev or rev2 to sign it.\n"
    )
    assert team("review", "return", REF, MONTH).code == 2
    unopened = team("review", "show", REF, "2024-08")
    assert "open the month with 'casebook review open 2024-08'" in unopened.err


def test_a_late_signature_says_so(team: Casebook) -> None:
    """And overdue reviews can be listed alone."""
    team("review", "open", MONTH)
    assert team("review", "list", "--overdue", "--format", "json").json == []
    team("setting", "set", "today", "2024-10-20")
    (row,) = team("review", "list", "--overdue", "--format", "json").json
    assert (row["overdue"], row["days_late"]) == (True, 2)
    ran = _signed(team)
    assert ran.err == f"The Sep 2024 review of {REF} is signed, 2 days late.\n"
    assert team("review", "list", "--overdue", "--month", MONTH, "--format", "json").json == []


def test_update_and_sign_take_json(team: Casebook) -> None:
    """The same words as fields; an unknown one is named."""
    team("review", "open", MONTH)
    Path("lines.json").write_text(json.dumps({"did": "Patrols", "asks": "[/red] <script> 😀"}))
    assert team("--as", "sgt", "review", "update", REF, MONTH, "--json", "lines.json").code == 0
    assert team("--as", "insp", "review", "endorse", REF, MONTH).code == 0
    values = {"decisions": ["close"], "reason": "Done", "actions": [{"title": "Tell the council"}]}
    for wrong, says in (
        (values | {"state": "due"}, "A signature has no field 'state'"),
        (values | {"decisions": "close"}, "'decisions' takes a list of codes."),
        (values | {"reason": 3}, "'reason' takes text."),
        (values | {"actions": ["x"]}, "'actions' takes a list of objects"),
        ([values], "The JSON of a review is an object of its fields."),
    ):
        Path("sign.json").write_text(json.dumps(wrong))
        ran = team("--as", "rev", "review", "sign", REF, MONTH, "--json", "sign.json")
        assert (ran.code, says in ran.err) == (1, True), ran.err
    Path("sign.json").write_text(json.dumps(values))
    ran = team("--as", "rev", "review", "sign", REF, MONTH, "--json", "sign.json")
    assert ran.code == 0, ran.err
    shown = team("review", "show", REF, MONTH, "--format", "json").json
    assert shown["asks"] == "[/red] <script> 😀"
    assert (shown["decisions"], shown["reason"]) == (["close"], "Done")
    assert [action["title"] for action in shown["actions"]] == ["Tell the council"]


def test_an_action_of_too_many_parts_is_refused(team: Casebook) -> None:
    """Before anything is signed."""
    team("review", "open", MONTH)
    ran = _signed(team, "--action", "a;2024-11-01;b;c")
    assert (ran.code, "an action is 'title; due; owner'" in ran.err) == (1, True)


def test_show_prints_as_signed_and_as_now(team: Casebook) -> None:
    """3 more ASB calls come in after the signature: 7 as signed, 10 as now."""
    team("review", "open", MONTH)
    _signed(team, "--action", "Meet the landlord")
    assert _load(team, "late.csv", 10).code == 0
    shown = team("review", "show", REF, MONTH, "--format", "json").json
    assert shown["figures"][0]["asb"] == 7
    assert {"hotspot": "HS-01", "figure": "asb", "as_signed": 7, "as_now": 10} in shown["changed"]
    assert shown["figures_intact"] is True
    page = team("review", "show", REF, MONTH).out
    assert page.startswith("OFFICIAL-SENSITIVE\n")
    assert page.endswith("OFFICIAL-SENSITIVE\n")
    for line in (
        "Review of Sep 2024: signed, due 18 Oct 2024",
        "  What we did: Twelve patrols",
        "  Signed on: 18 Oct 2024",
        "FIGURES AS SIGNED",
        "FIGURES AS SIGNED AND AS NOW",
        "ACTIONS RAISED",
        "(–; due –; not done)",
    ):
        assert line in page
    assert [line.split() for line in page.splitlines() if line.startswith("HS-01    asb ")] == [
        ["HS-01", "asb", "7", "10"]
    ]


def test_the_next_month_lists_what_the_last_one_raised(team: Casebook) -> None:
    """And whether it is done."""
    team("review", "open", MONTH)
    _signed(team, "--action", "Meet the landlord; 2024-11-01")
    team("setting", "set", "today", "2024-11-18")
    team("review", "open", "2024-10")
    shown = team("review", "show", REF, "2024-10", "--format", "json").json
    assert [(a["title"], a["done"]) for a in shown["follow_ups"]] == [("Meet the landlord", None)]
    team("action", "edit", REF, shown["follow_ups"][0]["number"], "--done", "2024-11-02")
    page = team("review", "show", REF, "2024-10").out
    assert "Meet the landlord (–; due 1 Nov 2024; done 2 Nov 2024)" in page
    assert "FIGURES AS FROZEN" in page


def test_whether_reviews_are_endorsed_is_a_setting(team: Casebook) -> None:
    """Without it an updated review is signed."""
    assert team("setting", "set", "endorse", "no").code == 0
    team("review", "open", MONTH)
    _updated(team)
    ran = team(
        "--as", "rev", "review", "sign", REF, MONTH, "--decision", "continue", "--reason", "x"
    )
    assert ran.code == 0, ran.err


def test_figures_show_the_state_of_the_review(team: Casebook) -> None:
    """None before the month is opened."""
    asked = ("figures", "--from", MONTH, "--format", "json")
    assert [row["review_state"] for row in team(*asked).json] == [None]
    team("review", "open", MONTH)
    assert [row["review_state"] for row in team(*asked).json] == ["due"]


def test_lines_as_json_are_merged_or_both_shown(team: Casebook) -> None:
    """From the version that 'show' printed: another line beside theirs, the same line stopped."""
    team("review", "open", MONTH)
    _updated(team)
    shown = team("review", "show", REF, MONTH, "--format", "json").json
    assert shown["version"] == 2
    changed = ("--as", "sgt", "review", "update", REF, MONTH)
    assert team(*changed, "--hindered", "Abstractions").code == 0
    Path("edit.json").write_text(json.dumps(shown | {"asks": "A camera"}))
    ran = team(*changed, "--json", "edit.json")
    assert ran.code == 0
    assert "was changed by sgt (by admin) on" in ran.err
    now = team("review", "show", REF, MONTH, "--format", "json").json
    assert (now["hindered"], now["asks"]) == ("Abstractions", "A camera")
    Path("edit.json").write_text(json.dumps(shown | {"hindered": "Rain"}))
    ran = team(*changed, "--json", "edit.json")
    assert ran.code == 1
    assert "Abstractions" in ran.err
    assert "Rain" in ran.err


def test_a_signature_is_for_the_version_that_was_read(team: Casebook) -> None:
    """With the version in its JSON, what was changed since isn't signed unread."""
    team("review", "open", MONTH)
    _updated(team)
    assert team("--as", "insp", "review", "endorse", REF, MONTH).code == 0
    version = team("review", "show", REF, MONTH, "--format", "json").json["version"]
    given = {"decisions": ["continue"], "reason": "On course"}
    Path("sign.json").write_text(json.dumps(given | {"version": version - 1}))
    ran = team("--as", "rev", "review", "sign", REF, MONTH, "--json", "sign.json")
    assert (ran.code, "was changed by insp (by " in ran.err) == (1, True)
    Path("sign.json").write_text(json.dumps(given | {"version": version}))
    assert team("--as", "rev", "review", "sign", REF, MONTH, "--json", "sign.json").code == 0
