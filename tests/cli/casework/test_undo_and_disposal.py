"""Undo, disposal and the replayed history from the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.cli.conftest import Casebook


def _behind(statement: str) -> None:
    with closing(sqlite3.connect("casebook.db")) as other:
        other.execute(statement)
        other.commit()


def test_the_last_change_is_taken_back(made: Casebook) -> None:
    """A dry run says what it would be; the next undo takes the change before."""
    ref = made("profile", "new", "--title", "Fights").out.strip()
    made("profile", "edit", ref, "--title", "Fights at closing")
    tried = made("undo", "--dry-run")
    assert (tried.code, tried.out) == (0, f"{ref}: 'Title' put back\n")
    assert "nothing was changed" in tried.err
    assert made("profile", "show", ref, "--format", "json").json["profile"]["title"] != "Fights"
    done = made("undo")
    assert done.out == tried.out
    assert "Undid entry" in done.err
    assert made("profile", "show", ref, "--format", "json").json["profile"]["title"] == "Fights"
    assert made("undo").out.splitlines()[-1] == f"{ref}: removed"
    rest = made("undo")
    assert rest.code == 1
    assert "changed an account, which isn't undone: grant or take roles instead." in rest.err
    assert rest.err.count("\n") == 1


def test_the_history_shows_which_entry_was_undone(made: Casebook) -> None:
    """As the reason of the entry that undid it."""
    ref = made("profile", "new", "--title", "Fights").out.strip()
    made("profile", "edit", ref, "--title", "Fights at closing")
    made("undo")
    rows = made("profile", "history", ref, "--format", "json").json
    edit = next(row for row in rows if row["after"] == "Fights at closing")
    assert rows[-1]["why"] == f"undo of entry {edit['seq']}"
    assert (rows[-1]["before"], rows[-1]["after"]) == ("Fights at closing", "Fights")


def test_check_replays_the_history(made: Casebook) -> None:
    """Exit 1 names the record and the field that differ, never what they hold."""
    ref = made("profile", "new", "--title", "Fights").out.strip()
    sound = made("check", "--format", "json")
    assert sound.code == 0
    assert {"about": "history", "sound": True, "says": "every record is as it says"} in sound.json
    _behind("UPDATE profile SET title = 'Nothing to see'")
    ran = made("check")
    assert ran.code == 1
    assert f"{ref}: title isn't what entry" in ran.out
    assert "Nothing to see" not in ran.out


def test_a_profile_is_disposed_of(made: Casebook) -> None:
    """Only when it is over, with a reason; then it says so and the check holds."""
    ref = made("profile", "new", "--title", "Fights", "--harm", "People hurt").out.strip()
    ran = made("profile", "dispose", ref, "--why", "Kept for six years")
    assert ran.code == 1
    assert f"{ref} is open: only a closed or refused profile goes." in ran.err
    assert made("profile", "dispose", ref).code == 2
    _behind("UPDATE profile SET status = 'closed'")
    ran = made("profile", "dispose", ref, "--why", "Kept for six years")
    assert ran.code == 0, ran.err
    assert f"Disposed of {ref}: 2 records and" in ran.err
    assert "Backups, exports and packs made before still hold" in ran.err
    shown = made("profile", "show", ref, "--format", "json").json["profile"]
    assert (shown["title"], shown["harm"], shown["status"]) == ("Disposed of", "", "closed")
    assert shown["disposed"] is not None
    assert made("check").code == 0
    assert made("profile", "edit", ref, "--title", "Back").code == 1


def test_only_an_administrator_disposes_of_a_profile(made: Casebook) -> None:
    """The refusal says who can."""
    made("user", "add", "insp", "--role", "inspector", "--force-wide")
    ref = made("profile", "new", "--title", "Fights").out.strip()
    ran = made("--as", "insp", "profile", "dispose", ref, "--why", "x")
    assert ran.code == 1
    assert "an administrator can" in ran.err
