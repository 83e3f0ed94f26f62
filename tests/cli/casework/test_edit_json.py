"""JSON out of 'show' and 'list', changed and given back: no update is lost on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Casebook, Ran

REF = "PMP-2024-001"
EVENTS = ("profile", "edit", REF, "--stage", "scan", "--set")


@pytest.fixture
def team(made: Casebook) -> Casebook:
    """A profile with something in its scan and an action, a sergeant and an analyst."""
    made("setting", "set", "today", "2024-12-18")
    for login, role in (("sgt", "sergeant"), ("ana", "analyst")):
        assert made("user", "add", login, "--role", role, "--force-wide").code == 0
    assert made("profile", "new", "--ref", REF, "--title", "Noise", "--owner", "sgt").code == 0
    assert made(*EVENTS, "events=Shouting").code == 0
    assert made("action", "add", REF, "--title", "Cut the hedge", "--owner", "sgt").code == 0
    return made


def _shown(casebook: Casebook) -> dict[str, Any]:
    whole: dict[str, Any] = casebook("profile", "show", REF, "--format", "json").json
    return whole


def _give(casebook: Casebook, value: Any, *command: object) -> Ran:
    Path("edit.json").write_text(json.dumps(value), encoding="utf-8")
    return casebook(*command, "--json", "edit.json")


def _events(casebook: Casebook) -> str:
    said: str = _shown(casebook)["stages"]["scan"]["events"]
    return said


def test_what_show_prints_carries_versions(team: Casebook) -> None:
    """Of the heading, each stage and each action; raised by a change."""
    whole = _shown(team)
    assert whole["profile"]["version"] == 1
    assert (whole["stages"]["scan"]["version"], whole["stages"]["scan"]["cycle"]) == (1, 1)
    assert (whole["actions"][0]["number"], whole["actions"][0]["version"]) == (1, 1)
    team(*EVENTS, "events=Fights")
    assert _shown(team)["stages"]["scan"]["version"] == 2


def test_the_same_field_shows_both_texts_and_saves_nothing(team: Casebook) -> None:
    """With who changed it and when; other fields, stages and actions aren't saved either."""
    whole = _shown(team)
    assert team("--as", "ana", *EVENTS, "events=Fights at closing time").code == 0
    whole["stages"]["scan"] |= {"events": "Music from the boats", "similarity": "Fridays"}
    whole["profile"]["title"] = "Music"
    whole["actions"][0]["owner"] = "ana"
    before = _shown(team)
    ran = _give(team, whole, "profile", "edit", REF)
    assert (ran.code, ran.out) == (1, "")
    lines = ran.err.splitlines()
    assert lines[0].startswith(
        f"{REF} scan 1: 'Events: what happens' was changed by ana (by admin) on "
    )
    assert lines[0].endswith(" after version 1")
    assert lines[1].split() == ["what", "stands", "your", "JSON"]
    assert "Fights at closing time" in lines[2]
    assert lines[2].endswith("Music from the boats")
    assert lines[-1].startswith(f"casebook: Nothing was saved: 'Events: what happens' of {REF}")
    assert f'"version": 2 for {REF} scan 1' in lines[-1]
    assert _shown(team) == before


def test_different_fields_are_merged_and_it_says_so(team: Casebook) -> None:
    """Theirs is named with who and when; given again it changes nothing."""
    whole = _shown(team)
    team("--as", "ana", *EVENTS, "events=Fights")
    whole["stages"]["scan"]["similarity"] = "Fridays"
    whole["profile"]["title"] = "Music"
    ran = _give(team, whole, "profile", "edit", REF)
    assert ran.code == 0
    assert "'Events: what happens' was changed by ana (by admin) on" in ran.err
    assert "The JSON changes other fields: both are saved." in ran.err
    now = _shown(team)
    assert now["stages"]["scan"]["events"] == "Fights"
    assert now["stages"]["scan"]["similarity"] == "Fridays"
    assert now["profile"]["title"] == "Music"
    again = _give(team, whole, "profile", "edit", REF)
    assert (again.code, again.err) == (0, f"Nothing to change: {REF} says so already.\n")
    assert _shown(team) == now


def test_a_conflict_is_settled_with_the_version_that_stands(team: Casebook) -> None:
    """As the refusal says."""
    whole = _shown(team)
    team("--as", "ana", *EVENTS, "events=Fights")
    stage = whole["stages"]["scan"] | {"events": "Fights and music"}
    assert _give(team, stage, *EVENTS[:-1]).code == 1
    assert _give(team, stage | {"version": 2}, *EVENTS[:-1]).code == 0
    assert _events(team) == "Fights and music"


def test_a_stage_is_taken_alone_or_out_of_the_whole(team: Casebook) -> None:
    """With --stage nothing else of the file is looked at; what is typed beside it counts too."""
    whole = _shown(team)
    whole["stages"]["scan"]["events"] = "Music"
    whole["profile"]["title"] = "Not this"
    assert _give(team, whole, *EVENTS, "similarity=Fridays").code == 0
    now = _shown(team)
    assert now["profile"]["title"] == "Noise"
    assert (now["stages"]["scan"]["events"], now["stages"]["scan"]["similarity"]) == (
        "Music",
        "Fridays",
    )
    ran = _give(team, {"stages": {}}, *EVENTS[:-1])
    assert (ran.code, ran.err) == (1, "casebook: The JSON says nothing of scan.\n")


def test_json_without_a_version_replaces_nothing_by_itself(team: Casebook) -> None:
    """It fills what is blank; over what stands it goes with --overwrite alone."""
    assert _give(team, {"similarity": "Fridays"}, *EVENTS[:-1]).code == 0
    ran = _give(team, {"events": "Music"}, *EVENTS[:-1])
    assert ran.code == 1
    assert "Shouting" in ran.err
    assert "the JSON has no version to tell what it was made from" in ran.err
    assert _events(team) == "Shouting"
    assert _give(team, {"events": "Music"}, *EVENTS[:-1], "--overwrite").code == 0
    assert _events(team) == "Music"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"stages": {"scan": {"version": 9}}}, "scan 1 has no version 9: it stands at 1"),
        ({"stages": {"scan": {"version": "2"}}}, '"version" is a whole number'),
        ({"stages": {"scan": {"version": 1, "cycle": 2}}}, "holds scan of cycle 2"),
        ({"stages": {"scan": []}}, "Each stage and each action"),
        ({"stages": {"scan": {"version": 1, "evens": "x"}}}, "has no field 'evens'"),
        ({"profile": {"version": 1, "stage": "assess"}}, "'stage' isn't edited"),
        ({"hotspots": ["HS-01"]}, "Hotspots aren't tied by an edit"),
        ({"actions": [{"number": 7, "title": "x"}]}, f"There is no action of {REF} '7'"),
        ({"profiles": {}, "stages": {}}, "has profile, hotspots, stages, actions, not 'profiles'"),
        ([], "is an object of its fields"),
    ],
)
def test_what_cant_be_edited_so_is_one_line(team: Casebook, part: Any, said: str) -> None:
    """And nothing is saved."""
    before = _shown(team)
    ran = _give(team, part, "profile", "edit", REF)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert said in ran.err
    assert _shown(team) == before


def test_a_part_that_is_refused_keeps_the_others_unsaved(team: Casebook) -> None:
    """A title that is good and an action that isn't: neither is saved."""
    whole = _shown(team)
    whole["profile"]["title"] = "Music"
    whole["actions"][0]["due"] = "soon"
    assert _give(team, whole, "profile", "edit", REF).code == 1
    assert _shown(team)["profile"]["title"] == "Noise"


def test_an_action_goes_out_and_comes_back(team: Casebook) -> None:
    """Merged with what was done meanwhile; a new one stands in the file without a number."""
    (row,) = team("action", "list", REF, "--format", "json").json
    assert row["version"] == 1
    team("--as", "ana", "action", "edit", REF, "1", "--done", "2024-12-01")
    ran = _give(team, row | {"owner": "ana"}, "action", "edit", REF, 1)
    assert ran.code == 0
    assert "'Done' was changed by ana" in ran.err
    (now,) = team("action", "list", REF, "--format", "json").json
    assert (now["owner"], now["done"]) == ("ana", "2024-12-01")
    assert _give(team, row | {"done": "2024-12-05"}, "action", "edit", REF, 1).code == 1
    assert _give(team, {"actions": [{"title": "Lamp"}]}, "profile", "edit", REF).code == 0
    assert [one["title"] for one in _shown(team)["actions"]] == ["Cut the hedge", "Lamp"]


def test_an_entry_of_a_register_too(team: Casebook) -> None:
    """By one command for every register: what 'list' prints is what 'edit' takes."""
    assert team("document", "add", REF, "Survey", "--lies", "Folder 12").code == 0
    (row,) = team("document", "list", "--format", "json").json
    assert row["version"] == 1
    team("document", "edit", "1", "--lies", "Folder 13")
    assert _give(team, row | {"text": "Survey of June"}, "document", "edit", "1").code == 0
    (now,) = team("document", "list", "--format", "json").json
    assert (now["text"], now["lies"], now["version"]) == ("Survey of June", "Folder 13", 3)
    ran = _give(team, row | {"lies": "Cupboard"}, "document", "edit", "1")
    assert ran.code == 1
    assert "Folder 13" in ran.err
    assert "Cupboard" in ran.err


def test_a_request_keeps_what_casebook_sets(team: Casebook) -> None:
    """Its state and who asked are printed and may stand in the JSON; changed they are refused."""
    asked = ("request", "add", REF, "--to", "ana", "Hours of the day", "--due", "2024-12-20")
    assert team(*asked).code == 0
    (row,) = team("request", "list", "--format", "json").json
    assert _give(team, row | {"until": "2024-12-30"}, "request", "edit", "1").code == 0
    ran = _give(team, row | {"asked_by": "ana", "version": 2}, "request", "edit", "1")
    assert (ran.code, "isn't typed: Casebook sets it" in ran.err) == (1, True)


def test_an_area_goes_out_and_comes_back(team: Casebook) -> None:
    """Its officer by one, an alias by the other; what lies in it is printed and no field."""
    team("area", "add", "W1", "--kind", "ward", "--name", "Quay")
    shown = team("area", "show", "W1").json
    assert shown["version"] == 1
    team("area", "edit", "W1", "--officer", "PCSO 7114")
    assert _give(team, shown | {"aliases": ["Old Quay"]}, "area", "edit", "W1").code == 0
    now = team("area", "show", "W1").json
    assert (now["officer"], now["aliases"]) == ("PCSO 7114", ["Old Quay"])
    assert _give(team, shown | {"officer": "PC 4127"}, "area", "edit", "W1").code == 1


def test_a_plan_goes_out_and_comes_back(team: Casebook) -> None:
    """Visits by one, minutes by the other; for another day the JSON makes a new plan."""
    ring = [[1.5, 51.25], [1.51, 51.25], [1.51, 51.26], [1.5, 51.26], [1.5, 51.25]]
    spot = {
        "type": "Feature",
        "properties": {"ref": "HS-01", "themes": "asb"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    Path("h.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [spot]}))
    assert team("import", "hotspots", "h.geojson").code == 0
    plan = ("hotspot", "plan", "HS-01")
    given = ("--days", "mon;wed", "--visits", "2", "--minutes", "15", "--staff", "2")
    assert team(*plan, "--from", "2024-06-01", *given).code == 0
    (row,) = team(*plan, "--format", "json").json
    assert team(*plan, "--from", "2024-06-01", "--visits", "3").code == 0
    ran = _give(team, row | {"minutes": 10}, *plan)
    assert ran.code == 0
    (now,) = team(*plan, "--format", "json").json
    assert (now["visits"], now["minutes"]) == (3, 10)
    assert _give(team, row | {"visits": 4}, *plan).code == 1
    assert _give(team, row | {"visits": 4}, *plan, "--from", "2025-01-01").code == 0
    rows = team(*plan, "--format", "json").json
    assert [(each["valid_from"], each["visits"]) for each in rows] == [
        ("2024-06-01", 3), ("2025-01-01", 4)
    ]  # fmt: skip
