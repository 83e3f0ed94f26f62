"""What a gate lacks is one key away, and people are picked, not typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casebook.core.errors import NotFound
from casebook.profiles import casefile
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal

REF = "PMP-2024-001"


@driven
async def test_g_goes_to_the_field_that_the_gate_lacks(casebook: Path) -> None:
    """The form of the present stage opens in the first field that is asked for."""
    book = reopen(casebook)
    casefile.edit_stage(book, REF, "scan", {"sources": ["asb calls"]})
    book.store.close()
    async with terminal(casebook) as t:
        await t.keys("enter", "1", "g")
        t.has(f"{REF} · scan", "Sources")
        screen: Any = t.app.screen
        at = next(one for one in screen.editors if t.app.focused in one.walk_children())
        assert at.spec.name == "sources"
        await t.keys("enter", "down", "space", "enter", "f2")
        t.has("✓ Scan saved.")
        await t.keys("g")
        t.has("✓ Nothing is missing to leave scan.")


@driven
async def test_what_the_gate_lacks_carries_the_mark(casebook: Path) -> None:
    """In the section and in the form, beside the field; what was answered carries none."""
    book = reopen(casebook)
    casefile.edit_stage(book, REF, "scan", {"sources": ["asb calls"], "events": ""})
    book.store.close()
    async with terminal(casebook, size=(120, 40)) as t:
        await t.keys("enter")
        t.has("Events: what happens ◆ Not answered yet.")
        t.has("Sources ◆ Name at least two sources.")
        assert "Harm: what it does to them ◆" not in t.shown
        await t.keys("e")
        t.has("Events: what happens ◆", "Not answered yet.", "Sources ◆")
        t.has("◆ 2 missing to leave the stage")
        assert "Harm: what it does to them ◆" not in t.shown


@driven
async def test_an_owner_is_picked_from_the_people(casebook: Path) -> None:
    """The heading's owner is chosen by login, with roles and area beside it."""
    async with terminal(casebook, size=(80, 40)) as t:
        await t.keys("enter", "h")
        screen: Any = t.app.screen
        screen.editor("supervisor").take_focus()
        await t.type("insp.h")
        t.has("insp.harbour (inspector, D1)")
        await t.keys("enter", "f2")
        t.has("✓ Heading saved.")
    assert casefile.read_profile(reopen(casebook), REF).profile.supervisor == "insp.harbour"


@pytest.mark.parametrize("name", ["owner", "supervisor"])
def test_an_unknown_login_is_a_sentence_that_names_its_field(casebook: Path, name: str) -> None:
    """It says which login isn't there, which are like it, and beside which field it belongs."""
    with pytest.raises(NotFound) as refused:
        casefile.edit_profile(reopen(casebook, "admin"), REF, {name: "insp.harbor"}, why="posted")
    assert refused.value.field == name
    assert "There is no account 'insp.harbor' in this casebook." in str(refused.value)
    assert "Did you mean insp.harbour" in str(refused.value)
