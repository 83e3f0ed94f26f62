"""Accounts, settings and the case file from the command line, JSON in and out."""

from __future__ import annotations

import json
from pathlib import Path

from tests.books import stored_as_typed
from tests.cli.conftest import Casebook
from tests.profiles.written import written


def test_whoever_makes_a_casebook_is_its_administrator(made: Casebook) -> None:
    """And nobody else is in it yet."""
    assert made("user", "list", "--format", "json").json == [
        {
            "login": "admin",
            "name": "",
            "roles": ["administrator", "inspector"],
            "place": None,
            "agency": None,
            "active_from": None,
            "active_to": None,
        }
    ]


def test_accounts_are_added_and_granted_roles(made: Casebook) -> None:
    """A second role stands beside the first."""
    assert made("user", "add", "sgt.h", "--role", "sergeant", "--force-wide").code == 0
    assert made("user", "grant", "sgt.h", "analyst").code == 0
    people = {row["login"]: row["roles"] for row in made("user", "list", "--format", "json").json}
    assert people["sgt.h"] == ["sergeant", "analyst"]


def test_only_an_administrator_adds_accounts(made: Casebook) -> None:
    """The refusal says who can."""
    made("user", "add", "sgt.h", "--role", "sergeant", "--force-wide")
    ran = made("--as", "sgt.h", "user", "add", "mate")
    assert ran.code == 1
    assert "an administrator can" in ran.err


def test_settings_are_set_and_kept(made: Casebook) -> None:
    """In the casebook, so everybody sees the same figures."""
    assert made("setting", "set", "usual-variation", "200").code == 0
    rows = {
        row["setting"]: row["value"] for row in made("setting", "list", "--format", "json").json
    }
    assert rows["usual-variation"] == "200"
    assert rows["force-name"] == "Lomea Police"
    ran = made("setting", "set", "timezone", "Europe/Nowhere")
    assert ran.code == 1
    assert "is no time zone" in ran.err


def test_a_profile_from_options_to_the_next_stage(made: Casebook) -> None:
    """Opened, written in, moved on, listed with the contract's keys."""
    ref = made("profile", "new", "--title", "Fights at closing", "--owner", "admin").out.strip()
    ran = made(
        "profile", "edit", ref, "--stage", "scan",
        "--set", "events=Fights", "--set", "sources=crime data; asb calls",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    moved = made("profile", "advance", ref)
    assert moved.code == 0
    assert "Still to do: Answer 'Aim'." in moved.err
    (row,) = made("profile", "list", "--format", "json").json
    assert set(row) >= {
        "ref", "title", "model", "stage", "status", "area", "owner", "hotspots",
        "next_review", "overdue",
    }  # fmt: skip
    assert (row["stage"], row["overdue"]) == ("scan", False)
    shown = made("profile", "show", ref, "--format", "json").json
    assert shown["stages"]["scan"]["sources"] == ["crime data", "asb calls"]


def test_show_round_trips_through_import(made: Casebook) -> None:
    """What one prints the other takes, hostile text included; 'new' takes no stage from a file."""
    ref = made("profile", "new", "--title", "[/red] <script> 😀").out.strip()
    made("action", "add", ref, "--title", "=1+1", "--due", "7 Oct 2024")
    whole = made("profile", "show", ref, "--format", "json").json
    whole["profile"]["ref"] = "PMP-X"
    Path("one.json").write_text(json.dumps(whole))
    ran = made("profile", "new", "one.json")
    assert (ran.code, "can't say its stage, cycle, status, opened" in ran.err) == (1, True)
    assert made("import", "profiles", "one.json").code == 0
    again = made("profile", "show", "PMP-X", "--format", "json").json
    assert written(again) == written(whole)
    said = made("import", "profiles", "one.json", "--format", "json").json
    assert (said["read"], said["added"]) == (1, 0)


def test_actions_are_edited_by_number(made: Casebook) -> None:
    """And shown as overdue until they are done."""
    ref = made("profile", "new", "--title", "x").out.strip()
    number = made("action", "add", ref, "--title", "t", "--due", "2020-01-01").out.strip()
    assert made("action", "list", ref, "--format", "json").json[0]["overdue"] is True
    made("action", "edit", ref, number, "--done", "2020-02-01")
    assert made("action", "list", ref, "--format", "json").json[0]["overdue"] is False


def test_a_spreadsheet_never_runs_what_somebody_typed(made: Casebook) -> None:
    """A title that begins like a formula is text in the CSV."""
    made("profile", "new", "--title", "=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in made("profile", "list", "--format", "csv").out


def test_control_characters_cannot_move_the_cursor(made: Casebook) -> None:
    """They are left out, which is said; those stored once are spaces in a table."""
    ran = made("profile", "new", "--title", "a\x1b[2Jb")
    assert "Left out of Title, as it can't be seen or printed: U+001B." in ran.err
    assert made("profile", "list", "--format", "json").json[0]["title"] == "a[2Jb"
    with stored_as_typed():
        made("profile", "new", "--title", "old\x1b[2Jb")
    table = made("profile", "list").out
    assert "\x1b" not in table
    assert "old [2Jb" in table


def test_history_names_field_before_and_after(made: Casebook) -> None:
    """With the reason that was given."""
    ref = made("profile", "new", "--title", "a").out.strip()
    made("profile", "edit", ref, "--title", "b", "--why", "clearer")
    last = made("profile", "history", ref, "--format", "json").json[-1]
    assert (last["field"], last["before"], last["after"]) == ("title", "a", "b")
    assert (last["who"], last["why"]) == ("admin", "clearer")


def test_what_cannot_be_taken_is_one_sentence(made: Casebook) -> None:
    """Bad date, unknown code, unknown profile, bad JSON, nothing to change."""
    ref = made("profile", "new", "--title", "a").out.strip()
    for arguments, sentence in (
        (
            ("profile", "edit", ref, "--next-review", "soon"),
            "Next review takes a day such as 18/12",
        ),
        (("profile", "edit", ref, "--themes", "gangs"), "Themes has no code 'gangs'"),
        (("profile", "show", "PMP-1"), "There is no profile 'PMP-1'"),
        (("profile", "new", "none.json"), "There is no file none.json"),
        (("profile", "edit", ref), "Nothing to change"),
        (("profile", "edit", ref, "--stage", "scan", "--set", "nope"), "'nope' sets nothing"),
    ):
        ran = made(*arguments)
        assert ran.code == 1, arguments
        assert sentence in ran.err
        assert ran.err.count("\n") == 1


def test_check_passes_on_a_sound_casebook_and_fails_on_a_changed_one(made: Casebook) -> None:
    """Exit 1 names the first bad entry."""
    made("profile", "new", "--title", "a")
    assert made("check").code == 0
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect("casebook.db")) as other:
        other.execute("UPDATE history SET who = 'x' WHERE seq = 2")
        other.commit()
    ran = made("check")
    assert ran.code == 1
    assert "entry 2 doesn't follow from the entry before it" in ran.out
    assert made("check", "--head", "f" * 64).code == 1


def test_a_waiver_is_refused_on_the_command_line_by_who_could_have_given_it(
    made: Casebook,
) -> None:
    """The request is answered with the reason, which stands where the gate is read."""
    made("user", "add", "sgt.h", "--role", "sergeant", "--force-wide")
    ref = made("profile", "new", "--title", "Fights", "--owner", "sgt.h").out.strip()
    for _ in range(2):
        made("profile", "advance", ref)
    refuse = ("profile", "advance", ref, "--refuse-waiver")
    none = made(*refuse, "Too early")
    assert (none.code, "Nobody waits for a waiver of the gate of analyse" in none.err) == (1, True)
    made("--as", "sgt.h", "profile", "advance", ref, "--ask-waiver", "no landlord yet")
    ran = made("--as", "sgt.h", *refuse, "Too early")
    assert (ran.code, "sgt.h may not" in ran.err) == (1, True)
    assert made(*refuse, " ").code == 1
    assert made(*refuse, "Too early", "--waiver", "Agreed").code == 2
    ran = made(*refuse, "Too early")
    assert (ran.code, ran.out) == (0, "")
    assert f"sgt.h is told: the gate of analyse of {ref} isn't waived." in ran.err
    (request,) = made("request", "list", "--format", "json").json
    assert (request["state"], request["reply"]) == ("answered", "Not waived: Too early")
    (row,) = made("profile", "list", "--format", "json").json
    assert row["stage"] == "analyse"
    assert made(*refuse, "Again").code == 1


def test_a_waiver_on_the_command_line_answers_the_one_that_was_asked(made: Casebook) -> None:
    """The request waits for nobody any more, and is taken back with the move."""
    made("user", "add", "sgt.h", "--role", "sergeant", "--force-wide")
    ref = made("profile", "new", "--title", "Fights", "--owner", "sgt.h").out.strip()
    for _ in range(2):
        made("profile", "advance", ref)
    ask = ("--as", "sgt.h", "profile", "advance", ref, "--ask-waiver")
    asked = made(*ask, "no landlord yet")
    assert asked.code == 0
    assert "Still to do: " in asked.err
    assert "The inspectors are asked to waive the gate of analyse." in asked.err
    (request,) = made("request", "list", "--format", "json").json
    assert (request["to"], request["text"]) == (
        "inspector", "Waive the gate of analyse: no landlord yet"
    )  # fmt: skip
    (row,) = made("profile", "list", "--format", "json").json
    assert row["stage"] == "analyse"
    assert "sgt.h has asked for this already" in made(*ask, "again").err
    assert made(*ask, " ").code == 1
    assert made(*ask, "x", "--waiver", "y").code == 2
    assert made("profile", "advance", ref, "--waiver", "Agreed").code == 0
    (request,) = made("request", "list", "--format", "json").json
    assert (request["state"], request["reply"]) == ("answered", "Waived: Agreed")
    assert made("undo").code == 0
    (request,) = made("request", "list", "--format", "json").json
    assert request["state"] == "waiting"
