"""Nothing typed is lost: a stage's text is kept while one types and offered again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from casebook.book.drafts import find_draft, keep_draft
from casebook.profiles import casefile
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal
from tui.parts.drafts.drafting import Drafting

REF = "PMP-2024-001"
ROOT = Path(__file__).parents[2]


def _what(casebook: Path) -> str:
    body = casefile.read_profile(reopen(casebook), REF).stage("analyse").body
    return str(getattr(body, "what", ""))


def test_a_draft_is_kept_within_a_second() -> None:
    """What is typed waits a second at most before it is kept."""
    assert Drafting.AFTER <= 1.0


@driven
async def test_a_killed_terminal_loses_nothing_typed(casebook: Path) -> None:
    """After a kill the next form offers the text; used and saved, it is in the casebook."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.tui.killed", str(casebook)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert run.returncode < 0, run.stderr.decode()
    assert _what(casebook) == ""
    async with terminal(casebook, drafts_after=0.001) as t:
        await t.keys("enter", "3", "e")
        t.has("You have unsaved text from 12:05", "In What.", "u Use it", "d Discard it")
        await t.keys("u")
        assert t.app.screen.editor("what").raw == "Shouting at night"
        await t.keys("f2")
        t.has("Analyse saved.")
        await t.keys("e")
        assert not t.app.screen.query(".dialog"), "a saved draft is offered no more"
    assert _what(casebook) == "Shouting at night"


@driven
async def test_a_draft_kept_for_later_is_there_later(casebook: Path) -> None:
    """Keep as a draft saves nothing and is offered when the form is next opened."""
    async with terminal(casebook, drafts_after=0.001) as t:
        await t.keys("enter", "3", "e")
        await t.type("Shouting")
        await t.keys("escape", "k")
        t.has("Nothing is written here yet")
        await t.keys("e")
        t.has("You have unsaved text from 12:05")
        await t.keys("escape", "e")
        t.has("You have unsaved text from 12:05")
        await t.keys("d", "enter")
        t.has("The unsaved text was discarded.")
        assert t.app.screen.editor("what").raw == ""
        await t.keys("escape", "e")
        assert not t.app.screen.query(".dialog")
    assert _what(casebook) == ""


@driven
async def test_even_text_that_cant_be_saved_yet_is_kept(casebook: Path) -> None:
    """A draft holds what was typed, right or wrong, and rows of lists too."""
    async with terminal(casebook, drafts_after=0.001) as t:
        await t.keys("enter", "1", "e")
        t.app.screen.editor("deadline").take_focus()
        await t.settle()
        await t.keys("ctrl+u")
        await t.type("next spring")
        await t.keys("escape", "k", "e", "u")
        assert t.app.screen.editor("deadline").raw == "next spring"
        await t.keys("f2")
        t.has("takes a day such as 18/12")


@driven
async def test_a_half_typed_row_is_in_the_draft(casebook: Path) -> None:
    """A hypothesis being typed is kept with its form before it is taken into it."""
    async with terminal(casebook, drafts_after=0.001) as t:
        await t.keys("enter", "3", "e")
        t.app.screen.editor("hypotheses").take_focus()
        await t.keys("enter")
        await t.type("Dark steps")
    book = reopen(casebook)
    stage = casefile.read_profile(book, REF).stage("analyse")
    draft = find_draft(book, stage.ref)
    assert draft is not None
    assert draft.body["hypotheses"][0]["statement"] == "Dark steps"


@driven
async def test_one_persons_draft_is_not_anothers(casebook: Path) -> None:
    """The inspector isn't offered what the sergeant left unsaved."""
    async with terminal(casebook, drafts_after=0.001) as t:
        await t.keys("enter", "3", "e")
        await t.type("Shouting")
        await t.keys("escape", "k")
    async with terminal(casebook, drafts_after=0.001, login="insp.harbour") as t:
        await t.keys("enter", "3", "e")
        assert not t.app.screen.query(".dialog")


@driven
async def test_two_windows_of_one_login_keep_a_draft_each(casebook: Path) -> None:
    """Neither writes over the other's, and both are offered once the windows are gone."""
    async with terminal(casebook, drafts_after=0.001) as t:
        await t.keys("enter", "3", "e")
        await t.type("Shouting")
        keep_draft(reopen(casebook), f"{REF} analyse 1", 0, {"what": "Racing"})
        await t.keys("escape", "k", "e")
        t.has("You have unsaved text")
        await t.keys("u")
        assert t.app.screen.editor("what").raw == "Shouting"
        await t.keys("escape", "k")
    offered = set()
    async with terminal(casebook, drafts_after=0.001) as t:
        await t.keys("enter", "3")
        for _ in range(2):
            await t.keys("e", "u")
            offered.add(t.app.screen.editor("what").raw)
            await t.keys("escape", "d", "enter")
        await t.keys("e")
        assert not t.app.screen.query(".dialog")
    assert offered == {"Shouting", "Racing"}


@driven
async def test_saving_in_one_window_leaves_what_is_typed_in_another(casebook: Path) -> None:
    """The other's draft is over an older version then, and is offered all the same."""
    async with terminal(casebook, drafts_after=0.001) as t:
        await t.keys("enter", "3", "e")
        await t.type("Shouting")
        casefile.edit_stage(reopen(casebook), REF, "analyse", {"why": "Two doors."})
    draft = find_draft(reopen(casebook), f"{REF} analyse 1")
    assert draft is not None
    assert draft.body["what"] == "Shouting"
