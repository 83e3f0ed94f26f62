"""Find: one box from anywhere, and Enter opens that very thing."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from casebook.agenda.finding import find as finding
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal
from tui.finding.find_screen import FindScreen
from tui.profiles.profile_screen import ProfileScreen


@driven
async def test_rows_come_while_one_types_and_enter_opens_that_very_thing(casebook: Path) -> None:
    """Names first, with what each is; Esc goes back to the same row, then to where one was."""
    async with terminal(casebook) as t:
        await t.keys("slash")
        await t.type("quay")
        t.has("hotspot HS-02 Quay Street D1", "profile PMP-2024-002 Fights in Quay Street scan")
        await t.keys("down", "enter")
        assert isinstance(t.app.screen, ProfileScreen)
        t.has("PMP-2024-002")
        await t.keys("escape")
        assert t.app.screen.chosen.ref == "PMP-2024-002"
        await t.keys("escape")
        t.has("Problem profiles")


@driven
async def test_enter_with_nothing_typed_does_nothing(casebook: Path) -> None:
    """No row is chosen until one types or moves to it, and what leaves comes last."""
    async with terminal(casebook) as t:
        await t.keys("slash", "enter")
        assert t.app.screen.chosen is None
        ready = [row for row in t.app.screen._rows if not row.not_now]
        names = [row.name for row in ready if row.sort == "command"]
        assert names[-1] == "Quit"
        await t.keys("down")
        assert t.app.screen.chosen.name == names[0]


@driven
async def test_an_action_is_opened_in_its_profile(casebook: Path) -> None:
    """Under the cursor of the list it stands in; a stage in its own section."""
    async with terminal(casebook) as t:
        await t.keys("f3")
        await t.type("hedge")
        t.has("action PMP-2024-001 action 1 Cut back the hedge")
        await t.keys("enter")
        screen = t.app.screen
        assert (screen.section, screen.query_one("#actions").key) == ("actions", "action 1")
        await t.keys("escape", "ctrl+u")
        await t.type("drink at the harbour")
        t.has("stage PMP-2024-001 scan 1")
        await t.keys("enter")
        assert t.app.screen.section == "scan"


@driven
async def test_a_place_and_a_person_open_with_their_profiles(casebook: Path) -> None:
    """Enter there opens a profile, and Esc comes all the way back."""
    async with terminal(casebook) as t:
        await t.keys("slash")
        await t.type("lantern pa")
        await t.keys("pagedown", "pageup", "down")
        t.has("hotspot HS-03 Lantern Park D2")
        assert t.app.screen.chosen.ref == "HS-03"
        await t.keys("enter")
        t.has("HS-03 Lantern Park", "Lies in D2 Strand", "PMP-2024-003", "sgt.strand")
        await t.keys("enter")
        t.has("PMP-2024-003", "Lantern Park at night")
        await t.keys("escape", "escape", "ctrl+u")
        await t.type("sgt.strand")
        await t.keys("enter")
        t.has("Roles sergeant", "PMP-2024-005", "Thefts from vans")


@driven
async def test_registers_and_what_they_add_up_to_open(casebook: Path) -> None:
    """A register by its heading, a statement by its line of help."""
    async with terminal(casebook) as t:
        await t.keys("slash")
        await t.type("abstractions")
        t.has("register Abstractions")
        await t.keys("enter")
        t.has("Abstractions 0 entries")
        await t.keys("escape", "ctrl+u")
        await t.type("figures abs")
        await t.keys("enter")
        await t.keys("escape", "escape")
        t.has("Problem profiles")


@driven
async def test_a_command_is_run_where_find_was_opened(casebook: Path) -> None:
    """Ctrl+P is the same box; without words it lists what can be done here."""
    async with terminal(casebook) as t:
        await t.keys("enter", "ctrl+p")
        t.has("what can be done here", "command Edit the stage or action shown")
        await t.type("link a hot")
        await t.keys("enter")
        t.has("Link a hotspot", "HS-02 Quay Street")


@driven
async def test_the_sections_of_a_profile_go_by_their_names(casebook: Path) -> None:
    """In Find and under F1; a profile of SARA has no objective and so no tenth section."""
    book = reopen(casebook, "admin")
    sara = intake.new_profile(book, Profile("", "Mopeds", model="SARA"), hotspots=["HS-03"])
    book.store.close()
    async with terminal(casebook, size=(80, 60)) as t:
        await t.keys("slash")
        await t.type(sara.profile.ref)
        await t.keys("enter", "f1")
        t.has("1 Go to scan", "9 Go to registers")
        assert "0 " not in t.shown.replace("60 ", "")
        await t.keys("escape", "slash")
        await t.type("go to rev")
        t.has("command Go to reviews 8")
        await t.keys("enter")
        assert t.app.screen.section == "reviews"


@driven
async def test_keys_typed_at_once_open_what_they_ask_for(casebook: Path) -> None:
    """Enter right after the words waits for their answer, not for an earlier one's."""
    async with terminal(casebook) as t:
        await t.pilot.press("slash", *"pmp-2024-005", "enter")
        await t.settle()
        t.has("Thefts from vans", "owner sgt.strand")


@driven
async def test_letters_typed_while_it_looks_are_looked_for_once(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One question is asked at a time, and the last words are what is shown."""
    asked, may_answer = [], threading.Event()
    real = finding.find

    def slow(book: Any, words: str) -> Any:
        asked.append(words)
        may_answer.wait(10)
        return real(book, words)

    async with terminal(casebook) as t:
        await t.keys("slash")
        monkeypatch.setattr(finding, "find", slow)
        await t.pilot.press(*"fights")
        while not asked:
            await t.pilot.pause()
        may_answer.set()
        await t.settle()
        assert asked[-1] == "fights"
        assert len(asked) < len("fights")
        t.has("profile PMP-2024-002 Fights in Quay Street")


@driven
async def test_nothing_found_and_a_casebook_that_fails_are_sentences(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter on nothing does nothing, and the next letter looks again."""
    async with terminal(casebook) as t:
        await t.keys("slash")
        await t.type("zebra [/red]")
        t.has("0 rows", "Nothing goes by these words or holds them: try fewer.")
        await t.keys("enter")
        assert isinstance(t.app.screen, FindScreen)
        with monkeypatch.context() as patched:
            patched.setattr(finding, "find", lambda *_: 1 / 0)
            await t.type("x")
            t.has("Something unexpected went wrong (ZeroDivisionError)")
        await t.keys("ctrl+u")
        await t.type("fights")
        t.has("profile PMP-2024-002")


@driven
async def test_slash_is_a_letter_where_text_is_typed(casebook: Path) -> None:
    """In a form it is text, and F3 opens Find over what is typed, which is still there after."""
    async with terminal(casebook) as t:
        await t.keys("enter", "e")
        form = t.app.screen
        await t.type("a/b")
        await t.keys("f3")
        assert isinstance(t.app.screen, FindScreen)
        await t.keys("escape")
        assert t.app.screen is form
        assert any("a/b" in str(editor.raw) for editor in form.editors)


@driven
async def test_a_text_is_listed_from_the_word_that_was_looked_for(casebook: Path) -> None:
    """At 80x24 the row would be cut before it; all of the passage stands below the list."""
    async with terminal(casebook) as t:
        await t.keys("slash")
        await t.type("friday")
        row = next(line for line in t.lines if line.lstrip().startswith("stage"))
        assert "… steps on Friday nights" in row
        t.has("… young people drink at the harbour steps on Friday", within="#found-whole")
