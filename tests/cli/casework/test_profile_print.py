"""A profile printed and its file's schema, by the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Casebook
from tests.profiles.test_schema import COMMITTED, faults
from tests.profiles.written import written


def test_a_profile_is_printed_as_one_page(made: Casebook) -> None:
    """The title is text, the file is said on stderr."""
    ref = made("profile", "new", "--title", "<b>Fights</b> 😀").out.strip()
    ran = made("profile", "print", ref, "page.html")
    assert (ran.code, ran.out) == (0, "")
    assert "Wrote page.html" in ran.err
    html = Path("page.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Fights&lt;/b&gt; 😀" in html


def test_a_program_is_told_where_a_file_is(made: Casebook) -> None:
    """Whole, and exactly as it is called, beside the sentence for people; no one else is."""
    ref = made("profile", "new", "--title", "Fights").out.strip()
    ran = made("profile", "print", ref, "a\nb \x1b[2J.html", "--progress", "json")
    told = [json.loads(line) for line in ran.err.splitlines() if line.startswith("{")]
    assert told[0] == {"done": 0, "total": 1, "what": "writing a\nb \x1b[2J.html"}
    assert told[-1] == {"wrote": str(Path("a\nb \x1b[2J.html").absolute())}
    assert "Wrote a" in ran.err
    assert "\x1b" not in ran.err
    assert "wrote" not in made("profile", "print", ref, "page.html").err


def test_a_page_that_cannot_be_printed_is_one_sentence(made: Casebook) -> None:
    """Another ending, an unknown profile, a folder that isn't there."""
    ref = made("profile", "new", "--title", "Fights").out.strip()
    for arguments, sentence in (
        ((ref, "page.pdf"), "A profile is printed as HTML: name it page.html."),
        ((ref, "."), f"A profile is printed as HTML: name it {ref}.html."),
        (("PMP-1", "page.html"), "There is no profile 'PMP-1'"),
        ((ref, "casebook.db/page.html"), "casebook.db is a file, not a folder"),
    ):
        ran = made("profile", "print", *arguments)
        assert ran.code == 1
        assert sentence in ran.err
        assert ran.err.count("\n") == 1


def test_the_schema_is_printed_as_it_is_committed(casebook: Casebook) -> None:
    """It needs no casebook."""
    assert casebook("profile", "schema").out == COMMITTED.read_text(encoding="utf-8")


def test_what_show_prints_is_valid_and_an_import_takes_it(made: Casebook) -> None:
    """Heading, stages and actions, round and back the same."""
    ref = made("profile", "new", "--title", "Fights", "--themes", "asb").out.strip()
    made("profile", "edit", ref, "--stage", "objective", "--set", "baseline_from=2023-01")
    rows = '[{"statement": "[/red]", "tested": true}]'
    made("profile", "edit", ref, "--stage", "analyse", "--set", f"hypotheses={rows}")
    made("action", "add", ref, "--title", "Cut the hedge", "--due", "7 Oct 2024", "--cost", "12")
    whole = made("profile", "show", ref, "--format", "json").json
    assert faults(whole, json.loads(COMMITTED.read_text(encoding="utf-8"))) == []
    whole["profile"]["ref"] = "PMP-X"
    Path("one.json").write_text(json.dumps(whole))
    assert made("import", "profiles", "one.json").code == 0
    again = made("profile", "show", "PMP-X", "--format", "json").json
    assert written(again) == written(whole)


def test_a_refused_profile_says_who_asked_and_why_it_was_refused(made: Casebook) -> None:
    """The proposal with its harm and, once refused, the reason and the day."""
    made("area", "add", "D1", "--kind", "district")
    asked = ("--title", "Vans", "--harm", "Two a month", "--area", "D1")
    ref = made("profile", "propose", *asked).out.strip()
    shown = made("profile", "show", ref).out
    assert "Asked for by: not said\nHarm if nothing is done: Two a month\n" in shown
    made("user", "add", "insp", "--role", "inspector", "--force-wide")
    refused = made("--as", "insp", "profile", "refuse", ref, "--why", "In hand")
    assert refused.code == 0, refused.err
    shown = made("profile", "show", ref).out
    assert "Harm if nothing is done: Two a month\nRefused" in shown
    assert ": In hand\n" in shown
