"""Made from the terminal: asked for in a form, made beside it, stopped, opened, and never lost."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from textual.app import App

from casebook.cli.desk import system_login
from casebook.core.access import Account
from tests.tui.desk import reopen
from tests.tui.terminal import Terminal, driven, terminal
from tui.making import runs_screen
from tui.running import runs
from tui.running.child import ChildCommand

PRETENDS = """
import json, os, sys, time
with open({log!r}, "a") as log:
    asked = [os.environ["CASEBOOK_BOOK"], os.environ.get("CASEBOOK_USER")]
    log.write(json.dumps([sys.argv[1:], *asked]) + "\\n")
def tell(**line):
    print(json.dumps(line), file=sys.stderr, flush=True)
tell(done=1, total=4, what="working out the figures")
if {waits}:
    time.sleep(600)
if {fails!r}:
    print("casebook: " + {fails!r}, file=sys.stderr)
    sys.exit(1)
print("    read         12")
print("Not taken, no date: 2 rows, the first in row 4 [/red]", file=sys.stderr)
for file in {made!r}:
    tell(wrote=file)
"""


class Pretended:
    """A command that stands for ``casebook``: it notes how it is called and ends as it is told."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        *,
        waits: bool = False,
        fails: str = "",
        made: tuple[Path, ...] = (),
    ) -> None:
        self._log, program = folder / "calls", folder / "pretends.py"
        files = [str(path) for path in made]
        text = PRETENDS.format(log=str(self._log), waits=waits, fails=fails, made=files)
        program.write_text(text, encoding="utf-8")
        monkeypatch.setattr(runs, "CASEBOOK", (sys.executable, str(program)))
        monkeypatch.chdir(folder)

    @property
    def calls(self) -> list[Any]:
        """The arguments of each call, with the casebook and person it was told of."""
        text = self._log.read_text() if self._log.exists() else ""
        return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were opened with the machine's own program, none of which is."""
    seen: list[Path] = []
    monkeypatch.setattr(runs_screen, "open_with_its_program", seen.append)
    return seen


async def _find(t: Terminal, words: str) -> None:
    await t.keys("slash")
    await t.type(words)
    await t.keys("enter")


async def _reaches(t: Terminal, said: str) -> None:
    """Wait until the foot of the screen says so, while something runs that doesn't end."""
    for _ in range(1000):
        if said in " ".join(t.lines):
            return
        await asyncio.sleep(0.01)
        t.app.screen._on_timer_update()
    raise AssertionError("\n".join(t.lines))


@driven
async def test_a_profile_is_printed_and_opened_when_one_asks(
    casebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[Path]
) -> None:
    """The real command: filled in from the profile, its file whole, nothing opened by itself."""
    monkeypatch.chdir(tmp_path)
    odd = "two words; $(touch it) [b].html"
    book = reopen(casebook, "admin")
    with book.store.writing() as tx:  # whoever runs the tests is who the command acts for
        tx.save(None, Account(system_login(), roles=("administrator",)), book.author)
    book.store.close()
    async with terminal(casebook, size=(120, 24)) as t:
        await t.keys("enter")
        await _find(t, "print a profile")
        t.has("Print a profile", "Its ref.", "PMP-2024-001.html")
        await t.keys("tab", "ctrl+u")
        await t.type(odd)
        await t.keys("f2")
        t.has("▶ scan", f"The profile's page is made: {odd}. j, then Enter, opens it.")
        assert opened == []
        await t.keys("j", "enter")
        t.has("done The profile's page", str(tmp_path / odd)[:60], "Opening")
        assert opened == [tmp_path / odd]
    assert "Noise and drinking at the harbour steps" in (tmp_path / odd).read_text()
    assert sorted(path.name for path in tmp_path.iterdir() if "touch" in path.name) == [odd]
    assert not (tmp_path / "it").exists()


@driven
async def test_the_terminal_is_used_while_something_is_made_and_it_can_be_stopped(
    casebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every screen says at its foot how far it is; X ends the process and says what that left."""
    pretended = Pretended(tmp_path, monkeypatch, waits=True)
    async with terminal(casebook) as t:
        await _find(t, "make a map")
        await t.pilot.press("f2")
        await _reaches(t, "… map 25%")
        await t.pilot.press("d")
        await _reaches(t, "Cut back the hedge")
        await _reaches(t, "… map 25%")
        await t.pilot.press("j")
        await _reaches(t, "working out the figures, 25%")
        (run,) = t.app.runs.running
        await t.pilot.press("X")
        await t.settle()
        t.has("stopped The map Stopped: nothing was made or changed.")
        await t.keys("X")
        t.has("This doesn't run: there is nothing to stop.")
        assert run._child._child is not None
        assert run._child._child.poll() is not None
    ((arguments, book, person),) = pretended.calls
    assert arguments == [
        "map", "--to=2024-11", "--progress=json", "--", str(tmp_path / "map-2024-11.html")
    ]  # fmt: skip
    assert (Path(book), person) == (casebook, "sgt.harbour")


@driven
async def test_what_a_command_refuses_is_its_one_sentence(
    casebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On whatever screen one is by then."""
    Pretended(tmp_path, monkeypatch, fails="Nothing is loaded for Nov 2024.")
    async with terminal(casebook) as t:
        await _find(t, "make a pack")
        await t.keys("f2")
        t.has("! The pack: Nothing is loaded for Nov 2024.", "! pack")
        await t.keys("j")
        t.has("failed The pack Nothing is loaded for Nov 2024.")
        await t.keys("escape")
        t.has("Problem profiles")
        assert "! pack" not in t.lines[-2]


@driven
async def test_an_import_says_what_was_taken_and_what_was_not(
    casebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For whoever may import; its report is read with Enter, all of it."""
    pretended = Pretended(tmp_path, monkeypatch)
    async with terminal(casebook, "admin") as t:
        await _find(t, "import crime")
        await t.keys("f2")
        t.has("File can't be empty.")
        await t.type('"/data/two words.csv"')
        await t.keys("tab", "y", "f2")
        t.has("✓ The import is done. j, then Enter, reads what it says.")
        await t.keys("j", "enter")
        t.has("Not taken, no date: 2 rows, the first in row 4 [/red]", "read 12")
    ((arguments, *_),) = pretended.calls
    path = "/data/two words.csv"
    assert arguments == ["import", "incidents", "--dry-run", "--progress=json", "--", path]


@driven
async def test_what_was_typed_for_a_run_is_changed_and_run_again(
    casebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path with a slip in it is put right by e and three keys; nothing is typed anew."""
    pretended = Pretended(tmp_path, monkeypatch, fails="There is no file /data/two.csw.")
    async with terminal(casebook, "admin") as t:
        await _find(t, "import crime")
        await t.type("/data/two.csw")
        await t.keys("tab", "y", "f2")
        t.has("! The import: There is no file /data/two.csw. j, then e, changes what was typed.")
        await t.keys("j", "e")
        t.has("Import crime and ASB incidents", "/data/two.csw", "Yes")
        await t.keys("backspace", "v", "f2")
    first, second = (arguments for arguments, *_ in pretended.calls)
    assert first[-1] == "/data/two.csw"
    assert second == [*first[:-1], "/data/two.csv"]


@driven
async def test_f2_says_what_it_does(casebook: Path) -> None:
    """At the foot of the form and where one is asked before leaving it."""
    async with terminal(casebook, "admin") as t:
        for words, does in (("make a map", "F2 Make the map"), ("import gps", "F2 Import it")):
            await _find(t, words)
            t.has(does)
            await t.type("x")
            await t.keys("escape")
            t.has(f"s {does.removeprefix('F2 ')}", "d Discard what I typed")
            await t.keys("d", "enter")


@driven
async def test_what_one_may_not_make_says_who_can(casebook: Path) -> None:
    """A sergeant doesn't import, a viewer makes nothing."""
    async with terminal(casebook) as t:
        await _find(t, "import crime")
        t.has("import Import crime and ASB incidents not now")
        t.has("sgt.harbour may not import into this casebook: an analyst or administrator can.")


@driven
async def test_quitting_asks_while_something_runs(
    casebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc waits; Enter on the named answer stops it and leaves nothing running."""
    Pretended(tmp_path, monkeypatch, waits=True)
    async with terminal(casebook) as t:
        await _find(t, "make a map")
        await t.pilot.press("f2")
        await _reaches(t, "… map 25%")
        (run,) = t.app.runs.running
        await t.pilot.press("q")
        await _reaches(t, "1 command still at work")
        t.has("The map: working out the figures, 25%")
        await t.pilot.press("escape")
        await _reaches(t, "Problem profiles")
        assert run.state == runs.RUNNING
        with patch.object(App, "exit") as left:
            await t.pilot.press("q", "s", "enter")
            await t.settle()
        assert left.called
        assert run.state == runs.STOPPED


@driven
async def test_a_file_that_is_there_is_replaced_only_by_name(
    casebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answer goes back to the form, where another name can be typed."""
    there = tmp_path / "map-2024-11.html"
    pretended = Pretended(tmp_path, monkeypatch, made=(there, tmp_path / "beside.html"))
    there.write_text("the old map")
    async with terminal(casebook) as t:
        await _find(t, "make a map")
        await t.keys("f2")
        t.has("map-2024-11.html is there already", "Go back and name another")
        await t.keys("enter")
        t.has("Make a map", "map-2024-11.html")
        assert pretended.calls == []
        await t.keys("f2", "r")
        assert pretended.calls == []
        await t.keys("enter")
        assert len(pretended.calls) == 1
        t.has("The map is made: map-2024-11.html, beside.html.")


@driven
async def test_one_of_several_files_is_picked(
    casebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[Path]
) -> None:
    """A pack is a page and a PDF; what can't be opened is a sentence with its path."""
    made = (tmp_path / "review.html", tmp_path / "review.pdf")
    Pretended(tmp_path, monkeypatch, made=made)
    async with terminal(casebook) as t:
        await t.keys("j")
        t.has("Nothing has been made yet: / finds what can be.")
        await t.keys("enter", "o", "X", "escape")
        await _find(t, "make a pack")
        await t.keys("f2", "j", "enter")
        await t.type("pdf")
        await t.keys("enter")
        assert opened == [made[1]]
        monkeypatch.undo()
        monkeypatch.setenv("DISPLAY", "")
        monkeypatch.setenv("WAYLAND_DISPLAY", "")
        await t.keys("enter", "enter")
        t.has("isn't there any more.")


@driven
async def test_the_cursor_is_on_what_was_begun_last(
    casebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[Path]
) -> None:
    """Another thing made from the list of what was made: Enter opens that, not the one before."""
    made = (tmp_path / "one.html",)
    Pretended(tmp_path, monkeypatch, made=made)
    async with terminal(casebook) as t:
        for words in ("make a map", "make a shift"):
            await t.keys("j")
            await _find(t, words)
            await t.keys("f2")
        t.has("done The briefing", "done The map")
        assert t.app.screen.chosen.what == "The briefing"
        await t.keys("down", "escape", "j")
        assert t.app.screen.chosen.what == "The briefing"


@driven
async def test_several_run_at_once(
    casebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The foot counts them; whoever leaves ends them all."""
    monkeypatch.setattr(ChildCommand, "PATIENCE", 0.5)
    Pretended(tmp_path, monkeypatch, waits=True)
    async with terminal(casebook) as t:
        for words in ("make a map", "make a pack"):
            await t.pilot.press("slash")
            await _reaches(t, "what can be done here")
            await t.pilot.press(*["space" if c == " " else c for c in words], "enter", "f2")
        await _reaches(t, "… 2 run")
        both = t.app.runs.running
        with patch.object(App, "exit"):
            t.app.exit()
            await t.settle()
        assert [run.state for run in both] == [runs.STOPPED] * 2
