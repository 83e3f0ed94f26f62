"""Registers whose entries have refs, and those the public meets, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Casebook


@pytest.fixture
def ward(made: Casebook) -> Casebook:
    """One ward with a named officer, at noon on 18 December 2024."""
    made("setting", "set", "today", "2024-12-18")
    made("area", "add", "D1", "--kind", "district", "--name", "Harbour")
    made("area", "add", "W1", "--kind", "ward", "--parent", "D1", "--officer", "PCSO 7114")
    return made


def test_a_named_record_is_added_edited_and_listed_by_ref(ward: Casebook) -> None:
    """The ref is an argument, in any case afterwards, and stays."""
    ran = ward("programme", "add", "CHB-01", "--name", "Harbour", "--kind", "clear-hold-build",
               "--review-after", "3; 12", "--from", "2024-06-01")  # fmt: skip
    assert (ran.code, ran.out, ran.err) == (0, "CHB-01\n", "Added CHB-01.\n")
    ran = ward("programme", "edit", "chb-01", "--place", "harbour")
    assert (ran.code, ran.err) == (0, "Saved CHB-01.\n")
    (row,) = ward("programme", "list", "--format", "json").json
    assert (row["ref"], row["place"], row["review_after"]) == ("CHB-01", "D1", [3, 12])
    assert "number" not in row
    for arguments, sentence in (
        (("programme", "add", "chb-01", "--name", "x", "--kind", "operation"), "There is already"),
        (("programme", "add", "a b", "--name", "x", "--kind", "operation"), "is no reference"),
        (("programme", "add", "P-2", "--kind", "operation"), "Name can't be empty."),
        (("programme", "edit", "CHB-2", "--name", "x"), "Did you mean CHB-01?"),
        (("phase", "add", "CHB-9", "Clear", "--agency", "Police", "--from", "2024-06-01"),
         "There is no programme 'CHB-9'"),
    ):  # fmt: skip
        ran = ward(*arguments)
        assert (ran.code, ran.err.count("\n")) == (1, 1), (arguments, ran)
        assert sentence in ran.err
    assert ward("programme", "edit", "CHB-01", "--ref", "CHB-2").code == 2
    assert ward("check").code == 0


def test_queries_run_from_the_command_line_to_the_clock(ward: Casebook) -> None:
    """Asked, answered, imported, owed and counted."""
    ran = ward("query", "add", "W1", "When is the surgery?", "--received", "2024-10-07 14:30",
               "--code", "email")  # fmt: skip
    assert (ran.code, ran.err) == (0, "Added W1 query 1.\n")
    ran = ward("query", "edit", 1, "--answered", "2024-10-10T14:30", "--reply", "Monday")
    assert ran.code == 0, ran.err
    Path("queries.csv").write_text(
        "area,received,what is asked\nW1,2024-12-17T09:00:00,Where?\nW1,soon,Why?\n",
        encoding="utf-8",
    )
    ran = ward("import", "queries", "queries.csv", "--format", "json")
    assert (ran.json["added"], ran.json["reasons"][0]["column"]) == (1, "received")
    (row,) = ward("query", "clock", "--format", "json").json
    assert (row["district"], row["queries"], row["in_time"], row["waiting"]) == ("D1", 2, 1, 1)
    ran = ward("query", "clock", "--from", "2024-10", "--by", "month")
    assert ran.out.splitlines()[2].split() == [
        "Oct", "2024", "1", "1", "0", "0", "0", "0", "72.0", "h", "1", "of", "1"
    ]  # fmt: skip
    (due,) = ward("due", "--format", "json").json
    assert (due["on"], due["what"], due["who"]) == ("2024-12-20", "query", "PCSO 7114")
    assert ward("query", "add", "W1", "x", "--received", "7 Oct 2024").code == 1
    assert ward("check").code == 0


def test_priorities_answers_and_helpers_are_printed(ward: Casebook) -> None:
    """What is out of date is flagged in words; what the public said stands with what was done."""
    ward("priority", "add", "W1", "Speeding", "--at", "2024-06-01")
    (row,) = ward("priority", "current", "--format", "json").json
    assert (row["officer"], row["flag"]) == ("PCSO 7114", "not looked at for over 3 months")
    ran = ward("priority", "current")
    assert "1 of 1 ward has a named officer, 0 of 1 a priority that is up to date." in ran.err
    number = ward("you-said", "add", "W1", "Lamps are out").out.strip()
    assert ward("you-said", "edit", number, "--did", "Mended", "--until", "2024-12-18").code == 0
    (said,) = ward("you-said", "list", "W1", "--format", "json").json
    assert (said["text"], said["did"], said["at"]) == ("Lamps are out", "Mended", "2024-12-18")
    ward("practitioner", "add", "D1", "--role", "PC 4127", "--tactics", "cpn; closure")
    assert len(ward("practitioner", "who", "--format", "json").json) == 2
    assert len(ward("practitioner", "who", "CPN", "--format", "json").json) == 1
    assert ward("practitioner", "who", "magic").code == 1


def test_scrutiny_is_printed_by_meeting(ward: Casebook) -> None:
    """A question without a decision reads so."""
    ward("scrutiny", "add", "--meeting", "June", "--at", "2024-06-25", "--text", "Why?")
    ward("scrutiny-action", "add", "Report", "--meeting", "June", "--until", "2024-12-17",
         "--change", "Every ward has an officer")  # fmt: skip
    rows = ward("scrutiny", "decisions", "june", "--format", "json").json
    assert [(r["item"], r["decision"], r["change"]) for r in rows] == [
        ("Question 1", "Not recorded", None),
        ("Action 1", "overdue", "Every ward has an officer"),
    ]
    assert ward("scrutiny", "decisions", "July").code == 1
