"""The screen of candidates: what the command line found, why, and a search that can be stopped."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from casebook.detection.finding import detect
from casebook.detection.rules import DetectionRules
from tests.detection.made_points import town
from tests.tui.terminal import driven, terminal
from tui.detection import candidates_screen
from tui.detection.candidates import candidates_of
from tui.detection.candidates_screen import CandidatesScreen
from tui.running.child import ChildCommand, CommandFailed, Printed

PRETENDS = """
import json, os, sys, time
given = sys.argv[1:]
with open({log!r}, "a") as log:
    log.write(json.dumps([given, os.environ["CASEBOOK_BOOK"], os.environ["CASEBOOK_USER"]]) + "\\n")
if {waits}:
    print(json.dumps(dict(done=1, total=4, what="Reading street.csv")), file=sys.stderr, flush=True)
    time.sleep(600)
if {fails!r}:
    print("casebook: " + {fails!r}, file=sys.stderr)
    sys.exit(1)
print(json.dumps({rows!r}))
print("Looked at: 25.0 km²; 0 points lie outside.", file=sys.stderr)
if "-o" in given:
    print("Wrote " + given[given.index("-o") + 1] + ".", file=sys.stderr)
"""


class Pretended:
    """A command that stands for ``casebook``: it notes how it is called and prints a town's."""

    def __init__(self, folder: Path, *, waits: bool = False, fails: str = "") -> None:
        found = detect(town(), DetectionRules("gistar", cell=200))
        rows = [each.encode() | {"settings": found.settings} for each in found.candidates]
        self.rows, self._log = rows, folder / "calls"
        file = folder / "pretends.py"
        text = PRETENDS.format(log=str(self._log), waits=waits, fails=fails, rows=rows)
        file.write_text(text, encoding="utf-8")
        self.command = (sys.executable, str(file))

    @property
    def calls(self) -> list[Any]:
        """The arguments of each call, with the casebook and person it was told of."""
        text = self._log.read_text() if self._log.exists() else ""
        return [json.loads(line) for line in text.splitlines()]


def test_every_key_of_the_command_is_read() -> None:
    """Candidates as the command prints them have a row each, warnings in full among them."""
    found = detect(town(), DetectionRules("dbscan", reach=120))
    rows = [each.encode() for each in found.candidates]
    told = candidates_of(Printed(json.dumps(rows), found.notes))
    assert [row["candidate"] for row in told.rows] == [one.ref for one in found.candidates]
    assert [row["reasons"] for row in told.rows] == [
        "; ".join(w.warnings) for w in found.candidates
    ]
    assert set(found.notes) <= set(told.notes)


def test_where_a_candidate_lies_comes_before_how_much_there_is() -> None:
    """At 80x24 the columns after the fifth are a key away: which hotspot it is must not be."""
    found = detect(town(), DetectionRules("gistar", cell=200))
    rows = [each.encode() | {"hotspots": ["HS-01", "HS-02"]} for each in found.candidates]
    told = candidates_of(Printed(json.dumps(rows), ())).trimmed()
    assert [head.label for head in told.heads[:3]] == ["Ref", "Present hotspots", "Incidents"]
    assert told.cells()[0][1] == "HS-01, HS-02"


@driven
async def test_f6_looks_for_candidates_in_the_open_casebook(
    casebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As whoever looks at it; Enter reads one whole, o what was looked at."""
    pretended = Pretended(tmp_path)
    monkeypatch.setattr(candidates_screen, "CASEBOOK", pretended.command)
    async with terminal(casebook, size=(140, 40)) as t:
        await t.keys("f6")
        first = pretended.rows[0]
        t.has("Candidate hotspots", "C01", str(first["count"]), "Looked at: 25.0 km²")
        await t.keys("enter")
        t.has("Warnings in full", first["warnings"][0])
        await t.keys("escape", "o")
        t.has("A candidate is no hotspot until somebody who knows the place has said so")
    ((given, book, person),) = pretended.calls
    assert given[:5] == ["detect", "--method", "gistar", "--count", "crime"]
    assert Path(book) == casebook
    assert person == "sgt.harbour"


@driven
async def test_method_count_and_months_are_chosen(casebook: Path, tmp_path: Path) -> None:
    """And there are no months called everything, since a search is always of some."""
    pretended = Pretended(tmp_path)
    async with terminal(casebook) as t:
        await t.app.push_screen(CandidatesScreen(pretended.command))
        await t.settle()
        await t.keys("B")
        await t.type("groups of")
        await t.keys("enter", "f")
        await t.type("asb")
        await t.keys("enter", "M")
        assert "Everything" not in t.shown
        await t.type("three")
        await t.keys("enter")
    given = pretended.calls[-1][0]
    assert given[1:5] == ["--method", "dbscan", "--count", "asb"]
    assert given[5:9] == ["--from", "2024-09", "--to", "2024-11"]


@driven
async def test_a_search_says_how_far_it_is_and_can_be_stopped(
    casebook: Path, tmp_path: Path
) -> None:
    """X ends the process itself, and the screen says that nothing was found."""
    screen = CandidatesScreen(Pretended(tmp_path, waits=True).command)
    async with terminal(casebook) as t:
        await t.app.push_screen(screen)
        while "Reading street.csv, 25%" not in str(screen.query_one("#statement-title").render()):
            await asyncio.sleep(0.01)
        assert screen._child is not None
        process = screen._child._child
        assert process is not None
        await t.pilot.press("X")
        await t.settle()
        t.has("Stopped: nothing was made or changed.", "Nothing was found")
        assert process.poll() is not None


@driven
async def test_leaving_ends_the_search(casebook: Path, tmp_path: Path) -> None:
    """No process stays behind."""
    screen = CandidatesScreen(Pretended(tmp_path, waits=True).command)
    async with terminal(casebook) as t:
        await t.app.push_screen(screen)
        while screen._child is None or screen._child._child is None:
            await asyncio.sleep(0.01)
        process = screen._child._child
        await t.pilot.press("escape")
        await t.settle()
        assert process.wait(30) != 0
        t.has("Problem profiles")


@driven
async def test_what_the_command_refuses_is_said_in_its_words(
    casebook: Path, tmp_path: Path
) -> None:
    """And there is nothing to write."""
    fails = "No incident has coordinates."
    async with terminal(casebook) as t:
        await t.app.push_screen(CandidatesScreen(Pretended(tmp_path, fails=fails).command))
        await t.settle()
        t.has(fails, "Nothing was found")
        await t.keys("f2")
        t.has("There are no candidates to write.")


@driven
async def test_they_are_written_where_one_says(casebook: Path, tmp_path: Path) -> None:
    """s asks for the file, and the command writes what it found for the same question."""
    pretended = Pretended(tmp_path)
    async with terminal(casebook) as t:
        await t.app.push_screen(CandidatesScreen(pretended.command))
        await t.settle()
        await t.keys("f2")
        await t.type("found.html")
        await t.keys("enter")
        t.has("Wrote found.html.")
    first, second = (call[0] for call in pretended.calls)
    assert second == [*first, "-o", "found.html"]


@pytest.mark.parametrize("program", ["", "import sys; sys.exit(3)"])
def test_a_command_without_a_word_is_no_puzzle(program: str) -> None:
    """Its end is its own: what it printed, or that it said nothing."""
    child = ChildCommand((), environment={}, command=(sys.executable, "-c", program))
    if program:
        with pytest.raises(CommandFailed, match="It said nothing"):
            child.run(print)
    else:
        assert child.run(print) == Printed("", ())
    assert "CASEBOOK_BOOK" not in os.environ
