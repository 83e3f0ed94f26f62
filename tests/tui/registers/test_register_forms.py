"""The forms of registers: what is picked, what is refused beside its field, what is found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casebook.registers import entries as registers
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal
from tui.parts import table
from tui.registers.register_screen import RegisterScreen


def _add(casebook: Path, register: str, about: str = "", **values: Any) -> Any:
    book = reopen(casebook, "admin")
    added = registers.add_entry(book, register, about, values)
    book.store.close()
    return added


async def _open(t: Any, title: str) -> None:
    await t.keys("r")
    await t.type(title)
    await t.keys("enter")


@pytest.fixture
def programme(casebook: Path) -> Path:
    """A casebook with a programme, its first phase and two expected benefits."""
    _add(casebook, "agency", ref="Lomea Police", kind="police", contact="Inspector, Harbour")
    _add(casebook, "programme", ref="CHB-01", name="Clear, Hold, Build", code="clear-hold-build",
         place="D1", at="2024-06-03")  # fmt: skip
    phase = {"agency": "Lomea Police", "at": "2024-06-03", "until": "2024-11-24"}
    _add(casebook, "phase", "CHB-01", text="Clear", **phase)
    _add(casebook, "benefit", "CHB-01", text="Fewer reports of ASB")
    _add(casebook, "benefit", "CHB-01", text="Residents feel safer")
    return casebook


@driven
async def test_an_arrest_at_a_hotspot_in_a_programme_is_logged(programme: Path) -> None:
    """It happened today unless said; hotspot and programme are picked; the cursor is on it."""
    for day in ("2025-01-02", "2025-01-03"):
        _add(programme, "activity", code="arrest", at=day, place="HS-01")
    async with terminal(programme) as t:
        await _open(t, "activ")
        await t.keys("a")
        t.has("New activity", "▌ 18 Dec 2024")
        await t.type("arrests")
        await t.keys("enter", "tab", "tab", "tab", "tab")
        await t.type("hs-02")
        await t.keys("enter", "tab", "tab")
        await t.type("chb")
        await t.keys("space", "enter", "f2")
        t.has("✓ Activity added.", "Arrests · HS-02 Quay Street · CHB-01 Clear, Hold, B")
        assert t.app.screen.chosen.entry.place == "HS-02"
    arrest = registers.list_entries(reopen(programme), "activity")[-1]
    assert (arrest.count, str(arrest.at), arrest.programmes) == (1, "2024-12-18", ("CHB-01",))


@driven
async def test_letters_typed_faster_than_a_list_opens_all_reach_it(casebook: Path) -> None:
    """One list opens however fast one types, and Esc leaves it."""
    async with terminal(casebook) as t:
        await _open(t, "activ")
        await t.keys("a")
        await t.type("closure order in")
        t.has("Filter: closure order in", "Closure orders in progress")
        await t.keys("escape")
        t.has("New activity", "Enter chooses")


@driven
async def test_phases_that_overlap_are_refused_beside_the_field(programme: Path) -> None:
    """The sentence names the phase that runs and stands under From; a later day is taken."""
    async with terminal(programme, "insp.harbour", size=(80, 40)) as t:
        await _open(t, "phases")
        await t.keys("a", "enter")
        t.has("CHB-01 Clear, Hold, Build · new phase")
        await t.type("Hold")
        await t.keys("tab")
        await t.type("lom")
        await t.keys("enter", "tab")
        await t.type("1 Nov 2024")
        await t.keys("f2")
        t.has("! From: the phase Clear of CHB-01 runs from 3 Jun 2024 to 24 Nov 2024, and phases")
        await t.keys("ctrl+u")
        await t.type("25 Nov 2024")
        await t.keys("f2")
        t.has("✓ Phase added.", "Hold · Lomea Police 25 Nov 2024")


@driven
async def test_a_benefit_is_reviewed_by_picking_it(programme: Path) -> None:
    """What the programme expects is offered, so nobody has to word it again."""
    async with terminal(programme, "insp.harbour") as t:
        await _open(t, "benefits rev")
        await t.keys("a", "enter", "enter")
        t.has("Expected benefit", "Fewer reports of ASB", "Residents feel safer")
        await t.type("safer")
        await t.keys("enter", "tab")
        await t.type("3")
        await t.keys("tab", "tab")
        await t.type("not yet")
        await t.keys("enter", "f2")
        t.has("✓ Benefit review added.")
    (review,) = registers.list_entries(reopen(programme), "benefit-review")
    assert (review.benefit, review.months) == ("Residents feel safer", 3)


@driven
async def test_a_query_is_recorded_with_its_time_and_answered(casebook: Path) -> None:
    """Received and answered by the clock on the wall, each in a column of its own."""
    async with terminal(casebook) as t:
        await _open(t, "queries")
        await t.keys("a")
        await t.type("d1")
        await t.keys("enter")
        await t.type("17 Dec 2024 9:30")
        await t.keys("tab", "tab")
        await t.type("Is the alley lit?")
        await t.keys("f2")
        t.has("✓ Query added.", "D1 Harbour Is the alley lit?", "17 Dec 2024")
        await t.keys("enter", "tab", "tab", "tab")
        await t.type("16 Dec 2024 8:00")
        await t.keys("f2")
        t.has("! Answered is before Received.")
        await t.keys("shift+tab", "tab", "ctrl+u")
        await t.type("18/12/2024 8:00")
        await t.keys("f2")
        t.has("✓ Query saved.", "Received Answered", "17 Dec 2024 18 Dec 2024")
    (query,) = registers.list_entries(reopen(casebook), "query")
    assert str(query.answered) == "2024-12-18 08:00:00"
    async with terminal(casebook, size=(120, 40)) as t:
        await _open(t, "queries")
        t.has("17 Dec 2024 09:30 18 Dec 2024 08:00")


@driven
async def test_a_long_register_is_read_as_one_goes_down(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The heading counts all; f finds an entry that wasn't read; an entry gone to is there."""
    monkeypatch.setattr(RegisterScreen, "PAGE", 20)
    monkeypatch.setattr(table, "AHEAD", 3)
    for number in range(90):
        _add(casebook, "priority", "D1", text=f"Net {number:03}.", at="2024-12-01")
    async with terminal(casebook) as t:
        await _open(t, "local")
        t.has("Local priorities 90 entries", "Net 089.", "Net 088.")
        assert len(t.app.screen.found.rows) < 90
        await t.keys("f")
        await t.type("net 007")
        await t.keys("enter")
        t.has("1 of 90 entries", "D1 Harbour Net 007.")
        await t.keys("escape", "end")
        t.has("Net 000.")
        assert [row.says for row in t.app.screen.found.rows][::89] == ["Net 089.", "Net 000."]
        t.app.push_screen(RegisterScreen(registers.register_of("priority"), at=1))
        await t.settle()
        assert t.app.screen.chosen.says == "Net 000."


@driven
async def test_the_terminal_is_not_left_with_a_form_unsaved(casebook: Path) -> None:
    """Ctrl+Q under a form with text says what to do first, and again under its list."""
    async with terminal(casebook) as t:
        await _open(t, "local")
        await t.keys("a", "enter")
        await t.type("Nets on the quay")
        await t.keys("ctrl+q")
        t.has("! Save this form (F2) or leave it (Esc) before you quit.", "Nets on the quay")
        assert t.app.is_running


@driven
async def test_nothing_to_be_about_says_so(casebook: Path) -> None:
    """A phase needs a programme: where there is none the key says it."""
    async with terminal(casebook, "insp.harbour") as t:
        await _open(t, "phases")
        await t.keys("a")
        t.has("! There is no programme yet for it to be about.")


@driven
async def test_the_palette_names_every_key_of_a_register(casebook: Path) -> None:
    """Ctrl+P finds what adds, edits and adds up; F1 says what the screen is for."""
    async with terminal(casebook, size=(120, 40)) as t:
        await _open(t, "queries")
        await t.keys("ctrl+p")
        for name in ("Add an entry", "What it adds up to", "Another register", "Edit the entry"):
            await t.type(name)
            t.has(f"command {name}")
            await t.keys("ctrl+u")
        await t.keys("escape", "f1")
        t.has("Every entry of one register, newest first.")
