"""Registers and agencies from the command line, made from their fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest

from casebook.cli import main
from casebook.core.entry import Entry, registers
from casebook.core.fields import field
from tests.books import stored_as_typed
from tests.cli.conftest import Casebook
from tests.made_up_kinds import known, made_up

COUNCIL = "Lomea District Council"


@pytest.fixture
def ref(made: Casebook) -> str:
    """A profile to log on, in a casebook that is at 18 December 2024 and has one agency."""
    assert made("setting", "set", "today", "2024-12-18").code == 0
    assert made("agency", "add", COUNCIL, "--contact", "Community safety manager").code == 0
    said: str = made("profile", "new", "--title", "Fights").out
    return said.strip()


def test_a_request_is_asked_listed_and_answered(made: Casebook, ref: str) -> None:
    """As the case file's own words have it; what is late is said in a word."""
    ran = made("request", "add", ref, "--to", "analyst", "Which nights?", "--due", "2024-12-20")
    assert (ran.code, ran.out.strip()) == (0, "1"), ran.err
    made("user", "add", "ana", "--role", "analyst")
    (row,) = made("--as", "ana", "request", "list", "--to", "me", "--format", "json").json
    assert row == {
        "number": 1, "profile": ref, "text": "Which nights?", "to": "analyst",
        "stage": "objective", "cycle": 1, "until": "2024-12-20", "at": "2024-12-18",
        "asked_by": "admin", "answered": None, "answered_by": "", "reply": "",
        "state": "waiting", "overdue": False, "version": 1,
    }  # fmt: skip
    made("setting", "set", "today", "2024-12-21")
    assert " overdue " in made("request", "list", ref).out
    ran = made("--as", "ana", "request", "reply", "1", "Fridays")
    assert (ran.code, ran.err) == (0, f"Answered {ref} request 1, for objective.\n")
    assert made("request", "list", "--to", "ana", "--format", "json").json == []
    (row,) = made("request", "list", "--format", "json").json
    assert (row["reply"], row["state"], row["answered_by"]) == ("Fridays", "answered", "ana")


@pytest.mark.parametrize(
    ("kind", "options", "keys"),
    [
        ("lead", ("--agency", COUNCIL, "--from", "7 Oct 2024", "--to", "2024-11-01"),
         {"agency": COUNCIL, "at": "2024-10-07", "until": "2024-11-01"}),
        ("sharing", ("Map", "--with", COUNCIL, "--agreement", "Lomea ISA 2023"),
         {"text": "Map", "agency": COUNCIL, "agreement": "Lomea ISA 2023", "at": "2024-12-18"}),
        ("document", ("--title", "Survey", "--lies", "Folder 12"),
         {"text": "Survey", "lies": "Folder 12", "marking": "OFFICIAL-SENSITIVE"}),
        ("note", ("Lamp is mended", "--on", "2024-10-07"),
         {"text": "Lamp is mended", "at": "2024-10-07"}),
        ("linked-crime", ("46/012345/24",), {"text": "46/012345/24", "at": None}),
    ],
)  # fmt: skip
def test_every_register_has_the_same_commands(
    made: Casebook, ref: str, kind: str, options: tuple[str, ...], keys: dict[str, object]
) -> None:
    """The text is an argument or an option, a one-word label names its option too."""
    ran = made(kind, "add", ref, *options)
    assert (ran.code, ran.err) == (0, f"Added {ref} {kind} 1.\n")
    (row,) = made(kind, "list", "--format", "json").json
    assert {name: row[name] for name in keys} == keys
    assert made(kind, "list", ref).out.splitlines()[2].split()[:2] == ["1", ref]
    ran = made(kind, "edit", 1)
    assert (ran.code, ran.err) == (1, "casebook: Nothing to change: give a field.\n")
    name, value = next(iter(keys.items()))
    ran = made(kind, "edit", 1, f"--{name}", value, "--why", "same")
    assert (ran.code, ran.err) == (0, f"Saved {ref} {kind} 1.\n")


def test_every_register_has_its_line_of_help() -> None:
    """A kind that is added gets one; one kept by another command is that command's."""
    for kind, register in registers().items():
        command = register.KEPT_BY.removeprefix("casebook ") or kind
        where = main.commands()[command][0]
        assert where.startswith("casebook.cli.casework.register:") is (not register.KEPT_BY)


def test_what_cannot_be_taken_is_one_sentence(made: Casebook, ref: str) -> None:
    """And exit 1."""
    made("note", "add", ref, "x")
    for arguments, sentence in (
        (("note", "add", ref, "x", "--text", "y"), "The text is given twice"),
        (("note", "add", ref), "Note needs: Note."),
        (("note", "add", ref, ""), "Note can't be empty."),
        (("note", "add", "PMP-1", "x"), "There is no profile 'PMP-1'"),
        (("note", "add", ref, "x", "--on", "soon"), "On takes a day such as 18/12"),
        (("note", "edit", "7", "--text", "x"), "There is no note '7'"),
        (("lead", "add", ref, "--agency", "Lomea"), "There is no agency 'Lomea'"),
        (("request", "reply", "1", "x"), "There is no request '1'"),
        (("request", "list", "--to", "nobody"), "There is no login or role 'nobody'"),
        (("note", "list", "PMP-1"), "There is no profile 'PMP-1'"),
        (("agency", "add", COUNCIL.upper(), "--contact", "x"), "There is already an agency"),
        (("agency", "add", "New"), "Contact: New needs the one role there"),
        (("agency", "edit", COUNCIL), "Nothing to change"),
        (("agency", "edit", "New", "--note", "x"), "There is no agency 'New'"),
        (("import", "register", "diary", "x.csv"), "There is no register 'diary'"),
        (("import", "register", "note", "x.csv"), "There is no file x.csv"),
    ):
        ran = made(*arguments)
        assert ran.code == 1, arguments
        assert sentence in ran.err
        assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "text", ["[/red]", "<script>x</script>", "=1+1", "😀", "\u202eabc", "a\x1b[2Jb\x07c"]
)
def test_hostile_text_that_was_stored_is_printed_harmlessly(
    made: Casebook, ref: str, text: str
) -> None:
    """JSON holds it; a table has no control character, a CSV nothing that runs."""
    with stored_as_typed():
        assert made("note", "add", ref, text).code == 0
    (row,) = made("note", "list", "--format", "json").json
    assert row["text"] == text
    table = made("note", "list").out
    assert all(c.isprintable() or c == "\n" for c in table)
    assert "".join(c if c.isprintable() else " " for c in text) in table
    assert ",=1+1" not in made("note", "list", "--format", "csv").out


def test_agencies_are_listed_and_edited(made: Casebook, ref: str) -> None:
    """By name, in any case."""
    assert ref
    made("agency", "edit", "lomea district council", "--kind", "council")
    (row,) = made("agency", "list", "--format", "json").json
    assert row == {
        "ref": "Lomea District Council", "kind": "council", "contact": "Community safety manager",
        "note": "", "version": 2,
    }  # fmt: skip


def test_a_register_is_imported_and_exported(made: Casebook, ref: str) -> None:
    """What list prints as CSV, import takes; bad rows are named in --rejects."""
    Path("log.csv").write_text(f"profile,text\n{ref},a\nPMP-1,b\n", encoding="utf-8")
    ran = made("import", "register", "note", "log.csv", "--format", "json", "--rejects", "bad.csv")
    assert (ran.code, ran.json["added"], ran.json["rejected"]) == (0, 1, 1)
    assert "PMP-1,b,log.csv,,3,There is no profile 'PMP-1'" in Path("bad.csv").read_text()
    Path("out.csv").write_text(made("note", "list", "--format", "csv").out, encoding="utf-8")
    ran = made("import", "register", "note", "out.csv", "--format", "json")
    assert (ran.code, ran.json["added"], ran.json["unchanged"]) == (0, 0, 1)
    assert made("import", "register", "note", "log.csv", "--strict").code == 1


@made_up
@dataclass(frozen=True, kw_only=True)
class Scrutiny(Entry):
    """Something the scrutiny panel asks about."""

    KIND: ClassVar[str] = "scrutiny-item"
    TITLE: ClassVar[str] = "Scrutiny items"

    text: str = field("Question", free_text=True)
    until: date | None = field("Due", default=None)


def test_a_new_register_has_its_commands_from_its_class(made: Casebook) -> None:
    """Group, options, list, edit and import, even for a kind about no profile."""
    with known(Scrutiny):
        assert "Something the scrutiny panel asks about." in made("scrutiny-item", "--help").out
        ran = made("scrutiny-item", "add", "--question", "Why there?", "--due", "2024-12-24")
        assert (ran.code, ran.err) == (0, "Added scrutiny-item 1.\n")
        assert made("scrutiny-item", "edit", 1, "--due", "2024-12-31").code == 0
        Path("more.csv").write_text("question,due\nHow long?,2025-01-07\n", encoding="utf-8")
        assert made("import", "register", "scrutiny-item", "more.csv").code == 0
        assert made("scrutiny-item", "list", "--format", "json").json == [
            {"number": 1, "text": "Why there?", "until": "2024-12-31", "version": 2},
            {"number": 2, "text": "How long?", "until": "2025-01-07", "version": 1},
        ]
        (found,) = made("search", "long", "--format", "json").json
        assert found["ref"] == "scrutiny-item 2"
